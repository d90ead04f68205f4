"""What a reader wants of a kind of file: typed fields, key, and how later copies restate rows."""

from dataclasses import dataclass

from clearway.records.contracts import Contract


@dataclass(frozen=True)
class Field:
    """One field of a file; `type` as in a contract. `upper`: organisation codes, compared without case."""

    name: str
    type: str
    upper: bool = False


@dataclass(frozen=True)
class SourceTable:
    """One kind of file.

    `provider_field` names the field that holds the provider; without it the provider is that of the
    submission. A key stands for one row, for several where `several_rows` is set. A later submission
    restates all rows that agree in `restated_by`. `known` names fields that may stand in the file and
    are not read.
    """

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    provider_field: str = ""
    restated_by: tuple[str, ...] = ()
    several_rows: bool = False
    known: tuple[str, ...] = ()

    @property
    def staged(self) -> str:
        """The DuckDB table that its rows are read into."""
        return f"staged_{self.name}"

    @property
    def standing(self) -> str:
        """The DuckDB table of the rows that no later copy restates."""
        return f"standing_{self.name}"

    @property
    def typed(self) -> tuple[Field, ...]:
        """Fields that are not text, whose values may be unreadable."""
        return tuple(field for field in self.fields if field.type != "text")


def from_contract(table: Contract) -> SourceTable:
    """A file whose columns are those of a contract."""
    fields = tuple(Field(c.name, c.type, c.name == "provider") for c in table.columns)
    key = tuple(name for name in table.key if name != "provider")
    return SourceTable(table.name, fields, key, "provider" if "provider" in table.key else "", key)
