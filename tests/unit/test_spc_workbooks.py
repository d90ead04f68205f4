"""Workbooks: numbers are numbers, dates dates, text never runs, and what is missing stays empty."""

import csv
import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.spc import funnel, spc_table
from clearway.spc.funnels.sheet import funnel_sheet
from clearway.spc.sheet import Sheet, csv_text
from clearway.spc.table_sheets import look_sheet, points_sheet, summary_sheet
from clearway.spc.workbooks import MOST_CHARACTERS, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DANGEROUS = ["=1+1", "+1", "-2", "@SUM(A1)", "{=1}", "https://example.org", "0012", "\t=1"]


def cells(content: bytes | Path, sheet: int = 0) -> list[list[object]]:
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    book = CalamineWorkbook.from_object(source)
    return book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)


def page(content: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314, our own file


def monthly(values: list[float | None]) -> dict[str, list[object]]:
    months = [f"{2023 + place // 12}-{place % 12 + 1:02d}" for place in range(len(values))]
    return {"series": ["a"] * len(values), "date": months, "value": list(values)}


def test_each_kind_of_cell_comes_back_as_what_it_was() -> None:
    row = ("text", 3, 0.25, True, date(2025, 4, 1), None, 0)
    content = workbook([Sheet("All", ("a", "b", "c", "d", "e", "f", "g"), [row])])
    assert cells(content)[1] == ["text", 3.0, 0.25, True, date(2025, 4, 1), "", 0.0]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_is_text_whatever_it_begins_with(text: str) -> None:
    content = workbook([Sheet("Text", (text,), [(text,)])])
    assert cells(content) == [[text], [text]]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
        assert not any("hyperlink" in archive.read(name).decode() for name in archive.namelist())
    assert b"<f>" not in inside


def test_nothing_is_written_where_there_is_nothing() -> None:
    content = workbook([Sheet("Gaps", ("a", "b"), [(None, 0), ("", 1)])])
    kept = {cell.get("r") for cell in page(content).iter(f"{MAIN}c")}
    assert kept == {"A1", "B1", "B2", "B3"}


def test_the_numbers_need_no_library_of_workbooks() -> None:
    code = "import sys, clearway.cli.spc, clearway.cli.funnel; sys.exit('xlsxwriter' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": "src"}, check=False).returncode == 0
    )


def test_the_header_is_frozen_and_sentences_are_wrapped() -> None:
    content = workbook([Sheet("Prose", ("series", "text"), [("a", "word " * 60)], prose=("text",))])
    pane = page(content).find(f".//{MAIN}pane")
    assert pane is not None
    assert (pane.get("ySplit"), pane.get("state")) == ("1", "frozen")
    cell = page(content).find(f".//{MAIN}c[@r='B2']")
    assert cell is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314, our own file
    formats = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    alignment = formats[int(cell.get("s", "0"))].find(f"{MAIN}alignment")
    assert alignment is not None
    assert alignment.get("wrapText") == "1"


def test_what_excel_has_no_number_for_is_written_as_text() -> None:
    row = (float("inf"), date(1899, 12, 31))
    assert cells(workbook([Sheet("Odd", ("z", "day"), [row])]))[1] == ["inf", "1899-12-31"]


def test_a_text_that_excel_would_cut_is_refused() -> None:
    with pytest.raises(ClearwayError, match="32,767 characters"):
        workbook([Sheet("Long", ("a",), [("x" * (MOST_CHARACTERS + 1),)])])


def test_points_of_a_table_have_dates_numbers_and_gaps() -> None:
    table = spc_table(monthly([10, 12, 9, None, *[10, 11] * 6]))
    rows = cells(workbook([points_sheet(table)]))
    assert rows[1][:4] == ["a", date(2023, 1, 1), 10.0, 1.0]
    assert rows[4][2] == ""
    assert isinstance(rows[1][5], float)


