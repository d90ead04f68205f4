"""In which units of its trust a project works."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post
from clearway.web.projects.actions.where import say_where
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.forms.where import WhereForm
from clearway.web.projects.here import back, here, show
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.selectors import units_of
from clearway.web.units.selectors import units


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def where(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Choose them; those in which it worked before stay on record."""
    at = here(request, code, number)
    standing = [str(row.unit.number) for row in units_of(at.project)]
    offered = [row for row in units(at.organisation) if row.is_open or str(row.number) in standing]
    form = WhereForm(posted(request), units=offered, initial={"units": standing})

    def save() -> None:
        say_where(project=at.project, by=at.access.person, **form.cleaned_data)

    if request.method == "POST" and done(form, save):
        return back(request, at, "project", "Saved.", "where")
    asks = "Where it works"
    context = {
        "title": f"{asks}: {at.project.title}",
        "page_name": "project-where",
        "form": form,
        "asks": asks,
        "back": "project",
        "offered": offered,
    }
    return show(request, at, "project", "where", context)
