"""Who takes part in a test of change: put on its list, or taken off where it was a mistake."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from clearway.web.cycles.actions.participants import add_participant, leave_out_participant
from clearway.web.cycles.forms.participants import ParticipantForm
from clearway.web.cycles.rights import on_cycle
from clearway.web.cycles.views.common import here_with_cycle, to_cycle
from clearway.web.cycles.views.cycles import page_of
from clearway.web.people.rules import accepts_post
from clearway.web.people.selectors import people_of
from clearway.web.projects.forms.fields import done
from clearway.web.projects.views.common import tried, whole


@on_cycle
@accepts_post
@never_cache
def participant_add(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Somebody takes part from now on, or from a day that is said."""
    at, row = here_with_cycle(request, code, number, cycle)
    if request.method != "POST":
        return redirect("cycle", code, number, cycle)
    form = ParticipantForm(request.POST, people=people_of(code))
    if done(form, lambda: add_participant(cycle=row, by=at.access.person, **form.part)):
        return to_cycle(request, at, row, "Written down.")
    return page_of(request, at, row, joining=form)


@on_cycle
@accepts_post
@never_cache
def participant_out(request: HttpRequest, code: str, number: int, cycle: int) -> HttpResponse:
    """Somebody did not take part after all."""
    at, row = here_with_cycle(request, code, number, cycle)
    if request.method != "POST":
        return redirect("cycle", code, number, cycle)
    found = row.participants.filter(pk=whole(request.POST.get("participant", "")), left_out=False).first()
    if found is None:
        messages.warning(request, "That person is not on the list any more.")
        return to_cycle(request, at, row)
    tried(request, lambda: leave_out_participant(row=found, by=at.access.person))
    return to_cycle(request, at, row)
