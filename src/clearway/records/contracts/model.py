"""What a table contract says: columns with type, meaning and source, key, references.

A contract describes one canonical table, whoever fills it (a reader, a web form) and whoever reads it
(the pathway, a measure). It holds for patient records and for any other record of the same kind.
"""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ColumnType = Literal["text", "date", "timestamp", "integer", "number", "boolean"]

_NAME = r"^[a-z][a-z0-9_]*$"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Data):
    """One column. `required` means that a row without a value cannot be used; key columns always are.

    `source` names the fields of the source it comes from (`MSD101.PregnancyID`) or how it is made;
    `values` lists the words allowed, empty when any will do; `example` is as typed into a template.
    """

    name: str = Field(pattern=_NAME)
    type: ColumnType
    meaning: str = Field(min_length=1)
    source: str = Field(min_length=1)
    required: bool = False
    unit: str = ""
    values: tuple[str, ...] = ()
    example: str = ""


class TableReference(_Data):
    """`columns` hold the key of a row of `table`; a row whose key is not there is an orphan."""

    columns: tuple[str, ...] = Field(min_length=1)
    table: str = Field(pattern=_NAME)


class Contract(_Data):
    """One table. `row` says what one row is, `family` which records belong together."""

    name: str = Field(pattern=_NAME)
    family: str = Field(pattern=_NAME)
    title: str
    row: str
    key: tuple[str, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=1)
    references: tuple[TableReference, ...] = ()

    @model_validator(mode="after")
    def _columns_agree(self) -> Self:
        names = [column.name for column in self.columns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"columns given twice: {', '.join(twice)}")
        used = {*self.key, *(name for reference in self.references for name in reference.columns)}
        if used - set(names):
            raise ValueError(f"no such columns: {', '.join(sorted(used - set(names)))}")
        return self

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in the order of the table."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which a row cannot be used: the key and those marked so."""
        return tuple(c.name for c in self.columns if c.required or c.name in self.key)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
