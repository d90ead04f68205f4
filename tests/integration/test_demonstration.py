"""The made-up people: only in the demonstration, plainly made up, and on every page that says so."""

from html import unescape

import pytest
from django.conf import settings
from django.core import checks
from django.test import Client, override_settings

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts.demonstration import made_up_people, make_personas
from clearway.web.accounts.personas import personas
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.people.access import access_of_user
from clearway.web.people.actions import end_role
from clearway.web.people.models import Membership, User
from clearway.web.people.permissions import Permission
from clearway.web.people.roles import ROLES

pytestmark = pytest.mark.django_db
BANNER = "made-up people and data"


@pytest.fixture
def people(settings: object, tester: Person) -> dict[str, User]:
    settings.DEMONSTRATION = True
    make_personas(by=tester)
    return {persona.id: user for persona, user in made_up_people()}


def test_every_role_has_somebody(people: dict[str, User]) -> None:
    assert {held.role for persona in personas() for held in persona.roles} == set(ROLES)
    assert len(people) == len(personas())


def test_names_say_that_they_are_made_up_and_nobody_can_be_reached(people: dict[str, User]) -> None:
    assert all(user.name.endswith("(made up)") for user in people.values())
    assert all(user.email.endswith(".invalid") for user in people.values())
    assert not any(user.has_usable_password() for user in people.values())


def test_nobody_made_up_may_do_anything_to_a_real_organisation(people: dict[str, User]) -> None:
    real = [trust.code for trust in directory().providers()] + ["SYNTH"]
    changing = set(Permission) - ROLES["national-analyst"].permissions
    for user in people.values():
        access = access_of_user(user)
        assert not any(access.permissions(code) & changing for code in [*real, "ENG"])


def test_making_them_again_changes_nothing(people: dict[str, User], tester: Person) -> None:
    before = ChangeEvent.objects.count(), Membership.objects.count()
    assert make_personas(by=tester) == 0
    assert (ChangeEvent.objects.count(), Membership.objects.count()) == before


def test_a_role_that_was_ended_in_the_demonstration_stays_ended(
    people: dict[str, User], tester: Person
) -> None:
    end_role(membership=people["midwife"].memberships.get(), by=tester)
    make_personas(by=tester)
    assert not Membership.objects.held().filter(user=people["midwife"]).exists()


def test_the_page_lists_them_and_signs_in(people: dict[str, User], client: Client) -> None:
    text = unescape(client.get("/demonstration/").content.decode())
    assert all(
        persona.name in text and ROLES[persona.roles[0].role].sentence in text for persona in personas()
    )
    response = client.post("/demonstration/", {"persona": "midwife", "next": "/measures/"})
    assert response["Location"] == "/measures/"
    assert "Maeve Middlemarch" in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_never_leads_to_another_site(
    people: dict[str, User], client: Client, elsewhere: str
) -> None:
    response = client.post("/demonstration/", {"persona": "midwife", "next": elsewhere})
    assert response["Location"] == "/home/"


def test_an_unknown_person_is_told_so(people: dict[str, User], client: Client) -> None:
    response = client.post("/demonstration/", {"persona": "nobody"})
    assert response.status_code == 400
    assert "there is no such made-up person" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/demonstration/", "/measures/", "/no-such-page/"])
def test_every_page_says_that_it_is_a_demonstration(
    people: dict[str, User], client: Client, address: str
) -> None:
    assert BANNER in client.get(address).content.decode()


class TestElsewhere:
    def test_the_page_is_not_there_and_no_page_speaks_of_it(self, client: Client) -> None:
        assert settings.DEMONSTRATION is False
        assert client.get("/demonstration/").status_code == 404
        assert client.post("/demonstration/", {"persona": "midwife"}).status_code == 404
        assert BANNER not in client.get("/").content.decode()

    def test_nobody_is_made(self, tester: Person) -> None:
        with pytest.raises(ClearwayError, match="no made-up people here"):
            make_personas(by=tester)
        assert not User.objects.filter(demonstration=True).exists()

    def test_a_session_of_a_made_up_person_opens_nothing(self, tester: Person) -> None:
        """A server that is pointed at a database of the demonstration lets none of them in."""
        user = User.objects.create_user("x@demonstration.invalid", name="X", demonstration=True)
        Membership.objects.create(user=user, role="administrator", org_code="ENG")
        client = Client(REMOTE_ADDR="127.0.0.1")
        client.force_login(user)
        assert client.get("/account/").status_code == 200
        with override_settings(LOOPBACK_ONLY=False):
            assert client.get("/account/").status_code == 302

    @override_settings(DEMONSTRATION=True, LOOPBACK_ONLY=False)
    def test_a_demonstration_that_others_reach_does_not_start(self) -> None:
        assert "clearway.E001" in {found.id for found in checks.run_checks()}

    def test_a_server_without_it_passes_that_check(self) -> None:
        with override_settings(DEMONSTRATION=False, LOOPBACK_ONLY=False):
            assert "clearway.E001" not in {found.id for found in checks.run_checks()}
