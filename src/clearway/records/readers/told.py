"""Findings from the table of findings: the first of each rule in words, and how many there are."""

import re
from pathlib import Path

import duckdb

from clearway.common.findings import Finding, Severity
from clearway.records.contracts import contracts
from clearway.records.readers.report import SHOWN, FindingCount
from clearway.records.validation import rule_text

_EACH = 50
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def findings(
    connection: duckdb.DuckDBPyConnection, each: int = _EACH, *, headings: bool = False
) -> tuple[Finding, ...]:
    """The first findings of each rule and table in the order of files and rows, errors first.

    At most `each` of a rule and table and SHOWN in all; `counts` says how many there are. With
    `headings`, columns are called as in the source that the contract names.
    """
    rows = connection.execute(
        "SELECT rule, source_table, label, row, column_name, kind FROM findings "
        "LEFT JOIN files ON files.file = findings.file "
        "QUALIFY row_number() OVER "
        "(PARTITION BY rule, source_table ORDER BY findings.file, row, column_name) <= ? "
        "ORDER BY rule, source_table, findings.file, row, column_name",
        [each],
    ).fetchall()
    told = [finding(*row, headings=headings) for row in rows]
    return tuple(sorted(told, key=lambda found: _RANK[found.severity])[:SHOWN])


def finding(
    rule: str,
    table: str,
    label: str | None,
    row: int | None,
    column: str | None,
    kind: str | None,
    *,
    headings: bool = False,
) -> Finding:
    """One row of the table of findings in words."""
    text = rule_text(rule)
    name = _heading(table, column or "", label or "") if headings else column or ""
    what = text.what.format(column=name, kind=kind or "nothing", table=table)
    return Finding(text.severity, rule, what, text.mend, label or "", row, name)


def _heading(table: str, column: str, label: str) -> str:
    """The column as the file calls it: a finding about `pregnancies.edd` in MSD101.csv is about EDDAgreed."""
    if table not in contracts() or column not in contracts()[table].column_names:
        return column
    file = Path(label).stem.upper()
    for source, field in re.findall(r"(\w+)\.(\w+)", contracts()[table].column(column).source):
        if file.startswith(source.upper()):
            return str(field)
    return column


def counts(connection: duckdb.DuckDBPyConnection) -> tuple[FindingCount, ...]:
    """How often each rule fired, errors first."""
    rows = connection.execute("SELECT rule, count(*) FROM findings GROUP BY rule ORDER BY rule").fetchall()
    told = [FindingCount(rule, rule_text(rule).severity, count) for rule, count in rows]
    return tuple(sorted(told, key=lambda count: (_RANK[count.severity], count.rule)))
