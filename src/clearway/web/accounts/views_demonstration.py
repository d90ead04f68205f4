"""The page on which a visitor of the demonstration chooses who to be."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.accounts.demonstration import made_up_people, sign_in_as
from clearway.web.accounts.presenters import people_of_the_demonstration
from clearway.web.accounts.where_next import address_after
from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, open_to_everyone


@open_to_everyone
@accepts_post
@never_cache
def demonstration(request: HttpRequest) -> HttpResponse:
    """Who there is and what they may do; posting an id signs in as that person. Not there elsewhere."""
    if not settings.DEMONSTRATION:
        raise Http404
    if request.method == "POST":
        try:
            sign_in_as(request, persona_id=request.POST.get("persona", ""))
        except ClearwayError as error:
            return _page(request, str(error), status=400)
        return redirect(address_after(request))
    return _page(request)


def _page(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    here = access_of(request).user
    context = {
        "title": "Choose who to be",
        "groups": people_of_the_demonstration(made_up_people(), here.pk if here else None),
        "fault": fault,
        "error_title": bool(fault),
        "next": request.GET.get("next", ""),
    }
    return render(request, "accounts/demonstration.jinja", context, status=status)
