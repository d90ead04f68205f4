"""The pages of a month: who may open and fill them, and what comes back from a form."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from tests.lib.visitors import browser_of, somebody

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.tables import AccessEvent
from clearway.web.calendar import actions as steps
from clearway.web.calendar.models import Submission
from clearway.web.calendar.states import state_of
from clearway.web.people.models import User
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose, chosen
from clearway.web.returns.models import Look, SampleChoice

pytestmark = pytest.mark.django_db
TRUST = directory().get("DEMO1")
LAST = Month.of(localdate()).previous()
MONTH = f"/organisations/DEMO1/months/{LAST}/"
ADDRESSES = (
    MONTH,
    f"{MONTH}print/",
    f"{MONTH}samples/smoke-36-weeks/",
    *tuple(f"/organisations/DEMO1/{name}/" for name in ("months", "drivers", "submissions")),
)


def person(role: str, at: str = "DEMO1") -> User:
    return somebody((role, at), email=f"{role}-{at}@example.org".lower(), demonstration=True)


@pytest.fixture
def lead() -> User:
    return person("trust-lead")


@pytest.fixture
def browser(lead: User) -> Client:
    return browser_of(lead)


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == status
    return BeautifulSoup(answer.content, "html.parser")


def cell(number: int, key: str, **fields: str) -> dict[str, str]:
    return {f"c{number}-key": key, f"c{number}-state": "value"} | {
        f"c{number}-{name}": text for name, text in fields.items()
    }


def entered(numerator: float = 9) -> Value:
    by = person("contributor").as_person()
    given = CellEntry("smoke-booking", numerator=numerator, denominator=120)
    return enter_cells(organisation=TRUST, period=LAST, cells=[given], by=by, origin="typed").saved[0]


class TestWhoSeesIt:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_nothing_of_it_is_there_for_people_of_another_trust(self, client: Client, address: str):
        assert client.get(address).status_code == 302
        assert browser_of(person("trust-lead", "DEMO2")).get(address).status_code == 404
        assert browser_of(person("network-lead", "DEMO-S")).get(address).status_code == 404

    @pytest.mark.parametrize("code", ["NOWHERE", "DEMO-N", "ENG"])
    def test_only_trusts_have_months(self, code: str):
        analyst = somebody(("national-analyst", "ENG"), ("network-lead", "DEMO-N"), demonstration=True)
        assert browser_of(analyst).get(f"/organisations/{code}/months/{LAST}/").status_code == 404

    @pytest.mark.parametrize("period", ["2026-13", "soon", "2026-1", "01/10/2026".replace("/", "-")])
    def test_a_month_that_is_none_is_not_found(self, browser: Client, period: str):
        assert browser.get(f"/organisations/DEMO1/months/{period}/").status_code == 404

    def test_a_reader_looks_and_does_not_enter(self):
        reader = browser_of(person("reader"))
        assert "Save all" not in page(reader, MONTH).text
        given = cell(0, "smoke-booking||", numerator="9", denominator="120")
        assert reader.post(MONTH, given).status_code == 403
        assert not Value.objects.filter(org_code="DEMO1").exists()

    def test_looking_at_a_month_is_written_to_the_access_log(self, browser: Client):
        page(browser, MONTH)
        assert AccessEvent.objects.get(organisation="DEMO1").subject == f"the figures of {LAST}"


class TestFillingIn:
    def test_a_whole_form_is_saved_and_shown_again(self, browser: Client):
        given = cell(0, "smoke-booking||", numerator="9", denominator="1,200", comment="a large clinic")
        given |= cell(1, "smoke-delivery||", numerator="", denominator="")
        answer = browser.post(MONTH, given, follow=True)
        assert "1 cell saved" in answer.content.decode()
        row = Value.objects.get(org_code="DEMO1")
        assert (row.numerator, row.denominator) == (9, 1200)

    def test_what_is_wrong_comes_back_as_typed_and_the_rest_is_saved(self, browser: Client):
        given = cell(0, "smoke-booking||", numerator="nine", denominator="120")
        given |= cell(1, "smoke-delivery||", numerator="9", denominator="110")
        answer = browser.post(MONTH, given)
        shown = BeautifulSoup(answer.content, "html.parser")
        assert shown.title.text.startswith("Error:")
        assert shown.select_one(".nhsuk-error-summary a")["href"] == "#c0-numerator"
        assert shown.select_one("#c0-numerator")["value"] == "nine"
        assert not shown.select_one("#c0-comment").find_parent("details").has_attr("open")
        assert Value.objects.get(org_code="DEMO1").measure == "smoke-delivery"

    def test_a_warning_asks_for_a_comment_and_is_saved_with_one(self, browser: Client):
        odd = {"numerator": "0", "denominator": "4000"}
        shown = BeautifulSoup(browser.post(MONTH, cell(0, "smoke-booking||", **odd)).content, "html.parser")
        assert shown.select_one(".nhsuk-error-summary a")["href"] == "#c0-comment"
        assert shown.select_one("#c0-comment").find_parent("details").has_attr("open")
        browser.post(MONTH, cell(0, "smoke-booking||", **odd, comment="checked"))
        assert Value.objects.get(org_code="DEMO1").value == 0

    def test_cells_only_carried_along_do_not_overwrite_what_a_colleague_changed(self, browser: Client):
        first = entered(9)
        colleague = User.objects.get(email="contributor-demo1@example.org").as_person()
        newer = CellEntry("smoke-booking", numerator=10, denominator=120, seen=first.pk)
        enter_cells(organisation=TRUST, period=LAST, cells=[newer], by=colleague, origin="typed")
        carried = cell(0, "smoke-booking||", numerator="9", denominator="120", seen=str(first.pk))
        own = cell(1, "smoke-delivery||", numerator="9", denominator="110")
        assert "1 cell saved" in browser.post(MONTH, carried | own, follow=True).content.decode()
        assert Value.objects.current().get(measure="smoke-booking", org_code="DEMO1").numerator == 10

    def test_the_script_gets_a_short_answer_for_one_cell(self, browser: Client):
        def send(**fields: str) -> dict:
            return browser.post(
                MONTH, cell(0, "smoke-booking||", **fields), headers={"Accept": "application/json"}
            ).json()

        saved = send(numerator="9", denominator="120")
        assert (saved["state"], saved["text"]) == ("saved", "Saved: 7.5% (9 of 120)")
        assert send(numerator="9", denominator="120", seen=str(saved["seen"]))["state"] == "same"
        assert send(numerator="130", denominator="120", seen=str(saved["seen"]))["state"] == "wrong"
        assert send(numerator="x", denominator="120", seen=str(saved["seen"]))["state"] == "wrong"
        assert send(numerator="8", denominator="120")["state"] == "collision"

    @pytest.mark.parametrize("key", ["nrt||", "no-such||", "||", ""])
    def test_a_cell_that_is_not_asked_is_refused_in_words(self, browser: Client, key: str):
        answer = browser.post(MONTH, cell(0, key, numerator="9", denominator="120"))
        assert "Nothing was saved" in answer.content.decode()

    def test_both_people_are_told_of_a_collision_on_their_next_page_and_one_chooses(self, browser: Client):
        entered(9)
        browser.post(MONTH, cell(0, "smoke-booking||", numerator="11", denominator="120"))
        other = browser_of(User.objects.get(email="contributor-demo1@example.org"))
        for one in (browser, other):
            assert "Two people filled in the same cell" in page(one, "/measures/").text
        form = page(other, MONTH).select_one(".app-collision form")
        given = {"seen": form.select_one("[name=seen]")["value"], "keep": "typed"}
        other.post(form["action"], given)
        assert Value.objects.current().get(org_code="DEMO1").numerator == 11
        assert "Two people" not in page(browser, "/measures/").text

    def test_a_collision_of_another_trust_is_not_found(self, browser: Client):
        entered(9)
        browser.post(MONTH, cell(0, "smoke-booking||", numerator="11", denominator="120"))
        form = page(browser, MONTH).select_one(".app-collision form")["action"]
        other = browser_of(person("trust-lead", "DEMO2"))
        assert other.post(form.replace("DEMO1", "DEMO2"), {"keep": "typed"}).status_code == 404

    def test_the_number_of_queries_does_not_grow_with_the_cells(self, browser: Client):
        page(browser, MONTH)
        with CaptureQueriesContext(connection) as few:
            page(browser, MONTH)
        by = person("improvement-lead").as_person()
        drivers = ["identification", "training", "specialist-support", "learn-harm", "experience-staff"]
        choose(organisation=TRUST, period=LAST, drivers=drivers, measures=["nrt", "quit-success"], by=by)
        entered(9)
        with CaptureQueriesContext(connection) as many:
            assert len(page(browser, MONTH).select("fieldset.app-cell")) > 15
        assert len(many) <= len(few) + 1


class TestSteps:
    def take(self, client: Client, step: str, **more: str) -> int:
        return client.post(f"{MONTH}steps/", {"step": step, **more}).status_code

    def test_each_step_needs_its_role(self, browser: Client):
        entered()
        network = browser_of(person("network-lead", "DEMO-N"))
        assert self.take(network, "submit") == 403
        assert self.take(browser, "submit") == self.take(browser, "approve") == 302
        assert self.take(browser, "accept") == 403
        assert self.take(network, "accept") == self.take(network, "lock") == 302
        assert state_of(TRUST, LAST).state == "locked"
        assert self.take(browser, "undo") == 403
        assert self.take(network, "undo", seen="lock") == 302
        assert state_of(TRUST, LAST).state == "accepted"

    def test_buttons_are_those_that_the_role_may_press_now(self, browser: Client):
        assert page(browser, MONTH).select(".app-way__buttons") == []
        entered()
        assert [each.text for each in page(browser, MONTH).select(".app-way__buttons button")] == [
            "Submit the month"
        ]
        self.take(browser, "submit")
        buttons = [each.text for each in page(browser, MONTH).select(".app-way__buttons button")]
        assert buttons == ["Approve for the trust", "Undo “submitted”"]
        assert page(browser_of(person("reader")), MONTH).select(".app-way__buttons") == []

    def test_an_exception_is_granted_by_the_lmns_with_a_day_and_a_reason(self, browser: Client):
        old = LAST.shift(-6)
        address = f"/organisations/DEMO1/months/{old}/steps/"
        network = browser_of(person("network-lead", "DEMO-N"))
        assert "Grant a dated exception" in page(network, address.removesuffix("steps/")).text
        given = {"step": "exception", "until": str(localdate()), "reason": "a ward was left out"}
        assert browser.post(address, given).status_code == 403
        network.post(address, given | {"reason": ""})
        assert state_of(TRUST, old).exception_until is None
        network.post(address, given)
        assert "Save all" in page(browser, address.removesuffix("steps/")).text

    @pytest.mark.parametrize("step", ["", "burn", "undo"])
    def test_a_step_that_is_none_changes_nothing(self, browser: Client, step: str):
        self.take(browser, step)
        assert state_of(TRUST, LAST).events == ()


class TestTheRest:
    def test_home_says_what_is_still_to_enter_and_what_is_held(self, browser: Client):
        entered()
        text = page(browser, "/home/").text
        assert "Still to enter (1)" in text
        assert "Held already (1)" in text
        assert "No driver is chosen yet" in text

    def test_home_of_an_lmns_lists_its_trusts_and_of_an_administrator_none(self):
        network = page(browser_of(person("network-lead", "DEMO-N")), "/home/")
        assert len(network.select(".app-months__month")) == 4
        assert "show no trust" in page(browser_of(person("administrator", "DEMO")), "/home/").text

    def test_having_looked_is_said_by_a_button_and_only_then(self, browser: Client, lead: User):
        entered()
        form = page(browser, "/home/").select_one(".app-changed form")
        assert not Look.objects.exists()
        browser.post(form["action"], {"until": form.select_one("[name=until]")["value"]})
        assert Look.objects.get().key == str(lead.key)
        assert "Nothing." in page(browser, "/home/").select_one(".app-changed").text

    def test_drivers_are_chosen_by_a_form(self, browser: Client):
        given = {"driver": ["training", "learn-share"], "measure": ["learning-shared-outside", "nrt"]}
        browser.post("/organisations/DEMO1/drivers/", given | {"period": str(LAST)})
        now = chosen(TRUST, LAST)
        assert (now.drivers, now.measures) == ({"training", "learn-share"}, {"learning-shared-outside"})
        contributor = browser_of(person("contributor"))
        assert contributor.post("/organisations/DEMO1/drivers/", given).status_code == 403

    def test_a_sample_is_drawn_on_its_page(self, browser: Client):
        by = person("improvement-lead").as_person()
        choose(organisation=TRUST, period=LAST, drivers=["identification"], measures=[], by=by)
        address = f"{MONTH}samples/smoke-36-weeks/"
        assert "no sample" in browser.post(address, {"population": "10", "size": "11"}).content.decode()
        browser.post(address, {"population": "120", "size": "20"})
        assert len(SampleChoice.objects.get().members) == 20
        assert len(page(browser, address).select(".app-sample__numbers li")) == 20
        shown = page(browser, MONTH)
        assert "Reviewed" in shown.text
        untouched = {
            one["name"]: one.get("value", "")
            for one in shown.select("#grid input[name^=c]:not([type=checkbox])")
        }
        assert "Nothing to save" in browser.post(MONTH, untouched, follow=True).content.decode()
        assert browser.get(f"{MONTH}samples/co-test-booking/").status_code == 404

    def test_a_submission_is_logged_and_withdrawn_by_forms(self, browser: Client):
        address = "/organisations/DEMO1/submissions/"
        given = {"scope": "national", "system": "SDCS", "what": "October", "sent_on": str(localdate())}
        assert "There is no proof" in browser.post(address, given).content.decode()
        browser.post(address, given | {"receipt": "A-1"})
        row = Submission.objects.get()
        browser.post(address, {"withdraw": str(row.pk), "reason": "the wrong day"})
        assert "the wrong day" in page(browser, address).text
        other = browser_of(person("trust-lead", "DEMO2"))
        answer = other.post(
            "/organisations/DEMO2/submissions/", {"withdraw": str(row.pk), "reason": "not mine"}
        )
        assert answer.status_code == 404

    def test_a_blank_form_shows_no_figure_and_a_filled_one_does(self, browser: Client):
        entered(9)
        assert "7.5%" in page(browser, f"{MONTH}print/").text
        assert "7.5%" not in page(browser, f"{MONTH}print/?blank=yes").text

    def test_an_accepted_month_says_whom_to_ask(self, browser: Client, tester):
        entered()
        for step in (steps.submit, steps.approve, steps.accept):
            step(organisation=TRUST, period=LAST, by=tester)
        text = page(browser, MONTH).text
        assert "Ask the lead of Northmoor" in text
        assert "Save all" not in text
