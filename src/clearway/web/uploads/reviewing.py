"""What would become of each row of a file, compared with what is held now. Nothing is written here.

Whatever a file can have wrong is found by `reading.judging`; what a figure may be is asked of the rules that
typed figures go by (`clearway.web.returns.cells`), with the rows that would be entered beside each other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.web.calendar.guard import check_open
from clearway.web.publications.models import Value
from clearway.web.returns.cells import NEEDS_REASON, TAKEN_BACK, CellEntry, check_cells, same
from clearway.web.returns.keys import read_key
from clearway.web.returns.obligations import Owed, owed_of
from clearway.web.uploads.models import Outcome
from clearway.web.uploads.reading.drafts import Draft, Key, RawRow
from clearway.web.uploads.reading.judging import judge
from clearway.web.uploads.reading.problems import problem
from clearway.web.uploads.reading.rows import is_left_blank

COLUMN_OF = {
    "no-reason": "comment",
    "text-too-long": "comment",
    "state-unknown": "value_status",
    "figure-and-reason": "value_status",
    "nobody-in-the-denominator": "denominator",
    "half-a-figure": "denominator",
}
"""Where a person mends what a rule of typed figures says; the numerator where nothing is said here."""
SAY_WHY = "If it is right, say why in the comment."


@dataclass
class Reviewed:
    """One row and what would become of it."""

    raw: RawRow
    outcome: Outcome = Outcome.NEW
    findings: list[Finding] = field(default_factory=list)
    draft: Draft | None = None
    entry: CellEntry | None = None
    held: Value | None = None
    first: "Reviewed | None" = None  # the row that this one repeats

    def reject(self, *findings: Finding) -> None:
        """The row cannot be entered as it is."""
        self.outcome = Outcome.REJECTED
        self.findings += findings

    @property
    def enters(self) -> bool:
        """Whether it would add a row to the value table."""
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)


def review(rows: Iterable[RawRow], organisation: Organisation, columns: Collection[str]) -> list[Reviewed]:
    """Every row with its outcome, in the order of the file. `columns` are those that the file has."""
    reviewed = [_judged(row, organisation) for row in rows]
    _compare_rows(reviewed)
    months = _open_months(reviewed, organisation)
    asked = {
        (str(period), *read_key(cell.key)): cell
        for (_, period), cells in owed_of([organisation.code], months).items()
        for cell in cells
    }
    for one in reviewed:
        if one.draft is not None and one.outcome is Outcome.NEW:
            _compare(one, one.draft, asked.get(one.draft.key), organisation, columns)
    for period in months:
        _apply_rules(
            organisation, period, [one for one in reviewed if one.draft and one.draft.period == period]
        )
    for one in reviewed:
        if one.first is not None and one.first.outcome is Outcome.REJECTED:
            one.reject(*one.first.findings)  # to repeat what is wrong is wrong too
    return reviewed


def _judged(row: RawRow, organisation: Organisation) -> Reviewed:
    one = Reviewed(row)
    if is_left_blank(row):
        one.outcome = Outcome.BLANK
        return one
    made = judge(row, organisation)
    if isinstance(made, Draft):
        one.draft = made
    else:
        one.reject(*made)
    return one


def _compare_rows(reviewed: Sequence[Reviewed]) -> None:
    """Of rows for one figure the first stands where all say the same; else each is told of another."""
    by_key: dict[Key, list[Reviewed]] = defaultdict(list)
    for one in reviewed:
        if one.draft is not None:
            by_key[one.draft.key].append(one)
    for first, *more in by_key.values():
        if all(one.draft == first.draft for one in more):
            for one in more:
                one.outcome, one.first = Outcome.REPEATED, first
            continue
        for one in (first, *more):
            other = more[0] if one is first else first
            one.reject(problem("cell-twice", "measure_code", other=other.raw.number))


def _open_months(reviewed: Sequence[Reviewed], organisation: Organisation) -> list[Month]:
    """The months whose figures may change today; rows of the others are rejected."""
    by_month: dict[Month, list[Reviewed]] = defaultdict(list)
    for one in reviewed:
        if one.draft is not None and one.outcome is Outcome.NEW:
            by_month[one.draft.period].append(one)
    months, today = [], localdate()
    for month, its in sorted(by_month.items()):
        try:
            check_open(organisation, month, today)
            months.append(month)
        except ClearwayError as error:
            closed = problem("month-closed", "period", what=error.what, mend=error.mend)
            for one in its:
                one.reject(closed)
    return months


def _compare(
    one: Reviewed, draft: Draft, cell: Owed | None, organisation: Organisation, columns: Collection[str]
) -> None:
    if one.outcome is Outcome.REJECTED:
        return
    if cell is None:
        told = {"title": draft.measure, "name": organisation.name, "month": draft.period.label}
        one.reject(problem("not-asked", "measure_code", **told))
        return
    if not cell.to_enter:
        source = cell.value.source.title if cell.value else "elsewhere"
        one.reject(problem("held-elsewhere", "measure_code", title=cell.title, source=source))
        return
    one.held = cell.value
    one.entry = replace(entry_of(draft, cell.value, columns), parameter=cell.parameter)
    if same(one.entry, cell.value):
        one.outcome = Outcome.SAME
    elif cell.value is not None and cell.value.state != TAKEN_BACK:
        one.outcome = Outcome.CHANGED


def entry_of(draft: Draft, held: Value | None, columns: Collection[str]) -> CellEntry:
    """The cell as it would be typed. What the file has no column for stays as it is held."""
    said, beside = draft.comment, getattr(held, "detail", None)
    wants_reason = draft.state in NEEDS_REASON
    comment, reason = ("", said) if wants_reason else (said, "")
    if beside is not None and ("comment" not in columns or wants_reason):
        comment = beside.comment
    if held is not None and "comment" not in columns and wants_reason:
        reason = held.note
    numbers = (draft.numerator, draft.denominator)
    sampled = beside is not None and held is not None and numbers == (held.numerator, held.denominator)
    return CellEntry(
        measure=draft.measure,
        component=draft.component,
        parameter=draft.parameter,
        numerator=draft.numerator,
        denominator=draft.denominator,
        state=draft.state,
        reason=reason,
        comment=comment,
        follow_up=draft.follow_up if "follow_up" in columns else bool(beside and beside.follow_up),
        population=beside.population if beside is not None and sampled else None,
        seen=held.pk if held else None,
    )


def _apply_rules(organisation: Organisation, period: Month, rows: Sequence[Reviewed]) -> None:
    """Ask the rules of typed figures, until those that remain pass beside each other."""
    while True:
        entering = {one.entry.key: one for one in rows if one.enters and one.entry is not None}
        for one in entering.values():
            one.findings = []
        cells = [one.entry for one in entering.values() if one.entry is not None]
        if not cells:
            return
        for found in check_cells(organisation, period, cells):
            entering[found.cell].findings.append(_placed(found.finding))
        stopped = [one for one in entering.values() if _stops(one)]
        for one in stopped:
            one.outcome = Outcome.REJECTED
        if not stopped:
            return


def _stops(one: Reviewed) -> bool:
    """Whether the figure is impossible, or odd without a comment."""
    kinds = {finding.severity for finding in one.findings}
    silent = one.entry is None or not one.entry.comment
    return Severity.ERROR in kinds or (Severity.WARNING in kinds and silent)


def _placed(finding: Finding) -> Finding:
    """With the column in which a person does something about it: odd figures want a comment."""
    if finding.severity is Severity.WARNING:
        return replace(finding, column="comment", mend=f"{finding.mend} {SAY_WHY}".strip())
    if finding.severity is Severity.NOTE:
        return replace(finding, column="comment")
    return replace(finding, column=COLUMN_OF.get(finding.rule, "numerator"))


def counts_of(outcomes: Iterable[str]) -> Mapping[str, int]:
    """How many rows have each outcome; 0 for those that none has."""
    found = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    for outcome in outcomes:
        found[outcome] += 1
    return found
