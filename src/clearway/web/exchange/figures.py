"""What is exchanged: figures of one organisation and month, whatever the file they stand in."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.common.parameters import reading
from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.records.publications import State

# What XML 1.0 cannot hold, not even as a reference.
_UNWRITABLE = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LARGEST = 2**53
"""Above it, not every whole number is a number of the value table."""


@dataclass(frozen=True, order=True)
class Figure:
    """One cell: a measure with its component and what fills its blank, and the figure or why there is none.

    `value` follows from the counts where it can, so that it needs not be given. Text is kept as every format
    can hold it: no control characters, lines ended by a line feed, nothing blank at its ends.

    Raises ClearwayError for a number that no format can hold, and for neither a number nor a state.
    """

    measure: str
    component: str = ""
    parameter: str = ""
    version: str = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    state: State = State.VALUE
    reason: str = ""
    comment: str = ""
    follow_up: bool = False
    population: int | None = None

    def __post_init__(self) -> None:
        for name in ("parameter", "version", "reason", "comment"):
            object.__setattr__(self, name, _tidy(getattr(self, name)))
        for name in ("numerator", "denominator", "value"):
            object.__setattr__(self, name, _number(name, getattr(self, name)))
        if self.value is None:
            object.__setattr__(self, "value", self.follows)
        if self.state is State.VALUE and self.value is None:
            raise ClearwayError(
                f"{self.element} has no figure, and nothing says why",
                mend="Give the counts, or the state that says why there are none",
            )

    @property
    def key(self) -> tuple[str, str, str]:
        """What the figure is of."""
        return self.measure, self.component, self.parameter

    @property
    def element(self) -> str:
        """Measure and component as one code: `quit-success.4-weeks`."""
        return f"{self.measure}.{self.component}" if self.component else self.measure

    @property
    def follows(self) -> float | None:
        """The value that the counts give: a fraction, or the count itself where there is no denominator."""
        if self.state is not State.VALUE or self.numerator is None:
            return None
        if self.denominator is None:
            return self.numerator
        share = self.numerator / self.denominator if self.denominator else math.inf
        return share if abs(share) <= LARGEST else None

    @property
    def stated_value(self) -> float | None:
        """The value, where the counts do not give it."""
        return None if self.value == self.follows else self.value


@dataclass(frozen=True)
class MonthFigures:
    """The figures of one organisation and month for one package, in the order of their keys."""

    org_code: str
    period: Month
    figures: tuple[Figure, ...]
    package: str = MAIN_PACKAGE

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.figures, key=lambda one: one.key))
        if len({one.key for one in ordered}) != len(ordered):
            raise ClearwayError("A figure is there twice", mend="Leave out one of the two")
        object.__setattr__(self, "figures", ordered)


@dataclass(frozen=True)
class Placed:
    """A figure read from a file, with the line, entry or row where it stands."""

    org_code: str
    period: Month
    package: str
    figure: Figure
    place: int

    @property
    def key(self) -> tuple[str, str, tuple[str, str, str]]:
        """What the figure is of, with organisation and month; every spelling of a parameter is one."""
        measure, component, parameter = self.figure.key
        return self.org_code, str(self.period), (measure, component, reading(parameter))


@dataclass(frozen=True)
class Read:
    """What a file holds, and what of it cannot be used."""

    placed: tuple[Placed, ...]
    findings: tuple[Finding, ...]

    @property
    def months(self) -> tuple[MonthFigures, ...]:
        """The figures by organisation and month."""
        found: dict[tuple[str, Month, str], list[Figure]] = {}
        for one in self.placed:
            found.setdefault((one.org_code, one.period, one.package), []).append(one.figure)
        return tuple(
            MonthFigures(org_code, period, tuple(figures), package)
            for (org_code, period, package), figures in sorted(found.items())
        )


def read_of(placed: Iterable[Placed], findings: Sequence[Finding]) -> Read:
    """The figures that are there once; of one that is there again the later is told and left out."""
    once: dict[object, Placed] = {}
    told = list(findings)
    for one in placed:
        first = once.setdefault(one.key, one)
        if first is not one:
            what = (
                f"{one.figure.element} of {one.org_code} for {one.period} is there already, at {first.place}"
            )
            told.append(error("figure-twice", what, "Leave one of the two out", one.place))
    return Read(tuple(once.values()), tuple(sorted(told, key=lambda each: each.row or 0)))


def error(rule: str, what: str, mend: str, place: int | None = None) -> Finding:
    """Something that cannot be used."""
    return Finding(Severity.ERROR, rule, f"{what}.", f"{mend}.", row=place)


def number_text(number: float) -> str:
    """A number in digits, without an exponent; read back it is the same number."""
    return str(int(number)) if number.is_integer() else format(Decimal(repr(number)), "f")


def _number(name: str, number: float | None) -> float | None:
    if number is None:
        return None
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ClearwayError(f"The {name} {number} cannot be a figure", mend="Correct the number")
    return float(number) + 0.0  # no negative zero


def _tidy(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
