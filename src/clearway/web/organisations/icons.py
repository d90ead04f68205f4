"""The icons of variation and assurance on a page: drawn once, shown many times, each with its words."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from clearway.spc import Variation
from clearway.spc.pictures.icons import assurance_drawing, assurance_words, variation_drawing
from clearway.spc.words import Assurance

VARIATION_SHORT: Mapping[Variation, str] = {
    Variation.COMMON_CAUSE: "Common cause: no sign of change",
    Variation.IMPROVEMENT_HIGH: "Improvement: high, beyond chance",
    Variation.IMPROVEMENT_LOW: "Improvement: low, beyond chance",
    Variation.CONCERN_HIGH: "Concern: high, beyond chance",
    Variation.CONCERN_LOW: "Concern: low, beyond chance",
    Variation.NEUTRAL_HIGH: "High, beyond chance",
    Variation.NEUTRAL_LOW: "Low, beyond chance",
    Variation.TOO_FEW_POINTS: "Too few points for a verdict",
    Variation.NO_VARIATION: "All figures are the same",
}
ASSURANCE_SHORT: Mapping[Assurance, str] = {
    Assurance.PASS: "Will be met",
    Assurance.FAIL: "Will be missed unless something changes",
    Assurance.HIT_OR_MISS: "Met at times, missed at times",
    Assurance.NONE: "No target set",
}


@dataclass(frozen=True)
class Icon:
    """One icon: `symbol` is the id of its drawing in the sprite of the page, `words` its meaning."""

    symbol: str
    words: str


def variation_of(verdict: Variation) -> Icon:
    """The icon of what the latest figure says about the process."""
    return Icon(f"icon-{verdict.value}", VARIATION_SHORT[verdict])


def assurance_of(verdict: Assurance, has_target: bool) -> Icon:
    """The icon of whether the process can be relied on to meet its target."""
    if verdict is Assurance.NONE and has_target:
        return Icon("icon-target-unknown", assurance_words(verdict, has_target).capitalize())
    return Icon(f"icon-target-{verdict.value}", ASSURANCE_SHORT[verdict])


def sprite() -> Markup:
    """All icons as symbols of one hidden drawing, to be put into a page once."""
    drawn = {f"icon-{one.value}": variation_drawing(one) for one in Variation}
    drawn |= {f"icon-target-{one.value}": assurance_drawing(one, False) for one in Assurance}
    drawn["icon-target-unknown"] = assurance_drawing(Assurance.NONE, True)
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 48 48">{shapes}</symbol>' for name, shapes in drawn.items()
    )
    # Shapes and letters of our own; nothing in them comes from data.
    return Markup(  # noqa: S704
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-sprite" width="0" height="0" '
        f'aria-hidden="true" focusable="false">{symbols}</svg>'
    )


@dataclass(frozen=True)
class IconKey:
    """Every icon, for the list that says what they mean."""

    variation: tuple[Icon, ...]
    assurance: tuple[Icon, ...]


def icon_key() -> IconKey:
    """The icons in the order of the list."""
    return IconKey(
        tuple(variation_of(one) for one in Variation),
        (*(assurance_of(one, False) for one in Assurance), assurance_of(Assurance.NONE, True)),
    )
