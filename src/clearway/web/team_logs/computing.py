"""From what teams logged to figures: computed by the measures engine, and added to the value table.

As with `measures run --load`, a computed figure takes the place of one that was typed, which stays readable
as the earlier version; figures of the newest month are provisional; national measures and sums over
organisations of which not every trust is there are left out. Three things differ, because this happens every
day and of itself: a month that the logs do not cover says nothing, so that it replaces no typed figure; a
figure of a month that is accepted, locked or past its closing day stays as it is, unless an exception was
granted; and what has not changed adds nothing, not even the record of a source.
"""

import hashlib
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from django.utils import timezone

from clearway.common.organisations import Level, directory
from clearway.common.periods import parse_month
from clearway.measures.computed import team_measures
from clearway.measures.engines.duckdb import DuckDB
from clearway.measures.levels import number_of
from clearway.measures.results import Result, State, write_results
from clearway.measures.stamps import stamp_of
from clearway.measures.teamwork import TeamComputation, begin_team
from clearway.records.publications import Publication, PublishedValue
from clearway.records.publications.model import SourceFile, Status
from clearway.records.publications.model import State as PublishedState
from clearway.records.team_logs.database import data_version, opened
from clearway.web.audit.models import Person
from clearway.web.calendar.guard import hold_all, is_open
from clearway.web.calendar.states import states_of
from clearway.web.design.turns import in_turn
from clearway.web.publications.actions import import_publication
from clearway.web.publications.computed import for_the_site
from clearway.web.publications.models import LOGS, Value
from clearway.web.team_logs.canonical import organisations_with_projects, team_log_rows
from clearway.web.team_logs.of_projects import Row

PUBLISHER = "The teams' own logs"
TITLE = "Measures of the improvement work, computed by Clearway"
LICENCE = "That of the organisation whose logs they are"


@contextmanager
def computation(rows: dict[str, Sequence[Row]]) -> Iterator[TeamComputation | None]:
    """The engine over these rows; None where they cover no month."""
    if not rows.get("log_months"):
        yield None
        return
    with opened(rows) as database:
        yield begin_team(DuckDB(database))


@dataclass(frozen=True)
class Loaded:
    """How many figures are new or changed, and how many are as they were."""

    changed: int
    unchanged: int


@in_turn
def compute_figures(*, by: Person, codes: Collection[str] | None = None, today: date | None = None) -> Loaded:
    """Compute the months up to the last that is over, and add to the value table what is new or changed.

    For the organisations named, else for all that run projects. Levels above trusts are computed with all.
    """
    day = today or timezone.localdate()
    chosen = organisations_with_projects() if codes is None else codes
    rows = dict(team_log_rows(chosen, day))
    with computation(rows) as found:
        if found is None:
            return Loaded(0, 0)
        publication = _publication(found, data_version(rows))
    wanted = for_the_site(publication).values
    fresh = _fresh(publication, wanted, day)
    if fresh:
        _hold(fresh)
        fresh = _fresh(publication, wanted, day)  # as it stands now that nobody else writes there
    if fresh:
        import_publication(publication=_of(publication, fresh), by=by)
    return Loaded(len(fresh), len(wanted) - len(fresh))


def _publication(found: TeamComputation, data: str) -> Publication:
    """All figures as a source of the value table."""
    results = [row for row in found.results() if _says_something(row, found)]
    text = io.StringIO()
    write_results(results, text)
    # The moment is part of the name by which the source is known again: figures that change and change
    # back are three sources, not two.
    content = f"{timezone.now().isoformat()}\n{text.getvalue()}".encode()
    stamp = stamp_of(
        found.coverage,
        found.as_of,
        engine=f"duckdb {version('duckdb')}",
        data=data,
        measures=team_measures(),
    ).for_file(content)
    source = SourceFile(
        name=f"team-logs-{found.as_of}-{data}",
        sha256=hashlib.sha256(content).hexdigest(),
        publisher=PUBLISHER,
        title=TITLE,
        layout=LOGS,
        status=Status.FINAL,
        licence=LICENCE,
        rounding="Not rounded.",
        periods=tuple(sorted({row.period for row in results})),
    )
    values = tuple(_value(row, number) for number, row in enumerate(results, start=2))
    return Publication(source, values, (), {}, stamp)


def _says_something(row: Result, found: TeamComputation) -> bool:
    """Whether the month was covered: above trusts by the logs of all, or a part would pass for the whole."""
    if row.state is State.NOT_COLLECTED:
        return False
    if row.org_level == Level.PROVIDER:
        return True
    month = parse_month(row.period)
    trusts = directory().providers(under=row.org_code, on=month.first_day)
    return all((trust.code, number_of(month.first_day)) in found.coverage.read for trust in trusts)


def _value(row: Result, number: int) -> PublishedValue:
    organisation = directory().get(row.org_code)
    return PublishedValue(
        measure=row.measure,
        component=row.component,
        parameter=row.parameter,
        version=row.version,
        org_level=str(organisation.level),
        org_code=organisation.code,
        org_name=organisation.name,
        period=row.period,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        state=PublishedState(row.state.value),
        note="",
        row=number,
    )


def _fresh(publication: Publication, values: Sequence[PublishedValue], day: date) -> list[PublishedValue]:
    """Those that are not held as they are; numbers that differ only where the month is still open."""
    rows = Value.objects.current().filter(measure__in={value.measure for value in values})
    held = {
        (row.measure, row.org_code, row.period): row
        for row in rows.filter(component="", parameter="").select_related("source")
    }
    fresh, changed = [], []
    for value in values:
        row = held.get((value.measure, value.org_code, value.period))
        if row and _numbers(row) != _numbers(value):
            changed.append(value)
        elif not row or (row.version, row.status, row.source.layout) != (
            str(value.version), str(publication.status_of(value)), LOGS,
        ):  # fmt: skip
            fresh.append(value)
    return [*fresh, *_of_open_months(changed, day)]


def _hold(values: Sequence[PublishedValue]) -> None:
    """The months of trusts, against whoever types, approves or locks them; nobody types those above."""
    trusts = {(value.org_code, value.period) for value in values if value.org_level == Level.PROVIDER}
    hold_all((directory().get(code), parse_month(period)) for code, period in trusts)


def _numbers(figure: Value | PublishedValue) -> tuple[object, ...]:
    return figure.numerator, figure.denominator, figure.value, str(figure.state)


def _of_open_months(values: Sequence[PublishedValue], day: date) -> Iterator[PublishedValue]:
    months = {value.period: parse_month(value.period) for value in values}
    states = states_of({value.org_code for value in values}, set(months.values()))
    for value in values:
        month = months[value.period]
        if is_open(states[value.org_code, month], month, day):
            yield value


def _of(publication: Publication, values: Sequence[PublishedValue]) -> Publication:
    return Publication(publication.source, tuple(values), (), {}, publication.stamp)
