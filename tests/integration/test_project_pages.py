"""The pages of projects: from the driver diagram to an approved charter, and who may do what."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.improvement import COMPLETE, a_project, an_approved_project, browser_of, somebody, text_of

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
    "discussion/", "files/", "activity/")  # fmt: skip
AT = "/organisations/R1H/projects/1/"


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
            ({"title": "", "drivers": ["training"]}, "Enter the title of the project"),
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
            ("administrator", "discussion/say/", {"words": "x"}),
            ("administrator", "team/join/", {"profession": "other"}),
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
        hers.post(f"{AT}step/", {"step": "submit", "despite": "yes"})
        assert "Your decision" not in text_of(hers.get(f"{AT}charter/"))
        refused = text_of(boss.post(f"{AT}approval/", {"step": "return", "reason": ""}))
        assert "There is a problem" in refused
        assert "Say why you return it" in refused
        boss.post(f"{AT}approval/", {"step": "return", "reason": "For whom exactly?"})
        assert "For whom exactly?" in text_of(hers.get(f"{AT}charter/"))
        hers.post(f"{AT}step/", {"step": "submit", "despite": "yes"})
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

    def test_a_text_that_was_not_taken_stays_readable_with_the_other(
        self, project: Project, lead: User
    ) -> None:
        other = browser_of(somebody("improvement-lead", name="Otto Other"))
        browser_of(lead).post(f"{AT}charter/edit/", {"base": 1, "aim": "Her aim"})
        page = other.post(f"{AT}charter/edit/", {"base": 1, "aim": "His aim"}, follow=True)
        merges = f"{AT}charter/merges/"
        assert "Waits to be merged" in text_of(other.get(merges))
        other.post(page.redirect_chain[-1][0], {"keep": "yes"})
        charter = text_of(other.get(f"{AT}charter/"))
        assert "His aim" not in charter
        assert "Texts written at the same time (1)" in charter
        text = text_of(other.get(merges))
        assert "Charter kept as it was" in text
        order = [
            "In the charter version 2",
            "Her aim",
            "Written at the same time Otto Other",
            "His aim",
            "What became",
            "Her",
        ]
        places = [text.index(order[0])]
        for words in order[1:]:
            places.append(text.index(words, places[-1]))
        assert places == sorted(places)

    def test_an_older_merge_shows_what_stood_then(self, project: Project, lead: User) -> None:
        other = browser_of(somebody("improvement-lead", name="Otto Other"))
        hers = browser_of(lead)
        hers.post(f"{AT}charter/edit/", {"base": 1, "aim": "Her aim"})
        page = other.post(f"{AT}charter/edit/", {"base": 1, "aim": "His aim"}, follow=True)
        other.post(page.redirect_chain[-1][0], {"base": 2, "aim": "Both aims"})
        hers.post(f"{AT}charter/edit/", {"base": 3, "aim": "A later aim"})
        text = text_of(hers.get(f"{AT}charter/merges/"))
        assert all(words in text for words in ("Her aim", "His aim", "Both aims"))
        assert "A later aim" not in text


class TestFaults:
    """What was wrong stands at the top, though the form is folded away further down."""

    @pytest.mark.parametrize(
        "address",
        [
            "barriers/raise/",
            "barriers/step/?taken",
            "tasks/add/",
            "team/add/",
            "communication/add/",
            "involvement/add/",
        ],
    )
    def test_stand_before_the_heading_and_once(self, project: Project, lead: User, address: str) -> None:
        given: dict[str, object] = {}
        if address.endswith("?taken"):
            barrier = raise_barrier(project=project, title="No money", by=lead.as_person())
            given = {"step": "escalated", "barrier": barrier.number}
        page = browser_of(lead).post(f"{AT}{address}", given).content.decode()
        assert page.count("There is a problem") == 1
        assert page.index("There is a problem") < page.index("<h1")
        form = page.index("nhsuk-error-message")
        assert " open>" in page[page.rindex("<details", 0, form) : form]
        target = re.search(r'error-summary.*?href="#([^"]+)"', page, re.S)
        assert target is not None
        assert f'id="{target[1]}"' in page
        assert "<title>Error: " in re.sub(r"<title>\s+", "<title>", page)


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
            client.post("/organisations/R1H/ideas/offer/", {"title": f"Idea {number}"})
            client.post("/organisations/R1H/needs/ask/", {"kind": "education", "title": "x"})
            client.post(f"{AT}team/add/", {"way": "yes", "title": "Help"})

        one_more(1)
        before = counts()
        for number in range(2, 6):
            one_more(number)
        assert counts() == before
