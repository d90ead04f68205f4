"""What was caught in the published files about one organisation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clearway.web.organisations.selectors import sources


@dataclass(frozen=True)
class Caught:
    """One finding that names the organisation, with the file it was found in."""

    source_id: int
    source_title: str
    severity: str
    what: str
    mend: str


def caught_about(code: str) -> Sequence[Caught]:
    """The findings that name the organisation, as `of R1H (provider)`; the newest file first."""
    named = re.compile(rf" of {re.escape(code)} \(\w+\)")
    return [
        Caught(source.pk, source.title, finding["severity"], named.sub("", finding["what"]), finding["mend"])
        for source in sources()
        for finding in source.findings
        if named.search(finding["what"])
    ]
