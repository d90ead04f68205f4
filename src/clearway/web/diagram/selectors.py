"""What the pages of a package read from the value table."""

from collections.abc import Collection

from clearway.common.organisations import Organisation
from clearway.web.publications.models import Value


def newest_figures(organisation: Organisation, measures: Collection[str]) -> dict[str, Value]:
    """The newest current figure of each measure that has one, in one query; reasons are passed over."""
    rows = (
        Value.objects.open()
        .current()
        .of(organisation)
        .filter(measure__in=measures, component="", state="value")
    )
    return {row.measure: row for row in rows.order_by("period_start")}
