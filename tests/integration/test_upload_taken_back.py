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
