"""A measure with a blank in its name has a page, a chart and a history for each subject."""

import json
from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.timezone import localdate
from tests.lib.chart_pages import picture, recorded
from tests.lib.improvement import TRUST, a_project, browser_of, somebody, text_of
from tests.lib.own_figures import FIRST, enter_figures

from clearway.common.errors import ClearwayError
from clearway.common.organisations import SYNTHETIC_TRUST, directory
from clearway.spc.history import Event, EventKind
from clearway.web.boards.own_panels import planned_measures
from clearway.web.boards.places import place_of
from clearway.web.boards.selectors import rows_to_draw
from clearway.web.charts.actions import record_chart_event
from clearway.web.charts.models import ChartEvent
from clearway.web.charts.one_chart import one_chart
from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.models import CycleStep, Stage
from clearway.web.cycles.scoring import score_due
from clearway.web.design import pictures
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.projects.actions.plans import change_measure, plan_measure
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import parameters_of, series

pytestmark = pytest.mark.django_db
MEASURE = "staff-trained-subject"
PAGE = f"/measures/{MEASURE}/"
CHART = f"/organisations/{TRUST}/charts/{MEASURE}/"
HERE = directory().get(TRUST)
UGLY = '<b>"50%" & more</b>/2?a=1#x'
LONG = [100, 120, 140, 110, 130, 150, 120, 110, 140, 130, 120, 150, 130, 140, 120, 190, 200, 210, 220, 200]


@pytest.fixture(autouse=True)
def two_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    """SBAR for twenty months, human factors for five more than that."""
    monkeypatch.setattr(pictures, "_svg", lambda spec, title, finding: "<svg></svg>")
    enter_figures(TRUST, LONG, MEASURE, parameter="SBAR")
    enter_figures(TRUST, [*range(10, 35)], MEASURE, parameter="human factors")


@pytest.fixture
def lead() -> Client:
    return browser_of(somebody("improvement-lead"))


def asked(client: Client, **query: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(PAGE, {"organisation": TRUST, **query}).content, "html.parser")


@pytest.mark.parametrize("today", [False, True], ids=["now", "as it was today"])
def test_a_series_is_of_the_subject_that_was_reported_last(today: bool) -> None:
    access = access_of_user(somebody("improvement-lead"))
    rows = series(HERE, MEASURE, as_of=localdate() if today else None, access=access)
    assert {row.parameter for row in rows} == {"human factors"}
    assert [row.numerator for row in rows] == [*range(10, 35)]


def test_the_page_offers_each_subject_with_its_newest_month_and_draws_the_one_that_is_chosen(
    lead: Client,
) -> None:
    links = asked(lead).select('nav[aria-label="Subject"] a')
    assert [link.get_text(" ", strip=True) for link in links] == [
        "human factors January 2026", "SBAR August 2025",
    ]  # fmt: skip
    assert [link.get("aria-current") for link in links] == ["true", None]
    chosen = BeautifulSoup(lead.get(str(links[1]["href"])).content, "html.parser")
    assert "Subject: SBAR." in chosen.get_text()
    downloads = [str(link["href"]) for link in chosen.select(".app-chart a") if "." in str(link["href"])]
    assert downloads
    assert all("parameter=SBAR" in address for address in downloads)
    assert "SBAR,1,provider" in lead.get(next(one for one in downloads if "csv" in one)).content.decode()


def test_any_spelling_chooses_it_and_the_newest_one_is_shown(lead: Client) -> None:
    text = asked(lead, parameter=" sbar ").get_text()
    assert "Staff trained in a subject: SBAR" in text


def test_a_subject_that_nobody_reported_is_no_fault_and_leads_to_those_that_are(lead: Client) -> None:
    page = lead.get(PAGE, {"organisation": TRUST, "parameter": "Knitting"})
    assert "of the subject “Knitting”. Choose another one above." in text_of(page)
    assert lead.get(f"{PAGE}series.svg", {"organisation": TRUST, "parameter": "Knitting"}).status_code == 404
    assert lead.get(CHART, {"parameter": "Knitting"}).status_code == 404


@pytest.mark.parametrize("bad", ["x" * 65, "x" * 20_000, "a\x00b", "a\u202eb", "%00"], ids=range(5))
def test_an_extreme_address_is_told_what_is_wrong(lead: Client, bad: str) -> None:
    for address in (PAGE, f"{PAGE}series.svg", f"{PAGE}figures.csv", CHART, "/compare/", "/api/v1/values"):
        query = {"organisation": TRUST, "measure": MEASURE, "parameter": bad}
        wanted = query if address == "/compare/" else {k: v for k, v in query.items() if k != "measure"}
        if address.startswith("/api"):
            wanted = {"parameter": bad}
        assert lead.get(address, wanted).status_code in (200, 400, 404, 422), address


