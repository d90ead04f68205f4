"""One cell of a month as somebody fills it in, and what the rules say of it. Nothing is written here."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from clearway.common.findings import Finding, Severity
from clearway.common.organisations import Organisation
from clearway.common.parameters import reading
from clearway.common.periods import Month
from clearway.measures.definitions import Definition, Kind, definition, definitions
from clearway.records.plausibility import Entry, check_entry
from clearway.records.plausibility.figures import name
from clearway.web.publications.models import Value
from clearway.web.returns.keys import CellKey, read_key
from clearway.web.returns.models import Collision

STATES = {
    "value": "A figure",
    "not_applicable": "Not applicable",
    "not_collected": "Not collected",
    "not_yet_due": "Not yet due",
    "withheld": "Withheld",
}
"""What a cell can hold, as people read it."""
NEEDS_REASON = frozenset({"not_applicable", "not_collected", "withheld"})
TAKEN_BACK = "superseded"
"""The state of a row that empties a cell; nobody chooses it, it is what a blank over a figure becomes."""
PAST_MONTHS = 12
MEND_HERE = "Correct one of the two numbers."
"""What whoever types can do where the rule for published figures says to ask the publisher."""
LONGEST = {"reason": 300, "comment": 1000}


@dataclass(frozen=True)
class CellEntry:
    """What somebody gives for one cell.

    Of a proportion or mean `numerator` and `denominator`; of a count or score `value` (or `numerator`). A
    cell of state `value` without any number is blank: it leaves an empty cell alone and empties a filled one.
    `population` is how many women the month had where `denominator` counts a sample of them. `seen` is the id
    of the row that the person saw in the cell, None where they saw it empty.
    """

    measure: str
    component: str = ""
    parameter: str = ""
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    state: str = "value"
    reason: str = ""
    comment: str = ""
    follow_up: bool = False
    population: int | None = None
    seen: int | None = None

    @property
    def key(self) -> CellKey:
        """What the cell is of."""
        return self.measure, self.component, self.parameter

    @property
    def blank(self) -> bool:
        """Whether nothing is given."""
        return self.state == "value" and (self.numerator, self.denominator, self.value) == (None, None, None)


@dataclass(frozen=True)
class Figure:
    """The numbers of a cell as they are stored: None, never 0, where there is none."""

    numerator: float | None
    denominator: float | None
    value: float | None
    state: str


@dataclass(frozen=True)
class CellFinding:
    """What a rule says of one cell."""

    cell: CellKey
    finding: Finding

    @property
    def stops(self) -> bool:
        """Whether the cell cannot be saved as it is, comment or not."""
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True)
class EntryResult:
    """What became of the cells.

    `saved` are the new rows, `unchanged` the cells that held the same already (blank over empty too),
    `collisions` what was kept apart because somebody else had changed the cell, `waiting` the cells not
    saved because a warning needs a comment, `findings` every warning and note, of saved cells too.
    """

    saved: tuple[Value, ...] = ()
    unchanged: tuple[CellKey, ...] = ()
    collisions: tuple[Collision, ...] = ()
    waiting: tuple[CellKey, ...] = ()
    findings: tuple[CellFinding, ...] = ()


def figure(cell: CellEntry) -> Figure:
    """The numbers as they are stored. The value of a proportion or mean follows from its counts."""
    if cell.blank:
        return Figure(None, None, None, TAKEN_BACK)
    if cell.state != "value":
        return Figure(None, None, None, cell.state)
    if definition(cell.measure).denominator is None:
        number = cell.numerator if cell.value is None else cell.value
        counted = definition(cell.measure).kind is Kind.COUNT
        return Figure(number if counted else None, None, number, "value")
    share = None
    if cell.numerator is not None and cell.denominator:
        share = cell.numerator / cell.denominator
    return Figure(cell.numerator, cell.denominator, share, "value")


def same(cell: CellEntry, row: Value | None) -> bool:
    """Whether the cell holds that already, with everything said beside it."""
    if row is None or row.state == TAKEN_BACK:
        return cell.blank
    held = getattr(row, "detail", None)
    beside = (held.comment, held.follow_up, held.population) if held else ("", False, None)
    now = figure(cell)
    return (
        (now.numerator, now.denominator, now.value, now.state, cell.reason.strip())
        == (row.numerator, row.denominator, row.value, row.state, row.note)
    ) and (cell.comment.strip(), cell.follow_up, cell.population) == beside


def check_cells(
    organisation: Organisation,
    period: Month,
    cells: Sequence[CellEntry],
    history: Mapping[CellKey, Sequence[Value]] | None = None,
) -> list[CellFinding]:
    """Everything that the rules say of the cells, in their order, as `enter_cells` will see it.

    An error stops a cell; a warning wants a comment. `history` are earlier figures by cell, read where not
    given. Cells are compared with the figures of the month that are held and with each other.
    """
    past = earlier(organisation, period, [cell.measure for cell in cells]) if history is None else history
    by_blank: dict[str, list[Value | Entry]] = defaultdict(list)  # no rule looks at figures of another blank
    for one in _beside(organisation, period, cells):
        by_blank[reading(one.parameter)].append(one)
    found: list[CellFinding] = []
    for cell in cells:
        own = _form(cell)
        if not own and not cell.blank and cell.state == "value":
            entry = _entry(organisation, period, cell)
            own = [
                _short(found, entry)
                for found in check_entry(
                    entry, past.get(read_key(cell.key), ()), by_blank[reading(cell.parameter)]
                )
            ]
        found += [CellFinding(cell.key, finding) for finding in own]
    return found


def earlier(
    organisation: Organisation, period: Month, measures: Iterable[str], months: int = PAST_MONTHS
) -> dict[CellKey, list[Value]]:
    """The current rows of the months before, by `read_key` of the cell, oldest first.

    One query. A published figure stands, under the measure too, for a month where the organisation holds
    none of its own.
    """
    wanted = set(measures)
    stands_for = {name: one for one in wanted for name in _published_as(one)}
    rows = (
        Value.objects.current()
        .of(organisation)
        .filter(
            measure__in=wanted | set(stands_for),
            period_start__lt=period.first_day,
            period_start__gte=period.shift(-months).first_day,
            period__contains="-",  # months, not financial years
        )
    )
    found: dict[CellKey, dict[str, Value]] = {}
    for row in rows.select_related("source").order_by("period_start", "pk"):
        key = read_key((stands_for.get(row.measure, row.measure), row.component, row.parameter))
        months_held = found.setdefault(key, {})
        if row.state != TAKEN_BACK and (row.measure in wanted or row.period not in months_held):
            months_held[row.period] = row
    return {key: list(by_month.values()) for key, by_month in found.items()}


def _short(found: Finding, entry: Entry) -> Finding:
    """The finding as it reads beside its own cell: without naming measure, organisation and month first."""
    what = found.what.removeprefix(f"{name(entry)}: ").replace(name(entry), "this figure")
    mend = MEND_HERE if found.rule == "numerator-above-denominator" else found.mend
    return replace(found, what=f"{what[0].upper()}{what[1:]}", mend=mend)


def _published_as(measure: str) -> tuple[str, ...]:
    sheet = definitions().get(measure)
    return sheet.published_as if sheet else ()


def _entry(organisation: Organisation, period: Month, cell: CellEntry) -> Entry:
    now, kind = figure(cell), definition(cell.measure).kind
    # A share above 1 follows from its counts; to say so once is enough.
    share = None if now.denominator and (now.numerator or 0) > now.denominator else now.value
    return Entry(
        measure=cell.measure,
        component=cell.component,
        parameter=cell.parameter,
        org_level=organisation.level.value,
        org_code=organisation.code,
        period=str(period),
        numerator=now.numerator,
        denominator=now.denominator,
        value=share if kind is Kind.PROPORTION else now.value,
        kind=kind.value,
    )


def _beside(organisation: Organisation, period: Month, cells: Sequence[CellEntry]) -> list[Value | Entry]:
    """The other figures of the month: as typed now where they are, as held otherwise."""
    typed = {read_key(cell.key) for cell in cells}
    held = Value.objects.current().of(organisation).filter(period=str(period), state="value")
    kept = [row for row in held if read_key((row.measure, row.component, row.parameter)) not in typed]
    given = [cell for cell in cells if not _form(cell) and cell.state == "value" and not cell.blank]
    return [*kept, *(_entry(organisation, period, cell) for cell in given)]


def _form(cell: CellEntry) -> list[Finding]:
    """What is wrong with a cell whatever its past: numbers that do not make a figure, reasons not given."""
    sheet = definition(cell.measure)
    if cell.state not in STATES:
        return [
            _wrong("state-unknown", f"'{cell.state}' is nothing that a cell can hold", "Choose from the list")
        ]
    found = [
        _wrong("text-too-long", f"the {name} has more than {most} characters", "Say it in fewer words")
        for name, most in LONGEST.items()
        if len(getattr(cell, name).strip()) > most
    ]
    numbers = (cell.numerator, cell.denominator, cell.value)
    if any(number is not None and not math.isfinite(number) for number in numbers):
        return [_wrong("not-a-number", "one of the numbers is none", "Write digits only")]
    if cell.state != "value":
        if numbers != (None, None, None):
            found.append(
                _wrong(
                    "figure-and-reason",
                    "there is a figure and a reason why there is none",
                    "Keep one of them",
                )
            )
        if cell.state in NEEDS_REASON and not cell.reason.strip():
            found.append(
                _wrong("no-reason", "there is no reason", "Say in a few words why there is no figure")
            )
    elif not cell.blank and sheet.denominator is not None:
        found += _pair(cell, sheet)
    return found


def _pair(cell: CellEntry, sheet: Definition) -> list[Finding]:
    if cell.numerator is None or cell.denominator is None:
        missing = "numerator" if cell.numerator is None else "denominator"
        return [_wrong("half-a-figure", f"the {missing} is missing", "Give both numbers; 0 is a number")]
    if cell.denominator == 0:
        return [
            _wrong(
                "nobody-in-the-denominator",
                f"there are no {sheet.unit} in the denominator, so there is no share of them",
                "Choose 'Not applicable' and say that there were none",
            )
        ]
    if cell.population is not None and cell.denominator > cell.population:
        return [
            _wrong(
                "sample-above-population",
                f"{cell.denominator:g} were reviewed of {cell.population} in all",
                "Correct one of the two",
            )
        ]
    return []


def _wrong(rule: str, what: str, mend: str) -> Finding:
    return Finding(Severity.ERROR, rule, f"{what[0].upper()}{what[1:]}.", f"{mend}.")
