"""When the figures of a month are due: the `calendar.yaml` of a package.

Every date counts days from the last day of the month. Due is when the figures are asked for, timely the last
day on which they still count as on time, closing the last on which they may change without an exception.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StrictInt, ValidationError, model_validator

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.package.loader import CONTENT
from clearway.package.parts import Id, Part, Text
from clearway.package.schema_findings import note_errors
from clearway.package.yaml_file import read_yaml

FILE = "calendar.yaml"


class Deadline(Part):
    """A number of days after the end of the month, and why that many."""

    days: Annotated[StrictInt, Field(ge=1, le=366)]
    reason: Text


class Deadlines(Part):
    """The dates of every month of one package. `exception` is the longest that an exception may run."""

    package: Id
    due: Deadline
    timely: Deadline
    closing: Deadline
    exception: Deadline

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.due.days <= self.timely.days <= self.closing.days:
            raise ValueError("due, timely and closing are not in this order")
        return self

    def dates(self, month: Month) -> "MonthDates":
        """The three dates of a month."""
        end = month.last_day
        days = (self.due.days, self.timely.days, self.closing.days)
        return MonthDates(**dict(zip(DATES, (end + timedelta(days=each) for each in days), strict=True)))


class MonthDates(Part):
    """The dates of one month; each day itself still counts."""

    due: date
    timely: date
    closing: date


DATES = tuple(MonthDates.model_fields)


@cache
def deadlines(package_id: str) -> Deadlines:
    """The calendar of a shipped package. Raises ClearwayError where it has none."""
    return load_deadlines(CONTENT / package_id)


def load_deadlines(folder: Path) -> Deadlines:
    """The calendar in a package's folder. Raises ClearwayError where it is missing or wrong."""
    path = folder / FILE
    if not path.is_file():
        raise ClearwayError(
            f"The package '{folder.name}' has no calendar", where=str(folder), mend=f"Write its {FILE}"
        )
    read = read_yaml(path, str(path))
    if not read.findings:
        try:
            return Deadlines.model_validate(read.data)
        except ValidationError as error:
            note_errors(error, Deadlines, read)
    first = read.findings[0]
    raise ClearwayError(first.what.removesuffix("."), where=first.where, mend=first.mend)
