"""Write down the figures of a team's own measure; a correction is a new row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.projects.actions.common import log, open_project, said, written
from clearway.web.projects.models import OwnValue, PlannedMeasure
from clearway.web.projects.own_values import begin, is_own, is_share, named, standing


@dataclass(frozen=True)
class Entry:
    """What is entered for one period: a number, or of a share its two counts; nothing takes a figure back."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None


@transaction.atomic
def enter_own_values(
    *,
    line: PlannedMeasure,
    entries: Mapping[date, Entry],
    by: Person,
    seen: int | None = None,
    reason: str = "",
) -> list[OwnValue]:
    """Add a row for each period whose figure differs from what stands; `entries` go by its first day.

    `seen` is the key of the newest row that the person had before them: what others entered since for the
    same period is not overwritten. Raises ClearwayError for a measure of the register, a period to come, a
    figure that its kind cannot have, and a correction without a reason.
    """
    mine = open_project(line.project)
    if not is_own(line) or line.left_out:
        raise ClearwayError("That measure is none of the team's own", mend="Enter its month under Returns")
    rows = list(line.own_values.all())
    stands = standing(rows)
    checked = {start: checked_entry(line, start, entry) for start, entry in entries.items()}
    as_it_is = {start: Entry(one.value, one.numerator, one.denominator) for start, one in stands.items()}
    changed = {start: one for start, one in checked.items() if one != as_it_is.get(start, Entry())}
    corrected = [start for start in changed if as_it_is.get(start, Entry()) != Entry()]
    _not_meanwhile(line, rows, seen, changed)
    words = said(reason, "Reason", longest=300, needed=False)
    if corrected and not words:
        raise ClearwayError(
            f"The figure of {named(line, corrected[0])} was entered before",
            mend="Say why it is corrected",
        )
    added = [
        OwnValue.objects.create(
            line=line,
            start=start,
            numerator=one.numerator,
            denominator=one.denominator,
            value=one.value,
            reason=words if start in corrected else "",
            **written(by),
        )
        for start, one in sorted(changed.items())
    ]
    if added:
        periods = [str(row.start) for row in added]
        log(mine, "enter own figures", by, title=line.title, periods=periods, corrected=len(corrected))
    return added


def _not_meanwhile(
    line: PlannedMeasure, rows: list[OwnValue], seen: int | None, changed: Mapping[date, Entry]
) -> None:
    if seen is None:
        return
    for row in rows:
        if row.pk > seen and row.start in changed:
            raise ClearwayError(
                f"{row.person} entered {named(line, row.start)} while you had this open",
                mend="Load the page again and look at it first",
            )


def checked_entry(line: PlannedMeasure, start: date, entry: Entry) -> Entry:
    """What is written down for it. Raises ClearwayError for a period to come or what its kind cannot be."""
    name = named(line, start)
    if start != begin(line, start) or start >= begin(line, localdate()):
        raise ClearwayError(f"{name} is not over", mend="Enter it when it is")
    if is_share(line):
        return _share(name, entry)
    if entry.numerator is not None or entry.denominator is not None:
        raise ClearwayError(f"{name} takes one number", mend="Enter the number alone")
    counted = line.number_kind == PlannedMeasure.COUNT
    if counted and entry.value is not None and (entry.value < 0 or not float(entry.value).is_integer()):
        raise ClearwayError(f"{name} is no count", mend="Enter a whole number, 0 or more")
    return entry


def _share(name: str, entry: Entry) -> Entry:
    top, bottom = entry.numerator, entry.denominator
    if top is None and bottom is None:
        return Entry()
    if top is None or bottom is None:
        raise ClearwayError(f"{name} has one of two counts", mend="Enter both, or neither")
    if bottom <= 0 or not 0 <= top <= bottom:
        raise ClearwayError(
            f"{name}: {top:g} of {bottom:g} is no share", mend="The first count is part of the second"
        )
    return Entry(top / bottom, top, bottom)
