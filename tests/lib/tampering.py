"""An attacker who holds the database: the triggers are gone, one byte of one column is another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction


@contextmanager
def without_triggers() -> Iterator[None]:
    """Neither triggers nor foreign keys stand in the way; all of it is taken back afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True)


def execute(statement: str, *values: object) -> None:
    """Run one statement as it is."""
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def change_one_byte(table: str, column: str, where: str, place: int = -1) -> None:
    """Change the cell of the one row at `where`: one character of a text, the last digit of a number or date.

    `place` picks the character; it is taken round the end of a shorter text.
    """
    with connection.cursor() as cursor:
        if column == "at" and connection.vendor == "postgresql":
            cursor.execute(f"UPDATE {table} SET at = at + interval '1 us' WHERE {where}")  # noqa: S608
            return
        cursor.execute(f"SELECT {column} FROM {table} WHERE {where}")  # noqa: S608 - a test's own words
        ((old,),) = cursor.fetchall()
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {where}", [_other(old, place)])  # noqa: S608


def _other(old: object, place: int) -> object:
    if isinstance(old, int):
        return old ^ 1 << 16  # another byte than those in which small numbers differ
    if isinstance(old, datetime):
        old = str(old)  # as SQLite holds it
    if isinstance(old, str):
        if not old:
            return "x"
        place %= len(old)
        letter = "1" if old[place] == "0" else "0"
        return f"{old[:place]}{letter}{old[place + 1 :]}"
    raise AssertionError(f"no way to change {old!r}")
