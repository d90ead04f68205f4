"""The published smoke-free pregnancies package itself, where somebody keeps it beside the project.

It is not part of the project: its words are its publisher's. The figures here are those of the published
document, counted by hand.
"""

from pathlib import Path

import pytest

from clearway.package.importer import ImportReport, import_document
from clearway.package.importer.text import fold
from clearway.package.loader import check_package, shipped_packages
from clearway.package.model import Package, SecondaryDriver

DOCUMENT = Path(__file__).parents[3] / "shared" / "source" / "change-package.md"
SHIPPED = "smoke-free-pregnancies"
CENTRAL = [
    "Proportion of women who smoke at booking",
    "Proportion of women who smoke at time of delivery",
]

pytestmark = [
    pytest.mark.source,
    pytest.mark.skipif(not DOCUMENT.is_file(), reason="the published document is not beside the project"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> ImportReport:
    out = tmp_path_factory.mktemp("imported") / "out"
    report = import_document(DOCUMENT, out, package_id=SHIPPED)
    assert check_package(out) == []
    return report


@pytest.fixture(scope="module")
def package(report: ImportReport) -> Package:
    return report.package


def test_everything_is_found(report: ImportReport) -> None:
    placed = report.placed
    assert [placed[kind] for kind in ("primary_drivers", "secondary_drivers", "change_ideas")] == [5, 15, 98]
    assert [placed[kind] for kind in ("mandatory_lines", "supporting_lines")] == [28, 50]
    kinds = ("measures", "mandatory_measures", "supporting_measures")
    assert [placed[kind] for kind in kinds] == [71, 22, 49]
    assert [placed[kind] for kind in ("values", "references", "resources")] == [6, 6, 10]


def test_only_what_is_said_to_the_reader_of_the_screen_has_no_place(report: ImportReport) -> None:
    unplaced = [(finding.row, finding.what) for finding in report.unplaced if finding.rule == "unplaced"]
    assert [row for row, _ in unplaced] == [58]
    assert "Click on a driver to find out more" in unplaced[0][1]


def test_the_marks_are_those_of_the_document(package: Package) -> None:
    assert [measure.name for measure in package.measures if measure.class_ == "all"] == CENTRAL
    assert [measure.name for measure in package.measures if measure.psmu] == CENTRAL
    assert len([measure for measure in package.measures if measure.sampled]) == 2
    assert all(measure.name.count("36 weeks") == 1 for measure in package.measures if measure.sampled)


def test_addresses_have_no_escapes_left(package: Package) -> None:
    entries = [entry for driver in package.drivers for entry in (*driver.references, *driver.resources)]
    addresses = [entry.address for entry in entries if entry.address]
    assert len(addresses) == 15
    assert "http://elearning.ncsct.co.uk/vba_pregnancy-launch" in addresses
    assert "http://www.ncsct.co.uk/usr/pub/Midwifery_briefing_%20V3.pdf" in addresses
    assert "http://www.ncsct.co.uk/publication_service_and_delivery_guidance_2014.php" in addresses
    assert not any("\\" in address or "%5C" in address for address in addresses)


def pairs(package: Package) -> list[tuple[SecondaryDriver, SecondaryDriver]]:
    return list(zip(package.drivers, shipped_packages()[SHIPPED].drivers, strict=True))


def test_the_shipped_package_has_the_same_drivers_ideas_and_places(package: Package) -> None:
    for read, shipped in pairs(package):
        assert (fold(read.title), read.position) == (fold(shipped.title), shipped.position)
        lines = [[idea.position for idea in driver.change_ideas] for driver in (read, shipped)]
        assert lines[0] == lines[1], shipped.id


def test_the_shipped_package_asks_for_the_same_measures(package: Package) -> None:
    for read, shipped in pairs(package):
        asked = [
            [(fold(ask.name), ask.class_, ask.psmu, ask.sampled, ask.position) for ask in driver.measures]
            for driver in (read, shipped)
        ]
        assert asked[0] == asked[1], shipped.id


def test_the_shipped_package_leads_to_the_same_addresses(package: Package) -> None:
    for read, shipped in pairs(package):
        # What Clearway added since stands at no line of the document.
        for kind in ("references", "resources"):
            published = [entry for entry in getattr(shipped, kind) if entry.position]
            found = [(entry.address, entry.position) for entry in getattr(read, kind)]
            assert found == [(entry.address, entry.position) for entry in published], shipped.id


def test_drivers_and_measures_keep_the_ids_of_the_shipped_package(package: Package) -> None:
    shipped = shipped_packages()[SHIPPED]
    assert [driver.id for driver in package.drivers] == [driver.id for driver in shipped.drivers]
    assert [measure.id for measure in package.measures] == [measure.id for measure in shipped.measures]
