"""No figure of one subject ever stands in anything that was asked for another."""

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.lib.own_figures import enter_figures
from tests.lib.visitors import browser_of, somebody

from clearway.common.organisations import directory
from clearway.common.parameters import in_address, reading
from clearway.web.boards.selectors import rows_to_draw
from clearway.web.charts.one_chart import one_chart
from clearway.web.design import pictures
from clearway.web.organisations.selectors import figures_of
from clearway.web.organisations.series import series_of
from clearway.web.people.access import Access, access_of_user
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import comparison, parameters_of, series

pytestmark = pytest.mark.django_db
TRUST, MEASURE = "R1H", "staff-trained-aim"
HERE = directory().get(TRUST)
WORDS = ("SBAR", "human factors", "Straße & Büro", "-", "", "İstanbul <b>", "50% / 2?a=1&b#c")
SPELT = st.sampled_from(
    [spelt for word in WORDS for spelt in (word, word.upper(), f" {word}  ", word.lower(), word.title())]
)
HELD = st.lists(st.tuples(SPELT, st.integers(1, 4)), min_size=2, max_size=5, unique_by=lambda each: each[0])


@given(st.text(max_size=40))
def test_a_reading_reads_as_itself(text: str) -> None:
    assert reading(reading(text)) == reading(text)


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> tuple[Client, Access]:
    monkeypatch.setattr(pictures, "_svg", lambda spec, title, finding: "<svg></svg>")
    user = somebody(("improvement-lead", TRUST), email="ada@example.org", demonstration=True)
    return browser_of(user), access_of_user(user)


def outputs(client: Client, access: Access, asked: str) -> Iterator[tuple[str, set[float]]]:
    """The counts that every output shows which is asked for one subject."""
    rows = series(HERE, MEASURE, access=access, parameter=asked)
    yield "series", counts(rows)
    if rows:
        yield "as of a day", counts(series(HERE, MEASURE, "", rows[-1].recorded_at.date(), access, asked))
    for row in rows:
        yield "compared", counts(comparison(MEASURE, row.period, "provider", "", access, asked))
    yield "board", counts(rows_to_draw(HERE, [(MEASURE, "", asked)], own=True)[MEASURE, "", asked])
    chart = one_chart(TRUST, MEASURE, "", access, asked)
    if chart is not None:
        shown = chart.picture().table.rows
        yield "table of the chart", {float(str(line[1]).replace(",", "")) for line in shown}
    query = {"organisation": TRUST, "parameter": in_address(asked)}
    page = client.get(f"/measures/{MEASURE}/figures.csv", query)
    assert page.status_code == 200
    lines = csv.DictReader(io.StringIO(page.content.decode()))
    yield "file", {float(line["numerator"]) for line in lines}


def counts(rows: Sequence[Value]) -> set[float]:
    return {row.numerator for row in rows if row.numerator is not None}


@settings(
    max_examples=8,
    phases=[Phase.generate],  # to shrink takes minutes, and tells no more
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(held=HELD, asked=SPELT)
def test_what_is_asked_for_one_subject_shows_no_figure_of_another(
    asks: tuple[Client, Access], held: list[tuple[str, int]], asked: str
) -> None:
    with transaction.atomic():
        for place, (spelt, months) in enumerate(held, 1):
            enter_figures(TRUST, [10 * place + month for month in range(months)], MEASURE, parameter=spelt)
        for subject in {asked, *(spelt for spelt, _ in held)}:
            others = {
                10.0 * place + month
                for place, (spelt, months) in enumerate(held, 1)
                if reading(spelt) != reading(subject)
                for month in range(months)
            }
            for name, shown in outputs(*asks, subject):
                assert not shown & others, (name, subject)
        access = asks[1]
        readings = {reading(spelt) for spelt, _ in held}
        assert {reading(one.name) for one in parameters_of(HERE, MEASURE, access=access)} == readings
        lines = [one for one in series_of(figures_of(HERE, access)) if one.measure == MEASURE]
        assert sorted(reading(one.parameter) for one in lines) == sorted(readings)
        transaction.set_rollback(True)
