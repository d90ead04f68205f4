"""How the rows, marks, parts and lists of the form are read, and what is done with doubtful lines."""

from pathlib import Path

import pytest

from clearway.package.importer import ImportReport, import_document
from clearway.package.loader import check_package


def imported(text: str, tmp_path: Path) -> ImportReport:
    document = tmp_path / "document.md"
    document.write_bytes(text.encode("utf-8"))
    return import_document(document)


def page(rows: str, *, head: str = "") -> str:
    start = "Change package\tKeep tea hot\nPrimary driver\tBetter kettles\nSecondary driver\tBoil in time\n"
    return f"{head}{start}{rows}\n"


def items(*texts: str) -> str:
    return "<ul>" + "".join(f"<li>• {text}</li>" for text in texts) + "</ul>"


@pytest.mark.parametrize(
    ("key", "class_"),
    [
        ("Mandatory data", "driver"),
        ("MANDATORY DATASET:", "driver"),
        ("**Mandatory data set**", "driver"),
        ("<b>Mandatory<br>measures</b>", "driver"),
        ("Mandatory improvement data (this driver)", "driver"),
        ("Supporting data", "supporting"),
        ("Supporting dataset", "supporting"),
        ("Suggested additional measures", "supporting"),
    ],
)
def test_the_key_of_a_row_may_be_spelt_in_several_ways(key: str, class_: str, tmp_path: Path) -> None:
    report = imported(page(f"{key}\t{items('Number of cups')}"), tmp_path)
    assert [measure.class_ for measure in report.package.measures] == [class_]


@pytest.mark.parametrize("label", ["Additional notes", "Supporting staff", "Change package owner", "Remarks"])
def test_a_row_with_another_label_is_reported_with_its_label(label: str, tmp_path: Path) -> None:
    report = imported(page(f"{label}\tAsk the cook"), tmp_path)
    (finding,) = [finding for finding in report.unplaced if finding.rule == "unplaced"]
    assert label in finding.what
    assert "Ask the cook" in finding.what
    assert finding.row == 4


@pytest.mark.parametrize(
    ("name", "psmu", "sampled"),
    [
        ("Cups [PSMU]", True, False),
        ("Cups [ psmu ]", True, False),
        ("[s] Cups", False, True),
        ("Cups [S][PSMU]", True, True),
        ("Cups [psmu, s]", True, True),
        ("Cups (s)", False, False),
        ("Cups [some]", False, False),
    ],
)
def test_marks(name: str, psmu: bool, sampled: bool, tmp_path: Path) -> None:
    (measure,) = imported(page(f"Mandatory data\t{items(name)}"), tmp_path).package.measures
    assert (measure.psmu, measure.sampled) == (psmu, sampled)
    assert measure.name == ("Cups" if psmu or sampled else name)


@pytest.mark.parametrize(
    ("cell", "class_"),
    [
        ("<ul><li>• <b>Cups</b></li></ul>", "all"),
        ("<ul><li><b>• Cups</b></li></ul>", "all"),
        ("<ul><li>• <strong>Cups</strong> [PSMU]</li></ul>", "all"),
        ("<ul><li><p><b>Cups</b></p></li></ul>", "all"),
        ('<ul><li style="font-weight: bold">Cups</li></ul>', "all"),
        ("<ul><li>• **Cups **</li></ul>", "all"),
        ("<b><ul><li>• Cups</li></ul></b>", "driver"),
        ("<b>Cups</b>", "driver"),
        ("<ul><li>• <b>Hot</b> cups</li></ul>", "driver"),
        ("<ul><li>• <i>Cups</i></li></ul>", "driver"),
    ],
)
def test_what_counts_as_a_bold_item(cell: str, class_: str, tmp_path: Path) -> None:
    (measure,) = imported(page(f"Mandatory data\t{cell}"), tmp_path).package.measures
    assert measure.class_ == class_


def test_bold_over_several_bullets_of_a_cell_is_bold_of_the_cell(tmp_path: Path) -> None:
    rows = "| Mandatory data | **• Cups<br>• Pots** |\n| Supporting data | • **Lids**<br>• Spoons |"
    text = page("").replace("\t", " | ").replace("\n", " |\n").strip().rstrip("|").strip()
    table = "\n".join(f"| {line}" for line in text.split("\n")) + "\n" + rows
    classes = [measure.class_ for measure in imported(table, tmp_path).package.measures]
    assert classes == ["driver", "driver", "supporting", "supporting"]


@pytest.mark.parametrize(
    "ending",
    [
        "– Part 1",
        "- part 1",
        "— PART 1",
        "-Part 1",
        "(Part 1)",
        "(part 1 of 2)",
        ": Part one",
        "&ndash; Part 1",
    ],
)
def test_the_ways_to_write_a_part(ending: str, tmp_path: Path) -> None:
    (driver,) = imported(page("").replace("Boil in time", f"Boil in time {ending}"), tmp_path).package.drivers
    assert (driver.title, driver.position.part) == ("Boil in time", 1)


