"""What pages read from the value table: the rows that everybody may see, and beside them the own figures
of organisations whose figures `access` allows to see. Without `access` only what everybody may see.

Superseded rows appear only where history is asked for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.parameters import reading, same
from clearway.common.periods import Period
from clearway.web.people.access import NOBODY, Access
from clearway.web.publications.models import OF_SITE, SourceFile, Value, ValueQuerySet

TAKEN_BACK = "superseded"
"""The state of a row that empties a cell."""


def series(
    organisation: Organisation,
    measure: str,
    component: str = "",
    as_of: date | None = None,
    access: Access = NOBODY,
    parameter: str | None = None,
) -> list[Value]:
    """One organisation's figures of one measure, oldest first: the current ones.

    With `as_of`, each figure is the version that was known at the end of that day (`_known`): neither
    figures restated later show, nor months that were not over. Of a measure with a parameter it
    is the series of one: of `parameter`, where that is None of the one reported last.
    """
    rows = Value.objects.visible_to(access).of(organisation).filter(measure=measure, component=component)
    if as_of is None:
        ordered = rows.current().select_related("source").order_by("period_start", "pk")
        return of_one_parameter(ordered, parameter)
    versions: dict[tuple[str, str], Value] = {}
    for row in rows.select_related("source").order_by("recorded_at", "pk"):
        key = reading(row.parameter), row.period
        before = versions.get(key)
        if _known(row, as_of, first=before is None) and (before is None or _stands_for(row, before)):
            versions[key] = row
    ordered_versions = sorted(versions.values(), key=lambda row: (row.period_start, row.pk))
    return of_one_parameter(ordered_versions, parameter)


def _known(row: Value, as_of: date, *, first: bool) -> bool:
    """Whether the row was known at the end of a day.

    What people entered here, or the site computed from their logs, was known from its recording on. A file
    may be loaded years after it was published: its first version counts as known once its period was over.
    """
    if row.when.last_day > as_of:
        return False
    loaded_later = first and row.source.layout not in OF_SITE
    return loaded_later or localdate(row.recorded_at) <= as_of


def of_one_parameter(rows: Iterable[Value], parameter: str | None = None) -> list[Value]:
    """Of rows in order of their periods, those of one parameter: None is the one that was reported last.

    Staff trained in one subject and in another are different counts: one line through both would be a line
    through nothing. Spellings of one subject are one (`clearway.common.parameters`); where a period has
    figures in two of them, the one recorded last stands.
    """
    held = list(rows)
    if not held:
        return held
    wanted = reading(held[-1].parameter if parameter is None else parameter)
    found = [row for row in held if reading(row.parameter) == wanted]
    return found if len({row.parameter for row in found}) < 2 else _one_a_period(found)


def _one_a_period(rows: Sequence[Value]) -> list[Value]:
    stands: dict[str, Value] = {}
    for row in sorted(rows, key=lambda row: (row.recorded_at, row.pk)):
        before = stands.get(row.period)
        if before is None or _stands_for(row, before):
            stands[row.period] = row
    return sorted(stands.values(), key=lambda row: (row.period_start, row.pk))


def _stands_for(row: Value, before: Value) -> bool:
    """Whether the row stands for one recorded before it; to empty one spelling empties no other."""
    return row.state != TAKEN_BACK or row.parameter == before.parameter


@dataclass(frozen=True)
class ParameterHeld:
    """A subject of which rows are held, as its newest row spells it; `newest` is the newest period of a
    figure, None where only reasons are held."""

    name: str
    newest: Period | None


def parameters_of(
    organisation: Organisation, measure: str, component: str = "", access: Access = NOBODY
) -> list[ParameterHeld]:
    """What fills the measure's blank in the organisation's current rows, the one reported last first."""
    rows = Value.objects.visible_to(access).current().of(organisation)
    ordered = rows.filter(measure=measure, component=component).order_by("period_start", "pk")
    found: dict[str, ParameterHeld] = {}
    for row in ordered.only("parameter", "period", "period_start", "value"):
        before = found.pop(reading(row.parameter), None)  # the last one reported comes to the end
        newest = row.when if row.value is not None else before.newest if before else None
        found[reading(row.parameter)] = ParameterHeld(row.parameter, newest)
    return list(reversed(found.values()))


def about(rows: ValueQuerySet, parameter: str | None) -> ValueQuerySet:
    """The rows of one parameter in all its spellings; of every one where it is None."""
    if parameter is None:
        return rows
    spelt = rows.order_by().values_list("parameter", flat=True).distinct()
    return rows.filter(parameter__in=[one for one in spelt if same(one, parameter)])


def latest(
    organisation: Organisation,
    measure: str,
    component: str = "",
    access: Access = NOBODY,
    parameter: str | None = None,
) -> Value | None:
    """The newest current row, be it a figure or a reason."""
    rows = series(organisation, measure, component, access=access, parameter=parameter)
    return rows[-1] if rows else None


def measures_of(organisation: Organisation, access: Access = NOBODY) -> list[tuple[str, str]]:
    """The (measure, component) pairs held for one organisation."""
    rows = Value.objects.visible_to(access).current().of(organisation).values_list("measure", "component")
    return sorted(set(rows))


def periods_of(
    measure: str,
    level: str = "provider",
    component: str = "",
    access: Access = NOBODY,
    parameter: str | None = None,
) -> list[str]:
    """The periods for which a measure is held at a level, newest first."""
    rows = Value.objects.visible_to(access).filter(measure=measure, component=component, org_level=level)
    rows = about(rows, parameter)
    return list(rows.values_list("period", flat=True).distinct().order_by("-period_start"))


def comparison(
    measure: str,
    period: str,
    level: str = "provider",
    component: str = "",
    access: Access = NOBODY,
    parameter: str | None = None,
) -> list[Value]:
    """The current rows of every organisation of a level in one period, reasons included."""
    rows = (
        Value.objects.visible_to(access)
        .current()
        .filter(measure=measure, component=component, org_level=level, period=period)
    )
    ordered = about(rows, parameter).select_related("source").order_by("org_code", "pk")
    if parameter is None:
        return list(ordered)
    by_code: dict[str, list[Value]] = defaultdict(list)
    for row in ordered:
        by_code[row.org_code].append(row)
    return [row for rows in by_code.values() for row in of_one_parameter(rows, parameter)]


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


def levels_of(
    measure: str, period: str, component: str = "", access: Access = NOBODY, parameter: str | None = None
) -> set[str]:
    """The organisation levels that have rows of a measure in a period."""
    rows = Value.objects.visible_to(access).filter(measure=measure, component=component, period=period)
    rows = about(rows, parameter)
    return set(rows.values_list("org_level", flat=True).distinct())
