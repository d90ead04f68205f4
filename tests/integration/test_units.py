"""Units of a trust: what they may be called, their life, and who may change them."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.lib.improvement import browser_of, somebody, text_of

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.audit.models import ChangeEvent
from clearway.web.people.models import User
from clearway.web.units.actions import change_unit, close_unit, open_unit, reopen_unit
from clearway.web.units.models import Unit, UnitStep
from clearway.web.units.selectors import open_units, unit, units

pytestmark = pytest.mark.django_db
TRUST, SITE = "R1H", "R1HNH"
LIST = f"/organisations/{TRUST}/units/"


@pytest.fixture
def ward(lead: User) -> Unit:
    """A labour ward."""
    return opened(lead)


def opened(by: User, name: str = "Labour ward", kind: str = "labour-ward", **more: str) -> Unit:
    """A unit of the trust."""
    return open_unit(organisation=directory().get(TRUST), name=name, kind=kind, by=by.as_person(), **more)


def now(row: Unit) -> Unit:
    """The unit as it stands."""
    found = unit(row.organisation, row.number)
    assert found is not None
    return found


class TestItsLife:
    def test_numbers_count_up_within_the_trust(self, lead: User) -> None:
        other = open_unit(organisation=directory().get("RJ1"), name="A", kind="other", by=lead.as_person())
        assert [opened(lead, "One").number, opened(lead, "Two").number, other.number] == [1, 2, 1]

    def test_every_step_says_what_it_was_called_from_then_on(self, ward: Unit, lead: User) -> None:
        by = lead.as_person()
        change_unit(unit=ward, name="Delivery suite", kind="labour-ward", site_code=SITE, by=by)
        close_unit(unit=ward, reason="Moved to Whipps Cross", by=by)
        reopen_unit(unit=ward, by=by)
        steps = [(one.step, one.name, one.site_code, one.reason) for one in ward.steps.all()]
        assert steps == [
            (UnitStep.OPENED, "Labour ward", "", ""),
            (UnitStep.CHANGED, "Delivery suite", SITE, ""),
            (UnitStep.CLOSED, "Delivery suite", SITE, "Moved to Whipps Cross"),
            (UnitStep.REOPENED, "Delivery suite", SITE, ""),
        ]
        assert now(ward).is_open

    def test_a_closed_unit_stays_listed_and_is_offered_no_longer(self, ward: Unit, lead: User) -> None:
        close_unit(unit=ward, reason="Moved", by=lead.as_person())
        assert [row.name for row in units(ward.organisation)] == ["Labour ward"]
        assert list(open_units(ward.organisation)) == []

    def test_saying_the_same_again_is_no_step(self, ward: Unit, lead: User) -> None:
        change_unit(unit=ward, name=" Labour  ward ", kind="labour-ward", site_code="", by=lead.as_person())
        assert ward.steps.count() == 1

    def test_each_step_is_in_the_change_log_of_the_trust(self, ward: Unit, lead: User) -> None:
        close_unit(unit=ward, reason="Moved", by=lead.as_person())
        rows = ChangeEvent.objects.filter(organisation=TRUST, subject=ward.subject).order_by("sequence")
        assert [row.action for row in rows] == ["open unit", "close unit"]

    def test_steps_cannot_be_changed_or_taken_away(self, ward: Unit) -> None:
        for act in (lambda: ward.steps.all().update(name="x"), lambda: ward.steps.all().delete()):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                act()


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({"name": "  "}, "Name is missing"),
            ({"name": "x" * 121}, "Name is too long"),
            ({"kind": "submarine"}, "no kind of unit 'submarine'"),
            ({"site_code": "RJ122"}, "no site 'RJ122'"),
            ({"site_code": "RJ1"}, "no site 'RJ1'"),
        ],
    )
    def test_words_that_make_no_unit(self, lead: User, said: dict[str, str], message: str) -> None:
        with pytest.raises(ClearwayError, match=message):
            opened(lead, **{"name": "A", "kind": "other", **said})
        assert not Unit.objects.exists()

    def test_an_lmns_has_no_units(self, lead: User) -> None:
        with pytest.raises(ClearwayError, match="has no units itself"):
            open_unit(organisation=directory().get("QMF"), name="A", kind="other", by=lead.as_person())

    def test_two_open_units_are_told_apart_by_name_and_by_site(self, ward: Unit, lead: User) -> None:
        with pytest.raises(ClearwayError, match="called “Labour ward” already"):
            opened(lead, "LABOUR WARD")
        newham = opened(lead, "Newham", "hospital-site", site_code=SITE)
        with pytest.raises(ClearwayError, match=f"“Newham” is the site {SITE} already"):
            opened(lead, "Newham again", site_code=SITE)
        with pytest.raises(ClearwayError, match="called “Labour ward” already"):
            change_unit(unit=newham, name="labour ward", kind="other", site_code="", by=lead.as_person())

    def test_the_name_of_a_closed_unit_is_free_and_then_it_cannot_come_back(
        self, ward: Unit, lead: User
    ) -> None:
        close_unit(unit=ward, reason="Moved", by=lead.as_person())
        opened(lead, "Labour ward")
        with pytest.raises(ClearwayError, match="Choose another name"):
            reopen_unit(unit=ward, by=lead.as_person())

    def test_what_does_not_fit_how_it_stands(self, ward: Unit, lead: User) -> None:
        by = lead.as_person()
        again: list[Callable[[], object]] = [
            lambda: close_unit(unit=ward, reason="x", by=by),
            lambda: change_unit(unit=ward, name="B", kind="other", site_code="", by=by),
        ]
        with pytest.raises(ClearwayError, match="open already"):
            reopen_unit(unit=ward, by=by)
        with pytest.raises(ClearwayError, match="Reason is missing"):
            close_unit(unit=ward, reason=" ", by=by)
        close_unit(unit=ward, reason="x", by=by)
        for act in again:
            with pytest.raises(ClearwayError, match="is closed"):
                act()

    def test_who_saw_an_older_name_overwrites_nothing(self, ward: Unit, lead: User) -> None:
        seen = ward.steps.get().pk
        other = somebody("trust-lead", name="Theo Quick")
        change_unit(unit=ward, name="Suite", kind="labour-ward", site_code="", by=other.as_person())
        with pytest.raises(ClearwayError, match=r"Theo Quick changed this .* It is now: Suite"):
            change_unit(unit=ward, name="Ward", kind="other", site_code="", by=lead.as_person(), seen=seen)
        assert now(ward).name == "Suite"


class TestPages:
    def test_from_the_empty_list_to_a_closed_unit(self, lead: User) -> None:
        browser = browser_of(lead)
        assert "No unit is open yet" in text_of(browser.get(LIST))
        assert SITE in text_of(browser.get(f"{LIST}open/"))
        said = {"name": "Newham", "kind": "hospital-site", "site_code": SITE}
        assert browser.post(f"{LIST}open/", said)["Location"] == f"{LIST}1/"
        assert "Newham General Hospital (R1HNH)" in text_of(browser.get(f"{LIST}1/"))
        seen = str(UnitStep.objects.get().pk)
        changed = {"name": "Newham site", "kind": "hospital-site", "site_code": "", "seen": seen}
        assert browser.post(f"{LIST}1/change/", changed)["Location"] == f"{LIST}1/"
        page = text_of(browser.get(f"{LIST}1/"))
        assert "“Newham” is called “Newham site”; no longer site R1HNH" in page
        assert browser.post(f"{LIST}1/step/", {"reason": "Rebuilt"})["Location"] == f"{LIST}1/"
        assert "Closed" in text_of(browser.get(LIST))
        browser.post(f"{LIST}1/step/", {"reason": ""})
        assert now(Unit.objects.get()).is_open

    @pytest.mark.parametrize(
        ("address", "said", "message"),
        [
            ("open/", {"name": "", "kind": "other"}, "Enter the name of the unit"),
            ("open/", {"name": "B", "kind": ""}, "Choose what it is"),
            ("open/", {"name": "labour ward", "kind": "other"}, "called “Labour ward” already"),
            ("1/change/", {"name": "B", "kind": "other", "site_code": "RJ122"}, "RJ122 is not one of"),
            ("1/step/", {"reason": ""}, "Say why it is closed"),
        ],
    )
    def test_says_what_is_missing(
        self, ward: Unit, lead: User, address: str, said: dict[str, str], message: str
    ) -> None:
        page = text_of(browser_of(lead).post(LIST + address, said))
        assert "There is a problem" in page
        assert message in page
        assert UnitStep.objects.count() == 1

    def test_a_trust_without_sites_is_asked_for_none(self) -> None:
        at = "/organisations/DEMO1/units/open/"
        browser = browser_of(somebody("improvement-lead", "DEMO1"))
        assert "Site of the directory" not in text_of(browser.get(at))
        assert browser.post(at, {"name": "A", "kind": "other"})["Location"] == "/organisations/DEMO1/units/1/"

    def test_who_may_see_and_who_may_change(self, ward: Unit) -> None:
        reader = browser_of(somebody("reader"))
        assert "Open a unit" not in text_of(reader.get(LIST))
        assert "Close the unit" not in text_of(reader.get(f"{LIST}1/"))
        assert reader.post(f"{LIST}open/", {"name": "B", "kind": "other"}).status_code == 403
        assert browser_of(somebody("network-lead", "QMF")).get(f"{LIST}1/").status_code == 200
        assert browser_of(somebody("trust-lead", "RJ1")).get(f"{LIST}1/").status_code == 404

    def test_what_is_not_there_is_not_found(self, lead: User, ward: Unit) -> None:
        assert browser_of(lead).get(f"{LIST}2/").status_code == 404
        leads = browser_of(somebody("network-lead", "QMF"))
        assert leads.get("/organisations/QMF/units/").status_code == 404

    def test_the_list_asks_no_more_for_more_units(self, lead: User, ward: Unit) -> None:
        browser = browser_of(lead)
        browser.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as one:
            browser.get(LIST)
        for place in range(6):
            opened(lead, f"Ward {place}")
        with CaptureQueriesContext(connection) as seven:
            browser.get(LIST)
        assert len(seven) == len(one)
