"""The people of an organisation: who they are, inviting, changing and ending roles."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts import presenters_people, selectors
from clearway.web.accounts.forms_people import InviteForm, RoleForm, organisation_of
from clearway.web.accounts.inviting import invite, withdraw
from clearway.web.audit.looking import logged
from clearway.web.people.access import access_of
from clearway.web.people.actions import change_role, end_role
from clearway.web.people.giving import RULE, may_give
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs


@needs(Permission.MANAGE_PEOPLE, organisation="code")
@logged("the people of the organisation")
@never_cache
def people(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds which role, and who is invited."""
    code = organisation_of(code)
    access = access_of(request)
    rows = selectors.members(code)
    proven = selectors.with_second_factor([row.user_id for row in rows])
    context = {
        "members": presenters_people.member_rows(rows, proven, access),
        "waiting": presenters_people.waiting_rows(
            selectors.waiting_invitations(code), timezone.now(), access
        ),
        "may_tokens": access.allows(Permission.MANAGE_TOKENS, code),
    }
    return render(request, "accounts/people.jinja", {**_frame(code, "People"), **context})


@needs(Permission.MANAGE_PEOPLE, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def invite_person(request: HttpRequest, code: str) -> HttpResponse:
    """Ask somebody to take a role."""
    code = organisation_of(code)
    access = access_of(request)
    form = InviteForm(request.POST or None, access=access, code=code)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            link = invite(
                email=said["email"],
                name=said["name"],
                role_id=said["role"],
                org_code=code,
                by=access.person,
                giver=access,
                address=lambda secret: request.build_absolute_uri(reverse("invitation", args=[secret])),
            )
        except ClearwayError as error:
            form.add_error(None, str(error))
        else:
            done = "is invited; the message is on its way" if link else "had an account and has the role now"
            messages.success(request, f"{said['name']} {done}.")
            return redirect("people", code=code)
    return _form(request, code, "Invite somebody", form, "Send the invitation")


@needs(Permission.MANAGE_PEOPLE, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def person(request: HttpRequest, code: str, membership: int) -> HttpResponse:
    """Change somebody's role, or end it."""
    code = organisation_of(code)
    access = access_of(request)
    held = selectors.membership_of(code, membership)
    asked = request.POST or None
    form = RoleForm(asked, access=access, code=code, initial={"role": held.role})
    if request.method == "POST":
        ending = request.POST.get("do") == "end"
        try:
            if ending:
                end_role(membership=held, by=access.person, giver=access)
                messages.success(request, f"{held.user.name} is no longer {held.kind.title.lower()} here.")
                return redirect("people", code=code)
            if form.is_valid():
                new = form.cleaned_data["role"]
                changed = change_role(membership=held, role_id=new, by=access.person, giver=access)
                messages.success(request, f"{held.user.name} is {changed.kind.title.lower()} now.")
                return redirect("people", code=code)
        except ClearwayError as error:
            if ending:
                form = RoleForm({"role": held.role}, access=access, code=code)
            form.add_error(None, str(error))
    is_you = access.user is not None and access.user.pk == held.user.pk
    may = may_give(access, held.kind, code) and not is_you
    context = {**_frame(code, held.user.name, below=True), "form": form, "held": held, "may": may}
    context["error_title"] = bool(form.errors)
    return render(request, "accounts/person.jinja", context)


@needs(Permission.MANAGE_PEOPLE, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def withdraw_invitation(request: HttpRequest, code: str, invitation: int) -> HttpResponse:
    """Take an invitation back, once asked again."""
    code = organisation_of(code)
    found = selectors.invitation_of(code, invitation)
    if request.method == "POST":
        access = access_of(request)
        try:
            withdraw(invitation=found, by=access.person, giver=access)
            messages.success(request, f"The invitation of {found.name} is taken back.")
        except ClearwayError as error:
            messages.error(request, str(error))
        return redirect("people", code=code)
    context = {**_frame(code, "Take an invitation back", below=True), "invitation": found}
    return render(request, "accounts/withdraw.jinja", context)


def _frame(code: str, heading: str, *, below: bool = False) -> dict[str, Any]:
    name = directory().get(code).name
    trail = [
        {"href": reverse("organisations"), "text": "Organisations"},
        {"href": reverse("organisation", args=[code]), "text": name},
    ]
    if below:
        trail.append({"href": reverse("people", args=[code]), "text": "People"})
    return {
        "title": f"{heading}: {name}",
        "heading": heading,
        "code": code,
        "organisation": name,
        "trail": trail,
        "rule": RULE,
    }


def _form(request: HttpRequest, code: str, heading: str, form: InviteForm, button: str) -> HttpResponse:
    context = {**_frame(code, heading, below=True), "form": form, "button": button}
    context["error_title"] = bool(form.errors)
    return render(request, "accounts/form.jinja", context)
