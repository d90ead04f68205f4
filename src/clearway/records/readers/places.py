"""Where each provider belonged when: the table `organisations`, made from the directory of organisations."""

from datetime import date, timedelta

import duckdb
import pyarrow as pa

from clearway.common.organisations import Level, directory
from clearway.common.organisations.tables import read_relations
from clearway.records.contracts import arrow_schema, contract
from clearway.records.readers.memory import put_rows

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)

Place = tuple[str, date, date, str | None, str | None]
"""Provider, first and last day, integrated care board, region."""


def fill_organisations(connection: duckdb.DuckDBPyConnection) -> None:
    """One row a provider and place, for every provider that the loaded tables name."""
    providers = connection.execute(
        "SELECT provider FROM loaded_submissions UNION SELECT provider FROM loaded_pregnancies "
        "UNION SELECT provider FROM loaded_referrals UNION SELECT provider FROM loaded_quit_attempts "
        "ORDER BY provider"
    ).fetchall()
    rows = [place for (code,) in providers if code for place in places(code)]
    put_rows(connection, "loaded_organisations", rows, arrow_schema(contract("organisations")))


def places(provider: str) -> list[Place]:
    """The boards and regions of a provider in order of time, without gaps from 1900 to 9999.

    A provider that the directory does not know has one row without board and region.
    """
    found = directory().find(provider)
    if found is None:
        return [(provider, FIRST_DAY, LAST_DAY, None, None)]
    rows: list[Place] = []
    days = _changes()
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following - timedelta(days=1) if following else LAST_DAY
        above = {
            organisation.level: organisation.code for organisation in directory().ancestors(found.code, first)
        }
        icb, region = above.get(Level.ICB), above.get(Level.REGION)
        if rows and rows[-1][3:] == (icb, region):
            rows[-1] = (provider, rows[-1][1], last, icb, region)
        else:
            rows.append((provider, first, last, icb, region))
    return rows


def _changes() -> list[date]:
    """The days on which any relation of the directory begins or has just ended."""
    days = {FIRST_DAY}
    for relation in read_relations():
        if relation.first_day:
            days.add(relation.first_day)
        if relation.last_day:
            days.add(relation.last_day + timedelta(days=1))
    return sorted(days)


def fill_known_codes(connection: duckdb.DuckDBPyConnection) -> None:
    """The table `known_codes` for rules: codes of the directory, their level and when they closed."""
    connection.execute("CREATE OR REPLACE TEMP TABLE known_codes (code VARCHAR, level VARCHAR, closed DATE)")
    schema = pa.schema([("code", pa.string()), ("level", pa.string()), ("closed", pa.date32())])
    put_rows(connection, "known_codes", ((o.code, str(o.level), o.closed) for o in directory()), schema)