@pytest.mark.parametrize("address", ["/measures/smoke-booking/", "/measures/smoke-booking/series.svg"])
def test_a_measure_without_a_blank_has_none_to_choose(lead: Client, address: str) -> None:
    enter_figures(TRUST)
    assert lead.get(address, {"organisation": TRUST, "parameter": "SBAR"}).status_code == 404


def test_signs_of_a_subject_are_text_on_the_page_and_in_its_addresses(lead: Client) -> None:
    enter_figures(TRUST, [5, 6, 7], MEASURE, parameter=UGLY)
    page = asked(lead, parameter=UGLY)
    assert page.find("b", string=lambda text: text is not None and "50%" in text) is None
    assert f"Staff trained in a subject: {UGLY}" in page.get_text()
    for link in page.select('nav[aria-label="Subject"] a[aria-current], .app-chart a, a[href*="charts"]'):
        address = str(link["href"])
        if "parameter=" in address:
            assert lead.get(address).status_code == 200, address


def test_others_do_not_learn_which_subjects_there_are() -> None:
    assert "SBAR" not in text_of(Client().get(PAGE, {"organisation": TRUST}))
    assert parameters_of(HERE, MEASURE, access=NOBODY) == []


def test_a_month_in_two_spellings_stands_as_recorded_last_and_to_empty_one_empties_no_other() -> None:
    enter_figures(TRUST, [77], MEASURE, parameter="sbar")
    access = access_of_user(somebody("improvement-lead"))
    assert series(HERE, MEASURE, access=access, parameter="SBAR")[0].numerator == 77
    first = Value.objects.get(measure=MEASURE, parameter="sbar")
    Value.objects.create(
        measure=MEASURE, parameter="sbar", version="1", org_level="provider", org_code=TRUST,
        period=str(FIRST), period_start=FIRST.first_day, state="superseded", status="provisional",
        source=first.source, recorded_by="Tess Ter", supersedes=first,
    )  # fmt: skip
    assert series(HERE, MEASURE, access=access, parameter="SBAR")[0].numerator == 100


