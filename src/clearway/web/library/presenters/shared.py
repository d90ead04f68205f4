"""Shared tests as cards, one test whole, and the tests of an idea with their effects side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clearway.measures.definitions import definitions
from clearway.package.model import ChangeIdea, Package
from clearway.web.charts.titles import chart_title
from clearway.web.cycles.form import form
from clearway.web.design.filters import day
from clearway.web.library.effect import Effect, Kind, effect_from
from clearway.web.library.figures import published_effects
from clearway.web.library.models import SharedContact, SharedVersion
from clearway.web.library.presenters.effects import EffectShown, effect_shown, interval, points
from clearway.web.library.vocabulary import vocabulary
from clearway.web.projects.names import driver_name, idea_name
from clearway.web.projects.vocabulary import title_of

DECISIONS = {
    "adopt": ("Adopted", "green"),
    "adapt": ("Adapted", "orange"),
    "abandon": ("Abandoned, worth knowing", "purple"),
}


@dataclass(frozen=True)
class Told:
    """A question with its prediction and result."""

    question: str
    words: str
    came_true: bool | None


@dataclass(frozen=True)
class SharedCard:
    """One shared test: everything of it that other trusts may see."""

    key: int
    code: str
    trust: str
    title: str
    idea: str
    idea_title: str
    driver: str
    driver_title: str
    decision: str
    decision_words: str
    colour: str
    scale: str
    setting: tuple[str, ...]
    circumstances: str
    began: date
    decided_on: date
    shared_at: datetime
    version: int
    told: tuple[Told, ...]
    lesson: str
    texts: tuple[tuple[str, str], ...]
    effects: tuple[EffectShown, ...]
    no_effect: str
    contact: SharedContact | None
    copies: int


def cards(versions: Sequence[SharedVersion]) -> tuple[SharedCard, ...]:
    """Versions as cards, in their order; two queries for the figures of all."""
    published = published_effects(versions)
    return tuple(_card(each, _effects(each, published)) for each in versions)


def has_effect(version: SharedVersion, published: Mapping[int, tuple[str, Effect]]) -> bool:
    """Whether there is an effect in figures to show."""
    found = [published[version.pk][1]] if version.pk in published else []
    kept = [effect_from(version.effect)] if version.effect else []
    return any(each.is_told for each in (*found, *kept))


def _effects(version: SharedVersion, published: Mapping[int, tuple[str, Effect]]) -> tuple[EffectShown, ...]:
    names = ("component", "parameter", "ramp_began")
    of = {name: getattr(version, name) for name in names}
    shown = []
    if version.pk in published:
        measure, effect = published[version.pk]
        shown.append(effect_shown(measure, effect, "Published figures, up to today", **of))
    if version.effect:
        source = f"The trust’s own figures, rounded, as they were on {day(version.at)}"
        shown.append(effect_shown(version.measure, effect_from(version.effect), source, **of))
    return tuple(shown)


def _card(version: SharedVersion, effects: tuple[EffectShown, ...]) -> SharedCard:
    shared, package = version.shared, version.shared.package_id
    words, colour = DECISIONS[version.decision]
    scales = {scale.id: scale.title for scale in form().scales}
    units, births = vocabulary().units, vocabulary().births
    setting = (title_of(units, version.unit), title_of(births, version.births), version.who)
    titles = {text.id: text.title for text in vocabulary().texts}
    return SharedCard(
        key=shared.pk,
        code=shared.org_code,
        trust=shared.organisation.name,
        title=version.title,
        idea=version.idea,
        idea_title=idea_name(package, version.idea) if version.idea else "",
        driver=version.driver,
        driver_title=driver_name(package, version.driver) if version.driver else "",
        decision=version.decision,
        decision_words=words,
        colour=colour,
        scale=scales.get(version.scale, version.scale),
        setting=setting,
        circumstances=version.circumstances,
        began=version.began,
        decided_on=version.decided_on,
        shared_at=version.at,
        version=version.number,
        told=tuple(_told(each) for each in version.questions),
        lesson=version.lesson,
        texts=tuple((titles.get(name, name), text) for name, text in version.texts.items()),
        effects=effects,
        no_effect="" if effects else _no_effect(version),
        contact=getattr(version, "contact", None),
        copies=version.copies,
    )


def _told(kept: Mapping[str, Any]) -> Told:
    before = "not predicted"
    if kept["predicted"]:
        before = f"predicted {kept['predicted']}, {kept['sure']}% sure"
    after = f": was {kept['result']}" if kept["result"] else ""
    came_true: bool | None = kept["came_true"]
    if came_true is None:
        return Told(kept["words"], f"{before}{after}", None)
    verdict = "came true" if came_true else "did not come true"
    return Told(kept["words"], f"{before}{after}{', ' if after else ': '}{verdict}", came_true)


def _no_effect(version: SharedVersion) -> str:
    if not version.measure:
        return "The test watched no measure, so there is no effect in figures."
    sheet = definitions().get(version.measure)
    title = chart_title(sheet, version.component, version.parameter) if sheet else version.measure
    return f"It watched “{title}”. No figures of it are published, and the trust shares none of its own."


@dataclass(frozen=True)
class Whisker:
    """One difference with its interval on the scale that all share: places from 0 to 100."""

    key: int
    title: str
    trust: str
    words: str
    low: float
    at: float
    high: float


@dataclass(frozen=True)
class Forest:
    """Differences on one measure, side by side; `zero` is the place of no difference. Never added up."""

    measure: str
    zero: float
    ends: tuple[str, str]
    whiskers: tuple[Whisker, ...]


@dataclass(frozen=True)
class IdeaTests:
    """The tests of a change idea."""

    idea: ChangeIdea
    driver: str
    driver_title: str
    colour: int
    cards: tuple[SharedCard, ...]
    counts: tuple[tuple[str, str, int], ...]
    trusts: int
    forests: tuple[Forest, ...]


def idea_tests(package: Package, idea_id: str, versions: Sequence[SharedVersion]) -> IdeaTests:
    """The page of an idea. Raises ClearwayError when the package has none of that id."""
    idea, driver = package.idea(idea_id), package.driver_of_idea(idea_id)
    found = cards(versions)
    counts = tuple(
        (words, colour, sum(card.decision == decision for card in found))
        for decision, (words, colour) in DECISIONS.items()
    )
    return IdeaTests(
        idea=idea,
        driver=driver.id,
        driver_title=driver.short_title,
        colour=package.primary(driver.primary_driver).colour,
        cards=found,
        counts=counts,
        trusts=len({card.code for card in found}),
        forests=forests(found),
    )


def forests(found: Iterable[SharedCard]) -> tuple[Forest, ...]:
    """The differences with an interval, by measure."""
    by_measure: dict[str, list[tuple[SharedCard, Effect]]] = {}
    for card in found:
        for shown in card.effects:
            if shown.effect.kind is Kind.DIFFERENCE:
                by_measure.setdefault(shown.measure, []).append((card, shown.effect))
    return tuple(_forest(measure, rows) for measure, rows in by_measure.items())


def _forest(measure: str, rows: Sequence[tuple[SharedCard, Effect]]) -> Forest:
    ends = [each for _, effect in rows for each in (effect.lower or 0.0, effect.upper or 0.0)]
    low, high = min(0.0, *ends), max(0.0, *ends)
    width = (high - low) or 1.0

    def place(value: float | None) -> float:
        return round(2 + 96 * ((value or 0.0) - low) / width, 2)

    whiskers = tuple(
        Whisker(
            card.key,
            card.title,
            card.trust,
            f"{points(effect.difference or 0.0)} ({interval(effect)})",
            place(effect.lower),
            place(effect.difference),
            place(effect.upper),
        )
        for card, effect in rows
    )
    return Forest(measure, place(0.0), (points(low), points(high)), whiskers)
