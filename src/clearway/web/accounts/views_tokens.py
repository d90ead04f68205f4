"""The tokens of an organisation: making one, which is shown once, and revoking."""

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
from clearway.web.accounts.forms_people import TokenForm, organisation_of
from clearway.web.accounts.models import TokenKind
from clearway.web.accounts.tokens import make_token, revoke_token
from clearway.web.audit.looking import logged
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs


@needs(Permission.MANAGE_TOKENS, organisation="code")
@logged("the tokens of the organisation")
@never_cache
def tokens(request: HttpRequest, code: str) -> HttpResponse:
    """Which tokens there are; never the tokens themselves."""
    code = organisation_of(code)
    rows = presenters_people.token_rows(selectors.tokens_of(code), timezone.now())
    return render(request, "accounts/tokens.jinja", {**_frame(code, "Tokens"), "rows": rows})


@needs(Permission.MANAGE_TOKENS, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def new_token(request: HttpRequest, code: str) -> HttpResponse:
    """Make a token and show it, once."""
    code = organisation_of(code)
    access = access_of(request)
    form = TokenForm(request.POST or None, access=access, code=code)
    context = {**_frame(code, "Make a token", below=True), "form": form, "button": "Make the token"}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            token, text = make_token(
                kind=TokenKind(said["kind"]),
                name=said["name"],
                org_code=code,
                days=said["days"],
                scopes=form.chosen,
                board=said["board"],
                by=access.person,
                giver=access,
            )
        except ClearwayError as error:
            form.add_error(None, str(error))
        else:
            return render(request, "accounts/token_shown.jinja", {**context, "token": token, "text": text})
    return render(request, "accounts/form.jinja", {**context, "error_title": bool(form.errors)})


@needs(Permission.MANAGE_TOKENS, organisation="code")
@accepts_post
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
def revoke(request: HttpRequest, code: str, token: int) -> HttpResponse:
    """Revoke a token, once asked again."""
    code = organisation_of(code)
    found = selectors.token_of_organisation(code, token)
    if request.method == "POST":
        access = access_of(request)
        try:
            revoke_token(token=found, by=access.person, giver=access)
            messages.success(request, f"The token “{found.name}” is revoked.")
        except ClearwayError as error:
            messages.error(request, str(error))
        return redirect("tokens", code=code)
    return render(
        request, "accounts/revoke.jinja", {**_frame(code, "Revoke a token", below=True), "token": found}
    )


def _frame(code: str, heading: str, *, below: bool = False) -> dict[str, Any]:
    name = directory().get(code).name
    trail = [
        {"href": reverse("organisations"), "text": "Organisations"},
        {"href": reverse("organisation", args=[code]), "text": name},
    ]
    if below:
        trail.append({"href": reverse("tokens", args=[code]), "text": "Tokens"})
    return {
        "title": f"{heading}: {name}",
        "heading": heading,
        "code": code,
        "organisation": name,
        "trail": trail,
    }
