"""From bytes to numbered rows: what a file is goes by its content, and every row keeps its own number."""

import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from tests.lib.uploading import workbook

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import Month
from clearway.web.uploads.reading.columns import confirmed, match
from clearway.web.uploads.reading.contents import kind_of, read_sheet
from clearway.web.uploads.reading.limits import MOST_ROWS
from clearway.web.uploads.reading.lines import read_lines
from clearway.web.uploads.reading.numbers import read_number
from clearway.web.uploads.reading.rows import is_left_blank, raw_rows

HEAD = "period,measure_code,numerator,denominator"
ROW = "2026-10,smoke-booking,7,90"


def numbered(text: str) -> list[tuple[int, tuple[str, ...]]]:
    """The rows below the headings."""
    return [(line.number, line.cells) for line in read_sheet(text.encode(), "x.csv").rows]


class TestText:
    @pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_codings_separators_and_line_ends_are_known(self, coding: str, separator: str, end: str) -> None:
        lines = [f"{HEAD},comment", f"{ROW},Année"]
        data = end.join([*lines, ""]).replace(",", separator).encode(coding)
        sheet = read_sheet(data, "x")
        assert sheet.headings == ("period", "measure_code", "numerator", "denominator", "comment")
        assert [line.cells for line in sheet.rows] == [("2026-10", "smoke-booking", "7", "90", "Année")]

    def test_rows_have_the_numbers_that_a_spreadsheet_shows(self) -> None:
        text = f'\n{HEAD},comment\n# fill in\n{ROW},"two\nlines"\n\n,,,,\n{ROW},last\n'
        assert [number for number, _ in numbered(text)] == [4, 7]

    def test_a_quote_that_is_not_closed_costs_its_own_row_only(self) -> None:
        lines = list(read_lines(f'{HEAD}\n2026-10,"smoke-booking,7,90\n{ROW}\n2026-10,"x",7,90\n', ",", "x"))
        assert [(line.number, line.unclosed) for line in lines] == [
            (1, False),
            (2, True),
            (3, False),
            (4, False),
        ]

    def test_a_quote_open_at_the_end_of_the_file_is_noticed(self) -> None:
        *_, last = read_lines(f'{HEAD}\n{ROW}\n2026-10,"smoke-booking,7,90\n', ",", "x")
        assert (last.number, last.unclosed) == (3, True)

    @given(st.lists(st.lists(st.text("ab ,;\"'\n=", max_size=6), min_size=2, max_size=4), max_size=8))
    def test_whatever_stands_in_it_it_is_read_or_refused_in_words(self, cells: list[list[str]]) -> None:
        text = "\n".join([HEAD, *(",".join(row) for row in cells)])
        try:
            rows = numbered(text)
        except ClearwayError:
            return
        assert [number for number, _ in rows] == sorted({number for number, _ in rows})

    def test_more_rows_than_stated_are_refused(self) -> None:
        with pytest.raises(ClearwayError, match=f"the most is {MOST_ROWS:,}"):
            numbered("\n".join([HEAD, *[ROW] * (MOST_ROWS + 1)]))


