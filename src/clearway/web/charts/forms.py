"""What people fill in to decide something about a chart, one form a kind of decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms

from clearway.spc.history import EventKind
from clearway.spc.profiles import PROFILES
from clearway.web.charts.one_chart import OneChart
from clearway.web.charts.setup import USUAL_PROFILE

LONGEST_REASON = 500
FIRST_YEAR, LAST_YEAR = 1900, 9000
NOT_A_DAY = "Enter a date, such as 2026-11-22"
USUAL_BASELINE = 13


class Day(forms.DateField):
    """A day as browsers send it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages: ClassVar = {"required": "Enter a date", "invalid": NOT_A_DAY}

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise forms.ValidationError(NOT_A_DAY)
        return found


def _reason(label: str = "Reason", hint: str = "") -> forms.CharField:
    """Whitespace is no reason: the field strips it."""
    return forms.CharField(
        label=label,
        help_text=hint or "Everybody who sees the chart reads it: what changed, and how you know",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={"required": f"Enter a {label.lower()}"},
    )


def _period(label: str, message: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=date.fromisoformat,
        error_messages={"required": message, "invalid_choice": "Choose a period from the list"},
    )


class DecisionForm(forms.Form):
    """What all decisions have. A form fills the lists of its fields from the chart."""

    kind: ClassVar[EventKind]
    title: ClassVar[str]
    lead: ClassVar[str]

    def __init__(self, chart: OneChart, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.chart = chart

    def details(self) -> Mapping[str, Any]:
        """The fields of the event apart from its reason; for a form without faults."""
        return {"effective": self.cleaned_data["effective"]}

    def _offer(self, name: str, options: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = options  # type: ignore[attr-defined]

    def _figures(self) -> list[tuple[str, str]]:
        """The periods that have a figure, newest first."""
        rows = [row for row in self.chart.rows if row.value is not None]
        return [(row.period_start.isoformat(), row.when.label) for row in reversed(rows)]


class PhaseForm(DecisionForm):
    """New limits from a date."""

    kind = EventKind.PHASE
    title = "Begin new limits"
    lead = (
        "New limits belong where the process itself changed: the change is known, wanted and expected to "
        "last. The points before keep their own limits."
    )

    effective = Day(label="New limits from", help_text="The day the process changed")
    reason = _reason()


class FirstPointsForm(DecisionForm):
    """Limits from the first so many points of each phase."""

    kind = EventKind.BASELINE
    title = "Choose a baseline: the first points"
    lead = (
        "The first points of each phase set its limits; later points are judged by them and change nothing."
    )

    points = forms.IntegerField(
        label="How many points set the limits",
        min_value=2,
        max_value=999,
        initial=USUAL_BASELINE,
        help_text="The rule set may need at least 12",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "Enter a number", "invalid": "Enter a whole number, such as 13"},
    )
    reason = _reason()

    def details(self) -> Mapping[str, Any]:
        """It takes effect from the first point."""
        return {"effective": self.chart.rows[0].period_start, "points": self.cleaned_data["points"]}


class RangeForm(DecisionForm):
    """Limits from the points between two periods."""

    kind = EventKind.BASELINE
    title = "Choose a baseline: a range"
    lead = (
        "The points of a range set the limits of their phase. Other phases keep limits from all their points."
    )

    effective = _period("From", "Choose the first period")
    until = _period("To", "Choose the last period")
    reason = _reason()

    def __init__(self, chart: OneChart, *args: Any, **options: Any) -> None:
        super().__init__(chart, *args, **options)
        for name in ("effective", "until"):
            self._offer(name, [("", "Choose a period"), *self._figures()])

    def clean(self) -> dict[str, Any]:
        """A range ends after it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("effective"), cleaned.get("until")
        if first and last and last <= first:
            self.add_error("until", "“To” must be after “From”")
        return cleaned

    def details(self) -> Mapping[str, Any]:
        """From and to."""
        return {name: self.cleaned_data[name] for name in ("effective", "until")}


class ChosenPointsForm(DecisionForm):
    """Limits from points that were chosen one by one."""

    kind = EventKind.BASELINE
    title = "Choose a baseline: single points"
    lead = (
        "The chosen points set the limits of their phase. Choose them for a reason that was known beforehand."
    )

    dates = forms.TypedMultipleChoiceField(
        label="Points that set the limits",
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose two points or more"},
    )
    reason = _reason()

    def __init__(self, chart: OneChart, *args: Any, **options: Any) -> None:
        super().__init__(chart, *args, **options)
        self._offer("dates", self._figures()[::-1])

    def clean_dates(self) -> tuple[date, ...]:
        """In order, at least two."""
        days = tuple(sorted(set(self.cleaned_data["dates"])))
        if len(days) < 2:
            raise forms.ValidationError("Choose two points or more")
        return days

    def details(self) -> Mapping[str, Any]:
        """The points, the first of which it takes effect from."""
        days = self.cleaned_data["dates"]
        return {"effective": days[0], "dates": days}


class ExclusionForm(DecisionForm):
    """One point left out of the limits."""

    kind = EventKind.EXCLUSION
    title = "Leave a point out of the limits"
    lead = (
        "A point is left out when its figure is wrong or tells of something that is no part of the process, "
        "never because it is unwelcome. It stays on the chart, crossed, with the reason."
    )

    effective = _period("Point", "Choose a point")
    reason = _reason()

    def __init__(self, chart: OneChart, *args: Any, **options: Any) -> None:
        super().__init__(chart, *args, **options)
        self._offer("effective", [("", "Choose a period"), *self._figures()])


class NoteForm(DecisionForm):
    """A remark about a day."""

    kind = EventKind.NOTE
    title = "Write a note"
    lead = "A note says what happened to the service around a date. It changes no limits."

    effective = Day(label="Date")
    reason = _reason("Note", "Everybody who sees the chart reads it. Name nobody who receives care")


class ProfileForm(DecisionForm):
    """Another rule set for everybody."""

    kind = EventKind.PROFILE
    title = "Choose the rule set"
    lead = (
        "The rule set says what counts as a signal and how limits are computed. The page of the measure lets "
        "you try another one without choosing it for everybody."
    )

    profile = forms.ChoiceField(
        label="Rule set",
        error_messages={"required": "Choose a rule set", "invalid_choice": "Choose a rule set"},
    )
    reason = _reason()

    def __init__(self, chart: OneChart, *args: Any, **options: Any) -> None:
        super().__init__(chart, *args, **options)
        self._offer("profile", [(name, profile.title) for name, profile in PROFILES.items()])
        self.fields["profile"].initial = chart.settings.profile or USUAL_PROFILE

    def details(self) -> Mapping[str, Any]:
        """It is told at the newest point: from there on the chart was read by it."""
        return {"effective": self.chart.rows[-1].period_start, "profile": self.cleaned_data["profile"]}


class WithdrawalForm(DecisionForm):
    """A decision that is not to hold any more."""

    kind = EventKind.WITHDRAWAL
    title = "Withdraw a decision"
    lead = "The decision stays in the history with your reason, and the chart is drawn without it."

    reason = _reason(hint="Why the decision does not hold any more")

    def __init__(self, chart: OneChart, *args: Any, withdraws: str, **options: Any) -> None:
        super().__init__(chart, *args, **options)
        self.withdraws = next(event for event in chart.history if event.id == withdraws)

    def details(self) -> Mapping[str, Any]:
        """It is about the date that the decision was about."""
        return {"effective": self.withdraws.effective, "withdraws": self.withdraws.id}


FORMS: Mapping[str, type[DecisionForm]] = {
    "phase": PhaseForm,
    "baseline": FirstPointsForm,
    "baseline-range": RangeForm,
    "baseline-points": ChosenPointsForm,
    "exclusion": ExclusionForm,
    "note": NoteForm,
    "profile": ProfileForm,
}
"""The kinds of decision by the word of their address."""
