"""A figure in the making, as a reader gathers it: numbers that came one by one, then checked as a whole."""

import re
from dataclasses import dataclass, field

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import Month
from clearway.records.publications import State
from clearway.web.exchange.figures import ID, Figure, Placed, error

_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)", re.ASCII)
_LONGEST, _SHOWN = 400, 40
POPULATION = 2**31 - 1


@dataclass
class Draft:
    """What was read of one figure so far; of one that is `broken` a part cannot be used, so none of it is."""

    place: int
    measure: str
    component: str
    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    state: State | None = None
    follow_up: bool = False
    population: int | None = None
    broken: bool = False

    def placed(self, org_code: str, period: Month, package: str) -> Placed:
        """The figure. Raises ClearwayError where it cannot be one."""
        figure = Figure(
            self.measure,
            self.component,
            numerator=self.numbers.get("numerator"),
            denominator=self.numbers.get("denominator"),
            value=self.numbers.get("value"),
            state=self.state or State.VALUE,
            follow_up=self.follow_up,
            population=self.population,
            **self.texts,
        )
        return Placed(org_code, period, package, figure, self.place)


def decimal(text: str) -> float:
    """A number in digits, as XML Schema's decimal has it. Raises ClearwayError for anything else."""
    text = text.strip()
    if len(text) > _LONGEST or not _DECIMAL.fullmatch(text):
        raise ClearwayError(f"“{text[:_SHOWN]}” is not a number", mend="Write digits, with a point at most")
    return float(text)


def whole(text: str) -> int:
    """A count from 0. Raises ClearwayError for anything else."""
    number = decimal(text)
    if not number.is_integer() or not 0 <= number <= POPULATION:
        raise ClearwayError(f"“{text.strip()[:_SHOWN]}” is not a count", mend="Write a whole number from 0")
    return int(number)


def split_element(code: str) -> tuple[str, str]:
    """Measure and component of `quit-success.4-weeks`. Raises ClearwayError for another form."""
    measure, _, component = code.partition(".")
    if not ID.fullmatch(measure) or (component and not ID.fullmatch(component)) or code.endswith("."):
        raise ClearwayError(f"“{code[:80]}” is not a data element of Clearway", mend="Use measure.component")
    return measure, component


def refused(problem: ClearwayError, rule: str, place: int | None) -> Finding:
    """What a reader says of something it leaves out."""
    return error(rule, problem.what, problem.mend, place)
