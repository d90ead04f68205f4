"""What there is to export."""

from collections.abc import Iterator

from clearway.web.archive.tables import PEOPLE, tables
from clearway.web.audit.tables import INSTANCE


def codes_with_rows() -> list[str]:
    """The codes of all organisations of which rows are kept here."""
    found: set[str] = set()
    for table in tables().values():
        if table.name != PEOPLE and "__" not in table.kept.of:
            rows = table.model._base_manager.filter(**table.kept.where)
            found.update(rows.order_by().values_list(table.kept.of, flat=True).distinct())
    return sorted(found - {INSTANCE})


def counted(code: str) -> Iterator[tuple[str, int]]:
    """The tables of which an organisation has rows, with how many."""
    for name, table in tables().items():
        if count := table.rows(code).count():
            yield name, count
