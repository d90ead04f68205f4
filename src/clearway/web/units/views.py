"""The pages of units: the list of a trust, one unit, and what is done with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.common.organisations import Organisation, directory
from clearway.web.design.faults import with_faults
from clearway.web.people.access import Access, access_of
from clearway.web.people.fields import done, posted
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.units import actions, parts, selectors
from clearway.web.units.forms import CloseForm, ReopenForm, UnitForm
from clearway.web.units.models import Unit
from clearway.web.units.presenters import step_lines, unit_list

SEE, RUN = Permission.SEE_IMPROVEMENT, Permission.RUN_IMPROVEMENT


@dataclass(frozen=True)
class Place:
    """A trust, and whether the visitor may change its units."""

    organisation: Organisation
    access: Access

    @property
    def may_run(self) -> bool:
        """Whether they may."""
        return self.access.allows(RUN, self.organisation.code)


@needs(SEE, organisation="code")
@never_cache
def units(request: HttpRequest, code: str) -> HttpResponse:
    """The units of a trust by kind; closed ones below."""
    at = _place(request, code)
    listed = unit_list(selectors.units(at.organisation))
    return render(request, "units/list.jinja", {"title": "Units", "here": at, "list": listed})


@needs(SEE, organisation="code")
@never_cache
def unit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One unit: what goes on there, and what became of it."""
    at = _place(request, code)
    return _show(request, at, _unit(at, number))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def unit_open(request: HttpRequest, code: str) -> HttpResponse:
    """A new unit."""
    at = _place(request, code)
    form = UnitForm(posted(request), organisation=at.organisation)
    made: list[Unit] = []

    def act() -> None:
        said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        made.append(actions.open_unit(organisation=at.organisation, by=at.access.person, **said))

    if request.method == "POST" and done(form, act):
        messages.success(request, "The unit is open.")
        return redirect("unit", code, made[0].number)
    context = {"title": "Open a unit", "here": at, "form": form, "button": "Open the unit"}
    return render(request, "units/form.jinja", with_faults(context))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def unit_change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Another name, kind or site."""
    at = _place(request, code)
    row = _unit(at, number)
    first = {
        "name": row.name,
        "kind": row.kind,
        "site_code": row.site_code,
        "seen": list(row.steps.all())[-1].pk,
    }
    form = UnitForm(posted(request), organisation=at.organisation, initial=first)

    def act() -> None:
        said = {"site_code": row.site_code, **form.cleaned_data, "seen": form.cleaned_data["seen"] or 0}
        actions.change_unit(unit=row, by=at.access.person, **said)

    if request.method == "POST" and done(form, act):
        messages.success(request, "Saved.")
        return redirect("unit", code, number)
    context = {"title": "Change the unit", "here": at, "unit": row, "form": form, "button": "Save"}
    context["title_about"] = row.name
    return render(request, "units/form.jinja", with_faults(context))


@needs(RUN, organisation="code")
@accepts_post
@never_cache
def unit_step(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Close the unit, or open it again."""
    at = _place(request, code)
    row = _unit(at, number)
    if request.method != "POST":
        return redirect("unit", code, number)
    closing = row.is_open
    form = CloseForm(request.POST) if closing else ReopenForm(request.POST)
    act = actions.close_unit if closing else actions.reopen_unit
    if not done(form, lambda: act(unit=row, reason=form.cleaned_data["reason"], by=at.access.person)):
        return _show(request, at, row, form)
    messages.success(request, "The unit is closed." if closing else "The unit is open again.")
    return redirect("unit", code, number)


def _place(request: HttpRequest, code: str) -> Place:
    """The trust of an address. Raises Http404 where it names none."""
    found = directory().find(code)
    if found is None or found.level not in actions.OF_TRUSTS:
        raise Http404(f"there is no trust '{code}'")
    return Place(found, access_of(request))


def _unit(at: Place, number: int) -> Unit:
    row = selectors.unit(at.organisation, number)
    if row is None:
        raise Http404(f"{at.organisation.code} has no unit {number}")
    return row


def _show(
    request: HttpRequest, at: Place, row: Unit, form: CloseForm | ReopenForm | None = None
) -> HttpResponse:
    context = {
        "title": row.name,
        "here": at,
        "unit": row,
        "parts": parts.shown(row, at.access),
        "steps": step_lines(row),
        "form": form or (CloseForm() if row.is_open else ReopenForm()),
        "stepping": form is not None,
    }
    return render(request, "units/unit.jinja", with_faults(context))
