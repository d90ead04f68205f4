"""Which tables go with an organisation, read from `tables.yaml`: their rows, their columns, their order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.db import models
from pydantic import BaseModel, ConfigDict

PEOPLE = "people.User"
KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.ForeignKey, "row"),
    (models.BinaryField, "file"),
    (models.JSONField, "json"),
    (models.DateTimeField, "time"),
    (models.DateField, "date"),
    (models.DecimalField, "decimal"),
    (models.FloatField, "float"),
    (models.BooleanField, "yes-no"),
    (models.UUIDField, "uuid"),
    (models.IntegerField, "integer"),
    (models.CharField, "text"),
    (models.TextField, "text"),
)
"""What a column holds, in the words of the format; the first that fits."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kept(_Frozen):
    """One line of `tables.yaml`, which says what each part means."""

    of: str
    where: Mapping[str, Any] = {}
    order: str = "pk"
    same: str = ""
    beyond: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()
    never: Mapping[str, Any] = {}
    own: Mapping[str, str] = {}
    without: Mapping[str, str] = {}
    anew: tuple[str, ...] = ()
    secret: Mapping[str, str] = {}
    keys: Mapping[str, str] = {}
    waits: Mapping[str, Any] = {}


class Register(_Frozen):
    """All of `tables.yaml`."""

    kept: Mapping[str, Kept]
    left_out: Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, what it holds, and for a reference the table that it leads to."""

    name: str
    kind: str
    field: "models.Field[Any, Any]"
    target: str = ""

    @property
    def told(self) -> str:
        """What the manifest says of it."""
        return f"row of {self.target}" if self.kind == "row" else self.kind

    @property
    def default(self) -> Any:
        """What stands in it where the export is older. Raises ValueError where nothing can."""
        if not (self.field.null or self.field.has_default() or self.field.blank):
            raise ValueError(f"{self.name} is missing")
        return self.field.get_default()


@dataclass(frozen=True)
class Table:
    """One table that goes with an organisation."""

    name: str
    model: type[models.Model]
    kept: Kept
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """Where its rows lie in the folder of an export."""
        return f"tables/{self.name.lower()}.jsonl"

    @property
    def references(self) -> Iterator[Column]:
        """The columns that lead to other rows."""
        return (column for column in self.columns if column.kind == "row")

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    def rows(self, code: str) -> "models.QuerySet[models.Model]":
        """Its rows of one organisation, in the order in which they are numbered."""
        every = self.model._base_manager.all()
        if self.name == PEOPLE:
            return every.filter(models.Q(pk__in=_named(code))).order_by(self.kept.order)
        mine = every.filter(**{self.kept.of: code}, **self.kept.where).values("pk")
        # By key, so that a path through many rows gives each row once.
        return every.filter(pk__in=mine).order_by(self.kept.order)


@cache
def register() -> Register:
    """The lines of `tables.yaml`."""
    text = (Path(__file__).parent / "tables.yaml").read_text(encoding="utf-8")
    return Register.model_validate(yaml.safe_load(text))


@cache
def tables() -> Mapping[str, Table]:
    """The tables that go with an organisation, each after those that its rows refer to."""
    found = {name: _table(name, kept) for name, kept in register().kept.items()}
    before = {
        name: {
            *(column.target for column in table.references),
            *table.kept.keys.values(),
        }
        - {name}
        for name, table in found.items()
    }
    return {name: found[name] for name in TopologicalSorter(before).static_order()}


def kind_of(field: "models.Field[Any, Any]") -> str:
    """What a column holds. Raises TypeError for a kind that the format does not have."""
    for klass, kind in KINDS:
        if isinstance(field, klass):
            return kind
    raise TypeError(f"{field} is of a kind that web/archive cannot write yet: add it to KINDS and cells.py")


def _table(name: str, kept: Kept) -> Table:
    model = apps.get_model(name)
    columns = []
    for field in model._meta.concrete_fields:
        if field.name in kept.without or (field.primary_key and isinstance(field, models.AutoField)):
            continue
        kind = kind_of(field)
        target = field.related_model._meta.label if kind == "row" else ""
        columns.append(Column(field.name, kind, field, target))
    return Table(name, model, kept, tuple(sorted(columns, key=lambda column: column.name)))


def _named(code: str) -> set[int]:
    """The keys of the people whom rows of the organisation name."""
    found: set[int] = set()
    for table in tables().values():
        for column in table.references:
            if column.target == PEOPLE:
                keys = table.rows(code).exclude(**{column.name: None}).values_list(column.field.attname)
                found.update(key for (key,) in keys.order_by().distinct())
    return found
