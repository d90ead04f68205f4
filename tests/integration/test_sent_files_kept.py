"""How long the bytes of a sent file stay when no job dealt with them. That it was sent stays known."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clearway.web.audit.models import Person
from clearway.web.exchange.jobs import KEPT_FOR
from clearway.web.exchange.models import Import
from clearway.web.jobs.actions import start_job

pytestmark = pytest.mark.django_db


def test_a_sent_file_goes_after_fourteen_days_and_not_before(tester: Person) -> None:
    assert timedelta(days=14) == KEPT_FOR
    for days in (13, 15):
        row = Import.objects.create(
            org_code="DEMO1", form="csv", sha256=f"{days}", size=3, data=b"abc", person="Ann", dry_run=False
        )
        Import.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    start_job(job="tidy-imports", organisation="", by=tester)
    assert [bytes(row.data) if row.data else None for row in Import.objects.order_by("-at")] == [b"abc", None]
