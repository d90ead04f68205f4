"""Columns that are added to tables with triggers."""

from django.db import migrations, models


def text_column(model: str, table: str, column: str, *, longest: int) -> migrations.SeparateDatabaseAndState:
    """The step of a migration that adds a text column, empty in the rows that are there.

    Django would make the table of an SQLite database again to add a column that is never null, and the
    table's triggers would go with the old one.
    """
    return migrations.SeparateDatabaseAndState(
        database_operations=[
            migrations.RunSQL(
                f"ALTER TABLE {table} ADD COLUMN {column} varchar({longest}) DEFAULT '' NOT NULL",
                f"ALTER TABLE {table} DROP COLUMN {column}",
            )
        ],
        state_operations=[
            migrations.AddField(
                model,
                column,
                models.CharField(max_length=longest, blank=True, default=""),
                preserve_default=False,
            )
        ],
    )
