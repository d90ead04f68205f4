"""The pages of a change package, with the figures that ship with Clearway."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from clearway.package.loader import shipped_packages
from clearway.web.publications.models import ValueQuerySet

pytestmark = pytest.mark.django_db

PACKAGE = shipped_packages()["smoke-free-pregnancies"]
EXAMPLE = shipped_packages()["neonatal-hypoglycaemia-example"]
BASE = "/packages/smoke-free-pregnancies/"


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(part: Tag | None) -> str:
    """The text as it is read, without the line breaks of the markup."""
    assert part is not None
    return re.sub(r"\s+", " ", part.get_text(" ")).strip()


def main(soup: BeautifulSoup) -> Tag:
    found = soup.find("main")
    assert isinstance(found, Tag)
    return found


def links(part: Tag) -> list[str]:
    return [str(link["href"]) for link in part.find_all("a", href=True)]


class TestDriverDiagram:
    def test_is_one_nested_list_from_aim_to_secondary_driver(self, client: Client) -> None:
        tree = page(client, "/").select_one(".app-tree")
        assert isinstance(tree, Tag)
        aims = tree.select(":scope > ul > li")
        primaries = tree.select(":scope > ul > li > ul > li")
        secondaries = tree.select(":scope > ul > li > ul > li > ul > li")
        assert (len(aims), len(primaries), len(secondaries)) == (1, 5, 15)

    def test_reaches_the_aim_and_every_driver_in_one_click_in_reading_order(self, client: Client) -> None:
        tree = page(client, "/").select_one(".app-tree")
        assert isinstance(tree, Tag)
        expected = [f"{BASE}aim/"]
        for primary in PACKAGE.primary_drivers:
            expected.append(f"{BASE}primary/{primary.id}/")
            expected += [f"{BASE}drivers/{driver}/" for driver in primary.secondary_drivers]
        assert links(tree) == expected

    @pytest.mark.parametrize("place", ["references/", "resources/", "instructions/"])
    def test_reaches_the_rest_of_the_package_in_one_click(self, client: Client, place: str) -> None:
        assert BASE + place in links(main(page(client, "/")))

    def test_says_what_is_behind_each_driver(self, client: Client) -> None:
        tree = page(client, "/").select_one(".app-tree")
        assert "5 change ideas, 7 measures, 4 with published figures" in words(tree)
        assert "2 change ideas, no measures" in words(tree)

    @pytest.mark.parametrize(
        ("title", "figure"),
        [
            ("Smoking at booking", "8.9%"),
            ("Smoking at delivery", "5.6%"),
            ("CO recorded at booking", "80.2%"),
            ("CO recorded at 36 weeks", "64.9%"),
            ("Smoke-free pregnancy", "41.5%"),
        ],
    )
    def test_shows_the_figures_of_april_2025_as_published_and_as_provisional(
        self, client: Client, title: str, figure: str
    ) -> None:
        keys = page(client, "/").select_one(".app-keys")
        assert words(keys).startswith("England, April 2025, provisional")
        assert f"{title} {figure}" in [words(item) for item in page(client, "/").select(".app-keys__item")]

    def test_without_figures_shows_neither_numbers_nor_hints(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ValueQuerySet, "current", ValueQuerySet.none)
        monkeypatch.setattr("clearway.web.diagram.views.measures_held", set)
        soup = page(client, "/")
        assert soup.select(".app-keys") == []
        assert "published figures" not in words(soup.select_one(".app-tree"))
        assert "%" not in words(main(soup))

    def test_every_package_has_its_own(self, client: Client) -> None:
        tree = page(client, f"/packages/{EXAMPLE.id}/").select_one(".app-tree")
        assert words(tree).count("1.1") == 1
        assert f"/packages/{EXAMPLE.id}/drivers/hypo-find/" in links(tree)

    def test_the_second_package_borrows_no_figures(self, client: Client) -> None:
        assert page(client, f"/packages/{EXAMPLE.id}/").select(".app-keys") == []


class TestFindingAnOrganisation:
    def test_lists_every_open_trust(self, client: Client) -> None:
        options = {str(one["value"]) for one in page(client, "/").select("#organisation option")}
        assert {"R1H", "RCF", "ENG"} <= options

    def test_leads_to_its_page(self, client: Client) -> None:
        assert client.get("/find-organisation/?organisation=R1H")["Location"] == "/organisations/R1H/"

    @pytest.mark.parametrize("query", ["", "?organisation=", "?organisation=nothing"])
    def test_leads_to_the_list_where_nothing_was_chosen(self, client: Client, query: str) -> None:
        assert client.get(f"/find-organisation/{query}")["Location"] == "/organisations/"


@pytest.mark.parametrize("driver", PACKAGE.drivers, ids=lambda driver: driver.id)
class TestDriver:
    def test_links_every_change_idea_and_every_measure(self, client: Client, driver) -> None:
        found = links(main(page(client, f"{BASE}drivers/{driver.id}/")))
        assert {f"{BASE}ideas/{idea.id}/" for idea in driver.change_ideas} <= set(found)
        assert {f"/measures/{ask.measure}/" for ask in driver.measures} <= set(found)

    def test_keeps_the_published_names(self, client: Client, driver) -> None:
        soup = page(client, f"{BASE}drivers/{driver.id}/")
        assert words(soup.h1).endswith(driver.title)
        names = {words(name) for name in soup.select(".app-rows__name")}
        assert {ask.name for ask in driver.measures} <= names

    def test_names_what_everybody_owes_even_where_its_own_list_does_not(self, client: Client, driver) -> None:
        found = links(main(page(client, f"{BASE}drivers/{driver.id}/")))
        assert {"/measures/smoke-booking/", "/measures/smoke-delivery/"} <= set(found)

    def test_leads_on_to_its_neighbours_and_back(self, client: Client, driver) -> None:
        found = links(main(page(client, f"{BASE}drivers/{driver.id}/")))
        for other in (PACKAGE.driver_before(driver.id), PACKAGE.driver_after(driver.id)):
            assert other is None or f"{BASE}drivers/{other.id}/" in found
        assert {BASE, f"{BASE}references/", f"{BASE}resources/"} <= set(found)


class TestMeasuresOfADriver:
    def rows(self, client: Client) -> dict[str, str]:
        soup = page(client, f"{BASE}drivers/identification/")
        return {words(row.select_one(".app-rows__name")): words(row) for row in soup.select(".app-rows__row")}

    def test_carry_their_marks(self, client: Client) -> None:
        rows = self.rows(client)
        booking = rows["Proportion of women who smoke at booking"]
        assert "Mandatory for all Collected centrally" in booking
        later = rows["Proportion of women who smoke at 36 weeks of pregnancy"]
        assert "Mandatory for this driver May be sampled" in later
        assert "Supporting" in rows["Proportion of women who smoke following child birth"]

    def test_show_the_newest_national_figure_or_why_there_is_none(self, client: Client) -> None:
        rows = self.rows(client)
        assert "64.9%" in rows["Proportion of women receiving CO test at 36 weeks"]
        assert "Not yet" in rows["Proportion of women who smoke at 36 weeks of pregnancy"]

    def test_the_newer_of_two_series_is_shown(self, client: Client) -> None:
        assert "5.6%" in self.rows(client)["Proportion of women who smoke at time of delivery"]


class TestPrimaryDriver:
    @pytest.mark.parametrize("primary", PACKAGE.primary_drivers, ids=lambda primary: primary.id)
    def test_links_its_secondary_drivers_and_the_other_primary_drivers(self, client: Client, primary) -> None:
        soup = page(client, f"{BASE}primary/{primary.id}/")
        assert primary.explanation.split(".")[0] in words(main(soup))
        found = set(links(main(soup)))
        assert {f"{BASE}drivers/{driver}/" for driver in primary.secondary_drivers} <= found
        others = {f"{BASE}primary/{one.id}/" for one in PACKAGE.primary_drivers if one.id != primary.id}
        assert others <= found


class TestChangeIdea:
    @pytest.mark.parametrize("driver", PACKAGE.drivers, ids=lambda driver: driver.id)
    def test_stands_in_full_with_its_driver_measures_and_neighbours(self, client: Client, driver) -> None:
        for place, idea in enumerate(driver.change_ideas):
            soup = page(client, f"{BASE}ideas/{idea.id}/")
            assert re.sub(r"\s+", " ", idea.text) in words(main(soup))
            found = set(links(main(soup)))
            neighbours = driver.change_ideas[max(place - 1, 0) : place + 2]
            assert {f"{BASE}ideas/{one.id}/" for one in neighbours if one != idea} <= found
            assert f"{BASE}drivers/{driver.id}/" in found
            assert {f"/measures/{ask.measure}/" for ask in driver.measures} <= found


@pytest.mark.parametrize("kind", ["references", "resources"])
class TestReading:
    def test_lists_all_by_driver_with_a_status_and_when_it_was_checked(
        self, client: Client, kind: str
    ) -> None:
        soup = page(client, f"{BASE}{kind}/")
        items = soup.select(".app-reading__item")
        assert len(items) == getattr(PACKAGE.counts, kind)
        assert all(item.select_one(".nhsuk-tag") for item in items)
        assert all("Checked 22 November 2026" in words(item) for item in items)

    def test_links_that_lead_out_tell_the_other_site_nothing(self, client: Client, kind: str) -> None:
        soup = page(client, f"{BASE}{kind}/")
        outside = [link for link in main(soup).find_all("a") if str(link["href"]).startswith("http")]
        assert outside
        assert all(link["rel"] == ["noopener", "noreferrer"] for link in outside)

    def test_places_that_entries_point_at_exist(self, client: Client, kind: str) -> None:
        for address in links(main(page(client, f"{BASE}{kind}/"))):
            if address.startswith("/packages/") and "#" in address:
                target, _, anchor = address.partition("#")
                assert page(client, target).find(id=anchor) is not None


class TestInstructions:
    def test_say_who_has_to_collect_what(self, client: Client) -> None:
        soup = page(client, f"{BASE}instructions/")
        rows = [words(row) for row in soup.select("tbody tr")]
        assert [row.split()[-1] for row in rows] == ["2", "20", "49"]

    def test_hold_every_rule_and_every_term(self, client: Client) -> None:
        text = words(main(page(client, f"{BASE}instructions/")))
        assert all(re.sub(r"\s+", " ", one.rule) in text for one in PACKAGE.instructions)
        assert all(one.meaning in text for one in PACKAGE.definitions)


class TestPackages:
    def test_lists_what_each_holds(self, client: Client) -> None:
        text = words(main(page(client, "/packages/")))
        assert "5 primary drivers, 15 secondary drivers, 98 change ideas, 71 measures" in text

    @pytest.mark.parametrize(
        "place",
        ["", "aim/", "primary/hypo-care/", "drivers/hypo-find/", "ideas/hypo-find-1/", "references/",
         "resources/", "instructions/"],
    )  # fmt: skip
    def test_the_example_says_so_on_each_of_its_pages(self, client: Client, place: str) -> None:
        soup = page(client, f"/packages/{EXAMPLE.id}/{place}")
        assert "This is an example." in words(soup.select_one(".app-example"))
        assert page(client, BASE).select_one(".app-example") is None


@pytest.mark.parametrize(
    "address",
    ["/packages/none/", "/packages/none/aim/", f"{BASE}drivers/none/", f"{BASE}primary/identification/",
     f"{BASE}ideas/identification-99/", "/packages/none/references/"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert "Page not found" in words(page(client, address, status=404).h1)


def test_the_accessibility_statement_does_not_claim_what_was_not_done(client: Client) -> None:
    text = words(main(page(client, "/accessibility/")))
    assert "not yet been tested by people with disabilities" in text
    assert "axe" in text


def test_about_names_sources_licences_and_marks(client: Client) -> None:
    text = words(main(page(client, "/about/")))
    for part in (
        "Open Government Licence v3.0",
        "MIT licence",
        "Provisional",
        "Local choice",
        "not a service of the NHS",
    ):
        assert part in text


@pytest.mark.parametrize(
    "address",
    ["/", "/aim/", f"{BASE}drivers/identification/", f"{BASE}ideas/identification-1/", f"{BASE}references/",
     "/packages/", "/about/", "/accessibility/"],
)  # fmt: skip
def test_markup_has_one_main_heading_unique_ids_and_no_inline_style(client: Client, address: str) -> None:
    soup = page(client, address)
    assert len(soup.find_all("h1")) == 1
    ids = [str(part["id"]) for part in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    ours = [part for part in main(soup).find_all(style=True) if part.find_parent("svg") is None]
    assert ours == []
