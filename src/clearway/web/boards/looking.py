"""The words of a board before everybody reads them: somebody looks; on a wall nobody does, so they go."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from clearway.common.organisations import Organisation
from clearway.web.boards.panels import Place
from clearway.web.boards.places import INSTEAD, without_names
from clearway.web.boards.public import offered
from clearway.web.library.naming import looker_of
from clearway.web.people.looking import Field, Seen, seen_in

TITLE = "title"
TAKEN_OUT = "(taken out)"
"""What stands where a number or an address was."""


def veiled(place: Place) -> Callable[[str], str]:
    """Takes names, and all else by which somebody could be recognised, out of a text of a wall."""
    unnamed, looker = without_names(place), looker_of(place.organisation)
    return lambda text: looker.hide(unnamed(text))


def look_at(organisation: Organisation, content: Mapping[str, Any]) -> tuple[Seen, ...]:
    """What somebody has to look at in the words that everybody will read, each word once a panel."""
    found = seen_in(_fields(content), looker_of(organisation))
    return tuple({(each.field.name, each.found.rule.id, each.found.word): each for each in found}.values())


def without_words(content: Mapping[str, Any], words: Collection[str]) -> dict[str, Any]:
    """The content with these words taken out of every text, wherever they stand on their own."""
    wanted = sorted((word for word in words if word.strip()), key=len, reverse=True)
    if not wanted:
        return dict(content)
    each = re.compile("|".join(rf"(?<!\w){_spaced(word)}(?!\w)" for word in wanted))
    return _mapped(content, lambda text: each.sub(_instead, text))


def _instead(word: re.Match[str]) -> str:
    return TAKEN_OUT if re.search(r"[\d@]", word[0]) else INSTEAD


def _spaced(word: str) -> str:
    """A found word is told in one line; in the text its spaces may be line ends."""
    return r"\s+".join(map(re.escape, word.split()))


def _fields(content: Mapping[str, Any]) -> Iterator[Field]:
    titles = {panel.id: panel.title for panel in offered()}
    yield Field(TITLE, "Title", content["title"])
    for panel in content["panels"]:
        for text in _texts(panel):
            yield Field(panel["id"], titles.get(panel["id"], panel["id"]), text)


def _texts(panel: Mapping[str, Any]) -> Iterable[str]:
    yield panel["words"]
    for line in panel["lines"]:
        yield from (line["text"], *line["details"], line["then"])


def _mapped(content: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    panels = [
        {
            **panel,
            "words": change(panel["words"]),
            "lines": [
                {
                    **line,
                    "text": change(line["text"]),
                    "details": [change(each) for each in line["details"]],
                    "then": change(line["then"]),
                }
                for line in panel["lines"]
            ],
        }
        for panel in content["panels"]
    ]
    return {**content, "title": change(content["title"]), "panels": panels}
