"""Tests of change of a project in the story: planned, predicted, carried out, studied, decided."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.cycles.actions import cycles as actions
from clearway.web.cycles.actions.predictions import answer_question, ask_question, predict
from clearway.web.cycles.form import form
from clearway.web.cycles.models import Cycle, Question, Stage
from clearway.web.demonstration.improvement_plan import CycleTold, QuestionTold
from clearway.web.projects.models import Action, Project

STAGES = (Stage.DO, Stage.STUDY, Stage.ACT)
Later = Callable[[int, Callable[[], object]], None]
"""Puts something off: weeks after the plan, and what is done then."""


class CycleTelling:
    """One test of change while it is told. `cycle` is there once it is planned."""

    cycle: Cycle

    def __init__(self, told: CycleTold, by: Person, first: Month) -> None:
        self._told, self._by, self._first = told, by, first
        self._asked: list[tuple[Question, QuestionTold]] = []

    def tell(self, later: Later, plan: Callable[[], Cycle], answered: int) -> None:
        """Put off each step to its week; nothing is decided before `answered` weeks are over."""

        def planned() -> None:
            self.cycle = plan()
            for one in self._told.questions:
                self._ask(one)

        told, study = self._told, 1 + self._told.weeks
        later(0, planned)
        if told.until == "plan" and not told.decision and not told.stopped:
            return
        later(1, lambda: self._go(Stage.DO))
        if told.stopped:
            later(study, self._stop)
            return
        if told.until == "do" and not told.decision:
            return
        later(study, lambda: self._go(Stage.STUDY))
        later(study, self._answer)
        if told.until == "study" and not told.decision:
            return
        later(study + 1, lambda: self._go(Stage.ACT))
        if told.decision:
            later(max(study + 2, answered), self._decide)

    def plan(
        self, project: Project, common: dict[str, str], parent: Cycle | None, action: Action | None
    ) -> Cycle:
        """The cycle in its plan stage."""
        told, today = self._told, timezone.localdate()
        names = {field.id for field in form().stage(Stage.PLAN)}
        return actions.plan_cycle(
            project=project,
            title=told.title,
            scale=told.scale,
            idea=told.idea,
            measure=told.measure,
            owner=self._by.name,
            begins=today + timedelta(weeks=1),
            ends=today + timedelta(weeks=1 + told.weeks),
            texts={**common, **{name: text for name, text in told.texts.items() if name in names}},
            parent=parent,
            action=action,
            by=self._by,
        )

    def _ask(self, told: QuestionTold) -> None:
        question = ask_question(
            cycle=self.cycle,
            words=told.words,
            kind=Question.YES_NO if told.expect_yes is not None else Question.NUMBER,
            measure=told.measure,
            period=str(self._first.shift(told.month - 1)) if told.month else "",
            by=self._by,
        )
        predict(
            question=question, sure=told.sure, low=told.low, high=told.high, yes=told.expect_yes, by=self._by
        )
        self._asked.append((question, told))

    def _answer(self) -> None:
        for question, told in self._asked:
            if not told.measure:
                answer_question(question=question, number=told.came, yes=told.came_yes, by=self._by)

    def _go(self, to: Stage) -> None:
        """Write what the stage before needs, and begin the next."""
        stage = Stage(actions.stage_of(self.cycle))
        if stage != Stage.PLAN:
            self._write(stage)
        actions.begin_next_stage(cycle=self.cycle, by=self._by)

    def _decide(self) -> None:
        self._write(Stage.ACT)
        actions.decide(cycle=self.cycle, decision=self._told.decision, by=self._by)

    def _stop(self) -> None:
        actions.stop_cycle(cycle=self.cycle, reason=self._told.stopped, by=self._by)

    def _write(self, stage: Stage) -> None:
        texts = {
            field.id: self._told.texts[field.id]
            for field in form().stage(stage)
            if field.id in self._told.texts
        }
        self.cycle = actions.write_cycle(
            cycle=self.cycle, expected=self.cycle.version, texts=texts, by=self._by
        )
