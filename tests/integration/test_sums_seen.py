"""Who sees what was added up for an LMNS, a region, the nation: by role, and by what is in the sum."""

from collections.abc import Iterator
from datetime import date
from unittest.mock import patch

import pytest
from tests.lib.visitors import browser, browser_of, somebody

from clearway.common.organisations import Directory, Level, Organisation, Relation
from clearway.common.periods import Month
from clearway.web.people.access import NOBODY, Access, access_of_user
from clearway.web.publications.models import LOGS, OWN, SourceFile, Value

pytestmark = pytest.mark.django_db
MONTH = Month(2026, 3)
AREA, REGION = "DEMO-N", "DEMO"
GIVEN = 77_123


def a_sum(code: str, level: str, layout: str = LOGS, month: Month = MONTH, number: int = GIVEN) -> Value:
    source, _ = SourceFile.objects.get_or_create(
        sha256=layout.ljust(64, "0"),
        defaults={
            "name": layout, "publisher": "The teams' own logs", "title": "Computed", "layout": layout,
            "status": "final", "licence": "", "rounding": "none", "new": 0, "unchanged": 0, "restated": 0,
            "older": 0, "recorded_by": "Tess Ter",
        },
    )  # fmt: skip
    return Value.objects.create(
        measure="improvement-projects", version="1", org_level=level, org_code=code, period=str(month),
        period_start=month.first_day, numerator=number, value=number, state="value", status="final",
        source=source, recorded_by="Tess Ter",
    )  # fmt: skip


@pytest.fixture
def sums() -> None:
    a_sum("DEMO1", "provider", number=1)
    a_sum("DEMO5", "provider", number=5)
    a_sum(AREA, "icb")
    a_sum("DEMO-S", "icb")
    a_sum(REGION, "region")
    a_sum("ENG", "national")


def seen_by(*roles: tuple[str, str]) -> set[str]:
    return seen_with(access_of_user(somebody(*roles)))


def seen_with(access: Access) -> set[str]:
    rows = Value.objects.visible_to(access).filter(source__layout=LOGS)
    return set(rows.values_list("org_code", flat=True))


class TestByRole:
    @pytest.mark.parametrize(
        ("roles", "seen"),
        [
            ([("network-lead", AREA)], {AREA, "DEMO1"}),
            ([("reader", AREA)], {AREA, "DEMO1"}),
            ([("network-lead", "DEMO-S")], {"DEMO-S", "DEMO5"}),
            ([("network-lead", REGION)], {REGION, AREA, "DEMO-S", "DEMO1", "DEMO5"}),
            ([("national-analyst", "ENG")], {"ENG"}),  # the made-up collaborative is not below the nation
            ([("trust-lead", "DEMO1")], {"DEMO1"}),
            ([("trust-lead", "DEMO1"), ("reader", AREA)], {"DEMO1", AREA}),
            ([("trust-lead", "DEMO1"), ("reader", "DEMO2")], {"DEMO1"}),
            ([("administrator", AREA)], set()),
            ([], set()),
        ],
    )
    def test_a_sum_is_seen_where_the_role_is_held_and_above(
        self, sums: None, roles: list[tuple[str, str]], seen: set[str]
    ):
        assert seen_by(*roles) == seen

    def test_nobody_sees_none(self, sums: None):
        assert seen_with(NOBODY) == set()

    def test_so_are_those_that_were_computed_from_records(self, settings):
        settings.OWN_FIGURES_OPEN = False
        row = a_sum(AREA, "icb", OWN)
        mine = Value.objects.filter(pk=row.pk)
        assert mine.visible_to(access_of_user(somebody(("reader", AREA)))).exists()
        assert not mine.visible_to(access_of_user(somebody(("trust-lead", "DEMO1")))).exists()


class TestPages:
    ADDRESSES = (
        f"/organisations/{AREA}/",
        f"/measures/improvement-projects/?organisation={AREA}",
        f"/measures/improvement-projects/figures.csv?organisation={AREA}",
        f"/api/v1/values?org_code={AREA}",
    )

    @pytest.mark.parametrize("role", [(), (("trust-lead", "DEMO1"),), (("network-lead", "DEMO-S"),)])
    def test_others_find_it_nowhere(self, sums: None, role: tuple[tuple[str, str], ...]):
        client = browser_of(somebody(*role, demonstration=True)) if role else browser()
        for address in self.ADDRESSES:
            assert str(GIVEN) not in words(client.get(address)), address

    def test_whoever_leads_the_area_reads_it_by_month_and_on_its_page(self, sums: None):
        client = browser_of(somebody(("network-lead", AREA), demonstration=True))
        for address in (f"/organisations/{AREA}/work/?to=2026-03", *self.ADDRESSES[:3]):
            assert str(GIVEN) in words(client.get(address)), address
        assert "work-records" not in words(client.get(f"/organisations/{AREA}/work/?to=2026-03"))


def words(answer: object) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode().replace(",", "")


@pytest.fixture
def moved() -> Iterator[None]:
    """Three trusts of area A; one of them was of area B until the end of March."""

    def one(code: str, level: Level, parent: str) -> Organisation:
        return Organisation(code, code, level, parent)

    found = Directory(
        [
            one("R", Level.REGION, ""), one("A", Level.ICB, "R"), one("B", Level.ICB, "R"),
            one("A1", Level.PROVIDER, "A"), one("A2", Level.PROVIDER, "A"), one("M", Level.PROVIDER, "A"),
            one("B1", Level.PROVIDER, "B"), one("B2", Level.PROVIDER, "B"),
        ],
        [
            Relation("M", "B", None, date(2026, 3, 31)),
            Relation("M", "A", date(2026, 4, 1), None),
        ],
    )  # fmt: skip
    with (
        patch("clearway.web.publications.sums.directory", lambda: found),
        patch("clearway.web.people.access.directory", lambda: found),
    ):
        yield


def months_seen(role: str, at: str, of: str) -> list[str]:
    rows = Value.objects.visible_to(access_of_user(somebody((role, at)))).filter(org_code=of)
    return sorted(rows.values_list("period", flat=True))


class TestByWhatIsInIt:
    """With the sum of B, B1 and B2 of March, the figure of M would be left over; B may see it no longer."""

    @pytest.fixture(autouse=True)
    def _months(self, moved: None) -> None:
        for month in (MONTH, MONTH.next()):
            for code, level in (("A", "icb"), ("B", "icb"), ("R", "region")):
                a_sum(code, level, month=month)

    def test_a_month_that_holds_a_trust_of_others_is_not_shown(self):
        assert months_seen("reader", "B", "B") == ["2026-04"]

    def test_whoever_has_the_trust_now_sees_their_own_sums(self):
        assert months_seen("reader", "A", "A") == ["2026-03", "2026-04"]

    def test_whoever_is_above_both_sees_all(self):
        for code in ("A", "B", "R"):
            assert months_seen("reader", "R", code) == ["2026-03", "2026-04"]

    def test_a_role_at_the_trust_that_moved_shows_the_sum_that_holds_it(self):
        person = access_of_user(somebody(("reader", "B"), ("reader", "M")))
        rows = Value.objects.visible_to(person).filter(org_code="B")
        assert rows.count() == 2
