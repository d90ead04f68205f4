"""Involvement of groups, discussion with feedback, and files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache

from clearway.web.people.rules import accepts_post, needs
from clearway.web.projects import selectors
from clearway.web.projects.actions import talk
from clearway.web.projects.file_check import KINDS, LARGEST
from clearway.web.projects.forms.answers import Answers
from clearway.web.projects.forms.fields import done
from clearway.web.projects.forms.work import ChangeForm, DiscussionForm, FileForm, MessageForm
from clearway.web.projects.here import Here, back, here, show
from clearway.web.projects.models import Discussion, ProjectFile
from clearway.web.projects.presenters.involvement import involvement
from clearway.web.projects.presenters.started import started_from
from clearway.web.projects.rights import Right, on_project
from clearway.web.projects.views.common import COACH, OFFER, SEE, whole

INVOLVE, TALK, FILES = "project-involvement", "project-discussion", "project-files"


@needs(SEE, organisation="code")
@never_cache
def involved(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Which group took part in which phase, what they said and what it changed."""
    return _involved(request, here(request, code, number))


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def involved_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Record a discussion, or what one changed."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(INVOLVE, code, number)
    by = at.access.person
    if "discussion" in request.POST:
        row = get_object_or_404(Discussion, pk=whole(request.POST["discussion"]), project=at.project)
        change = ChangeForm(request.POST, project=at.project, auto_id=f"change_{row.pk}_%s")
        if done(change, lambda: talk.link_change(discussion=row, by=by, **change.cleaned_data)):
            return back(request, at, INVOLVE, "Recorded.", f"discussion-{row.pk}")
        return _involved(request, at, change=change, changed=row.pk)
    form = DiscussionForm(request.POST)
    if done(form, lambda: talk.record_discussion(project=at.project, by=by, **form.cleaned_data)):
        return back(request, at, INVOLVE, "Recorded. Say what it changed as soon as it has.")
    return _involved(request, at, form=form)


@needs(SEE, organisation="code")
@never_cache
def discussion(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """What the team and its coaches say to each other."""
    return _discussion(request, here(request, code, number))


@needs(OFFER, organisation="code")
@accepts_post
@never_cache
def say(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write a message."""
    return _say(request, here(request, code, number), feedback=False)


@needs(COACH, organisation="code")
@accepts_post
@never_cache
def coach(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write a coach's feedback."""
    return _say(request, here(request, code, number), feedback=True)


@needs(SEE, organisation="code")
@never_cache
def files(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The files of a project."""
    return _files(request, here(request, code, number))


@on_project(Right.TAKE_PART)
@accepts_post
@never_cache
def file_add(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Keep a file."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(FILES, code, number)
    by = at.access.person
    form = FileForm(request.POST, request.FILES)

    def keep() -> object:
        upload = form.cleaned_data["file"]
        content = upload.read(LARGEST + 1)  # one byte more than allowed is enough to refuse it
        words = form.cleaned_data["words"]
        return talk.add_file(project=at.project, name=upload.name, content=content, words=words, by=by)

    if done(form, keep):
        return back(request, at, FILES, "The file is kept.")
    return _files(request, at, form)


@on_project(Right.CHANGE)
@accepts_post
@never_cache
def file_remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a file away, with the reason."""
    at = here(request, code, number)
    if request.method != "POST":
        return redirect(FILES, code, number)
    row = get_object_or_404(ProjectFile, pk=whole(request.POST.get("row", "")), project=at.project)
    removing = _removing()
    form, by = removing.take(row.pk, request.POST, "Say why it is removed"), at.access.person
    if done(form, lambda: talk.remove_file(row=row, reason=form.reason, by=by)):
        return back(request, at, FILES, "The file is removed. Its line stays with the reason.")
    return _files(request, at, removing=removing)


@needs(SEE, organisation="code")
@never_cache
def file(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """A file, always as a download: nothing that was uploaded is shown as a page of ours."""
    at = here(request, code, number)
    held = get_object_or_404(ProjectFile, pk=row, project=at.project)
    if held.removed_at is not None:
        raise Http404
    response = HttpResponse(bytes(held.body.content), content_type=KINDS[held.kind][0])
    response.headers["Content-Disposition"] = _attachment(held.name)
    return response


def _attachment(name: str) -> str:
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def _say(request: HttpRequest, at: Here, *, feedback: bool) -> HttpResponse:
    if request.method != "POST":
        return redirect(TALK, at.organisation.code, at.project.number)
    answers = selectors.message(at.project, whole(request.POST.get("answers", "")))
    form = MessageForm(request.POST)
    if done(
        form,
        lambda: talk.say(
            project=at.project,
            words=form.cleaned_data["words"],
            by=at.access.person,
            feedback=feedback,
            answers=answers,
        ),
    ):
        return back(request, at, TALK, "Your message is there.")
    return _discussion(request, at, form)


def _involved(
    request: HttpRequest,
    at: Here,
    form: DiscussionForm | None = None,
    change: ChangeForm | None = None,
    changed: int = 0,
) -> HttpResponse:
    # The choices of the form are read once for all discussions.
    blank = ChangeForm(project=at.project) if at.may_take_part else None
    context = {
        "involvement": involvement(at.project),
        "started": started_from(at.organisation, "discussion"),
        "form": form or DiscussionForm(initial={"phase": at.project.phase, "on": localdate()}),
        "adding": form is not None,
        "blank": blank,
        "change": change,
        "changed": changed,
        "error_title": form is not None or change is not None,
    }
    return show(request, at, INVOLVE, "involvement", context)


def _discussion(request: HttpRequest, at: Here, form: MessageForm | None = None) -> HttpResponse:
    context = {
        "messages_said": at.project.messages.select_related("answers"),
        "form": form or MessageForm(),
        "error_title": form is not None,
    }
    return show(request, at, TALK, "discussion", context)


def _removing() -> Answers:
    return Answers("remove", "Why it is removed")


def _files(
    request: HttpRequest,
    at: Here,
    form: FileForm | None = None,
    removing: Answers | None = None,
) -> HttpResponse:
    removing = removing or _removing()
    rows = list(at.project.files.all())
    context = {
        "files": [row for row in rows if row.removed_at is None],
        "removed": [row for row in rows if row.removed_at is not None],
        "form": form or FileForm(),
        "removing": removing,
        "faulty": form or removing.posted,
    }
    return show(request, at, FILES, "files", context)
