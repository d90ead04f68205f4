"""What the pages of published statistics show of a file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearway.web.publications.computed import stamp_lines
from clearway.web.publications.models import SourceFile

SEVERITY_COLOURS = {"error": "red", "warning": "orange", "note": "grey"}
SEVERITIES = tuple(SEVERITY_COLOURS)


@dataclass(frozen=True)
class FindingLine:
    """One thing that a check found in the file."""

    severity: str
    colour: str
    where: str
    what: str
    mend: str


@dataclass(frozen=True)
class SourcePage:
    """One file: what it is, what came of it, what was caught in it."""

    id: int
    name: str
    title: str
    publisher: str
    status: str
    licence: str
    rounding: str
    sha256: str
    recorded_at: datetime
    counts: Sequence[tuple[str, int]]
    unused: Mapping[str, int]
    computed: Sequence[tuple[str, str]]
    findings: Sequence[FindingLine]
    caught: str

    @classmethod
    def of(cls, source: SourceFile) -> "SourcePage":
        """The page of one file."""
        findings = [_line(finding) for finding in source.findings]
        findings.sort(key=lambda line: SEVERITIES.index(line.severity))
        return cls(
            id=source.pk,
            name=source.name,
            title=source.title,
            publisher=source.publisher,
            status=source.status,
            licence=source.licence,
            rounding=source.rounding,
            sha256=source.sha256,
            recorded_at=source.recorded_at,
            counts=(
                ("new figures", source.new),
                ("unchanged", source.unchanged),
                ("restated: supersede an earlier figure", source.restated),
                ("provisional, where a final figure is held: not used", source.older),
            ),
            unused=source.unused,
            computed=stamp_lines(source.computed_as) if source.computed_as else (),
            findings=findings,
            caught=_caught(findings),
        )


def _line(finding: Mapping[str, Any]) -> FindingLine:
    row, column = finding.get("row"), finding.get("column") or ""
    where = ", ".join(filter(None, (f"row {row}" if row else "", column)))
    severity = str(finding["severity"])
    return FindingLine(
        severity, SEVERITY_COLOURS[severity], where, finding["what"], finding.get("mend") or ""
    )


OWN_LAYOUT = "clearway-values"
"""The layout of figures that were computed from an organisation's own records, or made up."""


def file_groups(sources: Sequence[SourceFile]) -> list[tuple[str, str, list[SourcePage]]]:
    """The files under their headings, in the order given; a heading without files is left out."""
    pages = [(SourcePage.of(one), one.layout == OWN_LAYOUT) for one in sources]
    groups = [
        (
            "Published statistics",
            "Official figures, as printed.",
            [page for page, own in pages if not own],
        ),
        (
            "Computed from records",
            "Figures that no publisher has printed; made-up ones say so.",
            [page for page, own in pages if own],
        ),
    ]
    return [group for group in groups if group[2]]


def _caught(findings: Sequence[FindingLine]) -> str:
    if not findings:
        return "nothing to report"
    counts = Counter(line.severity for line in findings)
    return ", ".join(
        f"{counts[severity]} {severity}{'s' if counts[severity] > 1 else ''}"
        for severity in SEVERITIES
        if counts[severity]
    )
