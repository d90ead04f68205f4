"""Takes an import back: what stood before it is entered again, as new rows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month, parse_month
from clearway.web.audit.models import Person, record
from clearway.web.calendar.guard import hold_all
from clearway.web.design.turns import in_turn
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import TAKEN_BACK, CellEntry, check_cells
from clearway.web.returns.models import CellDetail
from clearway.web.uploads.models import UNDO_FOR, State, Upload, UploadedFigure

REMARK = "What was held before the file “{file}” was imported."


@dataclass(frozen=True)
class Undo:
    """What an undo would do: `back` stand as the file entered them, `changed` somebody changed since."""

    back: tuple[UploadedFigure, ...]
    changed: tuple[UploadedFigure, ...]


def undo_of(upload: Upload) -> Undo:
    """The figures that an import entered, by whether they still stand."""
    superseded = Exists(Value.objects.filter(supersedes=OuterRef("value_id")))
    rows = upload.figures.select_related("value", "before", "before__detail").annotate(gone=superseded)
    parts: dict[bool, list[UploadedFigure]] = {False: [], True: []}
    for row in rows.order_by("value__period_start", "number"):
        parts[row.gone].append(row)
    return Undo(tuple(parts[False]), tuple(parts[True]))


def may_undo(upload: Upload, now: datetime) -> bool:
    """Whether the import can still be undone."""
    return (
        upload.state == State.IMPORTED
        and upload.imported_at is not None
        and now <= upload.imported_at + UNDO_FOR
    )


@in_turn
def undo_import(*, upload: Upload, by: Person, leave_changed: bool = False) -> int:
    """Enter again what was held before; returns how many figures. `leave_changed` passes over changed ones.

    Raises ClearwayError after 30 days, for a month that is closed by now, and, unless they are to be left,
    where somebody changed a figure since: it names them, and nothing is undone.
    """
    held = Upload.objects.select_for_update().get(pk=upload.pk)
    if not may_undo(held, timezone.now()):
        raise ClearwayError(
            f"“{held.file_name}” can no longer be undone", mend="Change the figures on the month’s page"
        )
    what = undo_of(held)
    if what.changed and not leave_changed:
        raise ClearwayError(
            f"Somebody changed {_named(what.changed)} since the import",
            mend="Leave those as they are and undo the rest, or change the figures one by one",
        )
    organisation = directory().get(held.org_code)
    by_month: dict[Month, list[UploadedFigure]] = defaultdict(list)
    for row in what.back:
        by_month[parse_month(row.value.period)].append(row)
    hold_all((organisation, month) for month in by_month)
    for month, rows in sorted(by_month.items()):
        _enter(organisation, month, [_before(row) for row in rows], held, by)
    held.state, held.undone_at, held.undone_by = State.UNDONE, timezone.now(), by.name
    held.save()
    record(
        organisation=held.org_code,
        action="undo import",
        subject=f"{held.sha256[:12]} of {held.org_code}",
        by=by,
        details={
            "upload": held.pk,
            "file": held.file_name,
            "back": len(what.back),
            "left": len(what.changed),
        },
    )
    return len(what.back)


def _enter(
    organisation: Organisation, month: Month, cells: Sequence[CellEntry], upload: Upload, by: Person
) -> None:
    """An earlier figure that looks odd by now, and has no comment, is told where it comes from."""
    found = check_cells(organisation, month, cells)
    odd = {one.cell for one in found if one.finding.severity is Severity.WARNING}
    remark = REMARK.format(file=upload.file_name)
    told = [replace(cell, comment=remark) if cell.key in odd and not cell.comment else cell for cell in cells]
    result = enter_cells(organisation=organisation, period=month, cells=told, by=by, origin=CellDetail.UNDO)
    if len(result.saved) != len(told):
        raise ClearwayError("A figure was changed at this moment", mend="Try again")


def _before(row: UploadedFigure) -> CellEntry:
    """The cell as it was; blank where nothing was held."""
    key = (row.value.measure, row.value.component, row.value.parameter)
    was = row.before
    if was is None or was.state == TAKEN_BACK:
        return CellEntry(*key, seen=row.value_id)
    beside = getattr(was, "detail", None)
    return CellEntry(
        *key,
        numerator=was.numerator,
        denominator=was.denominator,
        value=was.value if was.denominator is None else None,
        state=was.state,
        reason=was.note,
        comment=beside.comment if beside else "",
        follow_up=beside.follow_up if beside else False,
        population=beside.population if beside else None,
        seen=row.value_id,
    )


def _named(rows: Sequence[UploadedFigure]) -> str:
    names = []
    for row in rows[:3]:
        value = row.value
        cell = "/".join(part for part in (value.measure, value.component, value.parameter) if part)
        names.append(f"{cell} of {parse_month(value.period).label}")
    return ", ".join(names) + (f" and {len(rows) - 3} more" if len(rows) > 3 else "")
