"""From what a chart shows to an action, by the figures that ship with Clearway; the chart gives the words."""

import re

import pytest
from tests.lib.improvement import browser_of, somebody, text_of

from clearway.common.organisations import directory
from clearway.web.charts.acting import named_by, reference_of, signal_of
from clearway.web.charts.one_chart import OneChart, one_chart
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import User
from clearway.web.projects.models import Action, Project
from clearway.web.publications.models import Value

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


def test_the_signal_is_the_newest_point_that_stands_out_of_the_last_six() -> None:
    codes = Value.objects.filter(measure=MEASURE, org_level="provider").values_list("org_code", flat=True)
    seen = set()
    for code in sorted(set(codes))[:40]:
        chart = _chart(code) if directory().find(code) is not None else None
        recent = chart.judged.valued[-6:] if chart is not None else ()
        if chart is None or not recent:
            continue
        out = [point for point in recent if point.type.value != "common_cause"]
        signal = signal_of(chart)
        assert signal.found == bool(out)
        expected = out[-1] if out else recent[-1]
        assert signal.month == expected.date.isoformat()
        assert ("special cause" in signal.words) == bool(out)
        seen.add(bool(out))
    assert seen == {True, False}, "both kinds of charts are among them"


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
