"""From a file to figures and back: review, approval in one transaction, undo."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.lib.uploading import (
    approve,
    chooses,
    csv_file,
    give,
    held,
    last_month,
    numbers,
    row,
    types,
)

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.publications.models import Value
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads import actions
from clearway.web.uploads.models import Upload, UploadContent
from clearway.web.uploads.undoing import undo_import

pytestmark = pytest.mark.django_db
BEFORE = CellEntry("smoke-booking", numerator=10, denominator=100)
OTHER = Person(name="Otto Ther", via="tests", key="other")


@pytest.fixture(autouse=True)
def _chosen(tester: Person) -> None:
    chooses(tester)


def counts(upload: Upload) -> dict[str, int]:
    upload.refresh_from_db()
    return {name: number for name, number in upload.counts.items() if number}


class TestReview:
    def test_rows_are_counted_as_new_changed_same_repeated_blank_and_rejected(self, tester: Person) -> None:
        types(tester, BEFORE, CellEntry("smoke-delivery", numerator=5, denominator=90))
        upload = give(
            tester,
            csv_file(
                [
                    row("smoke-booking", 11, 100),
                    row("smoke-delivery", 5, 90),
                    row("co-test-booking", 80, 101),
                    row("co-test-booking", 80, 101),
                    row("co-test-36-weeks"),
                    row("smoke-36-weeks", 9, 8),
                ]
            ),
        )
        assert counts(upload) == {"new": 1, "changed": 1, "same": 1, "repeated": 1, "blank": 1, "rejected": 1}
        assert upload.state == "review"

    def test_nothing_is_entered_by_a_review(self, tester: Person) -> None:
        before = Value.objects.count()
        give(tester, csv_file([row("smoke-booking", 11, 100)]))
        assert Value.objects.count() == before

    def test_the_old_figure_stands_beside_the_new_one(self, tester: Person) -> None:
        types(tester, BEFORE)
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        (changed,) = upload.rows.all()
        assert changed.held == held("smoke-booking")
        assert (changed.entry["numerator"], changed.entry["seen"]) == (11, changed.held.pk)

    def test_zero_is_a_figure_and_blank_leaves_what_is_held(self, tester: Person) -> None:
        types(tester, BEFORE)
        upload = approve(
            give(tester, csv_file([row("smoke-booking"), row("smoke-delivery", 0, 90, comment="Counted")])),
            tester,
        )
        assert upload.state == "imported"
        assert numbers(held("smoke-booking")) == (10, 100, "value")
        assert numbers(held("smoke-delivery")) == (0, 90, "value")

    def test_an_odd_figure_wants_a_comment_as_when_it_is_typed(self, tester: Person) -> None:
        odd = row("smoke-booking", 0, 400)
        assert counts(give(tester, csv_file([odd]))) == {"rejected": 1}
        said = {**odd, "comment": "Checked twice, it is so"}
        assert counts(give(tester, csv_file([said]))) == {"new": 1}

    def test_a_row_that_is_rejected_does_not_speak_for_those_beside_it(self, tester: Person) -> None:
        """Rows are judged beside those that would be entered with them."""
        upload = give(tester, csv_file([row("smoke-booking", 10, 100), row("co-test-booking", 300, 100)]))
        assert counts(upload) == {"new": 1, "rejected": 1}

    def test_a_wide_file_gives_a_figure_for_each_month(self, tester: Person) -> None:
        month = last_month()
        columns = [
            "measure_code",
            *(f"{m} {n}" for m in (month.previous(), month) for n in ("numerator", "denominator")),
        ]
        line = {"measure_code": "smoke-booking", **dict(zip(columns[1:], (7, 90, 8, 95), strict=True))}
        approve(give(tester, csv_file([line], columns)), tester)
        assert numbers(held("smoke-booking", period=month.previous())) == (7, 90, "value")
        assert numbers(held("smoke-booking", period=month)) == (8, 95, "value")

    def test_other_headings_wait_for_a_person(self, tester: Person) -> None:
        columns = ["Month", "Indicator", "numerator", "denominator"]
        line = {"Month": str(last_month()), "Indicator": "smoke-booking", "numerator": 8, "denominator": 95}
        upload = give(tester, csv_file([line], columns))
        assert upload.state == "matching"
        actions.confirm_columns(
            upload=upload,
            chosen={0: "period", 1: "measure_code", 2: "numerator", 3: "denominator"},
            by=tester,
        )
        assert counts(upload) == {"new": 1}

    def test_many_rows_are_reviewed_by_as_many_questions_to_the_database_as_few(self, tester: Person) -> None:
        def asked(rows: int) -> int:
            data = csv_file([row(f"no-measure-{n}", n, 10) for n in range(rows)])
            with CaptureQueriesContext(connection) as found:
                give(tester, data)
            return len(found)

        # A statement holds some seventy rows on SQLite.
        assert asked(500) <= asked(10) + 500 // 50


class TestMending:
    def test_mended_cells_are_reviewed_again_and_the_file_stays(self, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", "ten", 100), row("smoke-delivery", 1, 100)]))
        position = upload.rows.get(outcome="rejected").position
        actions.mend(upload=upload, review=upload.review, cells={position: {"numerator": "10"}}, by=tester)
        assert counts(upload) == {"new": 2}
        mended = upload.rows.get(position=position)
        assert (mended.cells["numerator"], mended.mended) == ("ten", {"numerator": "10"})
        approve(upload, tester)
        assert numbers(held("smoke-booking")) == (10, 100, "value")

    def test_a_review_that_somebody_else_renewed_is_not_mended_or_approved(self, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", "ten", 100), row("smoke-delivery", 1, 100)]))
        seen = upload.review
        actions.mend(upload=upload, review=seen, cells={0: {"numerator": "10"}}, by=OTHER)
        with pytest.raises(ClearwayError, match="reviewed again"):
            actions.mend(upload=upload, review=seen, cells={0: {"numerator": "12"}}, by=tester)
        with pytest.raises(ClearwayError, match="reviewed again"):
            actions.approve(upload=upload, review=seen, by=tester)


class TestImport:
    def test_an_approved_file_is_entered_as_a_file_by_whoever_approved_it(self, tester: Person) -> None:
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100, comment="Audit")])), OTHER)
        now = held("smoke-booking")
        assert now is not None
        assert (now.recorded_by, now.detail.origin, now.detail.comment) == ("Otto Ther", "file", "Audit")
        assert upload.imported_by == "Otto Ther"

    def test_every_step_is_in_the_change_log(self, tester: Person) -> None:
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
        undo_import(upload=upload, by=tester)
        said = list(
            ChangeEvent.objects.filter(organisation="DEMO1")
            .order_by("sequence")
            .values_list("action", flat=True)
        )
        assert said[-5:] == [
            "upload file",
            "import figures",
            "import file",
            "take figures back",
            "undo import",
        ]

    def test_a_figure_changed_since_the_review_sends_back_to_the_review_and_nothing_is_entered(
        self, tester: Person
    ) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 2, 90)]))
        types(OTHER, BEFORE)
        after = approve(upload, tester)
        assert after.state == "review"
        assert "smoke-booking" in after.said
        assert numbers(held("smoke-booking")) == (10, 100, "value")
        assert held("smoke-delivery") is None
        assert counts(after) == {"new": 1, "changed": 1}
        assert approve(after, tester).state == "imported"

    def test_of_two_uploads_the_second_is_reviewed_again(self, tester: Person) -> None:
        first = give(tester, csv_file([row("smoke-booking", 11, 100)]), "first.csv")
        second = give(OTHER, csv_file([row("smoke-booking", 12, 100)]), "second.csv")
        assert approve(first, tester).state == "imported"
        assert approve(second, OTHER).state == "review"
        assert numbers(held("smoke-booking")) == (11, 100, "value")
        assert counts(second) == {"changed": 1}

    def test_approving_twice_imports_once(self, tester: Person) -> None:
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
        with pytest.raises(ClearwayError, match="by now: imported"):
            actions.approve(upload=upload, review=upload.review, by=tester)
        assert upload.figures.count() == 1

    def test_the_same_file_again_has_nothing_to_import(self, tester: Person) -> None:
        data = csv_file([row("smoke-booking", 11, 100)])
        approve(give(tester, data), tester)
        again = give(tester, data)
        assert counts(again) == {"same": 1}
        with pytest.raises(ClearwayError, match="nothing new or changed"):
            approve(again, tester)

    def test_cancelling_deletes_the_file_and_keeps_that_it_was_there(self, tester: Person) -> None:
        upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
        actions.cancel(upload=upload, by=tester)
        upload.refresh_from_db()
        assert upload.state == "cancelled"
        assert not UploadContent.objects.filter(upload=upload).exists()
        assert not upload.rows.exists()


class TestUndo:
    def test_the_earlier_figures_stand_again_as_new_rows(self, tester: Person) -> None:
        types(tester, BEFORE)
        upload = approve(
            give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 2, 90)])), tester
        )
        rows = Value.objects.filter(org_code="DEMO1").count()
        assert undo_import(upload=upload, by=tester) == 2
        assert numbers(held("smoke-booking")) == (10, 100, "value")
        assert numbers(held("smoke-delivery")) == (None, None, "superseded")
        assert Value.objects.filter(org_code="DEMO1").count() == rows + 2
        now = held("smoke-booking")
        assert now is not None
        assert now.detail.origin == "undo"

    def test_it_refuses_where_somebody_changed_a_figure_since_and_names_it(self, tester: Person) -> None:
        upload = approve(
            give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 2, 90)])), tester
        )
        now = held("smoke-booking")
        assert now is not None
        types(OTHER, CellEntry("smoke-booking", numerator=12, denominator=100, seen=now.pk))
        with pytest.raises(ClearwayError, match="smoke-booking"):
            undo_import(upload=upload, by=tester)
        assert numbers(held("smoke-delivery")) == (2, 90, "value")
        assert undo_import(upload=upload, by=tester, leave_changed=True) == 1
        assert numbers(held("smoke-booking")) == (12, 100, "value")
        assert numbers(held("smoke-delivery")) == (None, None, "superseded")

    def test_it_is_refused_twice_and_after_thirty_days(self, tester: Person) -> None:
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
        Upload.objects.filter(pk=upload.pk).update(imported_at=timezone.now() - timedelta(days=30, minutes=1))
        with pytest.raises(ClearwayError, match="no longer"):
            undo_import(upload=upload, by=tester)
        Upload.objects.filter(pk=upload.pk).update(imported_at=timezone.now() - timedelta(days=29))
        undo_import(upload=upload, by=tester)
        with pytest.raises(ClearwayError, match="no longer"):
            undo_import(upload=upload, by=tester)

    def test_reasons_comments_and_marks_come_back_too(self, tester: Person) -> None:
        told = CellEntry(
            "smoke-booking", state="withheld", reason="Coding fault", comment="Ask IT", follow_up=True
        )
        types(tester, told)
        upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
        undo_import(upload=upload, by=tester)
        now = held("smoke-booking")
        assert now is not None
        assert (now.state, now.note, now.detail.comment, now.detail.follow_up) == (
            "withheld",
            "Coding fault",
            "Ask IT",
            True,
        )
