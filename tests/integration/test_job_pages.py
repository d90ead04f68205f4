"""The pages of jobs: who sees which, what they say, what can be done from them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.lib.job_site.jobs import count, mendable

from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import JobRun, Status, Worker
from clearway.web.people.models import Membership, User

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of somebody who holds these roles: `sign_in("ann", ("trust-lead", "SYNTH"))`."""

    def start(name: str, *roles: tuple[str, str]) -> Client:
        email = f"{name}@example.com"
        user = User.objects.create_user(email, name=name.title(), demonstration=True)
        for role, code in roles:
            Membership.objects.create(user=user, role=role, org_code=code)
        client = Client(REMOTE_ADDR="127.0.0.1")
        client.force_login(user)
        return client

    return start


@pytest.fixture(autouse=True)
def queued(settings: Any) -> None:
    """Jobs wait, so that a page can show them waiting."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def _run(organisation: str = "SYNTH", **changed: Any) -> JobRun:
    by = Person(name="Tess Ter", via="tests")
    run = start_job(job=count, organisation=organisation, by=by, upto=1)
    if changed.get("status", Status.WAITING) not in (Status.WAITING, Status.RUNNING):
        changed.setdefault("finished_at", timezone.now())
    JobRun.objects.filter(pk=run.pk).update(**changed)
    run.refresh_from_db()
    return run


class TestWhoSees:
    def test_nobody_without_signing_in(self, client: Client) -> None:
        for address in ("/jobs/", f"/jobs/{_run().pk}/", f"/jobs/{_run().pk}/status.json"):
            response = client.get(address)
            assert response.status_code == 302
            assert "login" in response["Location"]

    @pytest.mark.parametrize(
        ("role", "held_at", "run_of", "seen"),
        [
            ("trust-lead", "SYNTH", "SYNTH", True),
            ("trust-lead", "SYNTH", "R1H", False),
            ("trust-lead", "R1H", "R1H", True),
            ("trust-lead", "R1H", "", False),
            ("midwife", "R1H", "R1H", False),
            ("administrator", "R1H", "SYNTH", False),
            ("administrator", "ENG", "R1H", True),
            ("administrator", "ENG", "SYNTH", True),
            ("administrator", "ENG", "", True),
        ],
    )
    def test_a_role_shows_the_jobs_of_its_organisation_and_of_those_below(
        self, sign_in: SignIn, role: str, held_at: str, run_of: str, seen: bool
    ) -> None:
        client, run = sign_in("ann", (role, held_at)), _run(run_of)
        assert (run.title in client.get("/jobs/").content.decode()) is seen
        expected = 200 if seen else 404
        assert client.get(f"/jobs/{run.pk}/").status_code == expected
        assert client.get(f"/jobs/{run.pk}/status.json").status_code == expected
        assert client.post(f"/jobs/{run.pk}/cancel/").status_code == (302 if seen else 404)
        run.refresh_from_db()
        assert (run.status == Status.CANCELLED) is seen

    def test_whoever_asked_for_a_job_sees_it_whatever_their_role(self, sign_in: SignIn) -> None:
        client = sign_in("ann", ("midwife", "R1H"))
        run = _run("R1H", person_key=str(User.objects.get().key))
        assert run.title in client.get("/jobs/").content.decode()
        assert client.get(f"/jobs/{run.pk}/").status_code == 200

    def test_a_job_that_is_not_there_is_not_found(self, sign_in: SignIn) -> None:
        assert sign_in("ann", ("administrator", "ENG")).get(f"/jobs/{uuid4()}/").status_code == 404


class TestWhatIsSaid:
    @pytest.fixture
    def lead(self, sign_in: SignIn) -> Client:
        return sign_in("ann", ("trust-lead", "SYNTH"))

    def _page(self, client: Client, run: JobRun | None = None) -> str:
        return client.get(f"/jobs/{run.pk}/" if run else "/jobs/").content.decode()

    def test_nothing_to_show_is_said_in_words(self, lead: Client) -> None:
        page = self._page(lead)
        assert "Nothing is running or waiting." in page
        assert "Nothing has ended in the last 90 days" in page

    def test_a_running_job_shows_how_far_it_is_who_asked_and_since_when(self, lead: Client) -> None:
        began = timezone.now() - timedelta(minutes=3)
        run = _run(status=Status.RUNNING, started_at=began, done=400, total=1000, words="rows")
        page = self._page(lead, run)
        assert "400 of 1,000 rows" in page
        assert 'max="1000" value="400"' in page
        assert "Tess Ter (tests)" in page
        assert "for 3 min" in page

    def test_a_job_that_has_said_nothing_yet_shows_no_zero(self, lead: Client) -> None:
        page = self._page(lead, _run(status=Status.RUNNING, started_at=timezone.now()))
        assert "Begun" in page
        assert "value=" not in page.partition("<progress")[2].partition(">")[0]

    def test_a_failed_job_says_what_to_do_and_offers_to_try_again(self, lead: Client) -> None:
        run = _run(status=Status.FAILED, result="march.csv: no column.", mend="Add the column")
        page = self._page(lead)
        assert "march.csv: no column." in page
        assert "Add the column" in page
        assert f"/jobs/{run.pk}/again/" in page
        assert f"/jobs/{run.pk}/cancel/" not in page

    def test_a_job_asked_to_stop_says_so_and_offers_no_second_cancel(self, lead: Client) -> None:
        now = timezone.now()
        page = self._page(lead, _run(status=Status.RUNNING, started_at=now, cancel_asked_at=now))
        assert "stops at its next safe point" in page
        assert "/cancel/" not in page

    def test_waiting_without_a_worker_is_said_and_with_one_is_not(self, lead: Client) -> None:
        _run()
        assert "No worker is running" in self._page(lead)
        now = timezone.now()
        Worker.objects.create(name="w", machine="m", process=1, started_at=now, seen_at=now)
        assert "No worker is running" not in self._page(lead)

    def test_text_from_people_is_shown_as_text(self, lead: Client) -> None:
        run = _run(status=Status.FAILED, result="<script>alert(1)</script>")
        assert "<script>alert(1)" not in self._page(lead, run)

    def test_the_status_address_says_the_same_to_programs(self, lead: Client) -> None:
        run = _run(status=Status.RUNNING, started_at=timezone.now(), done=4, total=10, words="rows")
        answer = lead.get(f"/jobs/{run.pk}/status.json").json()
        assert answer["status"] == "running"
        assert answer["progress"] == {"done": 4, "total": 10, "words": "rows"}
        assert answer["cancel_requested"] is False

    def test_many_ended_jobs_come_a_screenful_at_a_time(self, lead: Client) -> None:
        for _ in range(23):
            _run(status=Status.DONE, result="Done.")
        assert self._page(lead).count('class="app-job ') == 20
        assert lead.get("/jobs/?page=2").content.decode().count('class="app-job ') == 3


class TestWhatCanBeDone:
    def test_cancel_by_post_is_recorded_under_the_person(self, sign_in: SignIn) -> None:
        client, run = sign_in("ann", ("trust-lead", "SYNTH")), _run()
        response = client.post(f"/jobs/{run.pk}/cancel/", follow=True)
        assert "Cancelled by Ann before it began." in response.content.decode()
        assert ChangeEvent.objects.filter(organisation="SYNTH", action="cancel job").count() == 1

    def test_cancelling_what_has_ended_says_so(self, sign_in: SignIn) -> None:
        client, run = sign_in("ann", ("trust-lead", "SYNTH")), _run(status=Status.DONE, result="Done.")
        response = client.post(f"/jobs/{run.pk}/cancel/", follow=True)
        assert "has already ended" in response.content.decode()

    def test_trying_again_leads_to_the_new_run(self, sign_in: SignIn) -> None:
        client = sign_in("ann", ("trust-lead", "SYNTH"))
        by = Person(name="Tess Ter", via="tests")
        run = start_job(job=mendable, organisation="SYNTH", by=by)
        JobRun.objects.filter(pk=run.pk).update(status=Status.FAILED, finished_at=timezone.now())
        response = client.post(f"/jobs/{run.pk}/again/")
        new = JobRun.objects.exclude(pk=run.pk).get()
        assert response["Location"] == f"/jobs/{new.pk}/"
        assert new.person == "Ann"

    @pytest.mark.parametrize("what", ["cancel", "again"])
    def test_a_get_changes_nothing(self, sign_in: SignIn, what: str) -> None:
        client, run = sign_in("ann", ("trust-lead", "SYNTH")), _run()
        assert client.get(f"/jobs/{run.pk}/{what}/").status_code == 405
        run.refresh_from_db()
        assert run.status == Status.WAITING

    def test_a_post_without_the_token_of_the_form_is_refused(self, sign_in: SignIn) -> None:
        signed_in, run = sign_in("ann", ("trust-lead", "SYNTH")), _run()
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR="127.0.0.1")
        client.cookies = signed_in.cookies
        assert client.post(f"/jobs/{run.pk}/cancel/").status_code in (400, 403)
        run.refresh_from_db()
        assert run.status == Status.WAITING
