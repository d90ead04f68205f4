"""`clearway funnel`: kinds, levels, overdispersion, workbooks, and errors with spreadsheet rows."""

import csv
import zipfile
from pathlib import Path

import pytest

from clearway.cli.main import main

HEAD = "label,numerator,denominator\n"
SPREAD = HEAD + "".join(f"R{n},{top},1000\n" for n, top in enumerate([20, 60, 95, 140, 180, 30, 75]))


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def workbook(path: Path, rows: list[list[str | float | None]]) -> str:
    """A workbook with one sheet, as small as one can be."""
    lines = []
    for number, cells in enumerate(rows, start=1):
        parts = []
        for column, cell in zip("ABC", cells, strict=False):
            if isinstance(cell, str):
                parts.append(f'<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>')
            elif cell is not None:
                parts.append(f'<c r="{column}{number}"><v>{cell}</v></c>')
        if parts:
            lines.append(f'<row r="{number}">{"".join(parts)}</row>')
    main_ns = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel_ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{packed}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sheet.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r" '
        f'Type="{rel_ns}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main_ns}" xmlns:r="{rel_ns}"><sheets>'
        '<sheet name="Counts" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="s" '
        f'Type="{rel_ns}/worksheet" Target="sheet.xml"/></Relationships>',
        "xl/sheet.xml": f'<worksheet xmlns="{main_ns}"><sheetData>{"".join(lines)}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return str(path)


def test_points_hold_the_limits_used_those_of_chance_and_those_that_allow_for_more(tmp_path: Path) -> None:
    data, out = write(tmp_path / "f.csv", SPREAD), tmp_path / "points.csv"
    options = ["--levels", "90,99", "--overdispersion", "winsorised", "--target", "0.08", "--out", str(out)]
    assert main(["funnel", data, *options]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows] == [f"R{n}" for n in range(7)]
    for row in rows:
        for end in ("lower_90", "upper_90", "lower_99", "upper_99"):
            assert row[end] == row[f"adjusted_{end}"]
        assert float(row["adjusted_lower_99"]) < float(row["chance_lower_99"]) < 0.08
        assert abs(float(row["z_adjusted"])) < abs(float(row["z"]))


def test_the_picture_says_what_the_denominator_counts(tmp_path: Path) -> None:
    data, drawn = write(tmp_path / "f.csv", SPREAD), tmp_path / "f.svg"
    assert main(["funnel", data, "--svg", str(drawn), "--size-title", "Women booked"]) == 0
    assert "Women booked" in drawn.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--kind", "ratio"], "the number expected, a ratio of 1"),
        (["--kind", "rate", "--per", "1000"], "their own mean of 86 per 1,000"),
        (["--unit-name", "trusts", "--target", "0.06"], "7 trusts are compared with the target of 6%"),
        (["--overdispersion", "beta-binomial"], "beta-binomial, widened for overdispersion"),
    ],
)
def test_the_options_reach_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert main(["funnel", write(tmp_path / "f.csv", SPREAD), *options]) == 0
    printed = capsys.readouterr()
    assert words in printed.err
    assert len({len(row) for row in csv.reader(printed.out.splitlines())}) == 1, (
        "nothing stands beside the table"
    )


def test_a_workbook_is_read_as_the_same_table_in_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["Label", "Numerator", "Denominator"], ["RAA", 5, 100], ["RBB", 60, 120.5], ["RCC", None, 10]]
    assert main(["funnel", workbook(tmp_path / "f.xlsx", rows), "--kind", "ratio"]) == 0
    first = capsys.readouterr()
    text = HEAD + "RAA,5,100\nRBB,60,120.5\nRCC,,10\n"
    assert main(["funnel", write(tmp_path / "f.csv", text), "--kind", "ratio"]) == 0
    assert capsys.readouterr() == first
    assert "Left out: RCC (no figure)" in first.err


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [[None], ["label", "numerator", "denominator"], [None], ["A", 9, 5]],
            "row 4: The numerator 9 is above",
        ),
        ([["label", "numerator", "denominator"], ["A", "many", 5]], "row 2: numerator is 'many'"),
        ([[None], ["label", "numerator"]], "row 2: There is no column 'denominator'"),
    ],
)
def test_errors_in_a_workbook_name_the_row_that_the_spreadsheet_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: list[list[str | float | None]], message: str
) -> None:
    assert main(["funnel", workbook(tmp_path / "f.xlsx", rows)]) == 2
    assert message in capsys.readouterr().err


def test_a_file_that_is_no_workbook_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    assert main(["funnel", str(tmp_path / "f.xlsx")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("levels", ["", "high", "95;99", "0.95", "100", "30"])
def test_levels_that_are_no_percentages_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], levels: str
) -> None:
    assert main(["funnel", write(tmp_path / "f.csv", SPREAD), f"--levels={levels}"]) == 2
    assert "Write percentages, such as 95,99.8" in capsys.readouterr().err


def test_nothing_is_written_when_the_comparison_fails(tmp_path: Path) -> None:
    data, out = write(tmp_path / "f.csv", HEAD + "A,1,10\nB,2,10\n"), tmp_path / "points.csv"
    assert main(["funnel", data, "--overdispersion", "truncated", "--out", str(out)]) == 2
    assert not out.exists()
