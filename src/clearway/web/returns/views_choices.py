"""What an organisation works on, and what it sent to other systems."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month, parse_month
from clearway.measures.definitions import Definition, definitions
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.package.model import PackageMeasure
from clearway.package.parts import MeasureClass, SecondaryDriver
from clearway.web.audit.looking import logged
from clearway.web.calendar.models import Submission
from clearway.web.calendar.submissions import submission_of, systems_used
from clearway.web.calendar.submissions import submissions as log_of
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post
from clearway.web.returns import uploads_counted
from clearway.web.returns.choices import Chosen, choices_of, choose, chosen, offered
from clearway.web.returns.obligations import asked
from clearway.web.returns.rules import LooksOrWrites, with_rule
from clearway.web.returns.views import place


@dataclass(frozen=True)
class MeasureOffer:
    """A measure under a driver: mandatory, or a box to tick; `blanks` is what fills its name."""

    measure: PackageMeasure
    definition: Definition
    taken: bool
    blanks: str


@dataclass(frozen=True)
class DriverOffer:
    """A driver with what it asks for."""

    driver: SecondaryDriver
    taken: bool
    mandatory: tuple[MeasureOffer, ...]
    supporting: tuple[MeasureOffer, ...]


@accepts_post
@logged("the drivers chosen")
@never_cache
def drivers(request: HttpRequest, code: str) -> HttpResponse:
    """Choose secondary drivers and supporting measures from a month on."""
    organisation, last = place(code)
    may_choose = access_of(request).allows(Permission.CHOOSE_DRIVERS, organisation.code)
    period = _month(request, last)
    now = chosen(organisation, period)
    error = ""
    if request.method == "POST":
        now = _posted(request)
        try:
            choose(
                organisation=organisation,
                period=period,
                drivers=now.drivers,
                measures=now.measures,
                parameters=now.parameters,
                by=access_of(request).person,
            )
        except ClearwayError as found:
            error = str(found)
        else:
            messages.success(request, f"From {period.label} you work on {_count(now)}.")
            return redirect("drivers", organisation.code)
    context = {
        "title": f"Drivers of {organisation.name}",
        "organisation": organisation,
        "groups": _offers(now),
        "period": period,
        "periods": [last.shift(back) for back in (1, 0, -1, -2)],
        "may_choose": may_choose,
        "error": error,
        "error_title": error,
        "cells": len(asked(now)),
        "history": list(reversed(choices_of([organisation.code]).get(organisation.code, [])))[:20],
        "names": {driver.id: driver.short_title for driver in shipped_packages()[MAIN_PACKAGE].drivers}
        | {sheet.id: sheet.short_title for sheet in definitions().values()},
    }
    return render(request, "returns/drivers.jinja", context)


with_rule(drivers, LooksOrWrites(Permission.CHOOSE_DRIVERS))


class SubmissionForm(forms.Form):
    """What was sent to which system."""

    scope = forms.ChoiceField(
        label="Kind of system",
        choices=[(Submission.NATIONAL, "National"), (Submission.LOCAL, "Local")],
        widget=forms.RadioSelect,
        initial=Submission.NATIONAL,
    )
    system = forms.CharField(
        label="System",
        max_length=100,
        help_text="For example Strategic Data Collection Service, or the LMNS dashboard",
        error_messages={"required": "Enter the name of the system"},
    )
    what = forms.CharField(
        label="What was sent", max_length=300, error_messages={"required": "Enter what was sent"}
    )
    sent_on = forms.DateField(
        label="Sent on",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day", "invalid": "Enter a date, such as 2026-11-22"},
    )
    receipt = forms.CharField(
        label="Receipt number", max_length=200, required=False, help_text="Or the file's SHA-256 below"
    )
    sha256 = forms.CharField(label="SHA-256 of the file", max_length=64, required=False)

    def clean_sha256(self) -> str:
        """Digits as they are compared."""
        return str(self.cleaned_data["sha256"]).strip().lower()


@accepts_post
@logged("the log of submissions")
@never_cache
def submissions(request: HttpRequest, code: str) -> HttpResponse:
    """The log of what was sent to national and local systems, and the form to add to it."""
    organisation, _ = place(code)
    form = SubmissionForm(
        request.POST if "system" in request.POST else None, initial={"sent_on": localdate()}
    )
    by = access_of(request).person
    try:
        if "withdraw" in request.POST:
            held = submission_of(organisation, request.POST["withdraw"])
            if held is None:
                raise Http404("no such line")
            reason = request.POST.get("reason", "")
            uploads_counted.withdraw(organisation=organisation, submission=held, reason=reason, by=by)
            messages.success(request, "Withdrawn from the log; the line stays readable.")
            return redirect("submissions", organisation.code)
        if request.method == "POST" and form.is_valid():
            uploads_counted.log_submission(organisation=organisation, by=by, **form.cleaned_data)
            messages.success(request, "Logged.")
            return redirect("submissions", organisation.code)
    except ClearwayError as error:
        if "withdraw" in request.POST:
            messages.error(request, str(error))
        else:
            form.add_error("receipt" if "proof" in str(error) else None, str(error))
    context = {
        "title": f"Submissions of {organisation.name}",
        "organisation": organisation,
        "form": form,
        "log": log_of(organisation),
        "systems": systems_used(organisation),
        "error_title": form.is_bound and not form.is_valid(),
        "may_enter": access_of(request).allows(Permission.ENTER_FIGURES, organisation.code),
    }
    return render(request, "returns/submissions.jinja", context)


with_rule(submissions, LooksOrWrites(Permission.ENTER_FIGURES))


def _month(request: HttpRequest, last: Month) -> Month:
    """The month from which a choice holds: the one asked for, otherwise the last one that has ended."""
    asked_for = request.POST.get("period") or request.GET.get("period") or ""
    try:
        return parse_month(asked_for) if asked_for else last
    except ClearwayError:
        return last


def _posted(request: HttpRequest) -> Chosen:
    """The form as posted; supporting measures of drivers that are not chosen are left out."""
    taken = frozenset(request.POST.getlist("driver"))
    measures = frozenset(request.POST.getlist("measure")) & offered(taken)
    blanks = [
        (name.removeprefix("blank-"), " ".join(line.split()))
        for name, text in request.POST.items()
        if name.startswith("blank-")
        for line in str(text).splitlines()
        if line.strip()
    ]
    wanted = {measure.id for measure in asked(Chosen(taken, measures))}
    return Chosen(taken, measures, tuple(sorted({pair for pair in blanks if pair[0] in wanted})))


def _offers(now: Chosen) -> list[tuple[Any, list[DriverOffer]]]:
    package = shipped_packages()[MAIN_PACKAGE]
    offers: dict[str, DriverOffer] = {}
    for driver in package.drivers:
        theirs = [
            measure
            for measure in package.measures
            if driver.id in measure.drivers and measure.class_ is not MeasureClass.ALL
        ]
        made = [_offer(measure, now) for measure in theirs]
        offers[driver.id] = DriverOffer(
            driver,
            driver.id in now.drivers,
            tuple(each for each in made if each.measure.class_ is MeasureClass.DRIVER),
            tuple(each for each in made if each.measure.class_ is MeasureClass.SUPPORTING),
        )
    return [
        (primary, [offers[driver] for driver in primary.secondary_drivers])
        for primary in package.primary_drivers
    ]


def _offer(measure: PackageMeasure, now: Chosen) -> MeasureOffer:
    return MeasureOffer(
        measure, definitions()[measure.id], measure.id in now.measures, "\n".join(now.blanks(measure.id))
    )


def _count(now: Chosen) -> str:
    drivers, measures = len(now.drivers), len(asked(now))
    return f"{drivers} {'driver' if drivers == 1 else 'drivers'}, with {measures} measures"
