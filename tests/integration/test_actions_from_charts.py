"""From what a chart shows to an action, by the figures that ship with Clearway; the chart gives the words."""

import re
from datetime import date
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from tests.lib.improvement import browser_of, somebody, text_of

from clearway.spc import spc
from clearway.web.charts.acting import named_by, reference_of, signal_of
from clearway.web.charts.one_chart import OneChart, one_chart
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.models import Action, Project

pytestmark = pytest.mark.django_db
MEASURE = "cqim-smoking-booking"
CHART, PAGE = f"/organisations/R1H/charts/{MEASURE}/", f"/measures/{MEASURE}/?organisation=R1H"
START = "Start an action from this"


def _chart(code: str) -> OneChart:
    found = one_chart(code, MEASURE, "", NOBODY)
    assert found is not None
    return found


def _start(page: str) -> str:
    found = re.search(r'href="(/organisations/R1H/actions/new/[^"]+)"', page)
    assert found is not None
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("page", [CHART, PAGE])
def test_only_those_who_run_improvement_work_there_start_from_it(lead: User, page: str) -> None:
    assert START in text_of(browser_of(lead).get(page))
    for role, code in (("midwife", "R1H"), ("network-lead", "QMF"), ("improvement-lead", "RJ1")):
        assert START not in text_of(browser_of(somebody(role, code)).get(page)), role


def test_the_page_of_a_trust_offers_it_beside_each_signal() -> None:
    """The made-up trust whose charts show everything that a chart can."""
    address = "/organisations/SYNTH/"
    assert "kind=chart-signal" not in browser_of(somebody("midwife", "SYNTH")).get(address).content.decode()
    page = browser_of(somebody("improvement-lead", "SYNTH")).get(address).content.decode()
    named = {unquote(found) for found in re.findall(r"kind=chart-signal&amp;reference=([^\"&]+)", page)}
    assert named
    for reference in named:
        measure, more = named_by(reference)
        chart = one_chart("SYNTH", measure, more.get("component", ""), NOBODY, more.get("parameter"))
        assert chart is not None
        assert signal_of(chart).found, reference


def test_the_action_carries_the_words_and_the_month_of_the_chart(project: Project, lead: User) -> None:
    browser = browser_of(lead)
    address = _start(browser.get(CHART).content.decode())
    browser.post(f"{address}&words=Totally+made+up", {"title": "Ask the team", "project": "1"})
    row = Action.objects.get()
    signal = signal_of(_chart("R1H"))
    assert row.origin_words == signal.words
    assert "made up" not in row.origin_words
    assert named_by(row.origin_reference) == (MEASURE, {"month": signal.month})
    shown = browser.get(f"/organisations/R1H/actions/{row.number}/").content.decode()
    assert f'href="{CHART}' in shown
    assert "Actions that began from this chart Ask the team" in re.sub(
        r"\s+", " ", text_of(browser.get(CHART))
    )
    assert "Ask the team" not in text_of(browser_of(somebody("trust-lead", "RJ1")).get(CHART))


LEVEL = [10.0, 12.0, 9.0, 11.0, 10.0, 12.0, 8.0, 11.0, 9.0, 10.0, 12.0, 9.0, 11.0, 10.0, 9.0, 11.0]


@pytest.mark.parametrize(
    ("after", "month", "words"),
    [
        ([], "2025-04-01", "April 2025: no recent signal"),
        ([30.0], "2025-05-01", "May 2025: special cause, high (outside)"),
        ([30.0, 10.0, 11.0], "2025-05-01", "May 2025: special cause, high (outside)"),
        ([30.0, 10.0, 11.0, 9.0, 11.0, 10.0, 11.0], "2025-11-01", "November 2025: no recent signal"),
    ],
)
def test_the_signal_is_the_newest_of_the_last_six_figures(after: list[float], month: str, words: str) -> None:
    values = LEVEL + after
    dates = [date(2024 + number // 12, number % 12 + 1, 1) for number in range(len(values))]
    signal = signal_of(SimpleNamespace(judged=spc(values, dates=dates), title="Clinics"))  # type: ignore[arg-type]
    assert (signal.month, signal.words) == (month, f"Clinics, {words}")
    assert signal.found == ("special cause" in words)


@pytest.mark.parametrize(
    ("component", "parameter", "month"),
    [("", "", ""), ("4-weeks", "", ""), ("", "CO & you?", "2026-09-01"), ("a", "b=c", "d")],
)
def test_a_reference_says_again_what_it_was_made_of(component: str, parameter: str, month: str) -> None:
    measure, more = named_by(reference_of("staff-trained-subject", component, parameter, month))
    given = {"component": component, "parameter": parameter, "month": month}
    assert measure == "staff-trained-subject"
    assert more == {name: text for name, text in given.items() if text}


def test_own_figures_of_another_trust_start_nothing(lead: User) -> None:
    assert one_chart("R1H", "no-such-measure", "", access_of_user(lead)) is None
    said = "kind=chart-signal&reference=co-test-booking"
    assert browser_of(lead).get(f"/organisations/R1H/actions/new/?{said}").status_code == 404
