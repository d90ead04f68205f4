"""A test of change of a made-up trust, its question about a month, and the figure of that month."""

from datetime import date

from clearway.common.organisations import directory
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.cycles import plan_cycle
from clearway.web.cycles.actions.predictions import ask_question, predict
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Question
from clearway.web.projects.actions.lifecycle import start_project
from clearway.web.projects.models import Project
from clearway.web.publications.models import SourceFile, Value

PLAN = {field.id: f"{field.title}, said" for field in form().plan}


def project_of(by: Person) -> Project:
    return start_project(
        organisation=directory().get("DEMO1"),
        title="CO at every booking",
        drivers=["identification"],
        ideas=["identification-1"],
        by=by,
    )


def cycle_of(project: Project, by: Person) -> Cycle:
    return plan_cycle(
        project=project,
        title="Monitor on the trolley",
        scale="one-shift",
        idea="identification-1",
        measure="co-test-booking",
        texts=PLAN,
        by=by,
    )


def predicted(cycle: Cycle, by: Person, **prediction: object) -> Question:
    question = ask_question(
        cycle=cycle,
        words="How many are tested?",
        kind="number",
        measure="co-test-booking",
        period="2026-06",
        by=by,
    )
    predict(question=question, by=by, **({"low": 0.9, "sure": 80} | prediction))
    return question


def june_figure(value: float, supersedes: Value | None = None) -> Value:
    source, _ = SourceFile.objects.get_or_create(
        sha256="c" * 64, defaults=dict.fromkeys(("new", "unchanged", "restated", "older"), 0)
    )
    return Value.objects.create(
        measure="co-test-booking",
        version="1",
        org_level="provider",
        org_code="DEMO1",
        period="2026-06",
        period_start=date(2026, 6, 1),
        numerator=value * 100,
        denominator=100,
        value=value,
        state="value",
        status="final",
        source=source,
        recorded_by="Tess Ter",
        supersedes=supersedes,
    )
