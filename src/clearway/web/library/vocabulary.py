"""The lists of `vocabulary.yaml`, read once and checked by their form."""

from functools import cache
from pathlib import Path

import yaml

from clearway.web.projects.vocabulary import Part, Word

CONSENT = "I have read these words. No woman and no colleague can be recognised in them."
LOOKED = "I looked at these words. None of them gives away a woman or a colleague."


class SharedText(Part):
    """One text that may be shared; its id is that of the cycle's field.

    `filled`: what the cycle says is offered. `asked`: it is needed.
    """

    id: str
    title: str
    filled: bool
    asked: bool = False


class Vocabulary(Part):
    """All lists."""

    units: tuple[Word, ...]
    births: tuple[Word, ...]
    texts: tuple[SharedText, ...]


@cache
def vocabulary() -> Vocabulary:
    """The lists as they ship."""
    text = (Path(__file__).parent / "vocabulary.yaml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(yaml.safe_load(text))