def _rebase(parameter: str) -> None:
    by = somebody("improvement-lead", name="Rea Base").as_person()
    event = Event(
        id=f"r{parameter}", kind=EventKind.PHASE, effective=date(2025, 4, 1), reason="a course for all",
        author="Rea Base", recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    record_chart_event(
        organisation=HERE,
        measure=MEASURE,
        component="",
        parameter=parameter,
        event=event,
        by=by,
    )
    return event


def test_new_limits_of_one_subject_move_no_other_line() -> None:
    access = access_of_user(somebody("improvement-lead"))
    _rebase("sbar")
    phases = {
        name: len(chart.judged.phases)
        for name in ("SBAR", "human factors")
        if (chart := one_chart(TRUST, MEASURE, "", access, name))
    }
    assert phases == {"SBAR": 2, "human factors": 1}


def test_a_decision_is_looked_at_and_recorded_for_the_chart_it_was_begun_on(lead: Client) -> None:
    form = BeautifulSoup(lead.get(f"{CHART}decide/phase/?parameter=sbar").content, "html.parser")
    kept = form.select_one('form.app-decide input[name="parameter"]')
    assert kept is not None
    assert kept["value"] == "SBAR"
    look = {"look": "1", "reason": "a course", "effective": "2025-04-01", "parameter": "SBAR"}
    page = recorded(lead, lead.get(f"{CHART}decide/phase/", look))
    assert "Recorded: New limits from 1 April 2025." in text_of(page)
    assert ChartEvent.objects.get(org_code=TRUST).parameter == "SBAR"
    assert "a course" in asked(lead, parameter="SBAR").get_text()
    assert "a course" not in asked(lead, parameter="human factors").get_text()
    assert "1 April 2025" not in json.dumps(picture(lead.get(PAGE, {"organisation": TRUST}), "series"))


def test_the_rows_and_cards_of_an_organisation_lead_to_their_own_subject(lead: Client) -> None:
    page = BeautifulSoup(lead.get(f"/organisations/{TRUST}/").content, "html.parser")
    for place in (".app-doing a", ".app-card a"):
        found = {str(link["href"]) for link in page.select(place) if PAGE in str(link["href"])}
        assert {one.split("parameter=")[1].split("&")[0] for one in found} == {"SBAR", "human+factors"}, place


def test_the_grid_has_one_column_for_each_subject_and_the_small_charts_are_of_the_chosen_one() -> None:
    for code, subject in (("RJ1", "Human Factors"), ("RJZ", "human factors"), ("RJ1", "CTG")):
        enter_figures(code, [*range(50, 70)], MEASURE, layout="published", parameter=subject)
    query = {"measure": MEASURE, "under": "ENG"}
    page = BeautifulSoup(Client().get("/compare/", query | {"parameter": "ctg"}).content, "html.parser")
    choices = page.select('nav[aria-label="Subject"] a')
    assert [one.get_text(strip=True).lower() for one in choices] == ["ctg", "human factors"]
    assert [one.get("aria-current") for one in choices] == ["true", None]
    of = {name: str(Client().get("/compare/multiples.svg", query | {"parameter": name}).content)
          for name in ("ctg", "HUMAN factors")}  # fmt: skip
    assert ["King" in of[name] for name in of] == [False, True]
    links = {str(one["href"]) for one in page.select(".app-grid a") if f"{PAGE}?" in str(one["href"])}
    assert len(links) == 3
    assert all("parameter=" in one for one in links)
    none = text_of(Client().get("/compare/", query | {"parameter": "Knitting"}))
    assert "No figure is held here of the subject “Knitting”." in none


def test_a_planned_measure_names_its_subject_and_each_subject_is_a_line(lead: Client) -> None:
    user = somebody("improvement-lead", name="Pla Nner")
    project, by = a_project(user), user.as_person()
    line = {"project": project, "kind": "process", "measure": MEASURE, "title": "Trained", "by": by}
    with pytest.raises(ClearwayError, match="The subject is missing"):
        plan_measure(**line)
    first = plan_measure(**line, parameter=" SBAR ")
    assert first.parameter == "SBAR"
    with pytest.raises(ClearwayError, match="subject: sbar is in the plan already"):
        plan_measure(**line, parameter="sbar")
    second = plan_measure(**line, parameter="human factors")
    with pytest.raises(ClearwayError, match="in the plan already"):
        change_measure(row=second, expected=second.version, by=by, parameter="Sbar")
    page = lead.get(f"/organisations/{TRUST}/projects/{project.number}/measures/").content.decode()
    assert "Subject: SBAR." in page
    assert f"{PAGE}?parameter=SBAR" in page or "parameter=SBAR" in page
    place = place_of(HERE, project, access_of_user(user))
    assert planned_measures(place) == [(MEASURE, "", "SBAR"), (MEASURE, "", "human factors")]


def test_a_board_draws_the_subject_that_is_asked_for() -> None:
    rows = rows_to_draw(HERE, [(MEASURE, "", "sbar ")], own=True)[MEASURE, "", "sbar "]
    assert {row.parameter for row in rows} == {"SBAR"}


def test_a_prediction_is_scored_by_the_figure_of_its_own_subject_alone() -> None:
    user = somebody("improvement-lead", name="Pre Dictor")
    by = user.as_person()
    cycle = plan_cycle(
        project=a_project(user), title="Short course", scale="one-shift", measure=MEASURE,
        parameter="ctg", by=by,
    )  # fmt: skip
    about = {"cycle": cycle, "words": "How many?", "kind": "number", "measure": MEASURE, "by": by}
    with pytest.raises(ClearwayError, match="The subject is missing"):
        ask_question(**about, period="2026-03")
    question = ask_question(**about, period=str(FIRST), parameter="CTG")
    predict(question=question, low=5, sure=80, by=by)  # of other subjects that month is known
    CycleStep.objects.create(
        cycle=cycle, step=Stage.DO, on=localdate(), at=datetime(2026, 11, 1, tzinfo=UTC), person="x"
    )
    assert score_due(organisation=HERE, by=by) == []
    enter_figures(TRUST, [7], MEASURE, parameter="ctg ")
    assert [one.number for one in score_due(organisation=HERE, by=by)] == [7 / 400]


def test_a_test_of_one_subject_is_marked_on_no_other_chart() -> None:
    user = somebody("improvement-lead", name="Mar Ker")
    access = access_of_user(user)
    cycle = plan_cycle(
        project=a_project(user), title="Short course", scale="one-shift", measure=MEASURE,
        parameter="sbar", by=user.as_person(),
    )  # fmt: skip
    CycleStep.objects.create(
        cycle=cycle, step=Stage.DO, on=date(2025, 3, 3), at=datetime(2025, 3, 3, tzinfo=UTC), person="x"
    )
    marks = {
        name: len(chart.marks)
        for name in ("SBAR", "human factors")
        if (chart := one_chart(TRUST, MEASURE, "", access, name))
    }
    assert marks == {"SBAR": 1, "human factors": 0}


def test_the_api_gives_the_values_of_one_subject() -> None:
    for subject in ("SBAR", "human factors"):
        enter_figures(SYNTHETIC_TRUST, [1, 2, 3], MEASURE, parameter=subject)
    query = {"measure": MEASURE, "org_code": SYNTHETIC_TRUST, "parameter": "Human  Factors"}
    items = Client().get("/api/v1/values", query).json()["items"]
    assert [one["parameter"] for one in items] == ["human factors"] * 3
    none = Client().get("/api/v1/values", query | {"parameter": "-"}).json()
    assert none["items"] == []
