"""Rules as SQL: each is one statement over a whole table that adds its findings to the table of findings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from clearway.records.code_lists import code_list
from clearway.records.contracts import Contract
from clearway.records.sources import SourceTable
from clearway.records.validation.rules import Rule, rules

# What a rule may be joined to: of each pregnancy its booking, when it began and its first birth.
_JOINED = {
    "pregnancy_days": (
        "JOIN (SELECT p.provider, p.pregnancy_id, p.booking_date, "
        "coalesce(p.edd - 280, p.lmp) AS conception, "
        "b.first_birth FROM loaded_pregnancies p LEFT JOIN (SELECT provider, pregnancy_id, "
        "min(birth_date) AS first_birth FROM loaded_births GROUP BY ALL) b USING (provider, pregnancy_id)) "
        "USING (provider, pregnancy_id)"
    )
}
_UNDATED = frozenset({"organisations", "submissions"})


@dataclass(frozen=True)
class Check:
    """A SELECT whose rows are findings: rule, table, file, row, column, kind of value."""

    rule: str
    sql: str


def check(connection: duckdb.DuckDBPyConnection, made: Check) -> None:
    """Add the findings of one check."""
    connection.execute(f"INSERT INTO findings {made.sql}")


def staged_rules(table: SourceTable) -> Iterator[Check]:
    """Rows as read, all copies: keys that are missing or stand twice in one submission."""
    keys = list(dict.fromkeys(["provider", *table.key]))
    for name in keys:
        shown = (table.provider_field or name) if name == "provider" else name
        yield _check("key-missing", table.name, table.staged, shown, f'"{name}" IS NULL', "NULL")
    if table.several_rows:
        return
    joined = ", ".join(f'"{name}"' for name in [*keys, "_rank"])
    twice = f"(SELECT {joined} FROM {table.staged} GROUP BY ALL HAVING count(*) > 1)"  # noqa: S608
    yield _check(
        "duplicate-key",
        table.name,
        f"{table.staged} SEMI JOIN {twice} USING ({joined})",
        keys[-1],
        "true",
        "NULL",
    )


def standing_rules(table: SourceTable) -> Iterator[Check]:
    """Standing rows as they came: values that cannot be read, and codes that the contracts leave out."""
    for field in table.typed:
        bad = f'"{field.name}_bad"'
        yield _check("value-unreadable", table.name, table.standing, field.name, f"{bad} IS NOT NULL", bad)
    there = {field.name for field in table.fields}
    for rule in rules().standing:
        if table.name in rule.about and set(rule.places) <= there:
            yield from _rule(rule, table.name, table.standing)


def canonical_rules(table: Contract) -> Iterator[Check]:
    """Rows of a canonical table: what the contract asks for, and the rules about its columns."""
    loaded = f"loaded_{table.name}"
    for name in table.required:
        yield _check("required-missing", table.name, loaded, name, f"{name} IS NULL", "NULL")
    for column in table.columns:
        if column.values:
            listed = ", ".join(f"'{value}'" for value in column.values)
            text = f"CAST({column.name} AS VARCHAR)"
            when = f"{text} NOT IN ({listed})"
            yield _check("value-not-listed", table.name, loaded, column.name, when, f"value_kind({text})")
        if column.type == "date" and table.name not in _UNDATED:
            when = f"{column.name} NOT BETWEEN DATE '1900-01-01' AND DATE '2100-12-31'"
            yield _check("date-impossible", table.name, loaded, column.name, when, "NULL")
    for reference in table.references:
        columns = ", ".join(reference.columns)
        given = " AND ".join(f"{name} IS NOT NULL" for name in reference.columns)
        from_ = f"{loaded} ANTI JOIN loaded_{reference.table} USING ({columns})"
        yield _check("orphan", table.name, from_, reference.columns[-1], given, "NULL")
    for rule in rules().canonical:
        if table.name in rule.about:
            yield from _rule(rule, table.name, f"{loaded} {_JOINED[rule.joined] if rule.joined else ''}")


def _rule(rule: Rule, table: str, from_: str) -> Iterator[Check]:
    for column in rule.places:
        when = re.sub(r"\{codes:([a-z-]+)\}", lambda found: _codes(found[1]), rule.when)
        kind = f'value_kind(CAST("{column}" AS VARCHAR))'
        yield _check(rule.id, table, from_, column, when.replace("{column}", column), kind)


def _codes(name: str) -> str:
    return "(" + ", ".join(f"'{code}'" for code in code_list(name).codes) + ")"


def _check(rule: str, table: str, from_: str, column: str, when: str, kind: str) -> Check:
    return Check(
        rule,
        f"SELECT '{rule}', '{table}', _file, _row, '{column}', {kind} FROM {from_} WHERE {when}",  # noqa: S608
    )
