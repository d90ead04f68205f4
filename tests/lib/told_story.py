"""The story of the made-up collaborative, told once in a run of the tests; each module gets its rows back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone
from tests.lib.archive_story import taken_back

from clearway.web.audit.models import ChangeEvent
from clearway.web.audit.tables import INSTANCE, ChainHead
from clearway.web.demonstration.clock import at
from clearway.web.demonstration.snapshot import MAKER
from clearway.web.demonstration.telling import tell
from clearway.web.jobs.when import WALL

Rows = dict[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class Kept:
    """What the telling added to every table, as the database gives it."""

    as_of: date
    happened: int
    rows: dict[str, list[tuple[Any, ...]]]

    def put_back(self) -> int:
        """Write the rows into this transaction under their keys; returns how much had happened."""
        with connection.cursor() as cursor:
            for table, _, columns in _tables():
                if added := self.rows.get(table):
                    names = ", ".join(_quoted(column) for column in columns)
                    signs = ", ".join(["%s"] * len(columns))
                    cursor.executemany(
                        f"INSERT INTO {_quoted(table)} ({names}) VALUES ({signs})",  # noqa: S608 - no input
                        added,
                    )
        _move_on()
        return self.happened


def told_once() -> Kept:
    """Tell the story as it stands when today begins, keep what came of it, and take it back."""
    today = timezone.localdate()
    with taken_back():
        _count_from_the_start()
        before = {table: _rows(table, key, columns) for table, key, columns in _tables()}
        with at(datetime.combine(today, time(), WALL)):
            happened = tell(by=MAKER)
        added: dict[str, list[tuple[Any, ...]]] = {}
        for table, key, columns in _tables():
            rows = _rows(table, key, columns)
            added[table] = [row for pk, row in rows.items() if pk not in before[table]]
            changed = [pk for pk, row in before[table].items() if rows[pk] != row]
            assert table == ChainHead._meta.db_table or not changed  # nothing else is changed by telling
    return Kept(today, happened, added)


def _count_from_the_start() -> None:
    """Keys as in a fresh database: PostgreSQL counts on where tests before this one took their rows back."""
    models = list(apps.get_models(include_auto_created=True))
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def _move_on() -> None:
    """The head of the instance's log, which was there before, follows its events one by one."""
    head = ChainHead.objects.get(organisation=INSTANCE)
    events = ChangeEvent.objects.filter(organisation=INSTANCE, sequence__gt=head.sequence)
    for event in events.order_by("sequence"):
        head.sequence, head.hash = event.sequence, event.hash
        head.save(force_update=True)


def _tables() -> Iterator[tuple[str, int, list[str]]]:
    """Every table, the place of its key among its columns, and these."""
    for model in apps.get_models(include_auto_created=True):
        columns = [field.column for field in model._meta.concrete_fields]
        yield model._meta.db_table, columns.index(model._meta.pk.column), columns


def _rows(table: str, key: int, columns: list[str]) -> Rows:
    with connection.cursor() as cursor:
        names = ", ".join(_quoted(column) for column in columns)
        cursor.execute(f"SELECT {names} FROM {_quoted(table)} ORDER BY {key + 1}")  # noqa: S608 - no input
        return {row[key]: row for row in cursor.fetchall()}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
