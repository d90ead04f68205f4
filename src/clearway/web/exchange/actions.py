"""Takes a file of figures that a program sent, for a job to deal with."""

from hashlib import sha256

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.web.audit.models import Person, record
from clearway.web.exchange import jobs
from clearway.web.exchange.formats import Format
from clearway.web.exchange.models import Import
from clearway.web.jobs.actions import start_job

LARGEST = 20 * 1024 * 1024
"""Bytes of a file: about 100,000 figures as FHIR."""


@transaction.atomic
def receive(*, organisation: Organisation, form: Format, data: bytes, dry_run: bool, by: Person) -> Import:
    """Keep the file and ask for it to be read. Raises ClearwayError when it is empty or too large."""
    if not data.strip():
        raise ClearwayError("The file is empty", mend="Send the figures as the body of the request")
    if len(data) > LARGEST:
        raise ClearwayError(
            f"The file has more than {LARGEST // 1024**2} MB", mend="Send it in parts, by months"
        )
    held = Import.objects.create(
        org_code=organisation.code,
        form=form.id,
        sha256=sha256(data).hexdigest(),
        size=len(data),
        dry_run=dry_run,
        data=data,
        person=by.name,
        key=by.key,
    )
    record(
        organisation=organisation.code,
        action="receive figures",
        subject=f"import {held.pk}",
        by=by,
        details={"format": form.id, "size": held.size, "sha256": held.sha256, "dry_run": dry_run},
    )
    run = start_job(
        job=jobs.NAME,
        organisation=organisation.code,
        by=by,
        imported=str(held.pk),
        title=f"{form.title} of {organisation.code}",
    )
    Import.objects.filter(pk=held.pk).update(run=run)
    held.refresh_from_db()
    return held
