"""Which stratum each counted row is in, as Ibis expressions: the same for every engine.

A row belongs to the stratum of its pregnancy; a quit attempt whose pregnancy was not sent is in
`missing`. For sites, measures that count births go by the site of the first baby born in the month
(of several sites on that day the first by code), all others by the site of the booking.
"""

from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from clearway.measures.strata.kinds import MISSING, SITE, Kind, Stratum, kinds
from clearway.pathway import KEY, Settings, Tables
from clearway.pathway.expressions import beside, with_keys

BIRTHS = "births"
COLUMN = "stratum"


def stratified(
    rows: Mapping[str, ir.Table], tables: Tables, kind: str, settings: Settings
) -> dict[str, ir.Table]:
    """The tables that measures count rows of, each with the column `stratum`."""
    strata = _pregnancies(tables.pregnancies, kind)
    found = {name: beside(table, strata) for name, table in rows.items()}
    if kind == SITE:
        found[BIRTHS] = beside(rows[BIRTHS], _delivery_sites(tables.births, settings), (*KEY, "born"))
    return {
        name: table.select(*rows[name].columns, **{COLUMN: table[COLUMN].fill_null(MISSING)})
        for name, table in found.items()
    }


def booking_sites(tables: Tables) -> ir.Table:
    """Each provider's sites of booking, with the column `stratum`."""
    rows = tables.pregnancies
    return rows.filter(rows.booking_site.notnull()).select("provider", stratum=rows.booking_site).distinct()


def delivery_sites(tables: Tables, settings: Settings) -> ir.Table:
    """Each provider's sites of birth, with the column `stratum`."""
    rows = tables.births
    known = rows.delivery_site.notnull() & rows.outcome.isin(settings.birth_outcomes)
    return rows.filter(known).select("provider", stratum=rows.delivery_site).distinct()


def _pregnancies(pregnancies: ir.Table, kind: str) -> ir.Table:
    if kind == SITE:
        return pregnancies.select(*KEY, stratum=pregnancies.booking_site)
    banded = kinds()[kind]
    return pregnancies.select(*KEY, stratum=_stratum(pregnancies, banded))


def _stratum(rows: ir.Table, kind: Kind) -> ir.StringValue:
    column = rows[kind.column]
    branches = [(_within(column, stratum), stratum.id) for stratum in kind.strata[:-1]]
    return ibis.cases(*branches, else_=MISSING)


def _within(column: ir.Value, stratum: Stratum) -> ir.BooleanValue:
    if stratum.codes:
        return column.upper().isin(tuple(stratum.codes))
    return column.between(stratum.first, stratum.last)


def _delivery_sites(births: ir.Table, settings: Settings) -> ir.Table:
    rows = with_keys(births)
    rows = rows.filter(rows.outcome.isin(settings.birth_outcomes))
    rows = rows.select(*KEY, "delivery_site", born=rows.birth_date)
    return rows.group_by(*KEY, "born").agg(stratum=rows.delivery_site.min())
