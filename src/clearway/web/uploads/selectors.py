"""Questions that the pages ask of uploads."""

from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404

from clearway.common.organisations import Organisation, directory
from clearway.web.people.roles import TRUST
from clearway.web.uploads.models import Outcome, State, Upload, UploadedFigure, UploadRow

ROWS_A_PAGE = 50
MENDED_A_PAGE = 20
UPLOADS_A_PAGE = 20


def trust_of(code: str) -> Organisation:
    """The trust that an address names. Raises Http404 where there is none: others enter no figures."""
    found = directory().find(code)
    if found is None or found.level not in TRUST:
        raise Http404(f"{code} enters no figures")
    return found


def upload_of(organisation: Organisation, upload_id: UUID) -> Upload:
    """An upload of this organisation. Raises Http404 where it has none of that number."""
    found = Upload.objects.of(organisation.code).select_related("run").filter(pk=upload_id).first()
    if found is None:
        raise Http404("no such upload")
    return found


def same_file(upload: Upload) -> Upload | None:
    """The newest other upload of the same bytes by the same organisation that was not taken back."""
    others = Upload.objects.of(upload.org_code).filter(sha256=upload.sha256, at__lt=upload.at)
    gone = (State.CANCELLED, State.EXPIRED, State.FAILED)
    return others.exclude(pk=upload.pk).exclude(state__in=gone).first()


def others_unfinished(upload: Upload) -> list[Upload]:
    """Other uploads of the organisation that wait to be reviewed or imported."""
    waiting = (State.READING, State.MATCHING, State.REVIEW, State.IMPORTING)
    return list(Upload.objects.of(upload.org_code).filter(state__in=waiting).exclude(pk=upload.pk)[:5])


def rows_of(upload: Upload, outcome: Outcome, page: str | None) -> Page[UploadRow]:
    """The rows with an outcome, a screenful at a time, with the figures they would supersede."""
    rows = upload.rows.filter(outcome=outcome).select_related("held", "held__detail")
    return Paginator(rows, ROWS_A_PAGE).get_page(page)


def rejected(upload: Upload, page: str | None) -> Page[UploadRow]:
    """The rejected rows, as many as a person mends on one screen."""
    return Paginator(upload.rows.filter(outcome=Outcome.REJECTED), MENDED_A_PAGE).get_page(page)


def entered(upload: Upload, page: str | None) -> Page[UploadedFigure]:
    """The figures that an import entered, with those that stood before."""
    rows = upload.figures.select_related("value", "before").order_by("value__period_start", "number")
    return Paginator(rows, ROWS_A_PAGE).get_page(page)


def uploads_of(organisation: Organisation, page: str | None) -> Page[Upload]:
    """All uploads, newest first."""
    return Paginator(Upload.objects.of(organisation.code), UPLOADS_A_PAGE).get_page(page)
