"""The file of rejected rows: those alone, as they were mended, and nothing that a spreadsheet runs."""

import csv
import io

import pytest
from tests.lib.month import published
from tests.lib.uploading import chooses, csv_file, give, held, row, types

from clearway.web.audit.models import Person
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads import actions
from clearway.web.uploads.models import Upload
from clearway.web.uploads.reading.columns import TEMPLATE
from clearway.web.uploads.rejects import reject_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _chosen(tester: Person) -> None:
    chooses(tester)


def _rejected(upload: Upload) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(reject_file(upload).decode("utf-8-sig"))))


def test_it_holds_the_rejected_rows_alone_as_they_were_mended(tester: Person) -> None:
    upload = give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 99, 8)]))
    actions.mend(upload=upload, review=upload.review, cells={1: {"numerator": "98"}}, by=tester)
    assert [(one["measure_code"], one["numerator"], one["row_in_file"]) for one in _rejected(upload)] == [
        ("smoke-delivery", "98", "3")
    ]


def test_it_runs_nothing_in_a_spreadsheet(tester: Person) -> None:
    upload = give(tester, csv_file([row("smoke-delivery", 9, 8, comment="=1+1")]))
    (one,) = _rejected(upload)
    assert one["comment"] != "=1+1"
    assert not one["comment"].startswith(("=", "+", "-", "@"))


def test_a_figure_that_the_centre_publishes_is_rejected_with_its_source(tester: Person) -> None:
    published("cqim-smoking-booking", 40)
    upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
    (one,) = upload.rows.all()
    assert (one.outcome, [found["rule"] for found in one.findings]) == ("rejected", ["held-elsewhere"])


def test_a_file_without_comments_leaves_those_that_are_held(tester: Person) -> None:
    types(tester, CellEntry("smoke-booking", numerator=10, denominator=100, comment="a new clinic"))
    columns = [name for name in TEMPLATE if name != "comment"]
    upload = give(tester, csv_file([row("smoke-booking", 11, 100)], columns))
    (one,) = upload.rows.all()
    assert (one.entry["numerator"], one.entry["comment"]) == (11, "a new clinic")
    assert held("smoke-booking").detail.comment == "a new clinic"
