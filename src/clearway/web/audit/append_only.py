"""Database triggers that refuse to change or delete the rows of a table."""

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

# SQLite asks for one trigger an operation; PostgreSQL refuses whole statements, TRUNCATE too.
SQLITE = """
CREATE TRIGGER {table}_no_{operation} BEFORE {operation} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL = (
    """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
""",
    """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
""",
)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "sqlite":
        return [SQLITE.format(table=table, operation=operation) for operation in ("UPDATE", "DELETE")]
    return [statement.format(table=table) for statement in POSTGRESQL]


def append_only(table: str) -> RunPython:
    """A migration step that makes `table` append-only on either database."""

    def add(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement, params=None)  # a percent sign in it is no placeholder

    def remove(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for operation in ("UPDATE", "DELETE"):
                editor.execute(f"DROP TRIGGER {table}_no_{operation}")
        else:
            editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")

    return RunPython(add, remove)