def test_workbook_and_csv_file_say_the_same() -> None:
    table = spc_table(monthly([10, 12, 9, None, *[10, 11] * 6, 30]), direction="increase", target=8)
    compared = funnel([20, 60, 95, 0, 180], [1000, 1000, 1000, 0, 1000], ["=a", "b", "c", "d", "e"])
    for make in (
        lambda: points_sheet(table),
        lambda: summary_sheet(table),
        lambda: look_sheet(table),
        lambda: funnel_sheet(compared),
    ):
        plain = list(csv.reader(io.StringIO(csv_text(make()))))
        rows = cells(workbook([make()]))
        assert len(rows) == len(plain)
        for ours, theirs in zip(rows, plain, strict=True):
            # Excel keeps sixteen digits of a figure.
            assert [as_text(cell) for cell in ours] == [pytest.approx(as_number(cell)) for cell in theirs]


def as_text(cell: object) -> object:
    return str(cell).lower() if isinstance(cell, bool | date) else cell


def as_number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def test_a_table_without_dates_has_none() -> None:
    table = spc_table({"series": ["a", "a"], "value": [1, 2]})
    assert [row[1] for row in cells(workbook([points_sheet(table)]))] == ["date", "", ""]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    lines = [f"=CO,2024-{place:02d},{value}" for place, value in enumerate([10, 12, 9, 11, "", 12], 1)]
    path.write_text("series,date,value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_ending_of_a_name_decides_what_is_written(data: Path, tmp_path: Path) -> None:
    out, summary, look = tmp_path / "p.xlsx", tmp_path / "s.XLSX", tmp_path / "l.csv"
    asked = ["--out", str(out), "--summary", str(summary), "--look", str(look)]
    assert main(["spc", str(data), *asked]) == 0
    assert cells(out)[1][:3] == ["=CO", date(2024, 1, 1), 10.0]
    assert cells(out)[5][2] == ""
    assert cells(summary)[1][0] == "=CO"
    assert look.read_text().startswith("rank,series")


def test_one_workbook_may_hold_several_tables_and_one_csv_file_may_not(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = tmp_path / "all.xlsx"
    assert main(["spc", str(data), "--out", str(both), "--summary", str(both)]) == 0
    assert [row[0] for row in (cells(both)[0], cells(both, 1)[0])] == ["series", "series"]
    assert cells(both, 1)[0][-1] == "text"
    plain = tmp_path / "all.csv"
    assert main(["spc", str(data), "--out", str(plain), "--summary", str(plain)]) == 2
    assert "would be one CSV file" in capsys.readouterr().err
    assert not plain.exists()


@pytest.mark.parametrize("command", ["spc", "funnel"])
def test_the_name_of_another_kind_of_spreadsheet_is_refused(
    command: str, data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(data), "--out", str(tmp_path / "p.xls")]) == 2
    assert "Let the name end in .xlsx or .csv" in capsys.readouterr().err


def test_a_funnel_is_written_as_a_workbook_too(tmp_path: Path) -> None:
    data, out = tmp_path / "f.csv", tmp_path / "f.xlsx"
    data.write_text("label,numerator,denominator\n=x,5,100\ny,20,100\nz,,100\n", encoding="utf-8")
    assert main(["funnel", str(data), "--out", str(out)]) == 0
    rows = cells(out)
    assert [row[0] for row in rows] == ["label", "=x", "y"]
    assert rows[1][1:4] == [5.0, 100.0, 0.05]


def test_points_written_as_a_workbook_can_be_read_again(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "p.xlsx"
    assert main(["spc", str(data), "--out", str(first)]) == 0
    again = tmp_path / "again.xlsx"
    rows = [row[:3] for row in cells(first)]
    again.write_bytes(workbook([Sheet("Points", ("series", "date", "value"), [tuple(r) for r in rows[1:]])]))
    second = tmp_path / "p2.xlsx"
    assert main(["spc", str(again), "--out", str(second)]) == 0
    assert cells(second) == cells(first)