@pytest.mark.parametrize("title", ["Play your part", "Part 1", "Be part of it - every day"])
def test_a_title_that_only_speaks_of_a_part_is_whole(title: str, tmp_path: Path) -> None:
    (driver,) = imported(page("").replace("Boil in time", title), tmp_path).package.drivers
    assert (driver.title, driver.position.part) == (title, None)


def test_a_mandatory_measure_of_one_driver_that_another_only_supports_is_told(tmp_path: Path) -> None:
    first = page(f"Mandatory data\t{items('Cups [s]')}")
    second = page(f"Supporting data\t{items('cups.')}").replace("Boil in time", "Warm the pot")
    report = imported(f"{first}\n{second}", tmp_path)
    (measure,) = report.package.measures
    assert (measure.name, len(measure.drivers)) == ("Cups", 2)
    (finding,) = [finding for finding in report.unplaced if finding.rule == "measure-differs"]
    assert finding.row == 9
    assert "supporting" in finding.what
    assert "mandatory" in finding.what


def test_an_item_said_twice_by_a_driver_is_kept_once_and_told(tmp_path: Path) -> None:
    rows = f"Change ideas\t{items('Warm it', 'warm it.')}\nMandatory data\t{items('Cups', 'Cups')}"
    report = imported(page(rows), tmp_path)
    assert (report.placed["change_ideas"], report.placed["measures"]) == (1, 1)
    assert {"idea-twice", "measure-twice"} <= {finding.rule for finding in report.unplaced}


@pytest.mark.parametrize("nothing", ["None", "n/a", "–", "", "<ul></ul>"])
def test_a_row_that_says_none_has_no_measures(nothing: str, tmp_path: Path) -> None:
    assert imported(page(f"Supporting data\t{nothing}"), tmp_path).package.measures == ()


def test_text_that_introduces_a_list_is_no_measure(tmp_path: Path) -> None:
    report = imported(page(f"Mandatory data\tCollect these weekly: {items('Cups', 'Pots')}"), tmp_path)
    assert [measure.name for measure in report.package.measures] == ["Cups", "Pots"]
    assert any("Collect these weekly:" in finding.what for finding in report.unplaced)


def test_ids_of_long_and_equal_titles_differ(tmp_path: Path) -> None:
    long = "Number of cups filled by volunteers on weekday mornings in the old canteen"
    names = [f"{long} {end}" for end in ("before nine", "after nine")]
    report = imported(page(f"Mandatory data\t{items(*names)}\nChange ideas\t{items('Ω')}"), tmp_path)
    first, second = [measure.id for measure in report.package.measures]
    assert second == f"{first}-2"
    assert len(first) <= 48


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("<b>Better kettles</b> <ul><li>Kettles matter.</li></ul>", "Better kettles"),
        ("**Better kettles** – Kettles matter.", "Better kettles"),
        ("<p><b>Better kettles</b></p><p>Kettles matter.</p>", "Better kettles"),
        ("Better kettles<br>Kettles matter.", "Better kettles"),
    ],
)
def test_the_explanation_of_a_primary_driver_stands_behind_its_title(
    cell: str, title: str, tmp_path: Path
) -> None:
    head = f"Change package\tKeep tea hot\nPrimary driver\t{cell}\n\n"
    (primary,) = imported(page("", head=head), tmp_path).package.primary_drivers
    assert (primary.title, primary.explanation) == (title, "Kettles matter.")


def test_a_bold_word_in_a_title_does_not_cut_it(tmp_path: Path) -> None:
    text = page("").replace("Better kettles", "<b>Better</b> kettles for all")
    assert imported(text, tmp_path).package.primary_drivers[0].title == "Better kettles for all"


def test_a_slip_in_the_title_of_a_primary_driver_makes_no_second_one(tmp_path: Path) -> None:
    head = "Change package\tKeep tea hot\nPrimary driver\tBetter kettle <ul><li>Kettles matter.</li></ul>\n\n"
    report = imported(page("", head=head), tmp_path)
    assert [primary.title for primary in report.package.primary_drivers] == ["Better kettle"]
    assert [finding.rule for finding in report.unplaced if finding.row == 5] == ["primary-spelt"]


def test_a_document_without_title_page_is_a_package_with_notes(tmp_path: Path) -> None:
    document = tmp_path / "bare.md"
    document.write_text(page(f"Change ideas\t{items('Warm the pot')}"), encoding="utf-8")
    report = import_document(document, tmp_path / "out")
    assert check_package(tmp_path / "out") == []
    assert {finding.rule for finding in report.unplaced} == {"no-evidence", "no-explanation"}
    assert report.package.aim.statement == "Keep tea hot"


def test_values_may_stand_in_one_line_and_the_publisher_below_the_terms(tmp_path: Path) -> None:
    head = (
        "# Change package and driver diagram\n## Keep tea hot\n\n*A cup is a vessel.*\n\n"
        "National council of tea makers\n\nwarmth, patience and, above all, cups\n\nJune 2031\n\n"
    )
    report = imported(page("", head=head), tmp_path)
    assert report.package.publisher == "National council of tea makers"
    assert report.package.values == ("warmth", "patience and", "above all", "cups")
    assert [finding.what for finding in report.unplaced if finding.row == 10] != []
