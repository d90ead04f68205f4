"""Which chart stands on a poster: it has room for one, and it should be the one of the work that it tells of.

Of the charts that may be shown, the first that there is, in this order: that of a measure of which the test
decided last had a prediction; that of the first process measure of the plan; that of the first measure of
the plan. Who publishes the board may choose another.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F, Q

from clearway.common.parameters import reading
from clearway.measures.definitions import definitions
from clearway.web.boards.panels import Place
from clearway.web.boards.protected_charts import Wanted
from clearway.web.boards.selectors import Series
from clearway.web.charts.titles import chart_title
from clearway.web.cycles.models import Cycle, Question, Stage
from clearway.web.projects.models import PlannedMeasure


def key_of(series: Series) -> str:
    """A series as one text, for a form."""
    measure, part, blank = series
    return "|".join((measure, part, reading(blank)))


def poster_options(shown: Sequence[Wanted]) -> list[tuple[str, str]]:
    """The charts to choose from: the text for the form, and the title."""
    return [(key_of(series), chart_title(definitions()[series[0]], *series[1:])) for _, series in shown]


def chart_of_poster(place: Place, shown: Sequence[Wanted], chosen: str = "") -> Wanted | None:
    """The chosen one of the charts that are shown, else the first by the rule; None where none is shown."""
    if not shown:
        return None
    by_choice = (one for one in shown if key_of(one[1]) == chosen)
    by_rule = (one for asked in _wished(place) for one in shown if _is(asked, one[1]))
    return next(by_choice, None) or next(by_rule, shown[0])


def _wished(place: Place) -> Iterator[Series]:
    yield from _predicted(place)
    rows = PlannedMeasure.objects.filter(
        project__in=place.projects, left_out=False, kind=PlannedMeasure.PROCESS
    ).exclude(measure="")
    yield from _series(rows)


def _predicted(place: Place) -> Iterator[Series]:
    """The measures that were predicted in the test that was decided last and predicted any."""
    asked = Question.objects.filter(kind=Question.NUMBER, left_out=False, predictions__isnull=False)
    asked = asked.exclude(measure="")
    rows = Cycle.objects.with_decision().filter(project__in=place.projects, left_out=False)
    decided = rows.filter(Q(state=Stage.DECIDED, pk__in=asked.values("cycle")))
    last = decided.order_by(F("decided_on").desc(), "-pk").first()
    if last is not None:
        yield from _series(asked.filter(cycle=last).order_by("number").distinct())


def _series(rows: Iterable[PlannedMeasure | Question]) -> Iterator[Series]:
    return ((row.measure, row.component, row.parameter) for row in rows)


def _is(asked: Series, shown: Series) -> bool:
    """Whether it is the measure, or the published figures that stand for it."""
    sheet = definitions().get(asked[0])
    names = (asked[0], *(sheet.published_as if sheet else ()))
    return shown[0] in names and shown[1] == asked[1] and reading(shown[2]) == reading(asked[2])
