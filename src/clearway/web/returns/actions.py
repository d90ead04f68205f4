"""The one way to fill in a month."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256

from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.web.audit.models import Person, record
from clearway.web.calendar.guard import check_open, hold
from clearway.web.design.turns import in_turn
from clearway.web.publications.models import RETURN, SourceFile, Value
from clearway.web.returns.cells import (
    TAKEN_BACK,
    CellEntry,
    CellFinding,
    EntryResult,
    check_cells,
    figure,
    same,
)
from clearway.web.returns.keys import CellKey
from clearway.web.returns.models import CellDetail, Collision
from clearway.web.returns.obligations import Owed, as_asked, owed

ACTIONS = {
    CellDetail.TYPED: "enter figures",
    CellDetail.FILE: "import figures",
    CellDetail.API: "send figures",
    CellDetail.UNDO: "take figures back",
    CellDetail.LOG: "count submissions",
}


@in_turn
def enter_cells(
    *, organisation: Organisation, period: Month, cells: Sequence[CellEntry], by: Person, origin: str
) -> EntryResult:
    """Save cells of one month; all of them are dealt with in one transaction, or none.

    A cell that somebody else changed since it was seen is not overwritten: what was typed is kept as a
    collision, for one of the two to choose. A cell with a warning and without a comment waits.

    Raises ClearwayError for a closed month, a cell that is not the organisation's to enter, a cell given
    twice, and an impossible figure; then nothing is saved.
    """
    hold(organisation, period)
    check_open(organisation, period, localdate())
    cells = [replace(cell, reason=cell.reason.strip(), comment=cell.comment.strip()) for cell in cells]
    asked = {each.key: each for each in owed(organisation, period)}
    cells = as_asked(cells, asked)
    _check_theirs(cells, asked, period)
    fresh = [cell for cell in cells if not same(cell, asked[cell.key].value)]
    collided = [cell for cell in fresh if _overtaken(cell, asked[cell.key].value)]
    apart = {cell.key for cell in collided}
    free = [cell for cell in fresh if cell.key not in apart]
    findings = check_cells(organisation, period, free)
    _refuse_errors(findings)
    waiting = tuple(dict.fromkeys(_wanting(free, findings)))
    ready = [cell for cell in free if cell.key not in waiting]
    saved = _save(organisation, period, ready, asked, by, origin)
    differs = {cell.key for cell in fresh}
    unchanged = tuple(cell.key for cell in cells if cell.key not in differs)
    kept = tuple(_collide(organisation, period, cell, asked[cell.key].value, by, origin) for cell in collided)
    return EntryResult(saved, unchanged, kept, waiting, tuple(findings))


def return_source(organisation: Organisation, period: Month, by: Person) -> SourceFile:
    """The source of everything that an organisation enters for a month."""
    source, _ = SourceFile.objects.get_or_create(
        sha256=sha256(f"{RETURN}:{organisation.code}:{period}".encode()).hexdigest(),
        defaults={
            "name": f"Return of {organisation.code} for {period.label}",
            "publisher": organisation.name[:200],
            "title": f"Figures entered for {period.label}",
            "layout": RETURN,
            "status": "provisional",
            "licence": "The organisation's own figures, not for publication",
            "rounding": "none",
            "new": 0,
            "unchanged": 0,
            "restated": 0,
            "older": 0,
            "recorded_by": by.name,
        },
    )
    return source


def _check_theirs(cells: Sequence[CellEntry], asked: Mapping[CellKey, Owed], period: Month) -> None:
    seen: set[CellKey] = set()
    for cell in cells:
        name = "/".join(part for part in cell.key if part)
        if cell.key in seen:
            raise ClearwayError(f"{name} is given twice", mend="Give every cell once")
        seen.add(cell.key)
        if cell.key not in asked:
            raise ClearwayError(
                f"{name} is not asked of this organisation for {period.label}",
                mend="Choose its driver or measure first, or leave it out",
            )
        if not asked[cell.key].to_enter:
            source = asked[cell.key].value
            raise ClearwayError(
                f"{name} comes from {source.source.title if source else 'elsewhere'} and is not typed",
                mend="Leave it out; a wrong figure is corrected where it comes from",
            )


def _overtaken(cell: CellEntry, row: Value | None) -> bool:
    """Whether the cell holds something else than the person saw."""
    if row is None:
        return cell.seen is not None
    return cell.seen != row.pk and not (cell.seen is None and row.state == TAKEN_BACK)


def _refuse_errors(findings: Iterable[CellFinding]) -> None:
    wrong = [found for found in findings if found.stops]
    if not wrong:
        return
    first, more = wrong[0], len(wrong) - 1
    title = definitions()[first.cell[0]].short_title
    advice = first.finding.mend.removesuffix(".") + (f" ({more} more)" if more else "")
    raise ClearwayError(first.finding.what.removesuffix("."), where=title, mend=advice)


def _wanting(cells: Sequence[CellEntry], findings: Iterable[CellFinding]) -> Iterable[CellKey]:
    """The cells with a warning that nobody has said anything about."""
    silent = {cell.key for cell in cells if not cell.comment}
    return (
        found.cell
        for found in findings
        if found.finding.severity is Severity.WARNING and found.cell in silent
    )


def _save(
    organisation: Organisation,
    period: Month,
    cells: Sequence[CellEntry],
    asked: Mapping[CellKey, Owed],
    by: Person,
    origin: str,
) -> tuple[Value, ...]:
    if not cells:
        return ()
    source = return_source(organisation, period, by)
    rows = tuple(_row(organisation, period, cell, asked[cell.key].value, source, by) for cell in cells)
    Value.objects.bulk_create(rows)
    CellDetail.objects.bulk_create(
        CellDetail(
            value=row,
            comment=cell.comment,
            follow_up=cell.follow_up,
            origin=origin,
            population=cell.population,
            key=by.key,
        )
        for row, cell in zip(rows, cells, strict=True)
    )
    changes = [_told(row, asked[cell.key].value) for row, cell in zip(rows, cells, strict=True)]
    record(
        organisation=organisation.code,
        action=ACTIONS[origin],
        subject=f"{period} of {organisation.code}",
        by=by,
        details={"cells": changes},
    )
    return rows


def _row(
    organisation: Organisation,
    period: Month,
    cell: CellEntry,
    before: Value | None,
    source: SourceFile,
    by: Person,
) -> Value:
    now = figure(cell)
    return Value(
        measure=cell.measure,
        component=cell.component,
        parameter=cell.parameter,
        version=str(definitions()[cell.measure].version),
        org_level=organisation.level.value,
        org_code=organisation.code,
        period=str(period),
        period_start=period.first_day,
        status="provisional",
        note=cell.reason,
        source=source,
        recorded_by=by.name,
        supersedes=before,
        **asdict(now),
    )


def _told(row: Value, before: Value | None) -> dict[str, object]:
    fields = ("numerator", "denominator", "value", "state")
    cell = "/".join(part for part in (row.measure, row.component, row.parameter) if part)
    old = {name: getattr(before, name) for name in fields} if before else None
    return {"cell": cell, "new": {name: getattr(row, name) for name in fields}, "old": old}


def _collide(
    organisation: Organisation, period: Month, cell: CellEntry, held: Value | None, by: Person, origin: str
) -> Collision:
    detail = getattr(held, "detail", None)
    kept = Collision.objects.create(
        org_code=organisation.code,
        period=str(period),
        measure=cell.measure,
        component=cell.component,
        parameter=cell.parameter,
        typed=asdict(cell),
        held=held,
        held_person=held.recorded_by if held else "",
        held_key=detail.key if detail else "",
        person=by.name,
        key=by.key,
        origin=origin,
    )
    record(
        organisation=organisation.code,
        action="keep both figures",
        subject=f"{cell.measure} {period} of {organisation.code}",
        by=by,
        details={"collision": kept.pk, "typed": asdict(cell)},
    )
    return kept
