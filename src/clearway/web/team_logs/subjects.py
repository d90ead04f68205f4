"""The measures of the work, and what their pages say; known without loading the engine that computes them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class Words(BaseModel):
    """What the page of the records behind a figure says of one measure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    listed: str
    other: str = ""
    why_not: str = ""


@cache
def words() -> Mapping[str, Words]:
    """The words of `words.yaml` by measure, in the order in which the measures are shown."""
    read = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return {name: Words.model_validate(said) for name, said in read.items()}
