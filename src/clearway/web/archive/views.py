"""The page on which a trust takes out everything that is kept of it."""

from allauth.account.decorators import reauthentication_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.archive.actions import export_zip
from clearway.web.archive.presenters import export_page
from clearway.web.audit.looking import logged
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs


@needs(Permission.EXPORT, organisation="code")
@accepts_post
@logged("the export of everything")
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def organisation_export(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """What an export holds; posted to, the export as a ZIP file."""
    organisation = directory().get(code)
    fault = None
    if request.method == "POST":
        try:
            packed = export_zip(organisation=organisation, by=access_of(request).person)
        except ClearwayError as error:
            fault = error
        else:
            name = f"clearway-{organisation.code}.zip"
            return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
    context = {
        "title": f"Export of {organisation.name}",
        "organisation": organisation,
        "page": export_page(organisation.code),
        "fault": fault,
        "error_title": fault is not None,
    }
    return render(request, "archive/export.jinja", context)
