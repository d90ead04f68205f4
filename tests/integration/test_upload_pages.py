"""The pages of uploads: who may open them and what they say in each state."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.lib.uploading import (
    approve,
    chooses,
    csv_file,
    give,
    held,
    last_month,
    lead,
    numbers,
    row,
    signed_in,
    types,
)

from clearway.web.audit.models import AccessEvent, Person
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads.models import Upload
from clearway.web.uploads.reading.columns import TEMPLATE

pytestmark = pytest.mark.django_db
LIST = "/organisations/DEMO1/uploads/"


@pytest.fixture
def desk(tester: Person) -> Client:
    """The browser of the trust's lead."""
    chooses(tester)
    return signed_in(lead())


def sent(desk: Client, data: bytes, name: str = "figures.csv") -> HttpResponse:
    """The answer to a file."""
    return desk.post(LIST, {"file": SimpleUploadedFile(name, data)})  # type: ignore[return-value]


def words(answer: HttpResponse) -> str:
    """The text of a page in one line."""
    return " ".join(answer.content.decode().split())


def page_of(upload: Upload) -> str:
    return f"{LIST}{upload.pk}/"


class TestWhoMay:
    @pytest.mark.parametrize(
        "way", ["", "template.csv", "{id}/", "{id}/mend/", "{id}/rejects.csv", "{id}/undo/"]
    )
    def test_nobody_else_sees_an_upload(self, desk: Client, tester: Person, way: str) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        address = LIST + way.format(id=upload.pk)
        other = signed_in(lead("DEMO2", "Otto Ther"))
        assert other.get(address).status_code == 404
        reader = signed_in(lead("DEMO1", "Rea Der", role="reader"))
        assert reader.get(address).status_code == 403
        assert Client(REMOTE_ADDR="127.0.0.1").get(address).status_code == 302

    @pytest.mark.parametrize("verb", ["columns", "mend", "approve", "cancel", "stop", "again", "undo"])
    def test_an_upload_is_not_reached_through_another_trust(
        self, desk: Client, tester: Person, verb: str
    ) -> None:
        """Not even by guessing its number."""
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        other = signed_in(lead("DEMO2", "Otto Ther"))
        answer = other.post(f"/organisations/DEMO2/uploads/{upload.pk}/{verb}/", {"review": upload.review})
        assert answer.status_code == 404
        upload.refresh_from_db()
        assert upload.state == "review"

    def test_who_looked_at_an_upload_is_written_down(self, desk: Client, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        desk.get(page_of(upload))
        assert AccessEvent.objects.filter(organisation="DEMO1", subject="an upload").exists()

    def test_an_organisation_that_enters_no_figures_has_no_uploads(self, desk: Client) -> None:
        analyst = signed_in(lead("DEMO", "Ana Lyst", role="network-lead"))
        assert analyst.get("/organisations/DEMO/uploads/").status_code == 403


class TestGiving:
    def test_a_file_is_read_and_reviewed(self, desk: Client) -> None:
        answer = sent(desk, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", "ten", 90)]))
        page = words(desk.get(answer["Location"]))
        assert "Approve and import 1 figure" in page
        assert "Mend 1 rejected row here" in page
        assert "“ten” is not a number" in page

    @pytest.mark.parametrize(
        ("data", "told"),
        [
            (b"", "empty"),
            (b"%PDF-1.7 \n", "a PDF"),
            (b"\x89PNG\r\n\x1a\n", "a picture"),
            (b"PK\x03\x04" + b"\0" * 40, "damaged"),
            (b"\xd0\xcf\x11\xe0" + b"\0" * 40, "old or a protected Excel file"),
            (b"<html><body>Sign in</body></html>", "a web page"),
            (b"\0\1\2\3 program", "neither a table as text nor a workbook"),
            (b"x" * 5_000_001, "the most is 5 MB"),
        ],
    )
    def test_a_file_that_is_no_table_is_refused_at_once_and_not_kept(
        self, desk: Client, data: bytes, told: str
    ) -> None:
        """What it is called does not count."""
        answer = sent(desk, data, "figures.csv")
        assert answer.status_code == 200
        assert told in words(answer)
        assert "<title>Error: " in words(answer)
        assert not Upload.objects.exists()

    def test_a_file_without_rows_is_told_of_on_its_page(self, desk: Client) -> None:
        answer = sent(desk, ",".join(TEMPLATE).encode())
        assert "headings and no rows" in words(desk.get(answer["Location"]))

    def test_no_file_at_all_is_told(self, desk: Client) -> None:
        assert "Choose a CSV or Excel file" in words(desk.post(LIST))  # type: ignore[arg-type]

    def test_the_same_file_is_known_again(self, desk: Client) -> None:
        data = csv_file([row("smoke-booking", 11, 100)])
        sent(desk, data)
        answer = sent(desk, data, "renamed.csv")
        page = words(desk.get(answer["Location"]))
        assert "The same file was uploaded before" in page

    def test_two_uploads_at_once_tell_of_each_other(self, desk: Client) -> None:
        sent(desk, csv_file([row("smoke-booking", 11, 100)]), "first.csv")
        answer = sent(desk, csv_file([row("smoke-booking", 12, 100)]), "second.csv")
        page = words(desk.get(answer["Location"]))
        assert "Another upload waits" in page
        assert "first.csv" in page

    def test_headings_that_look_like_ours_are_suggested(self, desk: Client) -> None:
        columns = ["Month", "Indicator", "Numerater", "denominator"]
        line = {"Month": str(last_month()), "Indicator": "smoke-booking", "Numerater": 8, "denominator": 95}
        address = sent(desk, csv_file([line], columns))["Location"]
        page = words(desk.get(address))
        assert page.count("Suggested") == 3
        twice = {f"heading-{n}": "numerator" for n in range(4)}
        assert "Two headings are both numerator" in words(desk.post(f"{address}columns/", twice))  # type: ignore[arg-type]
        right = dict(
            zip(
                (f"heading-{n}" for n in range(4)),
                ("period", "measure_code", "numerator", "denominator"),
                strict=True,
            )
        )
        desk.post(f"{address}columns/", right)
        assert "Approve and import 1 figure" in words(desk.get(address))


class TestReviewing:
    def test_old_and_new_stand_side_by_side(self, desk: Client, tester: Person) -> None:
        types(tester, CellEntry("smoke-booking", numerator=10, denominator=100))
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        page = words(desk.get(f"{page_of(upload)}?show=changed"))
        assert 'data-label="Held now">10 of 100<' in page
        assert 'data-label="In the file">11 of 100<' in page

    def test_bad_cells_are_mended_on_the_screen(self, desk: Client, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", "ten", 100), row("smoke-delivery", 5, "90%")]))
        page = words(desk.get(f"{page_of(upload)}mend/"))
        assert "Row 2: Numerator: “ten” is not a number" in page
        assert "Row 3: Denominator: “90%” is a percentage" in page
        answer = desk.post(
            f"{page_of(upload)}mend/",
            {"review": upload.review, "row-0-numerator": "10", "row-1-denominator": "ninety"},
        )
        page = words(desk.get(answer["Location"]))
        assert "1 of 2 rejected rows mended" in page
        assert "“ninety” is not a number" in page
        upload.refresh_from_db()
        answer = desk.post(f"{page_of(upload)}mend/", {"review": upload.review, "row-1-denominator": "90"})
        assert answer["Location"] == page_of(upload)
        desk.post(f"{page_of(upload)}approve/", {"review": upload.review + 1})
        assert numbers(held("smoke-delivery")) == (5, 90, "value")

    def test_rejected_rows_that_are_left_out_are_told_of(self, desk: Client, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", "ten", 100), row("smoke-delivery", 5, 90)]))
        desk.post(f"{page_of(upload)}approve/", {"review": upload.review})
        assert "1 rejected row was left out" in words(desk.get(page_of(upload)))

    def test_a_review_of_many_rows_takes_as_many_queries_as_one_of_few(
        self, desk: Client, tester: Person
    ) -> None:
        def asked(rows: int) -> int:
            upload = give(tester, csv_file([row("smoke-booking", f"x{n}", 100) for n in range(rows)]))
            with CaptureQueriesContext(connection) as found:
                assert desk.get(page_of(upload)).status_code == 200
            Upload.objects.filter(pk=upload.pk).update(state="cancelled")
            return len(found)

        assert asked(5) == asked(200)

    def test_cancel_deletes_it_and_says_so(self, desk: Client, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        answer = desk.post(f"{page_of(upload)}cancel/")
        assert "is deleted. No figure was changed" in words(desk.get(answer["Location"]))
        assert "was cancelled" in words(desk.get(page_of(upload)))

    def test_a_get_changes_nothing(self, desk: Client, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        for verb in ("approve", "cancel", "stop", "again", "columns"):
            assert desk.get(f"{page_of(upload)}{verb}/").status_code == 405
        upload.refresh_from_db()
        assert upload.state == "review"


class TestUndoing:
    def test_an_import_is_undone_after_a_look(self, desk: Client, tester: Person) -> None:
        types(tester, CellEntry("smoke-booking", numerator=10, denominator=100))
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
        assert "Undo this import" in words(desk.get(page_of(upload)))
        page = words(desk.get(f"{page_of(upload)}undo/"))
        assert 'data-label="Goes back to">10 of 100<' in page
        desk.post(f"{page_of(upload)}undo/")
        assert "Undone: 1 figure is as before" in words(desk.get(page_of(upload)))
        assert numbers(held("smoke-booking")) == (10, 100, "value")

    def test_figures_changed_since_are_named_and_the_rest_is_offered(
        self, desk: Client, tester: Person
    ) -> None:
        upload = approve(
            give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 5, 90)])), tester
        )
        now = held("smoke-booking")
        types(tester, CellEntry("smoke-booking", numerator=12, denominator=100, seen=now.pk if now else None))
        answer = desk.post(f"{page_of(upload)}undo/")
        page = words(desk.get(answer["Location"]))
        assert "Somebody changed smoke-booking" in page
        assert "Undo the rest" in page
        desk.post(f"{page_of(upload)}undo/", {"leave": "yes"})
        assert numbers(held("smoke-delivery")) == (None, None, "superseded")
