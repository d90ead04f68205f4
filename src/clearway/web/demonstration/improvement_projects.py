"""One project of the story: what its people do in which week."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils import timezone

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.cycles.actions.progress import answer_score, score_progress
from clearway.web.cycles.models import Cycle, ProgressScore
from clearway.web.demonstration.improvement_cycles import CycleTelling
from clearway.web.demonstration.improvement_measures import months_counted, plan_line, write_down
from clearway.web.demonstration.improvement_people import answered_in, first_meeting, made_up_name, take_part
from clearway.web.demonstration.improvement_plan import (
    LAST_WEEK,
    ActionTold,
    Answered,
    BarrierTold,
    Heard,
    Improvement,
    MilestoneTold,
    PlannedFigure,
    ProjectTold,
    Said,
    Telling,
)
from clearway.web.demonstration.improvement_scores import seen
from clearway.web.demonstration.people import VIA, Cast
from clearway.web.projects.actions import charters, lifecycle, plans, talk, team, where, work
from clearway.web.projects.models import Action, Barrier, Communication, Milestone, Project
from clearway.web.projects.origins import Origin
from clearway.web.projects.selectors import discussion_reference
from clearway.web.units.selectors import open_units

Steps = Iterator[tuple[int, Callable[[], object]]]
WEEKS_A_MONTH = 52 / 12
PLANNED_AFTER = 5
"""The measurement plan stands a week after the charter was handed in, when the first figures are there."""


class ProjectTelling:
    """One project while it is told. `project` is there from its first week."""

    project: Project

    def __init__(self, told: ProjectTold, chapter: Improvement, cast: Cast, first: Month, place: int) -> None:
        self._told, self._chapter, self._cast, self._first, self._place = told, chapter, cast, first, place
        self._by = cast.improves(told.code)
        self._actions: list[Action] = []

    def steps(self, day: Callable[[int], date]) -> Steps:
        """Everything that happens, with its week; `day` is the Monday of a week."""
        told = self._told
        yield told.begins, self._start
        yield told.begins + 1, self._team
        if told.approval != "returned":  # a team without a lead did not come together
            yield told.begins + 2, lambda: first_meeting(self.project, self._by)
        yield told.begins + 2, self._charter
        yield from self._approval()
        planned = min(told.begins + PLANNED_AFTER, LAST_WEEK)
        for line in told.measures:
            yield planned, partial(self._plan, line, day)
            for week, start, value in months_counted(line, day, planned):
                yield week, partial(self._count, line.title, start, value)
        yield from self._communication(planned)
        for milestone in told.milestones:
            yield from self._milestone(milestone, day)
        for action in told.actions:
            yield from self._action(action, day)
        for barrier in told.barriers:
            yield from self._barrier(barrier, day)
        for phase, week in told.phases.items():
            yield week, partial(self._phase, phase)
        for week, units in told.works_in.items():
            yield week, partial(self._works_in, units)
        for heard in told.heard:
            yield heard.week, partial(self._heard, heard)
        for said in told.talk:
            yield said.week, partial(self._say, said)
        yield from self._cycles(day)
        yield from self._scores()

    def _start(self) -> None:
        told = self._told
        self.project = lifecycle.start_project(
            organisation=directory().get(told.code),
            title=told.title,
            drivers=told.drivers,
            ideas=told.ideas,
            by=self._by,
        )

    def _works_in(self, names: tuple[str, ...]) -> None:
        numbers = [unit.number for unit in open_units(self.project.organisation) if unit.name in names]
        where.say_where(project=self.project, units=numbers, by=self._by)

    def _team(self) -> None:
        for place, role in enumerate(self._chapter.team):
            if role.role in self._told.lacks:
                continue
            user = self._cast.user(role.persona, self._told.code) if role.persona else None
            team.add_member(
                project=self.project,
                role=role.role,
                profession=role.professions[self._place % len(role.professions)],
                user=user,
                name="" if user else made_up_name(self._chapter, self._place, place),
                by=self._by,
            )

        for helper in self._told.also:
            team.add_member(project=self.project, by=self._by, **helper.model_dump())

    def _sponsor(self) -> str:
        held = self.project.members.filter(role="executive-sponsor").first()
        return held.name if held else "Not found yet"

    def _charter(self) -> None:
        texts = {"executive-sponsor": self._sponsor(), **self._told.charter}
        charters.save_charter(project=self.project, texts=texts, base=1, by=self._by)

    def _approval(self) -> Steps:
        told, approves = self._told, self._cast.approves(self._told.code)
        week = told.begins + told.submitted
        yield week, lambda: lifecycle.submit_charter(project=self.project, by=self._by)
        if told.approval == "approved":
            words = told.words
            yield week + 1, lambda: lifecycle.approve_charter(project=self.project, words=words, by=approves)
        elif told.approval == "returned":
            reason = told.words
            yield week + 1, lambda: lifecycle.return_charter(project=self.project, reason=reason, by=approves)

    def _plan(self, line: PlannedFigure, day: Callable[[int], date]) -> None:
        plan_line(self.project, line, day(line.by_week), self._by)

    def _count(self, title: str, start: date, value: float) -> None:
        write_down(self.project, title, start, value, self._by)

    def _communication(self, planned: int) -> Steps:
        last = LAST_WEEK if self._told.told_until is None else self._told.told_until
        for audience in self._told.tells:
            told = self._chapter.communication[audience]
            kept: list[Communication] = []
            yield planned, partial(self._plan_telling, audience, told, kept)
            for week in range(planned, last + 1, told.weeks):
                yield (
                    week,
                    lambda kept=kept: plans.record_communication(  # type: ignore[misc]
                        row=kept[0], on=timezone.localdate(), by=self._by
                    ),
                )

    def _plan_telling(self, audience: str, told: Telling, kept: list[Communication]) -> None:
        line = {**told.model_dump(exclude={"weeks"}), "audience": audience, "owner": self._by.name}
        kept.append(plans.plan_communication(project=self.project, by=self._by, **line))

    def _milestone(self, told: MilestoneTold, day: Callable[[int], date]) -> Steps:
        kept: list[Milestone] = []

        def put() -> None:
            due = day(told.due)
            kept.append(plans.set_milestone(project=self.project, title=told.title, due=due, by=self._by))

        yield self._told.begins + 3, put
        if told.reached is not None:
            yield told.reached, lambda: plans.reach_milestone(row=kept[0], by=self._by)

    def _action(self, told: ActionTold, day: Callable[[int], date]) -> Steps:
        def begin() -> None:
            self._actions.append(
                work.start_action(
                    organisation=directory().get(self._told.code),
                    project=self.project,
                    title=told.title,
                    origin=self._origin(*told.origin),
                    owner=self._by.name,
                    owner_user=self._cast.user("improvement-lead", self._told.code),
                    due=day(told.week + told.weeks),
                    by=self._by,
                )
            )

        def end() -> None:
            mine = next(one for one in self._actions if one.title == told.title)
            work.end_action(row=mine, outcome=told.outcome, dropped=told.dropped, by=self._by)

        yield told.week, begin
        if told.outcome:
            yield told.week + told.weeks, end

    def _origin(self, kind: str, reference: str, words: str) -> Origin:
        """Of a discussion, the one in which these words were said."""
        if kind == "discussion":
            heard = self.project.discussions.filter(said=words).first()
            reference = discussion_reference(heard) if heard else reference
        return Origin(kind, reference, words)

    def _barrier(self, told: BarrierTold, day: Callable[[int], date]) -> Steps:
        kept: list[Barrier] = []
        leader = self._cast.user(told.to, self._told.code) if told.to else None

        def begin() -> None:
            kept.append(
                work.raise_barrier(project=self.project, title=told.title, words=told.words, by=self._by)
            )

        def escalate() -> None:
            if leader is None:
                raise ValueError(f"the story has no {told.to} at {self._told.code}")
            due = day((told.escalated or told.week) + told.answer_weeks)
            work.escalate_barrier(barrier=kept[0], leader=leader, due=due, by=self._by, reason=told.words)

        yield told.week, begin
        if told.escalated is not None:
            yield told.escalated, escalate
        if told.removed is not None:
            by = leader.as_person(VIA) if leader else self._by
            yield told.removed, lambda: work.remove_barrier(barrier=kept[0], how=told.how, by=by)

    def _phase(self, phase: str) -> None:
        lifecycle.move_phase(project=self.project, phase=phase, by=self._by)

    def _heard(self, told: Heard) -> None:
        row = talk.record_discussion(
            project=self.project,
            group=told.group,
            on=timezone.localdate(),
            how=told.how,
            said_by_them=told.said,
            people=told.people,
            by=self._by,
        )
        if told.changed:
            talk.link_change(discussion=row, words=told.changed, by=self._by)

    def _say(self, told: Said) -> None:
        by = self._cast.coordinates(self._told.code) if told.coach else self._by
        talk.say(project=self.project, words=told.words, feedback=told.coach, by=by)

    def _cycles(self, day: Callable[[int], date]) -> Steps:
        tellings: list[CycleTelling] = []
        for told in self._told.cycles:
            telling = CycleTelling(told, self._by, self._first)
            parent = tellings[told.after - 1] if told.after else None
            tellings.append(telling)
            steps: list[tuple[int, Callable[[], object]]] = []
            telling.tell(
                lambda weeks, do, to=steps: to.append((weeks, do)),  # type: ignore[misc]
                partial(self._planned, telling, parent, told.action),
                answered_in(told, self._told.code, self._place, self._first, day) - told.week,
            )
            for weeks, do in steps:
                yield told.week + weeks, do

    def _planned(self, telling: CycleTelling, parent: CycleTelling | None, action: int | None) -> Cycle:
        planned = telling.plan(
            self.project,
            dict(self._chapter.plan),
            parent.cycle if parent else None,
            self._actions[action - 1] if action else None,
        )
        return take_part(planned, self._chapter.taking_part, self._by)

    def _scores(self) -> Steps:
        told = self._told.scores
        if told is None:
            return
        answers = {one.month: one for one in told.answers}
        for month, score in enumerate(told.run, start=told.first):
            week = round(month * WEEKS_A_MONTH)
            if week <= LAST_WEEK:
                yield week, partial(self._score, month, score, answers.get(month))

    def _score(self, month: int, score: float, answer: Answered | None) -> None:
        row: ProgressScore = score_progress(
            project=self.project,
            month=self._first.shift(month - 1),
            score=Decimal(str(score)),
            reason=self._chapter.reasons[score],
            evidence=seen(self.project, self._cast.user("network-lead", self._above())),
            by=self._by,
        )
        if answer is not None:
            answer_score(
                score=row,
                words=answer.words,
                would_give=None if answer.would_give is None else Decimal(str(answer.would_give)),
                by=self._coach(),
            )

    def _above(self) -> str:
        return directory().ancestors(self._told.code)[0].code

    def _coach(self) -> Person:
        return self._cast.coordinates(self._told.code)
