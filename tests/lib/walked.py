"""What the addresses of a trust name, made for real: one of everything that has an address of its own."""

from datetime import timedelta

from django.utils import timezone
from tests.lib.uploading import csv_file, give, last_month, row

from clearway.common.organisations import Organisation
from clearway.spc.history import Event, EventKind
from clearway.web.audit.models import Person
from clearway.web.boards.actions import publish_board
from clearway.web.boards.public import offered
from clearway.web.boards.secrets import secret_of
from clearway.web.charts.actions import record_chart_event
from clearway.web.cycles.actions.progress import score_progress
from clearway.web.department.actions.meetings import plan_meeting
from clearway.web.department.actions.plan import save_plan
from clearway.web.department.vocabulary import plan_sections
from clearway.web.projects.actions.charters import save_charter
from clearway.web.projects.actions.offering import ask_for, offer_idea
from clearway.web.projects.actions.plans import plan_communication, plan_measure, set_milestone
from clearway.web.projects.actions.talk import add_file
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import raise_barrier
from clearway.web.projects.models import Project
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.units.actions import open_unit

SAMPLED = "co-test-36-weeks"
SOMEBODY_ELSE = Person("Bea Else", "site", "bea-else")


def of_project(project: Project, by: Person) -> dict[str, str]:
    """A line of each plan, a file, a fought-over charter, a score; who and what the buttons name."""
    planned = plan_measure(project=project, kind="outcome", measure="smoke-booking", title="Smoking", by=by)
    own = plan_measure(project=project, kind="balancing", title="Days to first contact", by=by)
    told = plan_communication(project=project, audience="staff", message="How it goes", how="Huddle", by=by)
    day = timezone.localdate() + timedelta(days=30)
    milestone = set_milestone(project=project, title="All monitors are there", due=day, by=by)
    file = add_file(project=project, name="notes.txt", content=b"Notes", by=by)
    save_charter(project=project, texts={"aim": "hers"}, base=1, by=by)
    fought = save_charter(project=project, texts={"aim": "his"}, base=1, by=by).collision
    score = score_progress(
        project=project, month=last_month(), score="0.5", reason="It began", evidence={}, by=by
    )
    barrier = raise_barrier(project=project, title="No money", by=by)
    member = add_member(project=project, role="helper", name="Hal Helper", by=by)
    assert fought is not None
    return {
        "measures/row": str(planned.pk),
        "own-measures/row": str(own.pk),
        "communication/row": str(told.pk),
        "milestones/row": str(milestone.pk),
        "files/row": str(file.pk),
        "charter/merge/collision": str(fought.pk),
        "score": str(score.pk),
        "posted barrier": str(barrier.number),
        "posted member": str(member.pk),
        "posted row": str(file.pk),
    }


def of_trust(organisation: Organisation, by: Person) -> dict[str, str]:
    """An idea, a need, a unit, a decision about a chart, a public board, a reviewed file and its job."""
    idea = offer_idea(organisation=organisation, title="A card on the monitor", by=by)
    unit = open_unit(organisation=organisation, name="Labour ward", kind="labour-ward", by=by)
    need = ask_for(organisation=organisation, kind="equipment", title="A monitor", by=by)
    charted = Value.objects.filter(org_code=organisation.code, measure="cqim-smoking-booking").first()
    assert charted is not None
    note = Event("a-note", EventKind.NOTE, charted.period_start, "A new form", by.name, timezone.now())
    record_chart_event(organisation=organisation, measure=charted.measure, component="", event=note, by=by)
    link = publish_board(
        organisation=organisation,
        project=None,
        expires_on=timezone.localdate() + timedelta(days=30),
        panels=[panel.id for panel in offered()],
        nobody_recognised=True,
        by=by,
    )
    line = row("smoke-delivery", 6, 100, organisation_code=organisation.code)
    upload = give(by, csv_file([line]), code=organisation.code)
    return {
        "decisions/event": note.id,
        "public/number": str(link.number),
        "secret": secret_of(link.nonce),
        "upload": str(upload.pk),
        "run": str(upload.run_id),
        "units/number": str(unit.number),
        "posted idea": str(idea.number),
        "posted need": str(need.number),
    }


def of_month(organisation: Organisation, by: Person) -> dict[str, str]:
    """A figure that two people typed, and a measure that may be sampled."""
    month = last_month()
    choose(organisation=organisation, period=month, drivers=["identification"], measures=(), by=by)
    for person, smokers in ((by, 9), (SOMEBODY_ELSE, 11)):
        cell = CellEntry("smoke-booking", numerator=smokers, denominator=100, comment="Counted twice")
        result = enter_cells(organisation=organisation, period=month, cells=[cell], by=person, origin="typed")
    return {
        "months/period": str(month),
        "collisions/number": str(result.collisions[0].pk),
        "samples/measure_id": SAMPLED,
    }


def of_department(organisation: Organisation, by: Person) -> dict[str, str]:
    """A meeting, and a plan with two versions that were fought over."""
    day = timezone.localdate() + timedelta(days=7)
    meeting = plan_meeting(organisation=organisation, title="Huddle", on=day, by=by)
    section = next(iter(plan_sections()))
    for text in ("hers", "his"):
        saved = save_plan(organisation=organisation, texts={section: text}, base=0, by=by)
    assert saved.collision is not None
    return {
        "meetings/number": str(meeting.number),
        "plan/version": "1",
        "plan/merge/collision": str(saved.collision.pk),
    }
