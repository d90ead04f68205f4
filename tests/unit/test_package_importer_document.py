"""A published document becomes a package: all of its parts, at their lines, and a report of the rest.

`warm-babies.md` is a made-up document with the traps of the published ones.
"""

import html
import re
from pathlib import Path

import pytest

from clearway.common.findings import Severity
from clearway.package.importer import ImportReport, import_document
from clearway.package.loader import check_package, load_package
from clearway.package.model import Package, SecondaryDriver

DOCUMENT = Path(__file__).parents[1] / "data" / "change_packages" / "warm-babies.md"
LINES = DOCUMENT.read_text(encoding="utf-8").split("\n")
KEYS = "change package|primary driver|secondary driver|change ideas|(?:mandatory|supporting) data(?:set)?"
HEADINGS = {"references", "resources and further reading", "instructions for use"}


@pytest.fixture(scope="module")
def report() -> ImportReport:
    return import_document(DOCUMENT)


@pytest.fixture(scope="module")
def package(report: ImportReport) -> Package:
    return report.package


def driver(package: Package, start: str) -> SecondaryDriver:
    return next(driver for driver in package.drivers if driver.title.startswith(start))


def line_of(text: str, occurrence: int = 1) -> int:
    return [number for number, line in enumerate(LINES, start=1) if text in line][occurrence - 1]


def test_the_title_page_gives_title_aim_publisher_and_values(package: Package) -> None:
    assert package.title == "Increase the proportion of babies kept warm after birth"
    assert package.aim.statement == package.title
    assert package.aim.evidence.startswith("Evidenced by a fall in the proportion of babies admitted")
    assert package.publisher == "Riverside perinatal learning collective"
    assert package.values == ("warmth", "Curiosity", "shared purpose", "candour")


def test_an_italic_line_defines_a_term_or_is_a_rule(package: Package) -> None:
    assert [definition.term for definition in package.definitions] == ["driver diagram", "Secondary drivers"]
    assert package.definitions[0].position.line == line_of("A driver diagram is")
    rules = [rule.rule for rule in package.instructions]
    assert "The mandatory and supporting measures are also in this document." in rules


def test_every_instruction_is_kept_nested_ones_and_wrapped_ones_too(package: Package) -> None:
    rules = {rule.rule: rule.position.line for rule in package.instructions}
    assert rules["Start with one secondary driver."] == line_of("Start with one secondary driver.")
    assert "Turn the page for its measures, which are on the same sheet." in rules
    assert "Send the data through the collective’s portal : portal.example.org" in rules


def test_primary_drivers_have_the_explanation_of_their_row(package: Package) -> None:
    assert [len(primary.secondary_drivers) for primary in package.primary_drivers] == [3, 2, 2]
    team = package.primary_drivers[1]
    assert team.explanation == (
        "Teams that feel safe to speak notice a cold baby sooner. They also tell one another what helped."
    )
    assert team.position.line == line_of("Building a team that speaks up")
    assert [primary.colour for primary in package.primary_drivers] == [1, 2, 3]


def test_two_pages_of_parts_are_one_driver_whatever_dash_and_case(package: Package) -> None:
    notice, give = driver(package, "Notice and talk"), driver(package, "Give staff")
    assert (notice.title, give.title) == ("Notice and talk about cold babies", "Give staff what they need")
    assert {idea.position.part for idea in give.change_ideas} == {1}
    assert {ask.position.part for ask in give.measures} == {2}
    assert notice.position.line == line_of("Part 1</b>")
    assert (len(notice.change_ideas), len(notice.measures)) == (3, 4)


def test_a_driver_may_have_ideas_and_no_measures(package: Package) -> None:
    neighbours = driver(package, "Work with the neighbouring")
    assert (len(neighbours.change_ideas), neighbours.measures) == (1, ())


