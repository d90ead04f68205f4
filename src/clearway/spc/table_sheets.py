"""Points, summary and ranked list of a table as sheets; columns are a contract with other programs."""

from collections.abc import Iterator, Sequence

from clearway.spc.sheet import Cell, Sheet, known
from clearway.spc.table import Table
from clearway.spc.table_rows import day_of

POINTS = (
    "series",
    "date",
    "value",
    "phase",
    "centre",
    "lower",
    "upper",
    "near_lower",
    "near_upper",
    "rules",
    "type",
)
SUMMARY = (
    "series",
    "chart",
    "profile",
    "n",
    "variation",
    "assurance",
    "longest_run",
    "longest_run_max",
    "crossings",
    "crossings_min",
    "runs_signal",
    "text",
)
LOOK = ("rank", "series", "p", "q", "variation")


def points_sheet(table: Table, dates: Sequence[str] | None = None) -> Sheet:
    """One row a point, in order of series and time.

    `dates` are those of the input as they were written, to be kept so; without them they are dates, and
    empty where the table has none.
    """
    return Sheet("Points", POINTS, _points(table, dates))


def _points(table: Table, dates: Sequence[str] | None) -> Iterator[tuple[Cell, ...]]:
    points, names, types = table.judged.points, table.names, table.types
    lines = (points.centre, points.lower, points.upper, points.near_lower, points.near_upper)
    where = zip(points.code.tolist(), points.position.tolist(), points.phase.tolist(), strict=True)
    days: Sequence[Cell] = _days(table)
    values, listed = points.value.tolist(), [line.tolist() for line in lines]
    for place, (code, position, phase) in enumerate(where):
        yield (
            names[code],
            days[place] if dates is None else dates[position],
            known(values[place]),
            phase + 1,
            *(known(line[place]) for line in listed),
            ";".join(table.rules_at(place)),
            str(types[place]),
        )


def _days(table: Table) -> list[Cell]:
    if not table.dated:
        return [None] * table.judged.points.code.size
    days = table.judged.points.day.tolist()
    dates = {day: day_of(day) for day in set(days)}
    return [dates[day] for day in days]


def summary_sheet(table: Table) -> Sheet:
    """One row a series; runs are empty where the last phase has too few points to be judged."""
    return Sheet("Summary", SUMMARY, _summary(table), prose=("text",))


def _summary(table: Table) -> Iterator[tuple[Cell, ...]]:
    found = table.judged.series
    runs = (found.longest_run, found.longest_run_max, found.crossings, found.crossings_min)
    counts = list(zip(*(column.tolist() for column in runs), strict=True))
    signals, n, judged = found.runs_signal.tolist(), found.n.tolist(), table.runs_judged.tolist()
    variation, assurance, texts = table.variation, table.assurance, table.texts()
    for number, name in enumerate(table.names):
        options = table.options[int(table.which[number])]
        shown: tuple[Cell, ...] = (*counts[number], signals[number]) if judged[number] else (None,) * 5
        verdict = str(variation[number]), str(assurance[number])
        yield name, options.family.name, options.profile.name, n[number], *verdict, *shown, texts[number]


def look_sheet(table: Table) -> Sheet:
    """The series that need a look, most surprising first."""
    looks = enumerate(table.needs_a_look(), 1)
    rows = [(rank, one.series, one.p, one.q, str(one.variation)) for rank, one in looks]
    return Sheet("Needs a look", LOOK, rows)