class TestWorkbook:
    def test_the_sheet_that_looks_like_ours_is_read(self) -> None:
        data = workbook(
            ("Read me", [["a", "b"], ["c", "d"]]), ("Data", [HEAD.split(","), ["2026-10", "nrt", 0, 3]])
        )
        sheet = read_sheet(data, "named.csv")
        assert (sheet.kind, sheet.title) == ("XLSX", "Data")
        assert sheet.rows[0].cells == ("2026-10", "nrt", "0", "3")

    def test_errors_and_formulas_that_were_never_worked_out_are_seen_and_not_taken_for_empty(self) -> None:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, ["2026-10", "nrt"])
        sheet.write_formula(1, 2, "=1/0", value="#DIV/0!")
        sheet.write_formula(1, 3, "=A1+A2", value="")
        book.close()
        data = _changed(out.getvalue(), b"<f>A1+A2</f><v></v>", b"<f>A1+A2</f>")
        (line,) = read_sheet(data, "x").rows
        assert line.cells[2:] == ("#DIV/0!", "=A1+A2")

    def test_macros_are_refused(self) -> None:
        data = _with_part(workbook(("A", [[1]])), "xl/vbaProject.bin", b"x")
        with pytest.raises(ClearwayError, match="has macros"):
            kind_of(data, "x.xlsx")

    def test_a_zip_of_something_else_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("word/document.xml", "<w/>")
        with pytest.raises(ClearwayError, match="zip archive of something else"):
            kind_of(out.getvalue(), "x.xlsx")

    def test_a_bomb_is_refused_before_it_is_unpacked(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 160_000_000)
        with pytest.raises(ClearwayError, match="far larger than it seems"):
            kind_of(out.getvalue(), "x.xlsx")

    def test_a_cell_far_out_is_refused_as_it_would_fill_the_memory(self) -> None:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_string(1_048_575, 16_383, "here")
        book.close()
        with pytest.raises(ClearwayError, match="XFD1048576"):
            kind_of(out.getvalue(), "x.xlsx")

    def test_a_row_may_be_coloured_to_the_end_of_the_sheet(self) -> None:
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD.split(","))
        sheet.write_row(1, 0, ROW.split(","))
        sheet.write_blank(500_000, 300, None, book.add_format({"bg_color": "#ff0000"}))
        book.close()
        assert len(read_sheet(out.getvalue(), "x").rows) == 1


class TestHeadings:
    def test_our_own_names_are_certain_whatever_their_case_and_signs(self) -> None:
        made = match(["Period", "Measure code", "NUMERATOR", "value-status"])
        assert made.certain == {0: "period", 1: "measure_code", 2: "numerator", 3: "value_status"}
        assert not made.needs_person

    def test_other_names_and_misspelt_ones_are_only_suggested(self) -> None:
        made = match(["month", "indicator", "numeratr", "weather"])
        assert made.suggested == {0: "period", 1: "measure_code", 2: "numerator"}
        assert made.needs_person
        assert made.unused == ("weather",)

    def test_months_may_stand_side_by_side(self) -> None:
        made = match(
            ["measure_code", "2026-09 numerator", "2026-09 denominator", "Oct 2026", "Oct-26 value status"]
        )
        assert made.months == {
            1: (Month(2026, 9), "numerator"),
            2: (Month(2026, 9), "denominator"),
            3: (Month(2026, 10), "numerator"),
            4: (Month(2026, 10), "value_status"),
        }
        assert not made.needs_person

    def test_a_choice_with_a_column_twice_or_missing_is_refused(self) -> None:
        with pytest.raises(ClearwayError, match="both period"):
            confirmed(["a", "b"], {0: "period", 1: "period"})
        with pytest.raises(ClearwayError, match="measure_code"):
            confirmed(["a", "b"], {0: "period", 1: "numerator"})

    def test_a_month_of_a_wide_row_that_nobody_filled_in_is_left_blank(self) -> None:
        sheet = read_sheet(b"measure_code,2026-09,2026-10,comment\nnrt,,0,why\n", "x")
        first, second = raw_rows(sheet, match(sheet.headings))
        assert is_left_blank(first)
        assert not is_left_blank(second)
        assert (second.number, second.place, second.cell("numerator")) == (2, "2026-10", "0")


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "number"), [("0", 0), ("12", 12), ("12.0", 12), ("1,200", 1200), ("-1", -1), ("", None)]
    )
    def test_what_a_number_is(self, text: str, number: float | None) -> None:
        assert read_number(text, "numerator") == number

    @given(st.text(max_size=12))
    def test_anything_else_is_told_with_a_way_to_mend_it(self, text: str) -> None:
        read = read_number(text.strip(), "numerator")
        assert read is None or isinstance(read, float) or (isinstance(read, Finding) and bool(read.mend))


def _with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _changed(data: bytes, before: bytes, after: bytes) -> bytes:
    """The workbook with a part of its sheet replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if "worksheets/" in name:
                assert before in content
                content = content.replace(before, after)
            new.writestr(name, content)
    return out.getvalue()