def test_ideas_keep_their_words_and_their_order(package: Package) -> None:
    prepare = driver(package, "Prepare the room")
    assert [idea.text for idea in prepare.change_ideas] == [
        "Keep the birth room at 25 °C or warmer",
        "Warm the towels & the hat in advance",
        "Agree who dries the baby; rehearse it",
    ]
    assert [idea.id for idea in prepare.change_ideas] == [f"{prepare.id}-{number}" for number in (1, 2, 3)]
    assert {idea.position.line for idea in prepare.change_ideas} == {line_of("Keep the birth room")}


def test_what_is_nested_below_an_idea_and_the_address_of_a_link_stay_with_it(package: Package) -> None:
    ideas = [idea.text for idea in driver(package, "Keep mother and baby").change_ideas]
    assert ideas[1:] == [
        "Offer a choice of: wrap; sling",
        "Use the bedside checklist (https://example.org/check_list)",
    ]


def test_only_a_bold_item_is_mandatory_for_all(package: Package) -> None:
    classes = {measure.name: measure.class_ for measure in package.measures}
    assert [name for name, class_ in classes.items() if class_ == "all"] == [
        "Proportion of babies with a temperature below 36.5 °C on admission"
    ]
    # A list in bold as a whole, and a bold word within an item.
    assert classes["Proportion of rooms with hats"] == "driver"
    assert classes["Proportion of transfers with a working incubator"] == "driver"


def test_marks_are_read_in_any_case_and_spacing_and_leave_the_name(package: Package) -> None:
    assert [measure.name for measure in package.measures if measure.psmu] == [
        "Proportion of babies with a temperature below 36.5 °C on admission"
    ]
    assert [measure.name for measure in package.measures if measure.sampled] == [
        "Proportion of births with the room temperature written down",
        "Proportion of babies skin to skin within 10 minutes",
    ]


def test_a_measure_of_several_drivers_is_one_measure(package: Package) -> None:
    by_name = {measure.name: measure for measure in package.measures}
    shared = by_name["Proportion of staff trained in thermal care"]
    assert shared.drivers == (driver(package, "Prepare").id, driver(package, "Give staff").id)
    # The second driver has it in small letters, with two blanks and a full stop.
    spelt = by_name["Number of room thermometers checked"]
    assert spelt.drivers == (driver(package, "Prepare").id, driver(package, "Notice").id)


@pytest.mark.parametrize(
    "name",
    [
        "Number of staff trained in: <Insert topic>",
        "Improvement on the <insert local scale>",
        "Number of times learning is shared with <other unit>",
        "Number of cold babies / number of reviews held",
    ],
)
def test_a_blank_to_fill_in_is_part_of_the_name(package: Package, name: str) -> None:
    assert name in [measure.name for measure in package.measures]


def test_references_have_authors_year_topic_and_address(package: Package) -> None:
    guideline, okoro, lindqvist = driver(package, "Prepare the room").references
    assert guideline.address == "https://example.org/guidance/ng1"
    assert guideline.title == "National guideline - Care of the newborn: warmth and feeding"
    assert (okoro.authors, okoro.year) == ("Okoro et al", 2014)
    assert okoro.title == "Warm rooms, warm babies: a stepped study"
    assert okoro.topic == "Papers on preparing the room"
    assert okoro.position.line == line_of("Okoro et al")
    assert lindqvist.address == "http://example.org/towels?id=7&part=2"


def test_a_reference_without_a_link_is_kept_without_address(package: Package) -> None:
    (trial,) = driver(package, "Keep mother and baby").references
    assert trial.address is None
    assert "to be published soon" in trial.title


def test_each_link_of_a_bullet_is_a_resource_without_escapes(package: Package) -> None:
    resources = driver(package, "Prepare the room").resources
    assert [(resource.title, resource.address) for resource in resources] == [
        ("Free course on thermal care", "http://learn.example.org/course.php?id=12"),
        ("film for parents", "https://film.example.org/#/warm"),
        ("leaflet", "http://leaflet.example.org/keep_me_warm"),
        ("Checklist for the birth room.", "http://example.org/room_check_2015.pdf"),
    ]
    assert {resource.position.line for resource in resources[:3]} == {line_of("Free course")}


