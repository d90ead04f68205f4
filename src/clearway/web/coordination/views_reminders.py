"""Everybody's own choice of reminders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from clearway.web.coordination import actions, reminding
from clearway.web.coordination.forms import RemindersForm
from clearway.web.people.access import access_of
from clearway.web.people.rules import accepts_post, signed_in


@signed_in
@accepts_post
@never_cache
def reminders(request: HttpRequest) -> HttpResponse:
    """Whether the visitor gets reminders; they change it here."""
    access = access_of(request)
    if access.user is None:  # a device or a program has no e-mail address
        return redirect("diagram")
    wanted = reminding.wants_reminders(access.user, chosen=reminding.own_choice(access.user))
    form = RemindersForm(request.POST or None, initial={"wanted": "yes" if wanted else "no"})
    if request.method == "POST":
        form = RemindersForm(request.POST)
        if form.is_valid():
            actions.choose_reminders(
                user=access.user,
                wanted=form.chosen(),
                organisations={held.org_code for held in access.held},
                by=access.person,
            )
            messages.success(request, "Saved.")
            return redirect("reminders")
    context = {"title": "Reminders", "form": form, "error_title": form.is_bound and not form.is_valid()}
    return render(request, "coordination/reminders.jinja", context)
