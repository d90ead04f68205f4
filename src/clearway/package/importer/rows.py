"""Rows of the form, however a document draws them: with tabs, with pipes, as HTML, or with bold keys."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from clearway.package.importer.form import key_of
from clearway.package.importer.markup import escape_unknown_tags, visible

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^[\s|:+=_*-]*$")
_BOLD_KEY = re.compile(
    r"^\s*(?:<p[^>]*>\s*)?(?:\*\*|__|<b>|<strong>)(?P<key>[^*<>]{4,60}?)(?:\*\*|__|</b>|</strong>)"
    r"(?:\s*</p>)?(?P<value>.+)$",
    re.IGNORECASE,
)
_PLAIN_KEY = re.compile(
    r"^\s*(?P<key>[A-Za-z][A-Za-z &/]{3,60}?)(?P<value>\s*:\s*\S.*|\s{2,}\S.*|\s*(?:<|[•●▪‣]).*)$"
)


@dataclass(frozen=True)
class HtmlRow:
    """A row of an HTML table; `value` is None where it has one cell only."""

    line: int
    label: str
    value: str | None
    value_line: int


def is_rule(line: str) -> bool:
    """Whether the line only draws: a horizontal rule, the rule below a table's header."""
    return bool(_RULE.match(line))


def split_row(line: str) -> tuple[str, str] | None:
    """Label and cell of a line that is a row, as they stand in it; None where the line is no row."""
    stripped = line.strip()
    if stripped.startswith("|") or len(_PIPE.findall(stripped)) > 1:
        return _pipes(stripped)
    if "\t" in stripped:
        label, value = stripped.split("\t", 1)
        label = re.sub(r"^#{1,6}\s+", "", label)
        return (label, value.replace("\t", " ")) if visible(label) else None
    if len(_PIPE.findall(stripped)) == 1:
        label, value = _PIPE.split(stripped)
        if key_of(visible(label), whole=True):
            return label, value
    return _bold_key(stripped) or _plain_key(stripped)


def _pipes(stripped: str) -> tuple[str, str] | None:
    cells = [cell.strip().replace("\\|", "|") for cell in _PIPE.split(stripped)]
    if stripped.startswith("|"):
        cells = cells[1:]
    if stripped.endswith("|") and cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) < 2:
        return None
    return cells[0], "<br>".join(cell for cell in cells[1:] if cell)


def _bold_key(stripped: str) -> tuple[str, str] | None:
    """A bold key with its value behind it, in a document whose table lost its tabs."""
    found = _BOLD_KEY.match(stripped)
    if not found or not key_of(found["key"], whole=True):
        return None
    value = re.sub(r"^\s*:\s*", "", found["value"])
    colon = found["key"].rstrip().endswith(":") or value != found["value"]
    shown = visible(value)
    # "**Primary drivers** are ..." explains the term; a value starts like a title or a list.
    return (found["key"], value) if shown and (colon or not shown[0].islower()) else None


def _plain_key(stripped: str) -> tuple[str, str] | None:
    found = _PLAIN_KEY.match(stripped)
    if not found or not key_of(found["key"], whole=True):
        return None
    return found["key"], re.sub(r"^\s*:\s*", "", found["value"]).strip()


def html_rows(raw: str, first_line: int) -> list[HtmlRow]:
    """The rows of a table in HTML that starts on line `first_line` of the document."""
    soup = BeautifulSoup(escape_unknown_tags(raw), "html.parser")
    found = []
    for row in soup.find_all("tr"):
        cells = [cell for cell in row.find_all(["td", "th"], recursive=False) if isinstance(cell, Tag)]
        if not cells:
            continue
        line = first_line + (cells[0].sourceline or 1) - 1
        value = "<br>".join(cell.decode_contents() for cell in cells[1:]) if len(cells) > 1 else None
        value_line = first_line + (cells[1].sourceline or 1) - 1 if len(cells) > 1 else line
        found.append(HtmlRow(line, cells[0].decode_contents(), value, value_line))
    return found
