"""How long files are kept: what nobody needs goes by itself, what it did stays known."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.lib.uploading import approve, chooses, csv_file, give, row

from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.jobs.actions import start_job
from clearway.web.uploads.models import Upload, UploadContent

pytestmark = pytest.mark.django_db


def tidied(upload: Upload, by: Person, **changes: object) -> Upload:
    """The upload after the nightly job, once these moments were set."""
    Upload.objects.filter(pk=upload.pk).update(**changes)
    start_job(job="tidy-uploads", organisation="", by=by)
    upload.refresh_from_db()
    return upload


@pytest.fixture
def waiting(tester: Person) -> Upload:
    chooses(tester)
    return give(tester, csv_file([row("smoke-booking", 11, 100)]))


def test_a_file_that_nobody_approved_goes_after_fourteen_days(waiting: Upload, tester: Person) -> None:
    now = timezone.now()
    assert tidied(waiting, tester, changed_at=now - timedelta(days=13)).state == "review"
    gone = tidied(waiting, tester, changed_at=now - timedelta(days=14, minutes=1))
    assert gone.state == "expired"
    assert not gone.rows.exists()
    assert not UploadContent.objects.exists()
    assert ChangeEvent.objects.filter(organisation="DEMO1", action="delete file").count() == 1


def test_an_imported_file_goes_after_thirty_days_and_its_figures_and_hash_stay(
    waiting: Upload, tester: Person
) -> None:
    done, now = approve(waiting, tester), timezone.now()
    tidied(done, tester, imported_at=now - timedelta(days=29))
    assert UploadContent.objects.exists()
    gone = tidied(done, tester, imported_at=now - timedelta(days=30, minutes=1))
    assert not UploadContent.objects.exists()
    assert (gone.state, len(gone.sha256), gone.figures.count()) == ("imported", 64, 1)
