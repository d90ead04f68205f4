"""Reads `layouts.yaml`: which files are recognised, and what is taken from them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.records.publications.model import State

_FILE = Path(__file__).with_name("layouts.yaml")


@cache
def plain(text: str) -> str:
    """A spelling reduced to what is compared: letters and digits in lower case."""
    return re.sub(r"[^a-z0-9]+", "", text.casefold())


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceText(_Data):
    """What is said of every file of a layout."""

    publisher: str
    title: str
    licence: str
    rounding: str


class Layout(_Data):
    """A header that is recognised: the spellings of each field, and the fields a file must have."""

    id: str
    title: str
    reader: Literal["msds", "satod", "own"]
    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    source: SourceText
    synthetic_source: SourceText | None = None
    computed_source: SourceText | None = None
    computed_synthetic_source: SourceText | None = None

    def said(self, *, made_up: bool, computed: bool) -> SourceText:
        """Where a file comes from: about the made-up trust alone or not, with a stamp beside it or not."""
        special = {
            (False, False): self.source,
            (True, False): self.synthetic_source,
            (False, True): self.computed_source,
            (True, True): self.computed_synthetic_source,
        }
        return special[made_up, computed] or self.source

    def field_of(self, heading: str) -> str | None:
        """The field that a column heading stands for."""
        wanted = plain(heading)
        return next(
            (field for field, names in self.columns.items() if wanted in {plain(name) for name in names}),
            None,
        )


class Rate(_Data):
    """An indicator published as numerator, denominator and rate."""

    measure: str
    indicators: tuple[str, ...]
    may_exceed: bool = False
    note_result: bool = False


class CategoryTable(_Data):
    """A dimension published as one count a category; without components it is a bare count."""

    measure: str
    dimensions: tuple[str, ...]
    components: Mapping[str, tuple[str, ...]] = {}


class Satod(_Data):
    """The SATOD indicator, and what the first characters of an area code stand for."""

    measure: str
    indicators: tuple[str, ...]
    levels: Mapping[str, str]
    notes: Mapping[str, str] = {}


class Sign(_Data):
    """A word printed in place of a number."""

    text: str
    state: State
    note: str


class Known(_Data):
    """The whole of `layouts.yaml`."""

    layouts: tuple[Layout, ...]
    rate_parts: Mapping[str, tuple[str, ...]]
    means: tuple[str, ...]
    rates: tuple[Rate, ...]
    tables: tuple[CategoryTable, ...]
    satod: Satod
    org_levels: Mapping[str, tuple[str, ...]]
    nation: str
    no_organisation: tuple[str, ...]
    signs: tuple[Sign, ...]
    counted_notes: Mapping[str, str]
    provisional_words: tuple[str, ...]

    def may_exceed(self, measure: str) -> bool:
        """Whether a numerator of the measure can rightly be greater than its denominator."""
        return measure in self.means or any(
            rate.measure == measure and rate.may_exceed for rate in self.rates
        )


@cache
def known() -> Known:
    """The recognised layouts, dimensions, categories, levels and signs."""
    return Known.model_validate(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
