"""What an undo brings back beside the numbers, and what may not be done while a file is being dealt with."""

import pytest
from tests.lib.uploading import approve, chooses, csv_file, give, held, last_month, numbers, row, types

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.jobs.models import JobRun
from clearway.web.returns.cells import CellEntry
from clearway.web.uploads import actions
from clearway.web.uploads.models import Upload, UploadContent
from clearway.web.uploads.undoing import undo_import

pytestmark = pytest.mark.django_db
SAMPLED = CellEntry("smoke-booking", numerator=10, denominator=100, population=140)


@pytest.fixture(autouse=True)
def _chosen(tester: Person) -> None:
    chooses(tester)


def _population() -> int | None:
    now = held("smoke-booking")
    assert now is not None
    return now.detail.population


def test_a_sample_is_of_its_own_numbers_and_comes_back_with_them(tester: Person) -> None:
    types(tester, SAMPLED)
    upload = approve(give(tester, csv_file([row("smoke-booking", 11, 100)])), tester)
    assert _population() is None
    undo_import(upload=upload, by=tester)
    assert (numbers(held("smoke-booking")), _population()) == ((10, 100, "value"), 140)


def test_an_earlier_figure_that_looks_odd_by_now_comes_back_and_says_whence(tester: Person) -> None:
    types(tester, CellEntry("smoke-booking", numerator=10, denominator=100))
    upload = approve(give(tester, csv_file([row("smoke-booking", 60, 600)])), tester)
    before = CellEntry("smoke-booking", numerator=61, denominator=610)
    types(tester, before, period=last_month().previous())
    assert undo_import(upload=upload, by=tester) == 1
    now = held("smoke-booking")
    assert numbers(now) == (10, 100, "value")
    assert now is not None
    assert "figures.csv" in now.detail.comment


def test_a_file_that_is_being_imported_is_not_deleted(tester: Person) -> None:
    upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
    Upload.objects.filter(pk=upload.pk).update(state="importing")
    with pytest.raises(ClearwayError, match="It is being imported"):
        actions.cancel(upload=upload, by=tester)
    assert UploadContent.objects.filter(upload=upload).exists()


def test_a_file_that_is_being_read_is_not_read_twice(tester: Person) -> None:
    upload = give(tester, csv_file([row("smoke-booking", 11, 100)]))
    Upload.objects.filter(pk=upload.pk).update(state="reading")
    JobRun.objects.filter(pk=upload.run_id).update(status="running", finished_at=None)
    with pytest.raises(ClearwayError, match="It is being read"):
        actions.read_again(upload=upload, by=tester)


def test_only_rejected_rows_are_mended(tester: Person) -> None:
    upload = give(tester, csv_file([row("smoke-booking", 11, 100), row("smoke-delivery", 9, 8)]))
    cells = {0: {"numerator": "77"}, 1: {"denominator": "90"}}
    actions.mend(upload=upload, review=upload.review, cells=cells, by=tester)
    approve(upload, tester)
    assert numbers(held("smoke-booking")) == (11, 100, "value")
    assert numbers(held("smoke-delivery")) == (9, 90, "value")


def test_a_score_which_has_no_counts_comes_back(tester: Person) -> None:
    chooses(tester, drivers=("multi-agency",))
    types(tester, CellEntry("clear-improvement", value=3.0))
    upload = approve(give(tester, csv_file([row("clear-improvement", 4)])), tester)
    now = held("clear-improvement")
    assert now is not None
    assert now.value == 4.0
    assert undo_import(upload=upload, by=tester) == 1
    back = held("clear-improvement")
    assert back is not None
    assert (back.numerator, back.denominator, back.value, back.state) == (None, None, 3.0, "value")


def test_once_a_row_is_rejected_the_rules_are_asked_again_of_those_that_remain(tester: Person) -> None:
    """A row fits what the file said beside it; with that rejected, it stands beside what is held."""
    chooses(tester, drivers=("specialist-support",))
    types(tester, CellEntry("referred-specialist", numerator=9, denominator=50))
    impossible, beside = row("referred-specialist", 70, 60), row("quit-date-set", 5, 60)
    upload = give(tester, csv_file([impossible, beside]))
    outcomes = {one.cells["measure_code"]: one for one in upload.rows.all()}
    assert {name: one.outcome for name, one in outcomes.items()} == {
        "referred-specialist": "rejected",
        "quit-date-set": "rejected",
    }
    assert [each["rule"] for each in outcomes["quit-date-set"].findings] == ["differs-from-related"]
    assert "50" in outcomes["quit-date-set"].findings[0]["what"]
