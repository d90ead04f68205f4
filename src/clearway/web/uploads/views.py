"""The pages of uploads: all of them, one of them in each of its states, and what is done with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from clearway.common.errors import ClearwayError
from clearway.web.audit.looking import logged
from clearway.web.jobs.models import JobRun, Status
from clearway.web.jobs.presenters import RunCard
from clearway.web.jobs.selectors import somebody_works
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs
from clearway.web.uploads import actions, forms, presenters, presenters_mending, selectors
from clearway.web.uploads.models import State, Upload
from clearway.web.uploads.reading.columns import match
from clearway.web.uploads.reading.limits import MOST_BYTES, MOST_ROWS
from clearway.web.uploads.rejects import reject_file
from clearway.web.uploads.template import as_csv, as_xlsx, open_months, template_rows
from clearway.web.uploads.undoing import may_undo, undo_import, undo_of
from clearway.web.uploads.views_doing import posted, told

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
enters = needs(Permission.ENTER_FIGURES, organisation="code")


@enters
@accepts_post
@logged("the list of uploads")
@never_cache
def uploads(request: HttpRequest, code: str) -> HttpResponse:
    """Get the template, give a file, see what became of earlier ones."""
    trust = selectors.trust_of(code)
    form = forms.UploadForm(request.POST, request.FILES) if request.method == "POST" else forms.UploadForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        by = access_of(request).person
        try:
            made = actions.receive(organisation=trust, name=given.name, data=given.read(), by=by)
            return redirect("upload", code=trust.code, upload=made.pk)
        except ClearwayError as error:
            form.add_error("file", f"{error.what}. {error.mend}".rstrip(". "))
    page = selectors.uploads_of(trust, request.GET.get("page"))
    context = {
        "title": f"Import figures: {trust.name}",
        "trust": trust,
        "form": form,
        "error_title": form.is_bound and not form.is_valid(),
        "months": open_months(trust, timezone.localdate()),
        "cards": [presenters.card(each) for each in page],
        "page": page,
        "most_rows": MOST_ROWS,
        "most_megabytes": MOST_BYTES // 1_000_000,
    }
    return render(request, "uploads/list.jinja", context)


@enters
@logged("a template with the figures of the open months")
@never_cache
def template(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The file to fill in."""
    trust = selectors.trust_of(code)
    rows = template_rows(trust, open_months(trust, timezone.localdate()))
    if form == "csv":
        return _file(as_csv(rows), f"figures-{trust.code}.csv", "text/csv; charset=utf-8")
    if form == "xlsx":
        return _file(as_xlsx(trust, rows), f"figures-{trust.code}.xlsx", SPREADSHEET)
    raise Http404(f"no template is a {form} file")


