"""The verdicts as rows of a file: one series of one organisation a row."""

from clearway.common.cells import safe_cell
from clearway.web.organisations.compare.grid import Cell, Grid
from clearway.web.publications.exports import number_cell

COLUMNS = (
    "measure",
    "component",
    "parameter",
    "org_level",
    "org_code",
    "org_name",
    "period",
    "numerator",
    "denominator",
    "value",
    "state",
    "status",
    "points",
    "variation",
    "assurance",
    "needs_a_look",
    "false_discovery_rate",
    "source",
)

Record = dict[str, str | int | float | bool | None]


def records(grid: Grid) -> list[Record]:
    """Every cell, in the order of the grid; a missing number is None, never 0."""
    found = (grid.cells.get((column.key, one.code)) for one in grid.rows for column in grid.columns)
    return [_record(cell, grid) for cell in found if cell is not None]


def _record(cell: Cell, grid: Grid) -> Record:
    latest, (measure, component, _) = cell.latest, cell.column.key
    return {
        "measure": measure,
        "component": component,
        "parameter": latest.parameter,
        "org_level": cell.organisation.level.value,
        "org_code": cell.organisation.code,
        "org_name": cell.organisation.name,
        "period": latest.period,
        "numerator": latest.numerator,
        "denominator": latest.denominator,
        "value": latest.value,
        "state": latest.state,
        "status": latest.status,
        "points": cell.points,
        "variation": cell.variation.value,
        "assurance": cell.assurance.value,
        "needs_a_look": cell.q is not None,
        "false_discovery_rate": cell.q,
        "source": grid.files[latest.source].name,
    }


def csv_row(record: Record) -> list[object]:
    """A record as the cells of a CSV file: an empty cell for what is not there, yes and no as words."""
    return [_cell(record[name]) for name in COLUMNS]


def _cell(value: str | int | float | bool | None) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return safe_cell(value) if isinstance(value, str) else number_cell(value)
