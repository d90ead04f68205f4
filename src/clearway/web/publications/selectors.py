"""What pages read from the value table: the rows that everybody may see, and beside them the own figures
of organisations whose figures `access` allows to see. Without `access` only what everybody may see.

Superseded rows appear only where history is asked for.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications.models import SourceFile, Value


def series(
    organisation: Organisation,
    measure: str,
    component: str = "",
    as_of: date | None = None,
    access: Access = NOBODY,
) -> list[Value]:
    """One organisation's figures of one measure, oldest first: the current ones.

    With `as_of`, each figure is the version that was held at the end of that day, or the first
    version where none was held yet: figures restated later do not show. Of a measure with a parameter it
    is the series of one (`of_one_parameter`).
    """
    rows = Value.objects.visible_to(access).of(organisation).filter(measure=measure, component=component)
    if as_of is None:
        return of_one_parameter(rows.current().select_related("source").order_by("period_start", "pk"))
    versions: dict[tuple[str, str], Value] = {}
    for row in rows.select_related("source").order_by("recorded_at", "pk"):
        key = row.parameter, row.period
        if key not in versions or localdate(row.recorded_at) <= as_of:
            versions[key] = row
    return of_one_parameter(sorted(versions.values(), key=lambda row: (row.period_start, row.pk)))


def of_one_parameter(rows: Iterable[Value]) -> list[Value]:
    """Of rows in order of their periods, those of the parameter that was reported last.

    Staff trained in one subject and in another are different counts: one line through both would be a line
    through nothing.
    """
    held = list(rows)
    return [row for row in held if row.parameter == held[-1].parameter]


def latest(
    organisation: Organisation, measure: str, component: str = "", access: Access = NOBODY
) -> Value | None:
    """The newest current row, be it a figure or a reason."""
    rows = series(organisation, measure, component, access=access)
    return rows[-1] if rows else None


def measures_of(organisation: Organisation, access: Access = NOBODY) -> list[tuple[str, str]]:
    """The (measure, component) pairs held for one organisation."""
    rows = Value.objects.visible_to(access).current().of(organisation).values_list("measure", "component")
    return sorted(set(rows))


def periods_of(
    measure: str, level: str = "provider", component: str = "", access: Access = NOBODY
) -> list[str]:
    """The periods for which a measure is held at a level, newest first."""
    rows = Value.objects.visible_to(access).filter(measure=measure, component=component, org_level=level)
    return list(rows.values_list("period", flat=True).distinct().order_by("-period_start"))


def comparison(
    measure: str, period: str, level: str = "provider", component: str = "", access: Access = NOBODY
) -> list[Value]:
    """The current rows of every organisation of a level in one period, reasons included."""
    rows = (
        Value.objects.visible_to(access)
        .current()
        .filter(measure=measure, component=component, org_level=level, period=period)
    )
    return list(rows.select_related("source").order_by("org_code"))


def history(value: Value) -> list[Value]:
    """`value` and all that it supersedes, newest first, as far as everybody may see it."""
    rows = [value]
    while rows[-1].supersedes is not None:
        rows.append(rows[-1].supersedes)
    return [row for row in rows if row.is_open]


def sources() -> list[SourceFile]:
    """All files that were read and that everybody may see, newest first."""
    return list(SourceFile.objects.open())


def source(number: int) -> SourceFile | None:
    """The file with this number, None where there is none that everybody may see."""
    return SourceFile.objects.open().filter(pk=number).first() if number < 2**63 else None


def organisation_codes(measure: str, component: str = "", access: Access = NOBODY) -> set[str]:
    """The organisations that any row of a measure speaks of."""
    rows = Value.objects.visible_to(access).filter(measure=measure, component=component)
    return set(rows.values_list("org_code", flat=True).distinct())


def measures_held(access: Access = NOBODY) -> set[str]:
    """The measures of which at least one row is held."""
    return set(Value.objects.visible_to(access).values_list("measure", flat=True).distinct())


def levels_of(measure: str, period: str, component: str = "", access: Access = NOBODY) -> set[str]:
    """The organisation levels that have rows of a measure in a period."""
    rows = Value.objects.visible_to(access).filter(measure=measure, component=component, period=period)
    return set(rows.values_list("org_level", flat=True).distinct())
