"""Charts on walls: a trust that has only its own figures sees them, and never one that is not protected."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.lib.boards import TRUST
from tests.lib.improvement import browser_of, text_of
from tests.lib.own_figures import enter_figures

from clearway.common.organisations import directory
from clearway.measures.definitions import definitions
from clearway.spc.history import Event, EventKind
from clearway.web.boards import own_panels
from clearway.web.boards.panels import shown
from clearway.web.boards.paper import board_png
from clearway.web.boards.places import place_of
from clearway.web.boards.protected_charts import MOST_CHARTS
from clearway.web.boards.protection import rates
from clearway.web.charts.actions import record_chart_event
from clearway.web.design.pictures import Picture
from clearway.web.people.access import NOBODY
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
WALL = f"/wall/{TRUST}/project-1/"
FEW_QUERIES = 48
"""All of the page, with its session, access and panels."""


def charts_on_wall(project: Project) -> tuple[Picture, ...]:
    content = own_panels.measures(place_of(directory().get(TRUST), project, NOBODY, on_wall=True))
    return content.pictures if content is not None else ()


def cells(picture: Picture) -> list[tuple[str, str]]:
    return [(row[1], row[2]) for row in picture.table.rows]


def published_too(counts: list[int]) -> None:
    enter_figures(TRUST, counts, measure="cqim-smoking-booking", layout="msds-csv")


def test_a_trust_with_only_own_figures_sees_a_chart_on_its_wall(full_board: Project, lead: User) -> None:
    wall = browser_of(lead)
    plan_measure(
        project=full_board, kind="process", measure="quit-date-set", title="Quit dates", by=lead.as_person()
    )
    assert "Smokers who set a quit date No target yet No figure yet" in text_of(wall.get(WALL))
    enter_figures(TRUST, measure="quit-date-set")
    said = text_of(wall.get(WALL))
    assert "Smokers who set a quit date" in said
    assert "About 10% in June 2026; it was about 13% in January 2024" in said
    assert "Own figures: counts are rounded to the nearest 5" in said


def test_a_wall_never_shows_an_own_figure_as_it_is(full_board: Project) -> None:
    enter_figures(TRUST, [1, 3, 52, 53, 54])
    (picture,) = charts_on_wall(full_board)
    assert cells(picture) == [("5", "400"), ("5", "400"), ("50", "400"), ("55", "400"), ("55", "400")]
    drawn = json.dumps([picture.spec, picture.narrow])
    for value in (1 / 400, 3 / 400, 52 / 400, 53 / 400, 54 / 400):
        assert f"{value:.5f}"[:6] not in drawn
    assert f"{rates(5, 400).middle:.5f}"[:6] in drawn


def test_months_with_too_few_people_are_left_out_on_a_wall_and_it_is_said(full_board: Project) -> None:
    enter_figures(TRUST, [50, 51, 52])
    source = Value.objects.filter(measure="smoke-booking").first().source
    Value.objects.create(
        measure="smoke-booking", version="1", org_level="provider", org_code=TRUST, period="2024-04",
        period_start=date(2024, 4, 1), numerator=2, denominator=9, value=2 / 9, state="value",
        status="provisional", source=source, recorded_by="x",
    )  # fmt: skip
    (picture,) = charts_on_wall(full_board)
    assert "1 figure is left out: fewer than 80 people." in picture.caption
    assert "0.2222" not in json.dumps([picture.spec, picture.narrow])


def test_own_figures_come_before_published_ones_and_published_ones_stay_as_they_are(
    full_board: Project,
) -> None:
    published_too([52, 53])
    (only,) = charts_on_wall(full_board)
    assert cells(only)[:2] == [("52", "400"), ("53", "400")]
    enter_figures(TRUST, [61, 63])
    (only,) = charts_on_wall(full_board)
    assert cells(only) == [("60", "400"), ("65", "400")]


def test_own_figures_of_which_none_may_be_shown_leave_the_place_to_published_ones(
    full_board: Project,
) -> None:
    enter_figures(TRUST, [2, 3], of=19)
    (only,) = charts_on_wall(full_board)
    assert only.id == "public-cqim-smoking-booking"


def test_a_measure_of_which_no_month_may_be_shown_is_named_instead_of_drawn(
    full_board: Project, lead: User
) -> None:
    plan_measure(project=full_board, kind="process", measure="nrt", title="NRT", by=lead.as_person())
    enter_figures(TRUST, [48, 50], of=52, measure="nrt")
    content = own_panels.measures(place_of(directory().get(TRUST), full_board, NOBODY, on_wall=True))
    assert [picture.id for picture in content.pictures] == ["public-cqim-smoking-booking"]
    title = definitions()["nrt"].short_title
    assert content.words == f"Not drawn, because too few people are behind each figure: {title}."


def test_what_people_typed_on_a_chart_does_not_reach_a_wall(full_board: Project, lead: User) -> None:
    enter_figures(TRUST)
    at = timezone.now()
    for event in (
        Event("p", EventKind.PHASE, date(2025, 4, 1), "Nurse Joy left", "x", at),
        Event("n", EventKind.NOTE, date(2025, 6, 1), "Nurse Joy came", "x", at),
    ):
        record_chart_event(
            organisation=directory().get(TRUST), measure="smoke-booking", component="", event=event,
            by=lead.as_person(),
        )  # fmt: skip
    page = browser_of(lead).get(WALL).content.decode()
    assert "Joy" not in page
    assert "A new phase begins" in page


def test_the_paper_for_a_wall_draws_what_the_wall_draws(full_board: Project) -> None:
    enter_figures(TRUST, [1, 3, 52, 53, 54])
    place = place_of(directory().get(TRUST), full_board, NOBODY, on_wall=True)
    panels = shown(place)
    charts = next(one.content.pictures for one in panels if one.panel.id == own_panels.CHARTS)
    assert cells(charts[0])[0] == ("5", "400")
    assert len(board_png(place, panels, "a3")) == 1


def test_a_wall_asks_the_database_little_however_much_is_held(full_board: Project, lead: User) -> None:
    browser = browser_of(lead)
    enter_figures(TRUST, [52, 53])
    browser.get(WALL)
    with CaptureQueriesContext(connection) as before:
        browser.get(WALL)
    for measure in ("quit-date-set", "nrt", "referred-specialist", "co-test-booking"):
        plan_measure(project=full_board, kind="process", measure=measure, title=measure, by=lead.as_person())
        enter_figures(TRUST, measure=measure)
    with CaptureQueriesContext(connection) as after:
        page = browser.get(WALL)
    assert page.content.decode().count("<figure>") == MOST_CHARTS
    assert len(after) == len(before) <= FEW_QUERIES
    for table in ("publications_value", "charts_chartevent"):
        assert sum(table in each["sql"] for each in after) == 2  # once for the charts, once for the box score


def test_a_wall_comes_anew_without_scripts_and_only_then_by_itself(full_board: Project, lead: User) -> None:
    page = browser_of(lead).get(WALL).content.decode()
    asked = re.search(r'<noscript><meta http-equiv="refresh" content="(\d+)"></noscript>', page)
    assert page.count("http-equiv") == 1
    assert f'data-every="{asked[1]}"' in page
    assert int(asked[1]) >= 60
