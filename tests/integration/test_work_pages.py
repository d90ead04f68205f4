"""Figures of the work from what was logged: computed, added once, shown with their records."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.lib.collaborative import enter
from tests.lib.improvement import TRUST, browser_of, somebody, text_of
from tests.lib.team_work import MARCH, TODAY, People, approved, cycle_begun, on, people, project, scored

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.measures.computed import team_measures
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.schedules import schedules
from clearway.web.projects.actions import lifecycle, talk
from clearway.web.projects.models import Project
from clearway.web.publications.models import SourceFile, Value
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.team_logs.computing import Loaded, compute_figures
from clearway.web.team_logs.subjects import words

pytestmark = pytest.mark.django_db
BY = Person("Daily job", "tests")
WORK = f"/organisations/{TRUST}/work/"


@pytest.fixture
def who() -> People:
    return people()


def compute(today: date = TODAY, codes: list[str] | None = None) -> Loaded:
    return compute_figures(by=BY, codes=codes, today=today)


def figure(measure: str, code: str = TRUST, month: Month = MARCH) -> tuple[object, ...] | None:
    row = Value.objects.current().filter(measure=measure, org_code=code, period=str(month)).first()
    return (row.numerator, row.denominator, row.state) if row else None


def page(who: People, address: str, status: int = 200) -> str:
    with on(TODAY.day, TODAY.month):
        return text_of(browser_of(who.lead).get(address), status)


def march(who: People) -> None:
    """A project in which a leader and women took part, and one where nothing happened."""
    busy = project(who, "CO for all")
    project(who, "Posters")
    approved(busy, who, 10)
    with on(12):
        talk.record_discussion(
            project=busy, group="women-families", on=date(2026, 3, 12), how="Coffee", said_by_them="More",
            by=who.lead.as_person(),
        )  # fmt: skip
    cycle_begun(busy, who.lead, 23)
    scored(busy, who.lead, "2.5", 2)


def test_what_was_logged_becomes_the_figures_of_the_month(who: People):
    march(who)
    assert compute() == Loaded(14, 0)
    assert figure("improvement-projects") == (2, None, "value")
    assert figure("projects-senior-leadership") == (1, None, "value")
    assert figure("projects-women-involved") == (1, 2, "value")
    assert figure("projects-multidisciplinary") == (0, 2, "value")
    assert figure("staff-using-improvement-methodology") == (1, None, "value")
    assert figure("mean-progress-score") == (2.5, 1, "value")
    assert figure("measures-uploaded") == (0, None, "value")


def test_a_month_without_an_open_project_has_no_share_and_not_nought(who: People):
    one = project(who)
    with on(20):
        lifecycle.close_project(project=one, reason="Done", by=who.lead.as_person())
    compute()
    assert figure("improvement-projects") == (0, None, "value")
    assert figure("projects-women-involved") == (0, 0, "not_applicable")


class TestAddedOnce:
    def test_the_same_figures_add_nothing_and_no_source(self, who: People):
        march(who)
        compute()
        held = Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count()
        assert compute() == Loaded(0, 14)
        assert (Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count()) == held

    def test_only_what_changed_is_added_and_says_what_it_takes_the_place_of(self, who: People):
        march(who)
        compute()
        before = Value.objects.current().get(measure="projects-women-involved")
        with on(TODAY.day, 4):
            talk.record_discussion(
                project=project_of("Posters"), group="voices-partnership", on=date(2026, 3, 30), how="Call",
                said_by_them="Bigger", by=who.lead.as_person(),
            )  # fmt: skip
        assert compute() == Loaded(1, 13)
        row = Value.objects.current().get(measure="projects-women-involved")
        assert (row.numerator, row.supersedes) == (2, before)
        assert row.source.computed_as.definitions["projects-women-involved"] == int(row.version)

    def test_figures_that_change_and_change_back_are_three_versions(self, who: People):
        one = project(who)
        for reason, step in (("Done", lifecycle.close_project), ("Back", lifecycle.reopen_project)):
            compute()
            with on(25):
                step(project=one, reason=reason, by=who.lead.as_person())
        compute()
        versions = Value.objects.filter(measure="improvement-projects").order_by("pk")
        assert [row.numerator for row in versions] == [1, 0, 1]

    def test_the_newest_month_is_provisional_until_the_next_is_over(self, who: People):
        project(who)
        compute()
        compute(date(2026, 5, 2))
        states = Value.objects.filter(measure="improvement-projects").order_by("pk")
        assert [(row.period, row.status) for row in states] == [
            ("2026-03", "provisional"), ("2026-03", "final"), ("2026-04", "provisional"),
        ]  # fmt: skip


def project_of(title: str) -> Project:
    return Project.objects.get(title=title)


def test_a_computed_figure_takes_the_place_of_a_typed_one_and_leaves_other_months_alone(who: People):
    february = MARCH.previous()
    with on(1):
        choose(
            organisation=directory().get(TRUST), period=february, drivers=["experience-women"], measures=[],
            parameters=[], by=who.lead.as_person(),
        )  # fmt: skip
    march(who)
    with on(5, month=4):
        for month in (february, MARCH):
            enter(TRUST, month, [CellEntry("projects-women-involved", numerator=2, denominator=4)])
    compute()
    assert figure("projects-women-involved") == (1, 2, "value")
    assert Value.objects.current().get(measure="projects-women-involved", period="2026-03").supersedes
    assert figure("projects-women-involved", month=february) == (2, 4, "value")


def test_a_board_has_sums_only_for_months_that_all_its_trusts_cover(who: People):
    demo = people("DEMO1")
    project(demo, org_code="DEMO1")
    compute()
    assert figure("improvement-projects", "DEMO-N") is None
    for code in ("DEMO2", "DEMO3", "DEMO4"):
        project(demo, day=9, org_code=code)
    compute()
    assert figure("improvement-projects", "DEMO-N") == (4, None, "value")
    assert figure("improvement-projects", "DEMO") is None
    assert figure("improvement-projects", "ENG") is None


class TestPages:
    def test_before_the_first_month_is_over_the_page_says_when_figures_come(self, who: People):
        assert "No figure has been computed yet" in page(who, WORK)

    def test_figures_stand_by_month_and_lead_to_their_records(self, who: People):
        march(who)
        compute()
        found = page(who, WORK)
        assert "50.0%" in found
        assert "Mean progress score of projects" in found
        with on(TODAY.day, 4):
            html = browser_of(who.lead).get(WORK).content.decode()
        assert all(f"{WORK}{each.measure}/2026-03/" in html for each in team_measures())

    def test_records_say_who_took_part_and_what_was_not_logged(self, who: People):
        march(who)
        compute()
        found = page(who, f"{WORK}projects-women-involved/2026-03/")
        inside, _, outside = found.partition("Women and families did not take part")
        assert "50.0% (1 of 2)" in inside
        assert "CO for all 12 March 2026 Discussion" in inside
        assert "Posters" in outside
        assert "No discussion with women" in outside

    def test_a_leaders_act_leads_to_where_it_was_logged(self, who: People):
        march(who)
        with on(TODAY.day, 4):
            response = browser_of(who.lead).get(f"{WORK}projects-senior-leadership/2026-03/")
        assert f'href="/organisations/{TRUST}/projects/1/charter/"' in response.content.decode()
        assert "10 March 2026 Charter answered" in text_of(response)

    def test_every_measure_has_a_page_of_its_records(self, who: People):
        march(who)
        for measure, said in words().items():
            assert said.listed in page(who, f"{WORK}{measure}/2026-03/"), measure

    def test_people_are_named_once_with_their_parts_and_scores_with_those_who_lack_one(self, who: People):
        march(who)
        people_page = page(who, f"{WORK}staff-using-improvement-methodology/2026-03/")
        assert "Una improvement-lead 23 March 2026 Test of change 1 of CO for all" in people_page
        compute()
        scores = page(who, f"{WORK}mean-progress-score/2026-03/")
        assert "2.50 (2.5 points over 1 project)" in scores
        assert "Posters" in scores.partition("Open, and not scored")[2]

    def test_missing_professions_are_named(self, who: People):
        march(who)
        found = page(who, f"{WORK}projects-multidisciplinary/2026-03/")
        assert found.count("Stop smoking support (nobody in the team)") == 2

    def test_a_figure_that_the_logs_have_overtaken_says_so(self, who: People):
        march(who)
        compute()
        with on(TODAY.day, 4):
            talk.record_discussion(
                project=project_of("Posters"), group="women-families", on=date(2026, 3, 30), how="Call",
                said_by_them="Bigger", by=who.lead.as_person(),
            )  # fmt: skip
        found = page(who, f"{WORK}projects-women-involved/2026-03/")
        assert "from the records below it is 2 of 2" in found

    @pytest.mark.parametrize(
        "address",
        [
            "smoke-booking/2026-03/",
            "projects-women-involved/2026-04/",
            "projects-women-involved/x/",
            "?to=1900-01",
        ],
    )
    def test_what_has_no_records_is_not_there(self, who: People, address: str):
        page(who, WORK + address, 404)

    def test_a_month_before_the_logs_began_says_so(self, who: People):
        march(who)
        assert "do not cover this month" in page(who, f"{WORK}projects-women-involved/2026-02/")

    def test_another_trust_is_not_there_and_a_reader_cannot_compute(self, who: People):
        assert browser_of(somebody("improvement-lead", "RJ7")).get(WORK).status_code == 404
        assert browser_of(somebody("reader")).post(f"{WORK}compute/").status_code == 403

    def test_whoever_runs_the_work_computes_it_at_once(self, who: People):
        march(who)
        with on(TODAY.day, 4):
            browser: Client = browser_of(who.lead)
            assert "14 figures are new" in text_of(browser.post(f"{WORK}compute/", follow=True))
            assert "no figure has changed" in text_of(browser.post(f"{WORK}compute/", follow=True))

    def test_questions_to_the_database_do_not_grow_with_projects(self, who: People):
        march(who)
        compute()

        def asked(address: str) -> int:
            with on(TODAY.day, 4):
                browser = browser_of(who.lead)
                browser.get(address)
                with CaptureQueriesContext(connection) as queries:
                    assert browser.get(address).status_code == 200
                return len(queries)

        pages = (WORK, f"{WORK}projects-women-involved/2026-03/", f"{WORK}measures-collected/2026-03/")
        before = [asked(each) for each in pages]
        for title in ("A", "B", "C"):
            more = project(who, title)
            cycle_begun(more, who.lead, 24)
        assert [asked(each) for each in pages] == before


def test_the_daily_job_computes_all_trusts(who: People, django_capture_on_commit_callbacks):
    march(who)
    with on(TODAY.day, 4), django_capture_on_commit_callbacks(execute=True):
        run = start_job(job="compute-work", organisation="", by=who.lead.as_person())
    run.refresh_from_db()
    assert run.result == "Figures new or changed: 14."
    assert "compute-work" in {schedule.job for schedule in schedules()}


def test_the_page_of_a_measure_shows_its_worked_example():
    found = text_of(Client().get("/measures/mean-progress-score/"))
    assert "the numerator is 4.5 and the denominator 2" in found
    assert "2 June 2025: the team gave itself 3.0 for May." in found


def test_the_words_of_the_pages_are_of_the_measures_that_are_computed():
    assert list(words()) == [each.measure for each in team_measures()]
