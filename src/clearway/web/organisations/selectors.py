"""What the organisation pages read from the value table."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from clearway.common.organisations import NATION, Organisation
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications.models import SourceFile, Value

Key = tuple[str, str, str, str]
"""Measure, component, parameter, period."""


def figures_of(
    organisation: Organisation, access: Access = NOBODY, measures: Collection[str] | None = None
) -> list[Value]:
    """All current rows of one organisation that may be seen, oldest first, with the files they come from.

    With `measures`, only theirs.
    """
    rows = Value.objects.visible_to(access).current().of(organisation).select_related("source")
    if measures is not None:
        rows = rows.filter(measure__in=measures)
    return list(rows.order_by("measure", "component", "parameter", "period_start", "pk"))


def codes_with_figures(access: Access = NOBODY) -> set[str]:
    """The organisations of which at least one figure is held; reasons for having none do not count."""
    rows = Value.objects.visible_to(access).filter(value__isnull=False)
    return set(rows.order_by().values_list("org_code", flat=True).distinct())


def national_figures(measures: Collection[str]) -> Mapping[Key, float]:
    """England's published figures of some measures; never a sum over organisations."""
    rows = Value.objects.open().current().filter(org_code=NATION, measure__in=measures, value__isnull=False)
    return {key_of(row): row.value for row in rows if row.value is not None}


def figures_at(
    level: str, newest: Mapping[str, Collection[str]], access: Access = NOBODY
) -> Mapping[Key, Sequence[float]]:
    """The figures of every organisation of a level; `newest` has the periods wanted of each measure."""
    found: dict[Key, list[float]] = defaultdict(list)
    periods = {period for wanted in newest.values() for period in wanted}
    rows = (
        Value.objects.visible_to(access)
        .current()
        .filter(
            org_level=level, measure__in=newest, period__in=periods, denominator__gt=0, value__isnull=False
        )
    )
    for measure, component, parameter, period, value in rows.values_list(
        "measure", "component", "parameter", "period", "value"
    ):
        if value is not None and period in newest[measure]:
            found[measure, component, parameter, period].append(value)
    return found


def key_of(row: Value) -> Key:
    """What a row is about, apart from its organisation."""
    return row.measure, row.component, row.parameter, row.period


def sources() -> list[SourceFile]:
    """The files that were read, with what was caught in each."""
    return list(SourceFile.objects.open().only("id", "title", "findings"))
