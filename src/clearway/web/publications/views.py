"""Which files of published statistics Clearway holds, and what was caught in each."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from clearway.web.people.rules import open_to_everyone
from clearway.web.publications import selectors
from clearway.web.publications.presenters import SourcePage, file_groups

FINDINGS_A_PAGE = 50


@open_to_everyone
def publications(request: HttpRequest) -> HttpResponse:
    """All files, what was published before what was computed; newest first."""
    context = {"title": "Published figures", "groups": file_groups(selectors.sources())}
    return render(request, "publications/list.jinja", context)


@open_to_everyone
def publication(request: HttpRequest, number: int) -> HttpResponse:
    """One file with its findings, a screenful at a time."""
    source = selectors.source(number)
    if source is None:
        raise Http404("no such file")
    page = SourcePage.of(source)
    findings = Paginator(page.findings, FINDINGS_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": page.title, "source": page, "findings": findings}
    return render(request, "publications/detail.jinja", context)
