"""Writes docs/reference/records.md from the table contracts, the code lists and the rules.

Run: PYTHONPATH=src .venv/bin/python tools/make_records_reference.py
"""

from collections.abc import Mapping
from pathlib import Path

from clearway.records.code_lists import code_list, code_lists
from clearway.records.contracts import Contract, contracts
from clearway.records.team_logs import team_log_contracts
from clearway.records.team_logs.rows import own_rules
from clearway.records.validation import rule_texts
from clearway.records.validation.rules import RuleText

TARGET = Path(__file__).parents[1] / "docs" / "reference" / "records.md"

_HEAD = """# Records

This page is made from the table contracts, the code lists and the rules by
`tools/make_records_reference.py`; change those, not it.

Every identifier is the provider's own: each key, and each reference from table to table, includes the
provider. Missing is empty, and is never 0; 0 is a value.
"""


_TEAM_LOGS = """What teams write down about their own work. The site fills these tables from its projects, and
a folder of CSV files named and headed like them is read by `measures run --from team-logs`
([how to](../how-to/measures-of-the-work.md)). `organisations` stands beside them as beside patient records.
"""


def reference() -> str:
    """The whole page."""
    parts = [_HEAD, "## Tables\n"]
    parts += [_table(table) for table in contracts().values()]
    parts += ["## Team logs\n", _TEAM_LOGS]
    parts += [_table(table) for table in team_log_contracts().values()]
    parts += ["## Code lists\n", _code_lists(), "## What is checked\n", _rules(rule_texts())]
    parts += ["Of team logs alone:\n", _rules(own_rules())]
    return "\n".join(parts)


def _table(table: Contract) -> str:
    lines = [
        f"### {table.name}: {table.title}",
        "",
        f"One row is {table.row}. Key: {', '.join(table.key)}.",
        "",
    ]
    lines += ["| column | type | meaning | source |", "|---|---|---|---|"]
    for column in table.columns:
        kind = column.type + (f", {column.unit}" if column.unit else "")
        kind += ", must be filled in" if column.name in table.required else ""
        values = f" One of {', '.join(column.values)}." if column.values else ""
        lines.append(f"| `{column.name}` | {kind} | {column.meaning}.{values} | {column.source} |")
    for reference in table.references:
        lines += ["", f"{', '.join(reference.columns)}: a row of `{reference.table}`."]
    return "\n".join([*lines, ""])


def _code_lists() -> str:
    lines = ["| list | codes | first code |", "|---|---|---|"]
    for name in code_lists():
        entries = code_list(name).entries
        first = f"{entries[0].code} {entries[0].term}".strip()
        lines.append(f"| `{name}` | {len(entries)} | {first} |")
    return "\n".join([*lines, ""])


def _rules(texts: Mapping[str, RuleText]) -> str:
    lines = [
        "An error sets the row (or the file) aside; a warning or a note changes no figure.",
        "",
        "| rule | severity | what | mend |",
        "|---|---|---|---|",
    ]
    for rule, text in texts.items():
        what = text.what.format(column="The column", kind="something else", table="the table")
        lines.append(f"| `{rule}` | {text.severity} | {what} | {text.mend} |")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8")
    print(TARGET.name)