def test_a_link_on_the_next_line_and_the_text_after_it_belong_to_the_bullet(package: Package) -> None:
    pack = driver(package, "Keep small babies").resources[0]
    assert pack.address == "https://example.org/transport-pack"
    assert pack.note == "(section on bags)"
    assert pack.position.line == line_of("Review the transport bags")


def test_what_stands_below_an_unknown_topic_is_kept_and_reported(report: ImportReport) -> None:
    handbook = driver(report.package, "Keep small babies").resources[1]
    assert (handbook.address, handbook.topic) == ("https://example.org/handbook", "A heading of no driver")
    assert line_of("A heading of no driver") in unplaced_lines(report)


def unplaced_lines(report: ImportReport) -> list[int | None]:
    return [finding.row for finding in report.unplaced if finding.rule == "unplaced"]


@pytest.mark.parametrize(
    "text",
    [
        "Draft 4, autumn edition",
        "Touch a driver to open it",
        "Page 9 of 12",
        "Ask the ward clerk",
        "Number of orphaned thermometers",
    ],
)
def test_what_has_no_place_is_reported_whole_with_its_line(report: ImportReport, text: str) -> None:
    (finding,) = [finding for finding in report.unplaced if text in finding.what]
    assert (finding.rule, finding.severity) == ("unplaced", Severity.WARNING)
    assert (finding.row, finding.file) == (line_of(text), DOCUMENT.name)


def test_nothing_is_reported_that_was_placed(report: ImportReport) -> None:
    assert len(unplaced_lines(report)) == 6


def test_what_is_counted_as_placed_is_in_the_package(report: ImportReport) -> None:
    package, placed = report.package, report.placed
    assert placed["primary_drivers"] == len(package.primary_drivers) == 3
    assert placed["secondary_drivers"] == len(package.drivers) == 7
    assert placed["change_ideas"] == sum(len(driver.change_ideas) for driver in package.drivers)
    assert placed["instructions"] == len(package.instructions)
    assert placed["values"] == 4


def test_what_is_written_has_no_findings_and_loads_as_the_same_package(tmp_path: Path) -> None:
    package = import_document(DOCUMENT, tmp_path / "out").package
    assert check_package(tmp_path / "out") == []
    assert load_package(tmp_path / "out") == package


def test_the_same_document_gives_the_same_ids(package: Package) -> None:
    again = import_document(DOCUMENT).package
    assert again == package
    assert all(len(driver.id) <= 48 for driver in package.drivers)


def test_every_word_of_every_line_is_in_the_package_or_in_the_report(
    report: ImportReport, tmp_path: Path
) -> None:
    import_document(DOCUMENT, tmp_path / "out")
    files = [*(tmp_path / "out").rglob("*.yaml")]
    kept = set(read("\n".join(path.read_text(encoding="utf-8") for path in files)))
    for number, line in enumerate(LINES, start=1):
        told = " ".join(finding.what for finding in report.unplaced if finding.row == number)
        missing = [word for word in visible_words(line) if word not in kept and word not in read(told)]
        assert missing == [], f"line {number}: {line}"


def read(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("_", " ").casefold())


def visible_words(line: str) -> list[str]:
    """The words of a line as a reader sees them, by a way of its own: no tags, no keys, no marks."""
    plain = re.sub(r"</?(?:b|p|ul|li)(?: style=\"[^\"]*\")?>", " ", line)
    plain = html.unescape(plain).replace("*", "").strip("#- \t")
    plain = re.sub(rf"^(?:{KEYS})\s*\t", "", plain, flags=re.I)
    plain = re.sub(r"\[\s*(?:psmu|s)\s*\]|[–—-] part \d\s*$", "", plain, flags=re.I)
    return [] if plain.strip().casefold() in HEADINGS else read(plain)
