"""Every field that may hold something of a person is classified before it is used."""

from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db.models import EmailField

FILE = Path(__file__).parents[2] / "src" / "clearway" / "web" / "people" / "personal_data.yaml"
CLASSIFIED = yaml.safe_load(FILE.read_text(encoding="utf-8"))
KINDS = {"identifies", "about", "secret", "none"}
MODELS = [model for app in ("people", "accounts") for model in apps.get_app_config(app).get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_each_field_is_classified(model: type) -> None:
    fields = {field.name for field in model._meta.concrete_fields}
    assert set(CLASSIFIED[model._meta.label]) == fields
    assert set(CLASSIFIED[model._meta.label].values()) <= KINDS


def test_nothing_is_classified_that_is_not_there() -> None:
    assert set(CLASSIFIED) == {model._meta.label for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_plainly_personal_is_not_called_nothing(model: type) -> None:
    for field in model._meta.concrete_fields:
        to_a_person = field.is_relation and field.related_model._meta.label == "people.User"
        if isinstance(field, EmailField) or to_a_person:
            assert CLASSIFIED[model._meta.label][field.name] == "identifies"
        if field.name in ("password", "digest"):
            assert CLASSIFIED[model._meta.label][field.name] == "secret"
