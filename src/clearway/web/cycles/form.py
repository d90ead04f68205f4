"""The fields and scales of a cycle, read once from `fields.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.common.errors import ClearwayError


class Part(BaseModel):
    """Frozen, and refuses a key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Field(Part):
    """One text of a cycle. `asked`: needed before the next stage begins."""

    id: str
    title: str
    hint: str
    asked: bool = False


class Scale(Part):
    """How much a test touches. `small`: small enough for the first test of a change."""

    id: str
    title: str
    small: bool = False


class Form(Part):
    """All of it: the fields of each stage, and the scales from the smallest on."""

    plan: tuple[Field, ...]
    do: tuple[Field, ...]
    study: tuple[Field, ...]
    act: tuple[Field, ...]
    scales: tuple[Scale, ...]

    def stage(self, name: str) -> tuple[Field, ...]:
        """The fields of a stage: plan, do, study or act."""
        found: tuple[Field, ...] = getattr(self, name)
        return found


STAGES = ("plan", "do", "study", "act")


@cache
def form() -> Form:
    """The form as it ships."""
    text = (Path(__file__).parent / "fields.yaml").read_text(encoding="utf-8")
    return Form.model_validate(yaml.safe_load(text))


@cache
def fields() -> Mapping[str, Field]:
    """Every field by id, in order."""
    return {field.id: field for stage in STAGES for field in form().stage(stage)}


def rank(scale_id: str) -> int:
    """Where a scale stands, 0 for the smallest. Raises ClearwayError for one that does not exist."""
    ids = [scale.id for scale in form().scales]
    if scale_id not in ids:
        raise ClearwayError(f"there is no scale '{scale_id}'", mend=f"Use one of {', '.join(ids)}")
    return ids.index(scale_id)


def scale(scale_id: str) -> Scale:
    """The scale of that id. Raises ClearwayError when there is none."""
    return form().scales[rank(scale_id)]
