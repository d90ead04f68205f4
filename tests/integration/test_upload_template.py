"""The template of a month's figures: what is owed and held, safe in a spreadsheet, and read again."""

import csv
import io
import zipfile

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.lib.uploading import (
    approve,
    chooses,
    give,
    held,
    last_month,
    lead,
    numbers,
    signed_in,
    types,
    workbook,
)

from clearway.web.audit.models import Person
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads.reading.columns import TEMPLATE
from clearway.web.uploads.reading.contents import read_sheet

pytestmark = pytest.mark.django_db
LIST = "/organisations/DEMO1/uploads/"


@pytest.fixture
def desk(tester: Person) -> Client:
    """The browser of the trust's lead."""
    chooses(tester)
    return signed_in(lead())


class TestTemplate:
    def rows(self, answer: HttpResponse) -> list[dict[str, str]]:
        text = answer.content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def test_it_has_a_row_for_each_figure_owed_with_what_is_held(self, desk: Client, tester: Person) -> None:
        types(tester, CellEntry("smoke-booking", numerator=10, denominator=100, comment="Audit"))
        instruction, *rows = self.rows(desk.get(f"{LIST}template.csv"))  # type: ignore[arg-type]
        assert instruction["organisation_code"].startswith("#")
        assert tuple(rows[0]) == TEMPLATE
        (booking,) = [
            one
            for one in rows
            if (one["measure_code"], one["period"]) == ("smoke-booking", str(last_month()))
        ]
        assert (booking["numerator"], booking["denominator"], booking["comment"]) == ("10", "100", "Audit")
        assert {one["component"] for one in rows if one["measure_code"] == "harm-incidents-learning"} == {
            "incidents",
            "learning-activities",
        }
        assert "quit-date-set" not in {one["measure_code"] for one in rows}

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_given_back_as_it_is_it_changes_nothing(self, desk: Client, tester: Person, form: str) -> None:
        types(
            tester,
            CellEntry(
                "smoke-booking", numerator=10, denominator=100, comment="=HYPERLINK(1)", follow_up=True
            ),
            CellEntry("smoke-delivery", state="not_collected", reason="No system"),
        )
        data = desk.get(f"{LIST}template.{form}").content
        upload = give(tester, data, f"back.{form}")
        assert {name: number for name, number in upload.counts.items() if number and name != "blank"} == {
            "same": 2
        }

    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_no_cell_of_it_is_run_by_a_spreadsheet(self, desk: Client, tester: Person, form: str) -> None:
        types(tester, CellEntry("smoke-booking", numerator=10, denominator=100, comment="=1+1"))
        data = desk.get(f"{LIST}template.{form}").content
        if form == "csv":
            assert b",=1+1" not in data
        else:
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
            assert not any(b"<f>" in sheet for sheet in sheets)
        comments = [line.cells[TEMPLATE.index("comment")] for line in read_sheet(data, "x").rows]
        assert any(text.lstrip("'") == "=1+1" for text in comments)

    def test_filled_in_and_given_back_it_is_imported(self, desk: Client, tester: Person) -> None:
        sheet = read_sheet(desk.get(f"{LIST}template.xlsx").content, "x")
        lines = [[*line.cells] for line in sheet.rows]
        for line in lines:
            if line[1:3] == [str(last_month()), "smoke-booking"]:
                line[5:7] = [7, 90]  # type: ignore[list-item]
        approve(give(tester, workbook(("Figures", [list(sheet.headings), *lines])), "filled.xlsx"), tester)
        assert numbers(held("smoke-booking")) == (7, 90, "value")

    def test_there_is_no_other_form_of_it(self, desk: Client) -> None:
        assert desk.get(f"{LIST}template.pdf").status_code == 404
