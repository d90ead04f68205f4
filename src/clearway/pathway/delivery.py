"""Delivery: the smoking status around the birth.

Source: NHS England, CQIMSmokingDelivery. Anchored on the onset of labour or the date of the
caesarean, never on the date of birth: the anchor day first, else within 3 days either side. Care at
contacts (MSD202) and in labour and delivery (MSD302) is evidence, with any unit that contains ppm.
With neither date there is no status.
"""

import ibis.expr.types as ir

from clearway.pathway.expressions import beside, days, flag, tiny, with_keys
from clearway.pathway.settings import Settings
from clearway.pathway.status import rank_with_unknown_on_day
from clearway.pathway.tables import KEY


def with_anchors(pregnancies: ir.Table, labours: ir.Table) -> ir.Table:
    """Pregnancies with `onset_date`, `caesarean_date` and `labour_dated`; one with two labours has two rows.

    Facts drawn from these rows are smallest or largest values, which a row counted twice cannot change.
    """
    anchors = with_keys(labours).select(*KEY, "onset_date", "caesarean_date").distinct()
    rows = beside(pregnancies, anchors)
    dated = flag(rows.onset_date.notnull() | rows.caesarean_date.notnull())
    return rows.select(*rows.columns, labour_dated=tiny(dated))


def rank_at_delivery(rows: ir.Table, settings: Settings) -> ir.IntegerValue:
    """The rank of each row of evidence around the anchors beside it."""
    onset, caesarean = days(rows.day, rows.onset_date), days(rows.day, rows.caesarean_date)
    within = settings.status_days
    on_day = (onset == 0) | (caesarean == 0)
    close = onset.between(-within, within) | caesarean.between(-within, within)
    return rank_with_unknown_on_day(rows.says_at_delivery, on_day, close)


def delivery_facts(rows: ir.Table) -> dict[str, ir.Scalar]:
    """The best rank of a pregnancy's evidence, and whether there was an anchor to rank it by."""
    return {"delivery_rank": rows.rank_at_delivery.min(), "labour_dated": rows.labour_dated.max()}
