"""The work pages of a project: plans, barriers, involvement, discussion, files, ideas, needs, actions."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from tests.lib.improvement import browser_of, somebody, text_of

from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.people.models import User
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
AT = "/organisations/R1H/projects/1/"


class TestPlans:
    def test_the_package_proposes_outcome_process_and_balancing_measures(
        self, project: Project, lead: User
    ) -> None:
        client = browser_of(lead)
        page = client.get(f"{AT}measures/").content.decode()
        assert re.search(r'value="smoke-delivery" checked', page)
        assert re.search(r'value="co-test-booking" checked', page)
        assert re.search(r'value="smoke-after-childbirth" aria', page)
        assert "balancing-" in page
        taken = {"take": ["smoke-delivery", "co-test-booking", "balancing-0"]}
        client.post(f"{AT}measures/take/", taken)
        rows = {row.title: row for row in project.planned_measures.all()}
        assert [row.kind for row in rows.values()] == ["outcome", "process", "balancing"]
        booked = rows["Proportion of women receiving CO test at booking"]
        assert 0 < booked.baseline < 1
        assert "2" in booked.baseline_from
        again = client.get(f"{AT}measures/").content.decode()
        assert 'value="smoke-delivery"' not in again

    def test_a_proportion_is_typed_in_per_cent(self, project: Project, lead: User) -> None:
        client = browser_of(lead)
        client.post(f"{AT}measures/take/", {"take": ["co-test-booking"]})
        row = project.planned_measures.get()
        said = {"kind": "process", "title": row.title, "expected": 1, "baseline": "", "target": "95"}
        client.post(f"{AT}measures/{row.pk}/", said)
        row.refresh_from_db()
        assert (row.target, row.baseline, row.version) == (0.95, None, 2)
        page = text_of(client.post(f"{AT}measures/{row.pk}/", {**said, "expected": 2, "target": "950"}))
        assert "between 0% and 100%" in page

    def test_whoever_saves_second_sees_what_stands_and_overwrites_nothing_unseen(
        self, project: Project, lead: User
    ) -> None:
        client = browser_of(lead)
        client.post(f"{AT}measures/take/", {"take": ["co-test-booking"]})
        row = project.planned_measures.get()
        said = {"kind": "process", "title": row.title, "expected": 1}
        client.post(f"{AT}measures/{row.pk}/", {**said, "collected_by": "Ada"})
        second = client.post(f"{AT}measures/{row.pk}/", {**said, "collected_by": "Ben"})
        page = text_of(second)
        assert "changed this while you had it open" in page
        assert "Who collects it Ada" in page
        assert 'value="Ben"' in second.content.decode()
        row.refresh_from_db()
        assert row.collected_by == "Ada"
        assert 'name="expected" value="2"' in second.content.decode()

    def test_communication_tasks_and_milestones(self, project: Project, lead: User) -> None:
        client, tomorrow = browser_of(lead), str(localdate() + timedelta(days=1))
        told = {"audience": "women-families", "message": "How far we are", "how": "Poster in clinic"}
        client.post(f"{AT}communication/add/", told)
        line = project.communications.get()
        client.post(f"{AT}communication/add/", {"line": line.pk, "on": str(localdate())})
        assert "1 time, last on" in text_of(client.get(f"{AT}communication/"))
        client.post(f"{AT}tasks/add/", {"title": "Time five bookings", "owner": "Ada", "due": tomorrow})
        client.post(f"{AT}milestones/add/", {"title": "First test", "due": "2026-01-31"})
        page = text_of(client.get(f"{AT}tasks/"))
        assert "Time five bookings" in page
        assert "late, due 31 January 2026" in page
        client.post(f"{AT}milestones/add/", {"milestone": project.milestones.get().pk, "reached": "yes"})
        assert "Reached on" in text_of(client.get(f"{AT}tasks/"))
        bad = text_of(client.post(f"{AT}tasks/add/", {"title": "", "due": "soon"}))
        assert "There is a problem" in bad
        assert "Enter a date" in bad


class TestBarriers:
    def test_a_leader_finds_it_on_their_list_and_removes_it(
        self, project: Project, lead: User, approver: User
    ) -> None:
        hers, boss = browser_of(lead), browser_of(approver)
        hers.post(f"{AT}barriers/raise/", {"title": "No CO monitors"})
        due = str(localdate() + timedelta(days=7))
        taken = {"barrier": "1", "step": "escalated", "leader": approver.pk, "due": due, "reason": "Buy 4"}
        hers.post(f"{AT}barriers/step/", taken)
        assert "No CO monitors" in text_of(boss.get("/improve/barriers/"))
        assert "Nothing waits for you" in text_of(hers.get("/improve/barriers/"))
        empty = text_of(
            boss.post(f"{AT}barriers/answer/", {"barrier": "1", "step": "refused", "reason": ""}, follow=True)
        )
        assert "Say why you refuse" in empty
        boss.post(f"{AT}barriers/answer/", {"barrier": "1", "step": "removed", "reason": "Bought"})
        assert "Nothing waits for you" in text_of(boss.get("/improve/barriers/"))
        assert "Bought" in text_of(hers.get(f"{AT}barriers/"))

    def test_the_team_cannot_remove_what_a_leader_has(
        self, project: Project, lead: User, approver: User
    ) -> None:
        barrier = raise_barrier(project=project, title="No room", by=lead.as_person())
        due = localdate() + timedelta(days=1)
        escalate_barrier(barrier=barrier, leader=approver, due=due, by=lead.as_person())
        said = {"barrier": "1", "step": "removed", "reason": "x"}
        browser_of(lead).post(f"{AT}barriers/step/", said)
        assert barrier.steps.last().step == "escalated"


class TestInvolvement:
    def test_a_phase_without_a_group_is_flagged_and_a_discussion_shows_its_change(
        self, project: Project, lead: User
    ) -> None:
        client = browser_of(lead)
        assert "11 gaps" in text_of(client.get(f"{AT}involvement/"))
        said = {
            "group": "women-families", "phase": "diagnose", "on": str(localdate()), "how": "Talk in clinic",
            "said_by_them": "Nobody told us why we blow", "people": "6",
        }  # fmt: skip
        client.post(f"{AT}involvement/add/", said)
        page = text_of(client.get(f"{AT}involvement/"))
        assert "10 gaps" in page
        assert "Nothing was changed yet" in page
        row = project.discussions.get()
        change = {"discussion": row.pk, "words": "The leaflet says why", "charter": "1"}
        client.post(f"{AT}involvement/add/", change)
        page = text_of(client.get(f"{AT}involvement/"))
        assert "The leaflet says why" in page
        assert "Nothing was changed yet" not in page


class TestDiscussionAndFiles:
    def test_what_a_coach_writes_is_feedback(self, project: Project, lead: User) -> None:
        browser_of(lead).post(f"{AT}discussion/say/", {"words": "We are stuck"})
        coach = browser_of(somebody("network-lead", "QMF"))
        coach.post(f"{AT}discussion/feedback/", {"words": "Test with one woman"})
        page = text_of(browser_of(lead).get(f"{AT}discussion/"))
        assert "Feedback of a coach" in page
        assert [message.feedback for message in project.messages.all()] == [False, True]

    def test_a_file_comes_back_byte_for_byte_as_a_download(self, project: Project, lead: User) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        client = browser_of(lead)
        content = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF\n"
        client.post(f"{AT}files/add/", {"file": SimpleUploadedFile("map.pdf", content), "words": "Map"})
        row = project.files.get()
        got = client.get(f"{AT}files/{row.pk}/")
        assert got.content == content
        assert got["Content-Disposition"] == 'attachment; filename="map.pdf"'
        assert got["Content-Type"] == "application/pdf"
        assert "Say why it is removed" in text_of(client.post(f"{AT}files/remove/", {"row": row.pk}))
        client.post(f"{AT}files/remove/", {"row": row.pk, "reason": "Old"})
        assert client.get(f"{AT}files/{row.pk}/").status_code == 404
        assert "removed by Una improvement-lead" in text_of(client.get(f"{AT}files/"))

    def test_a_file_that_is_not_what_it_says_is_refused(self, project: Project, lead: User) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile

        page = text_of(
            browser_of(lead).post(f"{AT}files/add/", {"file": SimpleUploadedFile("a.pdf", b"MZ\x90")})
        )
        assert "The content of the file is not that of a .pdf file" in page
        assert not project.files.exists()


class TestIdeasHelpAndNeeds:
    BOX, NEEDS = "/organisations/R1H/ideas/", "/organisations/R1H/needs/"

    def test_any_member_of_staff_offers_an_idea_in_one_step_and_reads_the_answer(
        self, project: Project, lead: User
    ) -> None:
        midwife, hers = browser_of(somebody("midwife")), browser_of(lead)
        midwife.post(f"{self.BOX}offer/", {"title": "CO monitor in every bag"})
        midwife.post(f"{self.BOX}offer/", {"title": "Paint the walls"})
        hers.post(f"{self.BOX}answer/", {"idea": "1", "step": "take", "project": "1"})
        empty = hers.post(f"{self.BOX}answer/", {"idea": "2", "step": "decline", "reason": ""}, follow=True)
        assert "Say why not" in text_of(empty)
        hers.post(f"{self.BOX}answer/", {"idea": "2", "step": "decline", "reason": "Not our wall"})
        page = text_of(midwife.get(self.BOX))
        assert "taken up by CO for all" in page
        assert "Not our wall" in page

    def test_joining_takes_one_step_and_twice_is_once(self, project: Project, lead: User) -> None:
        hers = browser_of(lead)
        hers.post(f"{AT}team/add/", {"way": "yes", "title": "Time five bookings"})
        midwife = browser_of(somebody("midwife"))
        assert "Time five bookings" in text_of(midwife.get(self.BOX))
        assert "Choose your profession" in text_of(midwife.post(f"{AT}team/join/"))
        assert not project.members.exists(), "the profession is asked for"
        midwife.post(f"{AT}team/join/", {"profession": "midwifery"})
        midwife.post(f"{AT}team/join/", {"profession": "midwifery"})
        assert [member.role for member in project.members.all()] == ["helper"]
        assert "You are in this team" in text_of(midwife.get(self.BOX))

    def test_a_need_is_asked_approved_and_arrives(self, project: Project, lead: User) -> None:
        hers = browser_of(lead)
        midwife = browser_of(somebody("midwife"))
        midwife.post(f"{self.NEEDS}ask/", {"kind": "equipment", "title": "4 CO monitors", "project": "1"})
        for step in ("approved", "arrived"):
            hers.post(f"{self.NEEDS}answer/", {"need": "1", "step": step})
        page = text_of(hers.get(self.NEEDS))
        assert "Arrived" in page
        assert "took less than a day" in page
        after = hers.post(f"{self.NEEDS}answer/", {"need": "1", "step": "refused", "reason": "x"})
        assert "cannot be refused" in text_of(after)


class TestActions:
    NEW = "/organisations/R1H/actions/new/"

    def test_starts_from_a_barrier_and_each_leads_to_the_other(self, project: Project, lead: User) -> None:
        client = browser_of(lead)
        raise_barrier(project=project, title="No room", by=lead.as_person())
        address = f"{self.NEW}?kind=barrier&reference=1/1&words=Totally+made+up&project=1"
        page = text_of(client.get(address))
        assert "Barrier : No room" in page
        assert "made up" not in page
        client.post(address, {"title": "Ask the estates team", "project": "1"})
        shown = client.get("/organisations/R1H/actions/1/")
        assert "Barrier : No room" in text_of(shown)
        assert 'href="/organisations/R1H/projects/1/barriers/#barrier-1"' in shown.content.decode()
        assert "Ask the estates team" in text_of(client.get(f"{AT}barriers/"))
        assert "Say what came of it" in text_of(
            client.post("/organisations/R1H/actions/1/step/", {"step": "done", "reason": " "})
        )
        client.post("/organisations/R1H/actions/1/step/", {"step": "done", "reason": "New rota"})
        assert "New rota" in text_of(client.get("/organisations/R1H/actions/1/"))

    def test_lists_the_tests_that_carry_it_out_with_their_decision(
        self, project: Project, lead: User
    ) -> None:
        client = browser_of(lead)
        client.post(self.NEW, {"title": "Test it", "project": "1"})
        plan_cycle(
            project=project,
            title="One clinic",
            scale="one-shift",
            action=project.actions.get(),
            by=lead.as_person(),
        )
        assert "Cycle 1: One clinic" in text_of(client.get("/organisations/R1H/actions/1/"))

    @pytest.mark.parametrize(
        "finding",
        [
            "kind=barrier&reference=9999&words=Totally+made+up",
            "kind=barrier&reference=1/1",
            "kind=suggestion&reference=7",
            "kind=discussion&reference=x",
            "kind=idea&reference=nonsense",
            "kind=chart-signal&reference=no-such-measure",
            "kind=meeting&reference=1&words=We+go+on",
            "kind=library&reference=1",
            "kind=nonsense",
        ],
    )
    def test_a_finding_that_is_not_there_starts_nothing(
        self, project: Project, lead: User, finding: str
    ) -> None:
        response = browser_of(lead).post(f"{self.NEW}?{finding}", {"title": "x"})
        assert response.status_code == 404
        assert "There is a problem" in text_of(response, 404)
        assert not project.actions.model.objects.exists()
