"""A question, its prediction and its answer as forms. Proportions are typed in per cent, kept as shares."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clearway.web.cycles.forms.cycles import (
    MeasureField,
    parameter_field,
    watched_fault,
    watched_initial,
    watched_values,
)
from clearway.web.cycles.models import Question
from clearway.web.cycles.presenters.words import is_proportion
from clearway.web.projects.forms.fields import VersionedForm, line
from clearway.web.projects.models import Project

YES_NO = (("yes", "Yes"), ("no", "No"))


class QuestionForm(VersionedForm):
    """What the test is to find out; a new question has no version yet (`new`)."""

    words = line(
        "Question",
        longest=300,
        hint="For example: how many women are tested at booking?",
        missing="Write the question",
    )
    kind = forms.ChoiceField(
        label="Kind of answer",
        choices=[(Question.NUMBER, "A number"), (Question.YES_NO, "Yes or no")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of answer"},
    )
    period = forms.CharField(
        label="Month of its figure",
        max_length=7,
        required=False,
        help_text="For example 2026-06; the figure of that month answers the question",
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["watched"] = MeasureField(
            project,
            none="The team answers it",
            label="Measure that answers it",
            help_text="For a number; choose its month too",
        )
        self.fields["parameter"] = parameter_field()
        self.order_fields(["words", "kind", "watched", "parameter", "period"])

    @property
    def values(self) -> Mapping[str, Any]:
        """What the action takes."""
        said = {name: self.cleaned_data[name] for name in ("words", "kind", "period")}
        return said | watched_values(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        """A measure answers with a number, never with yes or no."""
        said = super().clean() or {}
        if fault := watched_fault(said):
            self.add_error("parameter", fault)
        if said.get("kind") == Question.YES_NO and said.get("watched", ("",))[0]:
            self.add_error("watched", "A measure answers with a number: choose “A number”, or no measure")
        return said


def question_form(question: Question, data: Any = None) -> QuestionForm:
    """The form of a question as it stands."""
    initial = {
        **{name: getattr(question, name) for name in ("words", "kind", "period")},
        **watched_initial(question),
        "expected": question.version,
    }
    return QuestionForm(data, project=question.cycle.project, initial=initial)


class PredictionForm(forms.Form):
    """What is expected, and how sure somebody is."""

    sure = forms.IntegerField(
        label="How sure you are, in per cent",
        min_value=50,
        max_value=99,
        help_text="From 50 (either way) to 99. Below 50, predict the opposite.",
        error_messages={"required": "Enter how sure you are"},
    )

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.share = is_proportion(question)
        self.yes_no = question.kind == Question.YES_NO
        if self.yes_no:
            self.fields["yes"] = _yes("Expected answer")
            self.order_fields(["yes", "sure"])
            return
        for name, label in (("low", "At least"), ("high", "At most")):
            self.fields[name] = _number(f"{label}, in per cent" if self.share else label, self.share)
        self.fields["low"].help_text = "Leave one of the two empty where it has no limit"
        self.order_fields(["low", "high", "sure"])

    @property
    def values(self) -> Mapping[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        if self.yes_no:
            return {"sure": said["sure"], "yes": said["yes"] == "yes"}
        return {"sure": said["sure"]} | {name: self._kept(said[name]) for name in ("low", "high")}

    def _kept(self, typed: float | None) -> float | None:
        return typed / 100 if self.share and typed is not None else typed


class AnswerForm(forms.Form):
    """What came of a question that the team answers itself."""

    words = line("What you saw", longest=300, needed=False)

    def __init__(self, *args: Any, question: Question, **options: Any) -> None:
        super().__init__(*args, **options)
        self.yes_no = question.kind == Question.YES_NO
        if self.yes_no:
            self.fields["yes"] = _yes("Answer")
        else:
            self.fields["number"] = _number("Number that you counted", share=False, needed=True)
        self.order_fields(["yes", "number", "words"])

    @property
    def values(self) -> Mapping[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        answer = {"yes": said["yes"] == "yes"} if self.yes_no else {"number": said["number"]}
        return answer | {"words": said["words"]}


def _yes(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=YES_NO, widget=forms.RadioSelect, error_messages={"required": "Choose yes or no"}
    )


def _number(label: str, share: bool, needed: bool = False) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=needed,
        min_value=0 if share else None,
        max_value=100 if share else None,
        error_messages={"required": "Enter the number"},
    )
