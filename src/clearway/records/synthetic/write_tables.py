"""Canonical tables as files: `<table>.parquet` or `<table>.csv`, sorted by trust and pregnancy."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pa_parquet

from clearway.records.contracts import arrow_schema, contracts
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.submissions import organisation_table, submission_table
from clearway.records.synthetic.trust_tables import TrustTables

_ROW_GROUP = 250_000


class ParquetWriter:
    """One file a table; each trust has row groups of its own, so that a query of one trust reads little."""

    def __init__(self, plan: Plan, out: Path) -> None:
        self._plan = plan
        self._files = {
            name: pa_parquet.ParquetWriter(out / f"{name}.parquet", arrow_schema(table), compression="zstd")
            for name, table in contracts().items()
        }

    def write(self, trust: int, made: TrustTables) -> None:
        """Write one trust."""
        for name, table in made.tables.items():
            if len(table):
                self._files[name].write_table(table, row_group_size=_ROW_GROUP)

    def close(self) -> None:
        """Write submissions and organisations, and end the files."""
        self._files["submissions"].write_table(submission_table(self._plan))
        self._files["organisations"].write_table(organisation_table(self._plan))
        for file in self._files.values():
            file.close()


class CsvWriter:
    """One file a table, as a person would fill in the templates."""

    def __init__(self, plan: Plan, out: Path) -> None:
        self._plan = plan
        self._files = {
            name: pa_csv.CSVWriter(
                out / f"{name}.csv", as_text_schema(arrow_schema(table)), write_options=UNQUOTED
            )
            for name, table in contracts().items()
        }

    def write(self, trust: int, made: TrustTables) -> None:
        """Write one trust."""
        for name, table in made.tables.items():
            self._files[name].write_table(as_text(table))

    def close(self) -> None:
        """Write submissions and organisations, and end the files."""
        self._files["submissions"].write_table(as_text(submission_table(self._plan)))
        self._files["organisations"].write_table(as_text(organisation_table(self._plan)))
        for file in self._files.values():
            file.close()


# No value holds a comma, a quotation mark or a line break.
UNQUOTED = pa_csv.WriteOptions(quoting_style="none", quoting_header="none")


def as_text_schema(schema: pa.Schema) -> pa.Schema:
    """The columns as they stand in a CSV file: Y and N for booleans, times to the second."""
    texts = (pa.bool_(), pa.timestamp("us"))
    return pa.schema([pa.field(f.name, pa.string() if f.type in texts else f.type) for f in schema])


def as_text(table: pa.Table) -> pa.Table:
    """The same rows by `as_text_schema`."""
    columns = []
    for field, column in zip(table.schema, table.columns, strict=True):
        if field.type == pa.bool_():
            column = pa.compute.if_else(column, "Y", "N")
        elif field.type == pa.timestamp("us"):
            column = pa.compute.strftime(column.cast(pa.timestamp("s")), format="%Y-%m-%d %H:%M:%S")
        columns.append(column)
    return pa.table(columns, schema=as_text_schema(table.schema))
