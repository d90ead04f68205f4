"""Case studies and tools: offer one, read one, take it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from clearway.package.loader import shipped_packages
from clearway.web.library import selectors
from clearway.web.library.actions.items import add_item, withdraw_item
from clearway.web.library.forms import ItemForm
from clearway.web.library.look_forms import done_looking
from clearway.web.library.models import LibraryItem
from clearway.web.library.views.library import package_asked
from clearway.web.library.views.own import withdrawn
from clearway.web.people.rules import accepts_post, needs, needs_somewhere
from clearway.web.projects.faults import with_faults
from clearway.web.projects.file_check import KINDS
from clearway.web.projects.here import place
from clearway.web.projects.names import driver_name, idea_name
from clearway.web.projects.views.common import RUN, SEE, found

AGAIN = "Choose the file again: browsers do not keep it. Only its name is looked at here, not what is in it."


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def item_new(request: HttpRequest, code: str) -> HttpResponse:
    """Offer a case study or a tool."""
    at, package = place(request, code), package_asked(request)
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ItemForm(*typed, package=package)
    made: list[LibraryItem] = []

    def add() -> None:
        where, by = at.organisation, at.access.person
        made.append(add_item(organisation=where, package_id=package.id, by=by, **form.values))

    if request.method == "POST" and done_looking(form, add):
        messages.success(request, "It is in the library. This is what people of other trusts see.")
        return redirect("library-item", made[0].pk)
    form.look(at.organisation, at.access.person.name)
    if form.files:
        form["file"].help_text = AGAIN
    context = {"title": "Offer a case study or a tool", "here": at, "form": form}
    return render(request, "library/item_new.jinja", with_faults(context))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def item_withdraw(request: HttpRequest, code: str, item: int) -> HttpResponse:
    """Take it back, with the reason."""
    at = place(request, code)
    row = found(selectors.item_of(at.organisation, item))
    if request.method == "POST":
        return withdrawn(
            request,
            code,
            f"item-reason-{row.pk}",
            lambda reason: withdraw_item(item=row, reason=reason, by=at.access.person),
            "Withdrawn. Nobody else sees it any more.",
        )
    return redirect("organisation-library", code)


@needs_somewhere(SEE)
@never_cache
def item(request: HttpRequest, item: int) -> HttpResponse:
    """One case study or tool."""
    row = found(selectors.item(item))
    context = {
        "title": row.title,
        "item": row,
        "package": shipped_packages()[row.package_id],
        "driver_title": driver_name(row.package_id, row.driver) if row.driver else "",
        "idea_title": idea_name(row.package_id, row.idea) if row.idea else "",
    }
    return render(request, "library/item.jinja", context)


@needs_somewhere(SEE)
@never_cache
def item_file(request: HttpRequest, item: int) -> HttpResponse:
    """Its file, always as a download: nothing that was uploaded is shown as a page of ours."""
    row = found(selectors.item(item))
    if not row.file_name:
        raise Http404
    response = HttpResponse(bytes(row.body.content), content_type=KINDS[row.file_kind][0])
    named = content_disposition_header(as_attachment=True, filename=row.file_name)
    response.headers["Content-Disposition"] = named or "attachment"
    return response
