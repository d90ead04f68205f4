"""Brings figures that were read from a file into the months of an organisation: all of them or none."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity, errors
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.measures.register import MAIN_PACKAGE
from clearway.web.audit.models import Person
from clearway.web.calendar.guard import check_open, hold, hold_all
from clearway.web.exchange.drafts import refused
from clearway.web.exchange.exporting import figure_of
from clearway.web.exchange.figures import Figure, Placed, Read, error
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, check_cells
from clearway.web.returns.keys import CellKey, read_key
from clearway.web.returns.obligations import Owed, owed_of

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
# Figures are printed to four digits or fewer; a share further away from its counts is another share.
NEARLY = 0.0005
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Brought:
    """What a file would change, what was found in it, and whether its figures are kept.

    `counts` are figures new, changed and unchanged; of a file with an error nothing is kept.
    """

    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    kept: bool


class _UndoError(Exception):
    """Takes everything back that was written to see what would come of it."""


def bring_in(
    *,
    organisation: Organisation,
    read: Read,
    by: Person,
    origin: str,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Brought:
    """Save the figures that differ from what is held; with any error in them, or as a dry run, none.

    A figure is of this organisation, asked of it and its own to enter, of an open month, and computed by the
    definition as it is now. What is held already with the same numbers and words counts as unchanged.
    """
    bringer = _Bringer(organisation, by, origin, list(read.findings))
    try:
        with transaction.atomic():
            bringer.bring(read.placed, progress)
            if dry_run or errors(bringer.findings):
                raise _UndoError
    except _UndoError:
        return bringer.result(kept=False)
    return bringer.result(kept=True)


class _Bringer:
    """One attempt, month by month."""

    def __init__(self, organisation: Organisation, by: Person, origin: str, findings: list[Finding]) -> None:
        self.organisation, self.by, self.origin = organisation, by, origin
        self.findings = findings
        self.counts: Counter[str] = Counter({NEW: 0, CHANGED: 0, UNCHANGED: 0})

    def result(self, *, kept: bool) -> Brought:
        """What came of it, findings in the order of the file."""
        ordered = sorted(self.findings, key=lambda finding: finding.row or 0)
        return Brought(dict(self.counts), tuple(ordered), kept)

    def bring(self, placed: Sequence[Placed], progress: Progress) -> None:
        """All months, oldest first."""
        usable = [one for one in placed if self._usable(one)]
        by_month: dict[Month, list[Placed]] = defaultdict(list)
        for one in usable:
            by_month[one.period].append(one)
        hold_all((self.organisation, month) for month in by_month)
        held = owed_of([self.organisation.code], list(by_month))
        done = 0
        for month in sorted(by_month):
            progress(done, len(usable))
            cells = {cell.key: cell for cell in held[self.organisation.code, month]}
            self._month(month, [_as_asked(one, cells) for one in by_month[month]], cells)
            done += len(by_month[month])
        progress(done, len(usable))

    def _usable(self, one: Placed) -> bool:
        found = _misplaced(one, self.organisation.code)
        if found:
            self.findings.append(found)
        return found is None

    def _month(self, month: Month, placed: Sequence[Placed], cells: Mapping[CellKey, Owed]) -> None:
        fresh = [one for one in placed if self._differs(one, cells.get(one.figure.key))]
        if not fresh:
            return
        try:
            hold(self.organisation, month)
            check_open(self.organisation, month, localdate())
        except ClearwayError as problem:
            self.findings.append(refused(problem, "month-closed", fresh[0].place))
            return
        entries = {one.figure.key: _entry(one.figure, cells[one.figure.key].value) for one in fresh}
        found = list(self._judged(month, fresh, entries))
        self.findings.extend(found)
        if not errors(found):
            self._enter(month, fresh[0].place, list(entries.values()))

    def _differs(self, one: Placed, cell: Owed | None) -> bool:
        """Whether there is something to enter; what cannot be entered is told."""
        if cell is None:
            what = f"{one.figure.element} is not asked of {self.organisation.code} for {one.period}"
            mend = "Choose its driver or measure first, or leave it out"
            self.findings.append(error("not-asked", what, mend, one.place))
            return False
        held = figure_of(cell)
        if held is not None and held == replace(one.figure, version=held.version):
            self.counts[UNCHANGED] += 1
            return False
        if not cell.to_enter:
            source = cell.value.source.title if cell.value else "elsewhere"
            what = f"{one.figure.element} for {one.period} comes from {source}, with another figure"
            mend = "Leave it out; a wrong figure is corrected where it comes from"
            self.findings.append(error("not-to-enter", what, mend, one.place))
            return False
        self.counts[NEW if held is None else CHANGED] += 1
        return True

    def _judged(
        self, month: Month, fresh: Sequence[Placed], entries: Mapping[CellKey, CellEntry]
    ) -> Iterator[Finding]:
        """What the rules say, at the places of the file. A warning that nobody comments on stops too."""
        places = {one.figure.key: one for one in fresh}
        for found in check_cells(self.organisation, month, list(entries.values())):
            one = places[found.cell]
            what = found.finding.what
            if one.figure.measure not in what:  # rules about the form of a cell do not name it
                what = f"{one.figure.element} for {month}: {what}"
            silent = found.finding.severity is Severity.WARNING and not one.figure.comment
            severity = Severity.ERROR if silent else found.finding.severity
            mend = "Correct it, or say in its comment why it is so." if silent else found.finding.mend
            yield replace(found.finding, severity=severity, what=what, mend=mend, row=one.place)

    def _enter(self, month: Month, place: int, entries: Sequence[CellEntry]) -> None:
        try:
            result = enter_cells(
                organisation=self.organisation, period=month, cells=entries, by=self.by, origin=self.origin
            )
        except ClearwayError as problem:
            self.findings.append(refused(problem, "not-entered", place))
            return
        for key in (
            *result.waiting,
            *((row.measure, row.component, row.parameter) for row in result.collisions),
        ):
            what = f"{'.'.join(filter(None, key))} for {month} was changed by somebody else meanwhile"
            self.findings.append(error("changed-meanwhile", what, "Send the file again", place))


def _as_asked(one: Placed, cells: Iterable[CellKey]) -> Placed:
    """With what fills the blank as the organisation spells it."""
    wanted = read_key(one.figure.key)
    spelt = next((key[2] for key in cells if read_key(key) == wanted), one.figure.parameter)
    return replace(one, figure=replace(one.figure, parameter=spelt))


def _misplaced(one: Placed, org_code: str) -> Finding | None:
    """Why a figure cannot be this organisation's figure of a measure, before anything is compared."""
    figure = one.figure
    sheet = definitions().get(figure.measure)
    if one.org_code != org_code:
        what, mend = f"It is of {one.org_code}, not of {org_code}", "Send it for that organisation"
    elif one.package != MAIN_PACKAGE:
        what, mend = f"There is no return for “{one.package[:80]}”", f"Use {MAIN_PACKAGE}"
    elif sheet is None:
        what, mend = f"There is no measure {figure.measure}", "Use an id as the list of measures has it"
    elif figure.version not in ("", str(sheet.version)):
        what = f"{figure.element} is by version {figure.version} of its definition, not {sheet.version}"
        mend = "Compute it again by the definition as it is now"
    elif sheet.denominator is not None and not _fits(figure):
        what, mend = f"The value of {figure.element} is not that of its counts", "Correct one of them"
    else:
        return None
    return error("not-its-figure", what, mend, one.place)


def _fits(figure: Figure) -> bool:
    if figure.stated_value is None or figure.follows is None:
        return True
    return abs(figure.stated_value - figure.follows) <= NEARLY


def _entry(figure: Figure, held: Value | None) -> CellEntry:
    """The figure as somebody would type it over what is held."""
    counted = figure.state == "value"
    return CellEntry(
        *figure.key,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.stated_value if counted else figure.value,
        state=figure.state.value,
        reason=figure.reason,
        comment=figure.comment,
        follow_up=figure.follow_up,
        population=figure.population,
        seen=held.pk if held else None,
    )
