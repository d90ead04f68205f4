"""What is done with a month besides filling it in: its steps, collisions settled, samples drawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.measures.sampler import may_be_sampled
from clearway.web.audit.looking import logged
from clearway.web.calendar import actions
from clearway.web.calendar.actions import permission_for
from clearway.web.calendar.replay import Step
from clearway.web.calendar.states import state_of
from clearway.web.design import errors
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.returns.collisions import collision_of, settle
from clearway.web.returns.obligations import owed
from clearway.web.returns.rules import LooksOrWrites, with_rule
from clearway.web.returns.samples import choose_everybody, choose_sample, samples_of
from clearway.web.returns.views import place

TAKE: dict[Step, Callable[..., Any]] = {
    Step.SUBMIT: actions.submit,
    Step.APPROVE: actions.approve,
    Step.ACCEPT: actions.accept,
    Step.LOCK: actions.lock,
}


class ExceptionForm(forms.Form):
    """Until when a closed month is open again, and why."""

    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(max_length=500)


@accepts_post
@needs(Permission.SEE_FIGURES, organisation="code")
@never_cache
def steps(request: HttpRequest, code: str, period: str) -> HttpResponse:
    """Take a step, undo one, or grant an exception; then show the month. Each has a permission of its own."""
    organisation, when = place(code, period)
    if request.method != "POST":
        return redirect("month", organisation.code, str(when))
    asked = request.POST.get("step", "")
    if asked not in list(Step):
        return errors.bad_request(request)
    step, access = Step(asked), access_of(request)
    if not access.allows(permission_for(step, state_of(organisation, when)), organisation.code):
        return errors.not_for_role(request)
    try:
        if step is Step.EXCEPTION:
            _grant(request, organisation, when)
        elif step is Step.UNDO:
            seen = request.POST.get("seen", "")
            last = Step(seen) if seen in list(Step) else None
            actions.undo(organisation=organisation, period=when, by=access.person, step=last)
        else:
            TAKE[step](organisation=organisation, period=when, by=access.person)
    except ClearwayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{step.done}: {when.label}.")
    return redirect("month", organisation.code, str(when))


def _grant(request: HttpRequest, organisation: Any, when: Any) -> None:
    form = ExceptionForm(request.POST)
    if not form.is_valid():
        raise ClearwayError("The exception was not granted", mend="Give the day until when, and a reason")
    by = access_of(request).person
    actions.grant_exception(organisation=organisation, period=when, by=by, **form.cleaned_data)


@accepts_post
@needs(Permission.ENTER_FIGURES, organisation="code")
@never_cache
def collision(request: HttpRequest, code: str, period: str, number: int) -> HttpResponse:
    """Choose one of two figures, then show the month."""
    organisation, when = place(code, period)
    found = collision_of(organisation, when, number)
    if found is None:
        raise Http404("no such collision")
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            settle(
                collision=found,
                keep=request.POST.get("keep", ""),
                seen=int(seen) if seen.isdecimal() and seen.isascii() else None,
                by=access_of(request).person,
            )
            messages.success(request, "One of the two figures is kept; the other stays in the change log.")
        except ClearwayError as error:
            messages.error(request, str(error))
    return redirect("month", organisation.code, str(when))


class SampleForm(forms.Form):
    """How many women there were, and how many are reviewed."""

    population = forms.IntegerField(
        label="How many women are in the month's list?",
        help_text="Everybody who belongs in the denominator, listed in a fixed order such as booking number",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many women are in the list",
            "invalid": "Enter a whole number",
        },
    )
    size = forms.IntegerField(
        label="How many do you review?",
        help_text="Often 20 to 50. A larger sample holds the smaller one, so you can add more later",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter how many you review", "invalid": "Enter a whole number"},
    )


@accepts_post
@logged("the sample of {measure_id} for {period}")
@never_cache
def sample(request: HttpRequest, code: str, period: str, measure_id: str) -> HttpResponse:
    """Choose to review a sample of one measure, draw it, and show whom to review."""
    organisation, when = place(code, period)
    cell = next((each for each in owed(organisation, when) if each.measure == measure_id), None)
    try:
        may_be_sampled(measure_id)
    except ClearwayError as error:
        raise Http404(str(error)) from None
    if cell is None:
        raise Http404("not asked of this organisation")
    drawn = samples_of(organisation, when).get((measure_id, ""))
    first = {"population": drawn.population, "size": len(drawn.members)} if drawn else None
    form = SampleForm(request.POST or None, initial=first)
    if request.method == "POST":
        by = access_of(request).person
        try:
            if request.POST.get("everybody") == "yes":
                choose_everybody(organisation=organisation, period=when, measure=measure_id, by=by)
                return redirect("month", organisation.code, str(when))
            if form.is_valid():
                choose_sample(
                    organisation=organisation, period=when, measure=measure_id, by=by, **form.cleaned_data
                )
                return redirect("sample", organisation.code, str(when), measure_id)
        except ClearwayError as error:
            form.add_error("size" if "sample" in str(error) else None, str(error))
    context = {
        "title": f"Sample for {cell.title}: {when.label}",
        "organisation": organisation,
        "period": when,
        "cell": cell,
        "form": form,
        "drawn": drawn,
        "error_title": form.is_bound and not form.is_valid(),
        "may_enter": access_of(request).allows(Permission.ENTER_FIGURES, organisation.code),
    }
    return render(request, "returns/sample.jinja", context)


with_rule(sample, LooksOrWrites(Permission.ENTER_FIGURES))
