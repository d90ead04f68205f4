"""One of everything that a trust's improvement work consists of, all about one word."""

from dataclasses import dataclass

from django.utils.timezone import localdate
from tests.lib.department import a_meeting
from tests.lib.improvement import an_approved_project
from tests.lib.library import a_decided_cycle, an_item, shared

from clearway.common.periods import Month
from clearway.web.cycles.actions.progress import answer_score, score_progress
from clearway.web.cycles.models import Cycle
from clearway.web.department.models import Meeting
from clearway.web.library.models import LibraryItem, SharedTest
from clearway.web.people.models import User
from clearway.web.projects.actions.plans import plan_measure
from clearway.web.projects.actions.team import add_member
from clearway.web.projects.actions.work import escalate_barrier, raise_barrier, start_action
from clearway.web.projects.models import Action, Barrier, Project

WORD = "wheelbarrow"
HELPER, OWNER = "Hal Helper", "Otto Owner"


@dataclass(frozen=True)
class Work:
    """What was made."""

    project: Project
    cycle: Cycle
    action: Action
    barrier: Barrier
    meeting: Meeting
    test: SharedTest
    item: LibraryItem


def work_of_all_kinds(lead: User, approver: User) -> Work:
    """A project with all that hangs on it; the approver is asked to remove its barrier."""
    by, today = lead.as_person(), localdate()
    project = an_approved_project(lead, approver, title=f"A {WORD} in every clinic")
    add_member(project=project, role="lead", user=lead, by=by)
    add_member(project=project, role="helper", name=HELPER, by=by)
    plan_measure(
        project=project, kind="outcome", measure="smoke-booking", title="Smoking", target=0.05,
        collected_by=OWNER, by=by,
    )  # fmt: skip
    action = start_action(
        organisation=project.organisation,
        project=project,
        title=f"Buy a {WORD}",
        owner=OWNER,
        due=today,
        by=by,
    )
    barrier = raise_barrier(project=project, title=f"No money for a {WORD}", by=by)
    escalate_barrier(barrier=barrier, leader=approver, due=today, by=by)
    cycle = a_decided_cycle(project, lead, title=f"The {WORD} on one shift", owner=OWNER)
    score = score_progress(
        project=project, month=Month.of(today).previous(), score="1.5", reason="It began",
        evidence={"supported": 1.0, "looked": []}, by=by,
    )  # fmt: skip
    answer_score(score=score, words="Well begun", would_give="1.0", by=approver.as_person())
    meeting = a_meeting(lead, held=True, title=f"Who pushes the {WORD}", agenda="Where it stands")
    return Work(
        project,
        cycle,
        action,
        barrier,
        meeting,
        shared(cycle, lead),
        an_item(lead, title=f"How to mend a {WORD}"),
    )
