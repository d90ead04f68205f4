"""From a package to what its pages show, without a database."""

from collections import Counter
from datetime import date

import pytest

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.package.model import Package, Position, Reference
from clearway.web.diagram.presenters.drivers import source_place
from clearway.web.diagram.presenters.figures import KEY_MEASURES, series_for
from clearway.web.diagram.presenters.reading import entries_of, reading_page
from clearway.web.diagram.presenters.rules import package_cards, rules_page
from clearway.web.diagram.presenters.tree import driver_box, number_of, primary_box, tree


@pytest.fixture
def package() -> Package:
    return shipped_packages()["smoke-free-pregnancies"]


class TestTree:
    def test_has_five_primary_and_fifteen_secondary_drivers_in_the_order_of_the_package(
        self, package: Package
    ) -> None:
        boxes = tree(package)
        assert [box.id for box in boxes] == [primary.id for primary in package.primary_drivers]
        assert [driver.id for box in boxes for driver in box.drivers] == [one.id for one in package.drivers]
        assert (len(boxes), sum(len(box.drivers) for box in boxes)) == (5, 15)

    def test_numbers_and_colours_tell_every_primary_driver_apart(self, package: Package) -> None:
        boxes = tree(package)
        assert len({box.number for box in boxes}) == len({box.colour for box in boxes}) == 5

    def test_numbers_follow_the_place_under_the_primary_driver(self, package: Package) -> None:
        assert number_of(package, "identification") == "1.1"
        assert number_of(package, "learn-share") == "5.3"

    def test_counts_all_98_change_ideas_and_78_lines_of_data(self, package: Package) -> None:
        drivers = [driver for box in tree(package) for driver in box.drivers]
        assert (sum(one.ideas for one in drivers), sum(one.measures for one in drivers)) == (98, 78)

    def test_hints_at_figures_only_where_a_series_is_held(self, package: Package) -> None:
        assert "published" not in driver_box(package, "identification").holds
        held = driver_box(package, "identification", {"sbl-co-booking", "satod"})
        assert held.with_figures == 2
        assert held.holds == "5 change ideas, 7 measures, 2 with published figures"

    def test_says_so_where_a_driver_asks_for_no_measures(self, package: Package) -> None:
        assert driver_box(package, "experience-networks").holds == "2 change ideas, no measures"

    def test_an_unknown_driver_is_an_error_with_advice(self, package: Package) -> None:
        with pytest.raises(ClearwayError, match="identifcation"):
            driver_box(package, "identifcation")
        with pytest.raises(ClearwayError):
            primary_box(package, "identification")


class TestFigures:
    def test_every_key_figure_is_a_national_measure_with_a_definition(self) -> None:
        assert all(definitions()[measure].class_national for measure in KEY_MEASURES)

    def test_a_measure_without_a_definition_has_no_series(self) -> None:
        assert series_for("hypo-term-admissions") == ()


def reference(**changes: object) -> Reference:
    return Reference.model_validate({"id": "a", "title": "A guide", "topic": "Guides", **changes})


class TestReading:
    def test_every_reference_and_resource_of_the_package_is_listed_once(self, package: Package) -> None:
        pages = [reading_page(package, kind) for kind in ("references", "resources")]
        counts = package.counts
        assert [page.total for page in pages] == [counts.references, counts.resources]
        ids = [entry.id for page in pages for group in page.groups for entry in group.entries]
        assert max(Counter(ids).values()) == 1

    def test_statuses_add_up(self, package: Package) -> None:
        page = reading_page(package, "references")
        assert sum(number for _, _, number in page.statuses) == page.total

    def test_an_address_that_is_gone_is_shown_and_not_linked(self, package: Package) -> None:
        gone = reference(address="https://example.org/x", status="address_gone", checked="2026-11-22")
        entry = entries_of(package, [gone])[0]
        assert (entry.linked, entry.address) == (False, "https://example.org/x")

    @pytest.mark.parametrize("status", ["current", "superseded", "duplicate", "unknown"])
    def test_any_other_address_is_linked(self, package: Package, status: str) -> None:
        entry = entries_of(package, [reference(address="https://example.org/x", status=status)])[0]
        assert entry.linked

    def test_what_supersedes_it_is_a_place_on_the_page_where_the_successor_stands(
        self, package: Package
    ) -> None:
        ph26 = next(
            e for g in reading_page(package, "references").groups for e in g.entries if e.id == "nice-ph26"
        )
        assert ph26.instead is not None
        assert ph26.instead.address == "/packages/smoke-free-pregnancies/references/#nice-ng209"
        assert not ph26.instead.outside

    def test_a_successor_outside_the_package_is_its_address(self, package: Package) -> None:
        entry = entries_of(
            package, [reference(status="superseded", superseded_by="https://example.org/new")]
        )[0]
        assert entry.instead is not None
        assert entry.instead.outside

    def test_when_and_how_it_was_checked_is_told(self, package: Package) -> None:
        checked = reference(checked=date(2026, 11, 22), checked_how="By reading it.")
        assert entries_of(package, [checked])[0].checked == "Checked 22 November 2026. By reading it."
        assert entries_of(package, [reference()])[0].checked == "Nobody has checked it yet."

    def test_languages_have_their_names(self, package: Package) -> None:
        assert entries_of(package, [reference(language="cy")])[0].language == "Welsh"
        assert entries_of(package, [reference(language="gd-x-own")])[0].language == "Scottish Gaelic"
        assert entries_of(package, [reference(language="qaa")])[0].language == "qaa"


class TestRules:
    def test_the_three_kinds_hold_every_measure_once(self, package: Package) -> None:
        counts = [row[-1] for row in rules_page(package).table.rows]
        assert counts == [2, 20, 49]
        assert sum(counts) == len(package.measures)

    def test_what_everybody_owes_is_named(self, package: Package) -> None:
        assert [one.id for one in rules_page(package).everyones] == ["smoke-booking", "smoke-delivery"]

    def test_the_example_is_marked_and_stands_last(self) -> None:
        cards = package_cards(shipped_packages().values())
        assert [card.example for card in cards] == [False, True]


class TestSourcePlace:
    def test_names_line_and_part(self) -> None:
        assert source_place(Position(line=74)) == "line 74 of the published document"
        assert source_place(Position(line=74, part=2)) == "line 74 of the published document, part 2"

    def test_is_empty_for_what_the_document_does_not_hold(self) -> None:
        assert source_place(None) == ""
