"""The change log and the access log of an organisation, their files, and the lawful erasure."""

from collections.abc import Iterable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.audit import erasing
from clearway.web.audit.checking import check_chain
from clearway.web.audit.checking_accesses import check_accesses
from clearway.web.audit.exporting import (
    ACCESS_COLUMNS,
    CHANGE_COLUMNS,
    access_lines,
    as_csv,
    as_json_lines,
    change_lines,
)
from clearway.web.audit.looking import logged
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.trail import presenters, selectors
from clearway.web.trail.codes import chain_of, place_of_permission, title_of
from clearway.web.trail.forms import ErasureForm, FilterForm

LINES_A_PAGE = 50
# A page answers at once; the whole log is checked by the command.
CHECKED_ON_A_PAGE = 2000


@needs(Permission.SEE_AUDIT, organisation=place_of_permission)
@logged("the change log")
@never_cache
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what."""
    chain = chain_of(code)
    form = FilterForm(request.GET or None, kinds=selectors.kinds_of_changes(chain))
    page = _page(request, selectors.changes(chain, form.choice))
    state = presenters.state_of(check_chain(chain, newest=CHECKED_ON_A_PAGE), "event")
    context = _context(request, code, "Change log", form, page, state)
    return render(request, "trail/changes.jinja", {**context, "days": presenters.days_of_changes(page)})


@needs(Permission.SEE_AUDIT, organisation=place_of_permission)
@logged("the access log")
@never_cache
def accesses(request: HttpRequest, code: str) -> HttpResponse:
    """Who looked at what."""
    chain = chain_of(code)
    form = FilterForm(request.GET or None, kinds=selectors.kinds_of_accesses(chain))
    page = _page(request, selectors.accesses(chain, form.choice))
    state = presenters.state_of(check_accesses(chain, newest=CHECKED_ON_A_PAGE), "page view")
    context = _context(request, code, "Access log", form, page, state)
    return render(request, "trail/accesses.jinja", {**context, "days": presenters.days_of_accesses(page)})


@needs(Permission.SEE_AUDIT, organisation=place_of_permission)
@logged("a file of the change log")
@never_cache
def changes_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The change log as it is filtered, for a spreadsheet."""
    chain = chain_of(code)
    form = FilterForm(request.GET or None, kinds=selectors.kinds_of_changes(chain))
    lines = change_lines(selectors.changes(chain, form.choice))
    return _file(as_csv(lines, CHANGE_COLUMNS), f"{code}-changes.csv", "text/csv")


@needs(Permission.SEE_AUDIT, organisation=place_of_permission)
@logged("the whole change log as a file that can be checked")
@never_cache
def changes_jsonl(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The whole change log from its first event: a part of a chain could not be checked."""
    events = selectors.changes(chain_of(code), selectors.Choice()).order_by("sequence")
    return _file(as_json_lines(change_lines(events)), f"{code}-changes.jsonl", "application/jsonl")


@needs(Permission.SEE_AUDIT, organisation=place_of_permission)
@logged("a file of the access log")
@never_cache
def accesses_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """The access log as it is filtered, for a spreadsheet."""
    chain = chain_of(code)
    form = FilterForm(request.GET or None, kinds=selectors.kinds_of_accesses(chain))
    lines = access_lines(selectors.accesses(chain, form.choice))
    return _file(as_csv(lines, ACCESS_COLUMNS), f"{code}-accesses.csv", "text/csv")


@needs(Permission.ERASE_PERSONAL_DATA, organisation=place_of_permission)
@accepts_post
@logged("the page of erasures")
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def erase(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what is erased, look at it once more, erase it."""
    chain = chain_of(code)
    form = ErasureForm(request.POST or None, code=chain)
    context: dict[str, Any] = {**_frame(request, code, "Erase personal data"), "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "trail/erase.jinja", context)
    numbers, lines = form.rows()
    events = erasing.changes_to_erase(chain).filter(sequence__in=numbers)
    missing = set(numbers) - set(events.values_list("sequence", flat=True))
    if missing:
        form.add_error("numbers", f"Event {min(missing)} is not there, was erased before, or must stay")
        return render(request, "trail/erase.jinja", context)
    if request.POST.get("confirmed") == "yes":
        return _erased(request, code, form, numbers, lines)
    context |= {"count_changes": len(numbers), "count_accesses": len(lines)}
    shown = events.select_related("detail").order_by("-sequence")[:LINES_A_PAGE]
    return render(
        request, "trail/erase_confirm.jinja", {**context, "days": presenters.days_of_changes(shown)}
    )


def _erased(
    request: HttpRequest, code: str, form: ErasureForm, numbers: list[int], lines: list[str]
) -> HttpResponse:
    said = {name: form.cleaned_data[name] for name in ("reason", "authority")}
    by = access_of(request).person
    try:
        erasing.erase(organisation=chain_of(code), changes=numbers, accesses=lines, by=by, **said)
    except ClearwayError as error:  # somebody else erased a part of it meanwhile
        form.add_error("numbers", str(error))
        context = {**_frame(request, code, "Erase personal data"), "form": form}
        return render(request, "trail/erase.jinja", context)
    messages.success(request, "Erased. The erasure is the newest event of the change log.")
    return redirect("trail", code=code)


def _frame(request: HttpRequest, code: str, title: str) -> dict[str, Any]:
    access = access_of(request)
    where = place_of_permission(request, code)
    return {
        "title": f"{title}: {title_of(code)}",
        "heading": title,
        "code": code,
        "organisation": title_of(code),
        "may_erase": access.allows(Permission.ERASE_PERSONAL_DATA, where),
    }


def _context(
    request: HttpRequest, code: str, title: str, form: FilterForm, page: Any, state: presenters.State
) -> dict[str, Any]:
    asked = {name: value for name in form.fields if (value := request.GET.get(name, ""))}
    return {
        **_frame(request, code, title),
        "form": form,
        "page": page,
        "state": state,
        "asked": asked,
        "error_title": form.is_bound and not form.is_valid(),
    }


def _page(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))


def _file(text: Iterable[str], name: str, kind: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        text,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
