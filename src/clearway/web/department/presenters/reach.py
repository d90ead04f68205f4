"""Who takes part, as a table for people."""

from dataclasses import dataclass
from datetime import date

from clearway.common.organisations import Organisation
from clearway.web.department import reach as rules
from clearway.web.department.models import Attendance, StaffNumber, StaffReach
from clearway.web.department.selectors import reached
from clearway.web.department.vocabulary import ReachStep, vocabulary
from clearway.web.design.filters import percent
from clearway.web.projects.vocabulary import title_of
from clearway.web.projects.vocabulary import vocabulary as of_projects

ONLY_RECORDED = frozenset({StaffReach.TOLD})


@dataclass(frozen=True)
class CellText:
    """A cell in words; `missing`: nothing was recorded, `wrong`: more were counted than there are."""

    number: str
    share: str
    missing: bool
    wrong: bool


@dataclass(frozen=True)
class LineText:
    """A profession with its number of staff and the steps in order."""

    title: str
    staff: StaffNumber | None
    staff_text: str
    cells: tuple[CellText, ...]


@dataclass(frozen=True)
class ReachPage:
    """The table, and the counts that somebody recorded."""

    steps: tuple[ReachStep, ...]
    lines: tuple[LineText, ...]
    total: LineText
    since: date
    without_number: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether any count is larger than the number of staff."""
        return any(cell.wrong for line in self.lines for cell in line.cells)


@dataclass(frozen=True)
class RecordLine:
    """A count that was recorded."""

    row: StaffReach
    step: str
    profession: str


def reach_page(organisation: Organisation, today: date) -> ReachPage:
    """The table of the last twelve months."""
    gathered = reached.gather(organisation, today)
    steps, lines = reach_lines(gathered)
    return ReachPage(
        steps=vocabulary().steps,
        lines=tuple(_line(line, steps, gathered.staff.get(line.profession)) for line in lines),
        total=_line(rules.total(lines, steps), steps, None, "All"),
        since=gathered.since,
        without_number=tuple(
            title(line.profession)
            for line in lines
            if line.staff is None and any(cell.number for cell in line.cells.values())
        ),
    )


def reach_lines(gathered: reached.Gathered) -> tuple[tuple[str, ...], tuple[rules.Line, ...]]:
    """The ids of the steps, and a line of counts for each profession."""
    steps = tuple(step.id for step in vocabulary().steps)
    lines = rules.reach(
        gathered.heard,
        professions=gathered.professions,
        staff={profession: row.number for profession, row in gathered.staff.items()},
        steps=steps,
        shown=[word.id for word in of_projects().professions if word.core],
        only_recorded=ONLY_RECORDED,
    )
    return steps, lines


def record_lines(organisation: Organisation, since: date) -> list[RecordLine]:
    """The counts that were recorded, the newest first."""
    titles = {step.id: step.title for step in vocabulary().steps}
    return [
        RecordLine(row, titles[row.step], title(row.profession))
        for row in reached.records(organisation, since)
    ]


def title(profession: str) -> str:
    """A profession for people."""
    if profession == Attendance.LEADER:
        return "Leaders and members of the board"
    return title_of(of_projects().professions, profession) if profession else "Profession not said"


def _line(line: rules.Line, steps: tuple[str, ...], staff: StaffNumber | None, called: str = "") -> LineText:
    return LineText(
        title=called or title(line.profession),
        staff=staff,
        staff_text="not given" if line.staff is None else str(line.staff),
        cells=tuple(_cell(line.cells[step]) for step in steps),
    )


def _cell(cell: rules.Cell) -> CellText:
    share = "" if cell.share is None else percent(cell.share, 0)
    return CellText(
        "not recorded" if cell.number is None else str(cell.number), share, cell.number is None, cell.too_many
    )
