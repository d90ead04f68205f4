"""A board that everybody may read who has its address: what it shows, and for how long."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from tests.lib.boards import TRUST, a_cycle
from tests.lib.improvement import browser_of, text_of
from tests.lib.own_figures import enter_figures
from tests.lib.public_boards import ALL, USUAL, put_up, read, visitor

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import ChangeEvent
from clearway.web.boards import panels
from clearway.web.boards.actions import months_ahead, renew_link, revoke_link
from clearway.web.boards.models import LinkStep, PublicLink, Share
from clearway.web.boards.secrets import address_of, secret_of
from clearway.web.charts.actions import record_chart_event
from clearway.web.people.models import User
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
LEAD = "Una improvement-lead"


@pytest.fixture
def project(full_board: Project) -> Project:
    """A project with something on every panel."""
    return full_board


@pytest.fixture(autouse=True)
def _no_limits_yet() -> None:
    cache.clear()


def test_everybody_reads_the_board_without_signing_in_and_nobody_is_named(
    project: Project, lead: User
) -> None:
    response = read(put_up(project, lead))
    page = response.content.decode()
    said = text_of(response)
    for words in (
        "CO for all", "Our aim", "Aim of ours", "A card on the monitor", "Adopt",
        "Ask us in private", "A room is kept free", "a member of staff kept it stocked",
    ):  # fmt: skip
        assert words in said
    assert LEAD not in page
    assert "Order monitors" not in page  # a panel that is not chosen
    assert "<a " not in page
    assert "<script" not in page
    assert '<html lang="en-GB">' in page


def test_the_answer_is_not_indexed_hardly_kept_and_tells_no_other_site(project: Project, lead: User) -> None:
    link = put_up(project, lead)
    for response in (read(link), visitor().get("/shared/aaaa-bbbb-cccc-dddd/")):
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "private, max-age=60"


def test_ended_taken_down_and_unknown_addresses_are_answered_alike(project: Project, lead: User) -> None:
    down, over = put_up(project, lead), put_up(project, lead)
    revoke_link(link=down, by=lead.as_person(), reason="A name was in it")
    yesterday = timezone.localdate() - timedelta(days=1)
    LinkStep.objects.create(link=over, step="renewed", expires_on=yesterday, content=over.content,
                            at=timezone.now(), person="x")  # fmt: skip
    pages = [read(down), read(over), visitor().get("/shared/aaaa-bbbb-cccc-dddd/")]
    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r'nonce="[^"]*"', "", page.content.decode()) for page in pages}) == 1
    assert "This page is not shown any longer" in pages[0].content.decode()


def test_it_is_shown_to_the_end_of_its_last_day(project: Project, lead: User) -> None:
    link = put_up(project, lead)
    LinkStep.objects.create(link=link, step="renewed", expires_on=timezone.localdate(), content=link.content,
                            at=timezone.now(), person="x")  # fmt: skip
    assert read(link).status_code == 200


def test_an_address_typed_in_capitals_is_the_same(project: Project, lead: User) -> None:
    secret = secret_of(put_up(project, lead).nonce).upper().replace("-", "")
    assert visitor().get(f"/shared/{secret}/").status_code == 200


def test_who_tries_addresses_is_stopped_and_readers_are_not(project: Project, lead: User) -> None:
    link, tried = put_up(project, lead), visitor()
    found = {tried.get(f"/shared/{number:04d}/").status_code for number in range(31)}
    assert found == {404, 429}
    assert read(link).status_code == 200


def test_only_published_figures_unless_own_ones_are_chosen_and_those_are_rounded(
    project: Project, lead: User
) -> None:
    enter_figures(TRUST, [1, 3, 52, 53, 54])
    assert "Own figures: counts are rounded" not in text_of(read(put_up(project, lead)))
    page = text_of(read(put_up(project, lead, figures="own")))
    assert "Own figures: counts are rounded" in page
    assert "not rounded" not in page.lower()
    cells = [row.split() for row in re.findall(r"(?:January|February|March) 2024 (\d+ \d+)", page)]
    assert cells == [["5", "400"], ["5", "400"], ["50", "400"]]


def test_months_with_too_few_people_are_left_out_and_it_is_said(project: Project, lead: User) -> None:
    enter_figures(TRUST, [50, 51, 52])
    Value.objects.filter(org_code=TRUST, measure="smoke-booking").count()
    row = Value.objects.filter(org_code=TRUST, measure="smoke-booking").order_by("period_start").last()
    Value.objects.create(
        measure="smoke-booking", version="1", org_level="provider", org_code=TRUST, period="2024-04",
        period_start=date(2024, 4, 1), numerator=2, denominator=9, value=2 / 9, state="value",
        status="provisional", source=row.source, recorded_by="x",
    )  # fmt: skip
    page = text_of(read(put_up(project, lead, figures="own")))
    assert "1 figure is left out: fewer than 80 people" in page
    assert "22.2%" not in page


def test_what_people_write_on_a_chart_or_a_missing_month_is_not_public(project: Project, lead: User) -> None:
    enter_figures(TRUST)
    day, at = date(2025, 4, 1), timezone.now()
    for event in (
        Event("p", EventKind.PHASE, day, "Nurse Joy left", "x", at),
        Event("n", EventKind.NOTE, day, "Nurse Joy came", "x", at),
    ):
        record_chart_event(
            organisation=directory().get(TRUST), measure="smoke-booking", component="", event=event,
            by=lead.as_person(),
        )  # fmt: skip
    page = read(put_up(project, lead, figures="own")).content.decode()
    assert "Smoking at booking" in page
    assert "Nurse Joy" not in page


def test_the_words_stay_those_that_were_agreed_to_until_it_is_renewed(project: Project, lead: User) -> None:
    link = put_up(project, lead)
    a_cycle(project, lead, "A test with a name in it")
    assert "A test with a name in it" not in text_of(read(link))
    renew_link(
        link=link, expires_on=months_ahead(6), panels=USUAL, nobody_recognised=True, by=lead.as_person()
    )
    assert "A test with a name in it" in text_of(read(link))


def test_a_panel_of_another_part_is_public_only_where_it_says_so(project: Project, lead: User) -> None:
    quiet = panels.Panel("concerns", "Concerns", "None.", lambda place: panels.Content(words="A concern"))
    panels.register(quiet)
    try:
        with pytest.raises(ClearwayError, match="may be shown"):
            put_up(project, lead, panels=[*USUAL, "concerns"])
    finally:
        panels._panels.remove(quiet)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"nobody_recognised": False}, "not confirmed"),
        ({"panels": []}, "No part"),
        ({"figures": "true"}, "No part"),
        ({"expires_on": timezone.localdate()}, "lie ahead"),
        ({"expires_on": months_ahead(12) + timedelta(days=1)}, "lie ahead"),
        ({"seen": "something else"}, "has changed since"),
    ],
)
def test_what_is_not_right_is_refused(
    project: Project, lead: User, fault: dict[str, object], said: str
) -> None:
    with pytest.raises(ClearwayError, match=said):
        put_up(project, lead, **fault)
    assert not PublicLink.objects.exists()
    assert not Share.objects.exists()


def test_twelve_months_are_allowed(project: Project, lead: User) -> None:
    assert put_up(project, lead, expires_on=months_ahead(12)).number == 1


@pytest.mark.parametrize(
    ("today", "months", "day"),
    [(date(2026, 11, 30), 3, date(2027, 2, 28)), (date(2026, 1, 15), 12, date(2027, 1, 15))],
)
def test_months_ahead_end_on_the_same_day_or_the_last(today: date, months: int, day: date) -> None:
    assert months_ahead(months, today) == day


def test_putting_up_and_renewing_count_as_shared_with_women_and_are_in_the_change_log(
    project: Project, lead: User
) -> None:
    link = put_up(project, lead)
    renew_link(
        link=link, expires_on=months_ahead(6), panels=USUAL, nobody_recognised=True, by=lead.as_person()
    )
    revoke_link(link=link, by=lead.as_person())
    rows = Share.objects.all()
    assert [(row.org_code, row.project, row.audience, row.on) for row in rows] == [
        (TRUST, project, "women-families", timezone.localdate())
    ] * 2
    log = ChangeEvent.objects.filter(organisation=TRUST, action__contains="board")
    assert list(log.order_by("sequence").values_list("action", flat=True)) == [
        "publish board", "share learning board", "renew public board", "share learning board",
        "take down public board",
    ]  # fmt: skip
    with pytest.raises(ClearwayError, match="taken down before"):
        revoke_link(link=link, by=lead.as_person())


def test_the_address_is_not_in_the_database_and_another_key_cannot_make_it(
    project: Project, lead: User, settings: object
) -> None:
    link = put_up(project, lead)
    secret = secret_of(link.nonce)
    rows = [
        str(row)
        for row in (*PublicLink.objects.values(), *ChangeEvent.objects.values(), *Share.objects.values())
    ]
    assert not any(secret in row or secret.replace("-", "") in row for row in rows)
    assert address_of(link).endswith(f"/shared/{secret}/")
    settings.SECRET_KEY = "another key"  # noqa: S105 - of a test
    assert address_of(link) == ""
    assert visitor().get(f"/shared/{secret}/").status_code == 200
    assert "cannot be shown or printed again" in text_of(browser_of(lead).get(f"{ALL}1/"))
    assert browser_of(lead).get(f"{ALL}1/poster-a4.pdf").status_code == 404


def test_links_and_their_steps_are_only_ever_added(project: Project, lead: User) -> None:
    put_up(project, lead)
    for table in (PublicLink, LinkStep):
        for change in (
            lambda t=table: t.objects.update(person="y"),
            lambda t=table: t.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
