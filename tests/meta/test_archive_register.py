"""Every table of the site says whether it goes with an organisation that moves, and no secret goes."""

import re

import pytest
from django.apps import apps
from django.db import models

from clearway.web.archive.tables import PEOPLE, kind_of, register, tables

SECRET = re.compile(
    r"password|secret|token|digest|salt|nonce|hash$|private|credential|recovery|session|prefix|cookie|otp"
)
EVERY = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
# JSON columns that somebody has looked at: texts by id, counts, findings, numbers that count up. Of these,
# `Collision.typed` and `UploadRow.entry` hold keys of rows, and say so under `keys`.
LOOKED_AT = {
    "boards.LinkStep.content",
    "charts.ChartEvent.dates",
    "cycles.Cycle.texts",
    "cycles.ProgressScore.evidence",
    "department.PlanCollision.sections",
    "department.PlanCollision.texts",
    "department.PlanVersion.texts",
    "exchange.Import.counts",
    "exchange.Import.findings",
    "library.SharedVersion.effect",
    "library.SharedVersion.questions",
    "library.SharedVersion.texts",
    "projects.CharterCollision.sections",
    "projects.CharterCollision.texts",
    "projects.CharterVersion.texts",
    "publications.SourceFile.stamp",
    "publications.SourceFile.unused",
    "returns.Collision.typed",
    "returns.SampleChoice.members",
    "uploads.Upload.columns",
    "uploads.Upload.counts",
    "uploads.Upload.sheet",
    "uploads.UploadRow.cells",
    "uploads.UploadRow.entry",
    "uploads.UploadRow.faults",
    "uploads.UploadRow.findings",
    "uploads.UploadRow.mended",
}
HOW = (
    "Say in src/clearway/web/archive/tables.yaml whether it goes with an organisation: a line under `kept` "
    "with the path to the organisation's code, or a line under `left_out` with the reason"
)


def _path(model: type[models.Model], path: str) -> "models.Field[object, object]":
    """The column at the end of a path. Raises FieldDoesNotExist."""
    field = None
    for name in path.split("__"):
        field = (model if field is None else field.related_model)._meta.get_field(name)
    return field


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_table_is_kept_or_left_out_with_a_reason(name: str) -> None:
    lines = register()
    assert (name in lines.kept) != (name in lines.left_out), f"{name} is a table without one line. {HOW}"


def test_no_line_is_about_a_table_that_is_not_there() -> None:
    assert {*register().kept, *register().left_out} - set(EVERY) == set()
    reasons = [*register().left_out.values()]
    reasons += [
        why for kept in register().kept.values() for why in [*kept.without.values(), *kept.secret.values()]
    ]
    assert all(len(reason) > 7 for reason in reasons)


@pytest.mark.parametrize("name", list(tables()))
def test_no_column_that_sounds_like_a_secret_goes_unexplained(name: str) -> None:
    kept = tables()[name].kept
    suspect = {column.name for column in tables()[name].columns if SECRET.search(column.name)}
    assert suspect - set(kept.secret) == set(), (
        f"{name} has columns that sound like secrets. Put them under `without`, or under `secret` with the "
        "reason why they are none, in src/clearway/web/archive/tables.yaml"
    )
    assert set(kept.secret) <= {column.name for column in tables()[name].columns}
    assert set(kept.without) <= {field.name for field in EVERY[name]._meta.concrete_fields}


@pytest.mark.parametrize("name", [name for name in tables() if name != PEOPLE])
def test_the_path_of_a_table_ends_at_the_code_of_an_organisation(name: str) -> None:
    end = _path(EVERY[name], register().kept[name].of)
    assert end.name in ("org_code", "organisation")
    assert kind_of(end) == "text"


@pytest.mark.parametrize("name", list(tables()))
def test_references_lead_to_tables_that_go_too(name: str) -> None:
    before = list(tables())[: list(tables()).index(name)]
    for column in tables()[name].references:
        assert column.target in {*before, name}, (
            f"{name}.{column.name} leads to a table that stays behind. {HOW}"
        )
    for path in register().kept[name].beyond:
        column = tables()[name].column(path)
        assert tables()[column.target].kept.known_by


def test_every_json_column_was_looked_at_for_keys() -> None:
    """A JSON column that holds keys of rows must say so under `keys`, or it would lead to others' rows."""
    found = {
        f"{name}.{column.name}"
        for name in tables()
        for column in tables()[name].columns
        if column.kind == "json"
    }
    assert found == LOOKED_AT, (
        "look whether it holds keys of rows: then name them under `keys` in tables.yaml"
    )