@enters
@logged("an upload")
@never_cache
def upload(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """One upload as it stands: being read, headings to confirm, to review, imported."""
    trust = selectors.trust_of(code)
    held = selectors.upload_of(trust, upload)
    context = _frame(request, held)
    if held.state in (State.READING, State.IMPORTING):
        return render(request, "uploads/progress.jinja", {**context, **_progress(held)})
    if held.state == State.MATCHING:
        choices = presenters_mending.heading_choices(match(held.sheet["headings"]))
        return render(request, "uploads/columns.jinja", {**context, **_columns(held, choices)})
    if held.state == State.REVIEW:
        return render(request, "uploads/review.jinja", {**context, **_review(request, held)})
    if held.state in (State.IMPORTED, State.UNDONE):
        return render(request, "uploads/result.jinja", {**context, **_result(request, held)})
    return render(request, "uploads/ended.jinja", context)


@enters
@accepts_post
def confirm_columns(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Say which heading is which column."""
    held = posted(request, code, upload)
    if isinstance(held, HttpResponse):
        return held
    headings = held.sheet.get("headings", [])
    chosen = forms.chosen_columns(request.POST, len(headings))
    try:
        actions.confirm_columns(upload=held, chosen=chosen, by=access_of(request).person)
    except ClearwayError as error:
        if held.state != State.MATCHING:
            return told(request, held, error)
        choices = presenters_mending.heading_choices(match(headings), chosen)
        context = {**_frame(request, held), **_columns(held, choices), "error": error, "error_title": True}
        return render(request, "uploads/columns.jinja", context)
    return redirect("upload", code=code, upload=upload)


@enters
@accepts_post
@logged("the rejected rows of an upload")
@never_cache
def mend(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Write bad cells anew."""
    trust = selectors.trust_of(code)
    held = selectors.upload_of(trust, upload)
    if request.method == "POST":
        before = held.counts.get("rejected", 0)
        try:
            held = actions.mend(
                upload=held,
                review=forms.review_number(request.POST),
                cells=forms.mended_cells(request.POST),
                by=access_of(request).person,
            )
        except ClearwayError as error:
            return told(request, held, error)
        left = held.counts.get("rejected", 0)
        messages.success(request, f"{max(before - left, 0):,} of {before:,} rejected rows mended.")
        if not left:
            return redirect("upload", code=trust.code, upload=held.pk)
        return redirect(f"{request.path}?page={request.GET.get('page', '1')}&left=yes")
    if held.state != State.REVIEW or not held.counts.get("rejected", 0):
        return redirect("upload", code=trust.code, upload=held.pk)
    page = selectors.rejected(held, request.GET.get("page"))
    context = {
        **_frame(request, held),
        "title": f"Mend rows: {held.file_name}",
        "page": page,
        "rows": presenters_mending.mend_rows(page, held.sheet.get("columns", ())),
        "error_title": request.GET.get("left") == "yes",
    }
    return render(request, "uploads/mend.jinja", context)


@enters
@logged("the rejected rows of an upload as a file")
@never_cache
def rejects(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """The rejected rows, to be mended in a spreadsheet."""
    held = selectors.upload_of(selectors.trust_of(code), upload)
    return _file(reject_file(held), f"rejected-{code}.csv", "text/csv; charset=utf-8")


@enters
@accepts_post
@logged("what an undo would do")
@never_cache
def undo(request: HttpRequest, code: str, upload: UUID) -> HttpResponse:
    """Look at what an undo would do, and do it."""
    trust = selectors.trust_of(code)
    held = selectors.upload_of(trust, upload)
    if request.method == "POST":
        try:
            back = undo_import(
                upload=held, by=access_of(request).person, leave_changed=request.POST.get("leave") == "yes"
            )
        except ClearwayError as error:
            messages.warning(request, str(error))
            return redirect("upload-undo", code=trust.code, upload=held.pk)
        messages.success(
            request, f"Undone: {back:,} {'figure is' if back == 1 else 'figures are'} as before."
        )
        return redirect("upload", code=trust.code, upload=held.pk)
    if not may_undo(held, timezone.now()):
        return redirect("upload", code=trust.code, upload=held.pk)
    what = undo_of(held)
    context = {
        **_frame(request, held),
        "title": f"Undo: {held.file_name}",
        "back": presenters.entered_lines(what.back[: selectors.ROWS_A_PAGE]),
        "back_count": len(what.back),
        "changed": presenters.entered_lines(what.changed[: selectors.ROWS_A_PAGE]),
        "changed_count": len(what.changed),
    }
    return render(request, "uploads/undo.jinja", context)


def _frame(request: HttpRequest, held: Upload) -> dict[str, Any]:
    trust = selectors.trust_of(held.org_code)
    return {
        "title": f"{held.file_name}: {trust.name}",
        "trust": trust,
        "upload": held,
        "card": presenters.card(held),
    }


def _progress(held: Upload) -> dict[str, Any]:
    now = timezone.now()
    run: JobRun | None = held.run
    ended = run is None or (run.is_finished and run.status != Status.DONE)
    return {
        "run": RunCard.of(run, now) if run else None,
        "ended": ended,
        "importing": held.state == State.IMPORTING,
        "nobody_works": not ended and not somebody_works(now),
    }


def _columns(held: Upload, choices: list[presenters_mending.HeadingChoice]) -> dict[str, Any]:
    return {
        "choices": choices,
        "options": presenters_mending.column_options(),
        "missing": match(held.sheet["headings"]).missing,
    }


def _review(request: HttpRequest, held: Upload) -> dict[str, Any]:
    shown = presenters.first_shown(held, request.GET.get("show", ""))
    page = selectors.rows_of(held, shown, request.GET.get("page")) if shown else None
    counts = held.counts
    return {
        "tallies": presenters.tallies(held, shown),
        "shown": shown.value if shown else "",
        "page": page,
        "lines_shown": presenters.lines(page) if page else [],
        "heading": presenters.HEADINGS[shown] if shown else "",
        "entering": counts.get("new", 0) + counts.get("changed", 0),
        "rejected": counts.get("rejected", 0),
        "same_file": selectors.same_file(held),
        "others": selectors.others_unfinished(held),
    }


def _result(request: HttpRequest, held: Upload) -> dict[str, Any]:
    page = selectors.entered(held, request.GET.get("page"))
    return {
        "page": page,
        "lines_shown": presenters.entered_lines(page),
        "may_undo": may_undo(held, timezone.now()),
        "undo_until": presenters.undo_until(held),
        "file_kept": hasattr(held, "content"),
        "rejected": held.counts.get("rejected", 0),
    }


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
