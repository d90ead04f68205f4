"""The department's page, and who leads the pathway."""

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.common.periods import Month
from clearway.web.department.actions.staff import say_who_leads
from clearway.web.department.forms.staff import LeadForm
from clearway.web.department.presenters.meetings import meetings_page
from clearway.web.department.presenters.overview import SPREAD_HEADINGS, months_of, overview
from clearway.web.department.presenters.plan import plan_page
from clearway.web.department.presenters.reach import reach_page
from clearway.web.department.views.common import back, department, show
from clearway.web.department.vocabulary import vocabulary
from clearway.web.design.pictures import Table
from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects.forms.fields import done, posted
from clearway.web.projects.views.common import RUN, SEE

PAGE = "department"


@needs(SEE, organisation="code")
@never_cache
def overview_page(request: HttpRequest, code: str) -> HttpResponse:
    """Plan, lead, projects, meetings and reach, each in short."""
    at, today = department(request, code), localdate()
    found = overview(at.organisation, Month.of(today).previous())
    context = {
        "overview": found,
        "plan": plan_page(at.organisation),
        "meetings": meetings_page(at.organisation, today),
        "reach": reach_page(at.organisation, today),
        "spreads": Table(
            ("Month", *SPREAD_HEADINGS), months_of(found.spreads), tuple(range(1, len(SPREAD_HEADINGS) + 1))
        ),
    }
    return show(request, at, "overview", "Department", context)


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def lead(request: HttpRequest, code: str) -> HttpResponse:
    """Say who leads the smoke-free pathway."""
    at = department(request, code)
    form = LeadForm(posted(request), initial={"since": localdate()})
    if request.method == "POST" and done(
        form,
        lambda: say_who_leads(organisation=at.organisation, by=at.access.person, **form.cleaned_data),
    ):
        return back(request, at, PAGE, "It is kept who leads the pathway.")
    found = overview(at.organisation, Month.of(localdate()).previous())
    context = {"form": form, "models": vocabulary().models, "leads": found.leads}
    return show(request, at, "lead", "Who leads the smoke-free pathway", context)
