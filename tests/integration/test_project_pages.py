"""The pages of projects: from the driver diagram to an approved charter, and who may do what."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.improvement import COMPLETE, a_project, an_approved_project, browser_of, somebody

from clearway.web.people.models import User
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.lifecycle import submit_charter
from clearway.web.projects.actions.talk import record_discussion, say
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier, start_action
from clearway.web.projects.models import Project

pytestmark = pytest.mark.django_db
PAGES = (
    "", "charter/", "team/", "measures/", "communication/", "tasks/", "barriers/", "involvement/",
    "discussion/", "files/", "activity/",
)  # fmt: skip
AT = "/organisations/R1H/projects/1/"


@pytest.fixture
def lead() -> User:
    return somebody("improvement-lead")


@pytest.fixture
def approver() -> User:
    return somebody("trust-lead")


@pytest.fixture
def project(lead: User) -> Project:
    return a_project(lead)


def text_of(response: object, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:800]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestFromTheDiagram:
    @pytest.mark.parametrize("page", ["drivers/identification/", "ideas/identification-1/"])
    def test_only_who_runs_improvement_is_offered_to_start(
        self, client: Client, lead: User, page: str
    ) -> None:
        address = f"/packages/smoke-free-pregnancies/{page}"
        assert "Start a project" not in text_of(client.get(address))
        assert "Start a project" not in text_of(browser_of(somebody("reader")).get(address))
        assert "Start a project" in text_of(browser_of(lead).get(address))

    def test_an_idea_brings_its_driver_to_the_form(self, lead: User) -> None:
        response = browser_of(lead).get("/improve/start/?package=smoke-free-pregnancies&idea=training-2")
        assert response.status_code == 302
        page = browser_of(lead).get(response["Location"]).content.decode()
        assert re.search(r'value="training"\s+checked', page)
        assert re.search(r'value="training-2"\s+checked', page)
        assert not re.search(r'value="identification"\s+checked', page)

    def test_somebody_of_several_trusts_chooses_one(self, lead: User) -> None:
        from clearway.web.people.models import Membership

        Membership.objects.create(user=lead, role="improvement-lead", org_code="RJ1")
        page = text_of(browser_of(lead).get("/improve/start/?idea=training-2"))
        assert "choose the trust" in page
        assert "Guy" in page

    def test_a_ticked_idea_is_enough(self, lead: User) -> None:
        said = {"title": "Ask every woman", "ideas": ["identification-1"]}
        response = browser_of(lead).post("/organisations/R1H/projects/new/", said)
        assert response["Location"] == AT
        assert Project.objects.get().drivers == ("identification",)

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"title": "", "drivers": ["training"]}, "Enter title of the project"),
            ({"title": "x"}, "Choose at least one driver or change idea"),
            ({"title": "x", "drivers": ["nonsense"]}, "nonsense"),
        ],
    )
    def test_says_what_is_missing(self, lead: User, said: dict[str, object], message: str) -> None:
        page = text_of(browser_of(lead).post("/organisations/R1H/projects/new/", said))
        assert "There is a problem" in page
        assert message in page
        assert not Project.objects.exists()


class TestWhoSeesWhat:
    @pytest.mark.parametrize("page", PAGES)
    def test_the_trust_and_those_above_see_it_and_nobody_else(self, project: Project, page: str) -> None:
        assert browser_of(somebody("reader")).get(AT + page).status_code == 200
        assert browser_of(somebody("network-lead", "QMF")).get(AT + page).status_code == 200
        assert browser_of(somebody("trust-lead", "RJ1")).get(AT + page).status_code == 404
        assert browser_of(somebody("administrator")).get(AT + page).status_code == 403
        assert Client(REMOTE_ADDR="127.0.0.1").get(AT + page).status_code == 302

    @pytest.mark.parametrize(
        ("role", "address", "said"),
        [
            ("reader", "charter/edit/", {"base": 1, "aim": "x"}),
            ("contributor", "charter/edit/", {"base": 1, "aim": "x"}),
            ("contributor", "team/add/", {"role": "lead", "name": "X"}),
            ("improvement-lead", "approval/", {"step": "approve"}),
            ("improvement-lead", "barriers/answer/", {"barrier": "1", "step": "removed", "reason": "x"}),
            ("improvement-lead", "discussion/feedback/", {"words": "x"}),
            ("reader", "discussion/say/", {"words": "x"}),
            ("reader", "team/join/", {}),
            ("board-champion", "step/", {"step": "submit"}),
            ("network-lead", "tasks/add/", {"title": "x"}),
        ],
    )
    def test_a_role_does_only_what_it_allows(
        self, project: Project, role: str, address: str, said: dict[str, object]
    ) -> None:
        at = "QMF" if role == "network-lead" else "R1H"
        who = somebody(role, at, name=f"Somebody Else {role}")
        assert browser_of(who).post(AT + address, said).status_code == 403

    def test_a_page_of_another_project_is_not_changed_through_this_one(self, lead: User) -> None:
        mine, other = a_project(lead), a_project(lead, "RJ1")
        member = add_member(project=other, role="lead", name="Ada", by=lead.as_person())
        response = browser_of(lead).post(f"{AT}team/end/", {"member": member.pk})
        assert response.status_code == 404
        assert mine.number == other.number == 1
        member.refresh_from_db()
        assert member.ended_at is None


class TestTheWayToApproval:
    def test_from_the_form_to_an_approved_charter(self, lead: User, approver: User) -> None:
        hers, boss = browser_of(lead), browser_of(approver)
        hers.post("/organisations/R1H/projects/new/", {"title": "CO for all", "drivers": ["identification"]})
        assert "0 of 6 needed sections" in text_of(hers.get(AT))
        assert "Submit for approval" not in text_of(hers.get(f"{AT}charter/"))
        saved = hers.post(f"{AT}charter/edit/", {"base": 1, **COMPLETE}, follow=True)
        assert "Saved." in text_of(saved)
        assert "Submit for approval" in text_of(hers.get(f"{AT}charter/"))
        hers.post(f"{AT}step/", {"step": "submit"})
        assert "Your decision" not in text_of(hers.get(f"{AT}charter/"))
        refused = text_of(boss.post(f"{AT}approval/", {"step": "return", "reason": ""}))
        assert "There is a problem" in refused
        assert "Enter reason" in refused
        boss.post(f"{AT}approval/", {"step": "return", "reason": "For whom exactly?"})
        assert "For whom exactly?" in text_of(hers.get(f"{AT}charter/"))
        hers.post(f"{AT}step/", {"step": "submit"})
        done = boss.post(f"{AT}approval/", {"step": "approve", "reason": "Go"}, follow=True)
        assert "The charter is approved." in text_of(done)
        assert Project.objects.get().status == "approved"

    def test_the_same_person_is_told_why_they_cannot_approve(self, project: Project, approver: User) -> None:
        save_charter(project=project, texts=COMPLETE, base=1, by=approver.as_person())
        submit_charter(project=project, by=approver.as_person())
        page = browser_of(approver).post(f"{AT}approval/", {"step": "approve"}, follow=True)
        assert "Nobody approves what they submitted" in text_of(page)


class TestTwoPeopleWriteTheCharter:
    def test_the_second_sees_both_texts_and_merges_them(self, project: Project, lead: User) -> None:
        other = browser_of(somebody("improvement-lead", name="Otto Other"))
        hers = browser_of(lead)
        hers.post(f"{AT}charter/edit/", {"base": 1, "aim": "Her aim"})
        page = other.post(f"{AT}charter/edit/", {"base": 1, "aim": "His aim", "problem": "His"}, follow=True)
        merge = text_of(page)
        assert "Nothing is lost" in merge
        assert "Her aim" in merge
        assert "His aim" in merge
        address = page.redirect_chain[-1][0]
        assert "Compare and merge" in text_of(hers.get(f"{AT}charter/"))
        shown = page.content.decode()
        assert "Her aim\n\nHis aim" in shown
        other.post(address, {"base": 2, "aim": "Both aims", "problem": "His"})
        after = text_of(hers.get(f"{AT}charter/"))
        assert "Both aims" in after
        assert "Compare and merge" not in after


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
        client.post(f"{AT}tasks/add/", {"new_milestone": "yes", "title": "First test", "due": "2026-01-31"})
        page = text_of(client.get(f"{AT}tasks/"))
        assert "Time five bookings" in page
        assert "late, due 31 January 2026" in page
        client.post(f"{AT}tasks/add/", {"milestone": project.milestones.get().pk, "reached": "yes"})
        assert "Reached on" in text_of(client.get(f"{AT}tasks/"))
        bad = text_of(client.post(f"{AT}tasks/add/", {"title": "", "due": "soon"}))
        assert "There is a problem" in bad
        assert "Enter a date" in bad


class TestBarriers:
    def test_a_leader_finds_it_on_their_list_and_removes_it(
        self, project: Project, lead: User, approver: User
    ) -> None:
        hers, boss = browser_of(lead), browser_of(approver)
        hers.post(f"{AT}barriers/step/", {"title": "No CO monitors"})
        due = str(localdate() + timedelta(days=7))
        taken = {"barrier": "1", "step": "escalated", "leader": approver.pk, "due": due, "reason": "Buy 4"}
        hers.post(f"{AT}barriers/step/", taken)
        assert "No CO monitors" in text_of(boss.get("/improve/barriers/"))
        assert "Nothing waits for you" in text_of(hers.get("/improve/barriers/"))
        empty = text_of(
            boss.post(f"{AT}barriers/answer/", {"barrier": "1", "step": "refused", "reason": ""}, follow=True)
        )
        assert "Reason is missing" in empty
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
        client.post(f"{AT}files/add/", {"remove": row.pk, "reason": "Old"})
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
        assert "Reason is missing" in text_of(empty)
        hers.post(f"{self.BOX}answer/", {"idea": "2", "step": "decline", "reason": "Not our wall"})
        page = text_of(midwife.get(self.BOX))
        assert "taken up by CO for all" in page
        assert "Not our wall" in page

    def test_joining_takes_one_step_and_twice_is_once(self, project: Project, lead: User) -> None:
        hers = browser_of(lead)
        hers.post(f"{AT}team/add/", {"way": "yes", "title": "Time five bookings"})
        midwife = browser_of(somebody("midwife"))
        assert "Time five bookings" in text_of(midwife.get(self.BOX))
        midwife.post(f"{AT}team/join/")
        midwife.post(f"{AT}team/join/")
        assert [member.role for member in project.members.all()] == ["helper"]
        assert "You are in this team" in text_of(midwife.get(self.BOX))

    def test_a_need_is_asked_approved_and_arrives(self, project: Project, lead: User) -> None:
        hers = browser_of(lead)
        hers.post(f"{self.NEEDS}ask/", {"kind": "equipment", "title": "4 CO monitors", "project": "1"})
        for step in ("approved", "arrived"):
            hers.post(f"{self.NEEDS}answer/", {"need": "1", "step": step})
        page = text_of(hers.get(self.NEEDS))
        assert "Arrived" in page
        assert "took less than a day" in page
        after = hers.post(f"{self.NEEDS}answer/", {"need": "1", "step": "refused"}, follow=True)
        assert "cannot be refused" in text_of(after)


class TestActions:
    def test_starts_from_any_finding_and_keeps_it(self, project: Project, lead: User) -> None:
        client = browser_of(lead)
        finding = "kind=chart-signal&reference=smoke-booking&words=Shift+since+May"
        address = f"/organisations/R1H/actions/new/?{finding}"
        assert "Signal on a chart" in text_of(client.get(address))
        client.post(address, {"title": "Ask what changed in May", "project": "1"})
        page = text_of(client.get("/organisations/R1H/actions/1/"))
        assert "Signal on a chart : Shift since May" in page
        client.post("/organisations/R1H/actions/1/edit/", {"step": "done", "reason": "New rota"})
        assert "New rota" in text_of(client.get("/organisations/R1H/actions/1/"))

    def test_an_unknown_kind_of_finding_becomes_a_task(self, project: Project, lead: User) -> None:
        page = text_of(browser_of(lead).get("/organisations/R1H/actions/new/?kind=nonsense"))
        assert "Plan of the project" in page


class TestTheList:
    def test_is_filtered(self, lead: User, approver: User) -> None:
        a_project(lead, title="Draft one")
        an_approved_project(lead, approver, title="Approved one", drivers=["training"], ideas=[])
        client = browser_of(lead)
        address = "/organisations/R1H/projects/"
        assert "2 projects" in text_of(client.get(address))
        for query, shown in (
            ("status=draft", "Draft one"),
            ("driver=training", "Approved one"),
            ("text=approved", "Approved one"),
        ):
            page = text_of(client.get(f"{address}?{query}"))
            assert "1 project that fit" in page
            assert shown in page
        assert "0 projects that fit" in text_of(client.get(f"{address}?mine=on"))

    def test_an_lmns_sees_the_projects_of_its_trusts(self, lead: User) -> None:
        a_project(lead, title="Of Barts")
        a_project(lead, "RJ1", title="Of Guy’s")  # in another LMNS
        page = text_of(browser_of(somebody("network-lead", "QMF")).get("/organisations/QMF/projects/"))
        assert "Of Barts" in page
        assert "Barts Health NHS Trust" in page
        assert "Of Guy’s" not in page

    def test_the_page_of_the_trust_leads_there_for_those_who_may_see_them(
        self, client: Client, lead: User
    ) -> None:
        assert "Improvement projects" in text_of(browser_of(lead).get("/organisations/R1H/"))
        assert "Improvement projects" not in text_of(client.get("/organisations/R1H/"))

    def test_a_trust_without_projects_says_where_to_begin(self, lead: User) -> None:
        assert "There is no project yet" in text_of(browser_of(lead).get("/organisations/R1H/projects/"))

    def test_queries_do_not_grow_with_the_rows(self, project: Project, lead: User, approver: User) -> None:
        client, by = browser_of(lead), lead.as_person()
        addresses = [AT + page for page in PAGES] + [
            "/organisations/R1H/projects/", "/organisations/R1H/actions/", "/organisations/R1H/ideas/",
            "/organisations/R1H/needs/", "/improve/barriers/",
        ]  # fmt: skip

        def counts() -> dict[str, int]:
            found = {}
            for address in addresses:
                client.get(address)
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(address).status_code == 200
                found[address] = len(queries)
            return found

        def one_more(number: int) -> None:
            a_project(lead, title=f"Project {number}")
            barrier = raise_barrier(project=project, title="b", by=by)
            escalate_barrier(barrier=barrier, leader=lead, due=localdate(), by=by)
            start_action(organisation=project.organisation, project=project, title="a", by=by)
            add_member(project=project, role="lead", name=f"Ada {number}", by=by)
            say(project=project, words="x", by=by)
            record_discussion(
                project=project, group="midwifery", on=date(2026, 1, 1), how="x", said_by_them="y", by=by
            )
            client.post(f"{TestIdeasHelpAndNeeds.BOX}offer/", {"title": f"Idea {number}"})
            client.post(f"{TestIdeasHelpAndNeeds.NEEDS}ask/", {"kind": "education", "title": "x"})
            client.post(f"{AT}team/add/", {"way": "yes", "title": "Help"})

        one_more(1)
        before = counts()
        for number in range(2, 6):
            one_more(number)
        assert counts() == before
