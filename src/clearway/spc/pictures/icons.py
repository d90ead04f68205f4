"""Icons of variation, assurance and the age of data, of Clearway's own drawing.

Each tells its meaning by shape and letter as well as colour, from 24 to 96 pixels:

- variation: square for improvement, triangle for concern, diamond for neither, with H for high and L
  for low figures; circle with a wave for common cause, with level lines for no variation, with a
  question mark for too few points;
- assurance: square P passes, triangle F fails, circle P/F hits or misses, circle with a dash no target,
  circle with a question mark no verdict yet;
- age: a clock while data are as new as expected, an octagon with an exclamation mark when late.
"""

from datetime import date

from clearway.common.errors import ClearwayError
from clearway.spc.pictures import style
from clearway.spc.pictures.hand import picture, text
from clearway.spc.words import Assurance, Variation

SMALLEST, LARGEST = 24, 96
_FIELD = 48  # icons are drawn on a field of 48 by 48

VARIATION_WORDS = {
    Variation.COMMON_CAUSE: "common cause, no significant change",
    Variation.IMPROVEMENT_HIGH: "special cause, improvement, high figures",
    Variation.IMPROVEMENT_LOW: "special cause, improvement, low figures",
    Variation.CONCERN_HIGH: "special cause, concern, high figures",
    Variation.CONCERN_LOW: "special cause, concern, low figures",
    Variation.NEUTRAL_HIGH: "special cause, high figures, neither better nor worse",
    Variation.NEUTRAL_LOW: "special cause, low figures, neither better nor worse",
    Variation.TOO_FEW_POINTS: "too few points for a verdict",
    Variation.NO_VARIATION: "none, all figures are the same",
}
ASSURANCE_WORDS = {
    Assurance.PASS: "the process will meet it",
    Assurance.FAIL: "the process will miss it unless it changes",
    Assurance.HIT_OR_MISS: "the process will meet it at some points and miss it at others",
    Assurance.NONE: "none",
}
NO_VERDICT = "no verdict yet"
_COLOURS = {"improvement": style.IMPROVEMENT, "concern": style.CONCERN, "neutral": style.NEUTRAL}
_SHAPES = {
    "improvement": '<rect x="3" y="3" width="42" height="42" rx="3" {}/>',
    "concern": '<path d="M24 2 46 44H2Z" {}/>',
    "neutral": '<path d="M24 1 47 24 24 47 1 24Z" {}/>',
    "calm": '<circle cx="24" cy="24" r="21" {}/>',
    "late": '<path d="M15 3H33L45 15V33L33 45H15L3 33V15Z" {}/>',
}
_RING = f'fill="{style.PAPER}" stroke="{style.COMMON}" stroke-width="3"'
_STROKE = f'fill="none" stroke="{style.COMMON}" stroke-width="3" stroke-linecap="round"'
_WAVE = f'<path d="M11 24q6.5-11 13 0t13 0" {_STROKE}/>'
_LEVEL = f'<path d="M14 20h20M14 28h20" {_STROKE}/>'
_DASH = f'<path d="M16 24h16" {_STROKE}/>'
_HANDS = f'<path d="M24 11V24L33 29" {_STROKE}/>'


def variation_icon(variation: str, *, size: int = 40) -> str:
    """Icon of a `Variation`, `size` pixels wide and high. Raises ClearwayError for a size not 24 to 96."""
    verdict = Variation(variation)
    return _icon(f"Variation: {VARIATION_WORDS[verdict]}", variation_drawing(verdict), size)


def assurance_icon(assurance: str, *, size: int = 40, has_target: bool = False) -> str:
    """Icon of an `Assurance`; with `has_target`, none means that there is no verdict on the target yet.

    Raises ClearwayError for a size not 24 to 96.
    """
    verdict = Assurance(assurance)
    return _icon(
        f"Target: {assurance_words(verdict, has_target)}", assurance_drawing(verdict, has_target), size
    )


def age_icon(latest: date | None, today: date, *, expected_days: int = 92, size: int = 40) -> str:
    """Icon of how old the latest figure is: late when more than `expected_days` before `today`.

    `latest` is the last day of the latest figure's period, None where there is no figure. Raises
    ClearwayError for a size not 24 to 96.
    """
    if latest is None:
        return _icon("Data: no figure yet", _SHAPES["calm"].format(_RING) + _DASH, size)
    days = (today - latest).days
    age = f"latest figure of {latest:%-d %B %Y}, {_age(days)} old"
    if days > expected_days:
        drawn = _SHAPES["late"].format(f'fill="{style.INK}"') + _letter("!", 34, style.PAPER, 30)
        return _icon(f"Data late: {age}", drawn, size)
    return _icon(f"Data up to date: {age}", _SHAPES["calm"].format(_RING) + _HANDS, size)


def assurance_words(verdict: Assurance, has_target: bool) -> str:
    """What the assurance icon says of the target."""
    return NO_VERDICT if verdict is Assurance.NONE and has_target else ASSURANCE_WORDS[verdict]


def variation_drawing(verdict: Variation) -> str:
    """The icon on a field of 48 by 48, to be placed in a larger picture."""
    kind, _, level = verdict.value.partition("_")
    if kind in _COLOURS:
        base, height = (39, 22) if kind == "concern" else (33, 25)
        badge = _SHAPES[kind].format(f'fill="{_COLOURS[kind]}"')
        return badge + _letter(level[0].upper(), base, style.PAPER, height)
    drawn = {Variation.COMMON_CAUSE: _WAVE, Variation.NO_VARIATION: _LEVEL}
    return _SHAPES["calm"].format(_RING) + drawn.get(verdict, _letter("?", 33, style.COMMON))


def assurance_drawing(verdict: Assurance, has_target: bool) -> str:
    """The icon on a field of 48 by 48, to be placed in a larger picture."""
    if verdict is Assurance.PASS:
        return _SHAPES["improvement"].format(f'fill="{style.IMPROVEMENT}"') + _letter("P", 33, style.PAPER)
    if verdict is Assurance.FAIL:
        return _SHAPES["concern"].format(f'fill="{style.CONCERN}"') + _letter("F", 39, style.PAPER, 22)
    ring = _SHAPES["calm"].format(_RING)
    if verdict is Assurance.HIT_OR_MISS:
        return ring + _letter("P/F", 30, style.COMMON, 18)
    return ring + (_letter("?", 33, style.COMMON) if has_target else _DASH)


def _age(days: int) -> str:
    if days < 62:
        return f"{days} day{'' if days == 1 else 's'}"
    return f"{round(days / 30.44)} months"


def _letter(letter: str, base: float, colour: str, size: float = 25) -> str:
    return text(24, base, letter, size=size, colour=colour, bold=True, anchor="middle")


def _icon(title: str, drawn: str, size: int) -> str:
    if not SMALLEST <= size <= LARGEST:
        raise ClearwayError(
            f"An icon of {size} pixels cannot be read well", mend=f"Use {SMALLEST} to {LARGEST} pixels"
        )
    return picture(title, drawn, size, size, box=f"0 0 {_FIELD} {_FIELD}")
