"""The page that an invitation leads to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from clearway.common.errors import ClearwayError
from clearway.common.organisations import directory
from clearway.web.accounts.forms_people import AcceptForm
from clearway.web.accounts.inviting import accept, open_invitation
from clearway.web.accounts.sessions import begin_session
from clearway.web.people.rules import accepts_post, open_to_everyone


@open_to_everyone
@accepts_post
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a name and a password, and be signed in; the second factor is asked for next."""
    try:
        found = open_invitation(secret)
    except ClearwayError:
        title = {"title": "This invitation does not work"}
        return render(request, "accounts/invitation_over.jinja", title, status=410)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            user = accept(secret=secret, name=said["name"], password=said["password"])
        except ClearwayError as error:
            form.add_error(None, str(error))
        else:
            begin_session(request, user, method="password", proven=True)
            return redirect("second-factor" if found.kind.writes_at(found.org_code) else "home")
    context: dict[str, Any] = {
        "title": "Your invitation",
        "form": form,
        "error_title": bool(form.errors),
        "email": found.email,
        "role": found.kind,
        "writes": found.kind.writes_at(found.org_code),
        "organisation": directory().get(found.org_code).name,
    }
    return render(request, "accounts/invitation.jinja", context)
