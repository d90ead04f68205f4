"""What is done with an upload by a button: approve, cancel, stop, read again."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.uploads import actions, forms, selectors
from clearway.web.uploads.models import Upload

enters = needs(Permission.ENTER_FIGURES, organisation="code")


@enters
@accepts_post
def approve(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Import what was reviewed."""

    def taken(held: Upload, by: Person) -> None:
        actions.approve(upload=held, review=forms.review_number(request.POST), by=by)

    return _doing(request, code, upload, taken)


@enters
@accepts_post
def cancel(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Cancel and delete an upload."""

    def deleted(held: Upload) -> HttpResponse:
        messages.success(request, f"“{held.file_name}” is deleted. No figure was changed.")
        return redirect("uploads", code=code)

    return _doing(request, code, upload, lambda held, by: actions.cancel(upload=held, by=by), then=deleted)


@enters
@accepts_post
def stop(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Stop an import, or go back to the review when it has stopped by itself."""
    return _doing(request, code, upload, lambda held, by: actions.stop_import(upload=held, by=by))


@enters
@accepts_post
def again(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Read a file again."""
    return _doing(request, code, upload, lambda held, by: actions.read_again(upload=held, by=by))


def _doing(
    request: HttpRequest,
    code: str,
    upload: UUID,
    act: Callable[[Upload, Person], object],
    then: Callable[[Upload], HttpResponse] | None = None,
) -> HttpResponse:
    """Do it, and lead on: back to the upload unless `then` knows better."""
    held = posted(request, code, upload)
    if isinstance(held, HttpResponse):
        return held
    try:
        act(held, access_of(request).person)
    except ClearwayError as error:
        return told(request, held, error)
    return then(held) if then else redirect("upload", code=code, upload=upload)


def posted(request: HttpRequest, code: str, upload: UUID) -> Upload | HttpResponse:
    """The upload that is posted to, or the answer to whoever did not post."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    return selectors.upload_of(selectors.trust_of(code), upload)


def told(request: HttpRequest, held: Upload, error: ClearwayError) -> HttpResponse:
    """Back to the upload, with what stood in the way."""
    messages.warning(request, str(error))
    return redirect("upload", code=held.org_code, upload=held.pk)
