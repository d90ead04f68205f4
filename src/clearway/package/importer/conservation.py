"""Whether everything that a document says is in the package or in the report, word by word.

This looks at the lines of the document again, on its own: it knows nothing of how they were read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from clearway.common.findings import Finding
from clearway.package.importer.form import key_of
from clearway.package.importer.markup import Words, stream, visible
from clearway.package.importer.report import Ledger
from clearway.package.importer.rows import is_rule, split_row
from clearway.package.importer.text import tidy, words
from clearway.package.model import Package

# What a mark, the number of a part and the bullets of a list leave behind is kept as a field.
_AS_FIELD = re.compile(
    r"\[\s*(?:psmu|s)(?:\s*[,;/&+]\s*(?:psmu|s))*\s*\]|\bpart\s*(?:\d+|one|two|three|[ivx]+)(?:\s+of\s+\w+)?\s*[)\]]?\s*$"
    r"|^\s*\d{1,2}[.)]\s",
    re.IGNORECASE,
)

_CELLS = re.compile(r"</t[dh]\s*>\s*<t[dh]\b[^>]*>", re.IGNORECASE)
_HEADING = re.compile(r"^\s*#{1,6}\s+")


def report_lost_words(lines: Sequence[str], package: Package, ledger: Ledger) -> None:
    """Put every line with words that are in no part of the package and in no finding into the ledger."""
    texts = list(_texts(package.model_dump(mode="json")))
    kept = {word for text in texts for word in words(text)}
    told = _by_line(ledger.findings)
    for number, line in enumerate(lines, start=1):
        here = told.get(number, "")
        lost = [word for word in _said(line) if word not in kept and word not in words(here)]
        lost += [
            link for link in _links(line) if link not in here and not any(link in text for text in texts)
        ]
        if lost:
            why = f"no part of the package has these words of it ({', '.join(dict.fromkeys(lost))})"
            ledger.unplaced(number, tidy(visible(line)), why)


def _links(line: str) -> list[str]:
    """The addresses that links of the line lead to, where the text does not show them."""
    shown = tidy(visible(line))
    linked = {part.href for part in stream(line, 1) if isinstance(part, Words) and part.href}
    return [link for link in sorted(linked) if re.sub(r"^https?://", "", link) not in shown]


def _said(line: str) -> list[str]:
    """The words that somebody reads on the line, without the keys of the form."""
    if is_rule(line):
        return []
    line = _CELLS.sub("\t", _HEADING.sub("", line))
    row = split_row(line)
    if row and key_of(visible(row[0])):
        return words(_AS_FIELD.sub(" ", tidy(visible(row[1]))))
    text = tidy(visible(line))
    return [] if key_of(text, whole=True) else words(_AS_FIELD.sub(" ", text))


def _by_line(findings: Sequence[Finding]) -> Mapping[int, str]:
    told: dict[int, str] = {}
    for finding in findings:
        if finding.row is not None:
            told[finding.row] = f"{told.get(finding.row, '')} {finding.what}"
    return told


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)
