"""What other organisations here say of the rows of one that has come: kept by name until then, joined now."""

from typing import Any

from clearway.web.archive.cells import heard
from clearway.web.archive.models import Aside, Elsewhere
from clearway.web.archive.references import ELSEWHERE, find
from clearway.web.archive.tables import Column, Table, tables


def join_others(code: str) -> int:
    """Join what waits for rows of that organisation; how many references that are.

    A reference whose column was empty leads to the row; a row that was kept aside stands in its table. Both
    go into the next export as they came. A row to which nothing is ever changed keeps its reference by name.
    """
    joined = 0
    for waiting in Elsewhere.objects.exclude(org_code=code).filter(table__in=tables()):
        table = tables()[waiting.table]
        if waiting.field in table.kept.joined:
            joined += _link(table, table.column(waiting.field), waiting)
    for one in Aside.objects.exclude(org_code=code).filter(row="").order_by("pk"):
        joined += _stand(tables()[one.table], one)
    return joined


def _link(table: Table, column: Column, waiting: Elsewhere) -> int:
    key = find(column.target, waiting.known_by)
    if key is None:
        return 0
    table.model._base_manager.filter(pk=waiting.row).update(**{column.field.attname: key})
    waiting.delete()
    return 1


def _stand(table: Table, one: Aside) -> int:
    """Put the row into its table where all that it refers to is here."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in one.cells:
            values[column.field.attname] = column.default
            continue
        said = one.cells[column.name]
        if column.kind == "row" and isinstance(said, dict):
            said = find(column.target, said[ELSEWHERE])
            if said is None:
                return 0
        is_key = column.kind == "row"
        values[column.field.attname] = said if is_key else heard(column.kind, column.field, said)
    row = table.model(**values)
    row.save_base(raw=True, force_insert=True)
    one.row = str(row.pk)
    one.save(update_fields=["row"])
    return 1
