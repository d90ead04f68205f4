"""The triggers of the logs, on either database: what even our own code cannot do.

Events and erasures are append-only (`append_only.py`). The details beside an event are never changed and
only deleted when an erasure of that event is recorded. A chain's head moves on by one event at a time.
"""

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

# SQLite's INSERT OR REPLACE deletes without a DELETE trigger; this refuses the row it would put there.
_SQLITE_ONCE = """
CREATE TRIGGER {table}_not_replaced BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_SQLITE_DETAIL = (
    """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
""",
    """
CREATE TRIGGER {table}_erased_only BEFORE DELETE ON {table}
WHEN NOT EXISTS (SELECT 1 FROM audit_erasure WHERE {log}_id = OLD.event_id)
BEGIN SELECT RAISE(ABORT, '{table} is append-only until an erasure is recorded'); END
""",
)
_SQLITE_HEAD = (
    """
CREATE TRIGGER audit_chainhead_no_delete BEFORE DELETE ON audit_chainhead
BEGIN SELECT RAISE(ABORT, 'audit_chainhead is append-only'); END
""",
    """
CREATE TRIGGER audit_chainhead_forward BEFORE UPDATE ON audit_chainhead
WHEN NEW.organisation <> OLD.organisation OR NEW.sequence <> OLD.sequence + 1
BEGIN SELECT RAISE(ABORT, 'audit_chainhead is append-only: it moves on by one event'); END
""",
)
_POSTGRESQL_DETAIL = (
    """
CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM audit_erasure WHERE {log}_id = OLD.event_id) THEN
    RAISE EXCEPTION '{table} is append-only until an erasure is recorded';
  END IF;
  RETURN OLD;
END $$
""",
    """
CREATE TRIGGER {table}_erased_only BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_guard()
""",
    """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
""",
)
_POSTGRESQL_HEAD = (
    """
CREATE FUNCTION audit_chainhead_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.organisation <> OLD.organisation OR NEW.sequence <> OLD.sequence + 1 THEN
    RAISE EXCEPTION 'audit_chainhead is append-only: it moves on by one event';
  END IF;
  RETURN NEW;
END $$
""",
    """
CREATE TRIGGER audit_chainhead_forward BEFORE UPDATE ON audit_chainhead
FOR EACH ROW EXECUTE FUNCTION audit_chainhead_guard()
""",
    """
CREATE TRIGGER audit_chainhead_append_only BEFORE DELETE OR TRUNCATE ON audit_chainhead
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
""",
)


def not_replaced(table: str, *keys: Sequence[str], unless_set: str = "") -> RunPython:
    """A step that refuses SQLite's INSERT OR REPLACE over a row with the same key, whichever of `keys`.

    With `unless_set` the last key counts only between rows in which that column is null, as in a unique
    constraint with that condition.
    """
    matches = [" AND ".join(f"{column} = NEW.{column}" for column in columns) for columns in keys]
    if unless_set:
        matches[-1] += f" AND {unless_set} IS NULL AND NEW.{unless_set} IS NULL"
    same = " OR ".join(f"({match})" for match in matches)

    def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(_SQLITE_ONCE.format(table=table, same=same), params=None)

    return RunPython(add)


def erasable(table: str, log: str) -> RunPython:
    """A step that guards a detail table; `log` is the column of the erasure ("change", "access")."""

    def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        for statement in _SQLITE_DETAIL if sqlite else _POSTGRESQL_DETAIL:
            editor.execute(statement.format(table=table, log=log), params=None)

    return RunPython(add)


def forward_only_head() -> RunPython:
    """A step that lets a chain's head only move on."""

    def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        for statement in _SQLITE_HEAD if sqlite else _POSTGRESQL_HEAD:
            editor.execute(statement, params=None)

    return RunPython(add)
