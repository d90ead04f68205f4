"""What an organisation entered is shown on no public page, in no export and by no address of the API."""

import pytest
from compare_figures import STEADY, lines_of, read
from django.test import Client
from django.utils.timezone import localdate

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.people.access import NOBODY, access_of_user
from clearway.web.people.models import Membership, User
from clearway.web.publications import selectors
from clearway.web.publications.models import OWN, RETURN, SourceFile, Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry

pytestmark = pytest.mark.django_db
TRUST = directory().get("DEMO1")
LAST = Month.of(localdate()).previous()
GIVEN = 77_123


@pytest.fixture
def entered(tester: Person) -> Value:
    cell = CellEntry("smoke-booking", numerator=4_321, denominator=GIVEN, comment="a test of what is shown")
    result = enter_cells(organisation=TRUST, period=LAST, cells=[cell], by=tester, origin="typed")
    return result.saved[0]


def user_of(org_code: str) -> User:
    user = User.objects.create_user(f"{org_code}@example.org", name=f"Of {org_code}", demonstration=True)
    Membership.objects.create(user=user, org_code=org_code, role="trust-lead")
    return user


@pytest.mark.parametrize("visitor", ["nobody", "DEMO2"])
@pytest.mark.parametrize(
    "address",
    [
        "/organisations/DEMO1/",
        "/measures/smoke-booking/?organisation=DEMO1",
        "/measures/smoke-booking/figures.csv?organisation=DEMO1",
        "/api/v1/values?org_code=DEMO1",
        "/api/v1/values?measure=smoke-booking&include_superseded=true",
        "/api/v1/values.csv?org_code=DEMO1&include_superseded=true",
        "/api/v1/publications",
        "/publications/",
    ],
)
def test_others_see_none_of_it(client: Client, entered: Value, visitor: str, address: str):
    if visitor != "nobody":
        client.force_login(user_of(visitor))
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode().replace(",", "")
    assert str(GIVEN) not in text
    assert entered.source.name not in text


def test_the_source_of_a_return_is_not_found_by_its_number(client: Client, entered: Value):
    assert client.get(f"/publications/{entered.source_id}/").status_code == 404
    assert client.get(f"/api/v1/publications/{entered.source_id}").status_code == 404


def test_the_history_of_a_public_figure_stops_at_what_is_not_public(entered: Value):
    assert selectors.history(entered) == []
    assert not entered.is_open


def test_people_of_the_trust_and_above_it_see_the_rows_and_others_do_not(entered: Value):
    def seen_by(access) -> bool:
        return Value.objects.visible_to(access).filter(pk=entered.pk).exists()

    above = User.objects.create_user("n@example.org", name="N", demonstration=True)
    Membership.objects.create(user=above, org_code="DEMO-N", role="network-lead")
    assert seen_by(access_of_user(user_of("DEMO1")))
    assert seen_by(access_of_user(above))
    assert not seen_by(access_of_user(user_of("DEMO2")))
    assert not seen_by(NOBODY)


def test_what_was_computed_from_records_is_public_only_where_the_settings_say_so(settings, tmp_path, tester):
    read(lines_of("R1H", STEADY), tmp_path, tester)
    computed = Value.objects.filter(org_code="R1H", source__layout=OWN)
    assert computed.open().exists()
    settings.OWN_FIGURES_OPEN = False
    assert not computed.open().exists()
    assert not any(row.is_open for row in computed[:3])
    of_others = Value.objects.exclude(org_code="SYNTH").values("source")
    assert not SourceFile.objects.open().filter(layout=OWN, pk__in=of_others).exists()


def test_the_made_up_trust_is_open_to_all(settings, tester: Person):
    settings.OWN_FIGURES_OPEN = False
    computed = Value.objects.filter(org_code="SYNTH", source__layout=OWN)
    assert computed.open().count() == computed.count() > 0


def test_published_figures_stay_open(settings):
    settings.OWN_FIGURES_OPEN = False
    published = Value.objects.exclude(source__layout__in=[RETURN, OWN])
    assert published.open().count() == published.count() > 0
