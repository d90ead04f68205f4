"""Whom to call: the health of a collaborative, and how its progress scores lie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.web.audit.looking import logged
from clearway.web.coordination import presenters, presenters_health
from clearway.web.coordination.exports import health_csv
from clearway.web.coordination.health_facts import REPORTED_MONTHS, trusts_with_facts
from clearway.web.coordination.pictures_health import NARROW, WIDE, strips
from clearway.web.coordination.places import place_of
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import needs


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@logged("the health of its collaborative")
@never_cache
def health(request: HttpRequest, code: str) -> HttpResponse:
    """Trusts in the order of a call, with the reasons; people to call are named to coaches only."""
    place, today = place_of(code), timezone.localdate()
    trusts = trusts_with_facts(place, today)
    months = presenters_health.last_months(today)
    spreads = presenters_health.trust_spreads(trusts, months)
    finding = presenters_health.finding(trusts, months, place)
    title = "Progress scores of projects, by trust and month"
    context = {
        "title": f"Health of the collaborative: {presenters.short_name(place)}",
        "place": place,
        "made_up": "made up" in place.name or "Made-up" in place.name,
        "health": presenters_health.health(trusts),
        "coaches": access_of(request).allows(Permission.COACH, place.code),
        "reported_months": REPORTED_MONTHS,
        "newest_month": months[-1],
        "unscored": presenters_health.unscored(trusts, months[-1]),
        "finding": finding,
        "picture_title": title,
        "wide": strips(spreads, months, title=title, finding=finding, width=WIDE),
        "narrow": strips(spreads, months, title=title, finding=finding, width=NARROW),
        "drawn": any(one.scored for one in spreads),
        "newest": presenters_health.newest_table(trusts, months[-1]),
        "by_month": presenters_health.months_table(spreads, months),
    }
    return render(request, "coordination/health.jinja", context)


@needs(Permission.SEE_IMPROVEMENT, organisation="code")
@logged("a file of the health of its collaborative")
@never_cache
def health_file(request: HttpRequest, code: str) -> HttpResponse:
    """A line for each open project, and one for each trust without any."""
    place = place_of(code)
    found = presenters_health.health(trusts_with_facts(place, timezone.localdate()))
    named = access_of(request).allows(Permission.COACH, place.code)
    return HttpResponse(
        health_csv(found, named=named),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="health-{place.code}.csv"'},
    )
