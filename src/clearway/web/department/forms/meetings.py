"""Meetings as forms."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate

from clearway.web.department.models import Meeting
from clearway.web.department.vocabulary import attending, vocabulary
from clearway.web.people.models import User
from clearway.web.projects.forms.fields import Day, PersonField, VersionedForm, choice, line, words
from clearway.web.projects.models import Project

ONE_A_LINE = "One decision a line. Each can become an action"


class PlanMeetingForm(forms.Form):
    """A meeting that is to be."""

    title = line("Title")
    kind = choice("Kind of meeting", vocabulary().meetings)
    on = Day(label="Day")
    agenda = words("Agenda", needed=False, hint="One point a line")

    def __init__(self, *args: Any, projects: Iterable[Project] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        by_number = {str(one.number): one for one in projects}
        if by_number:
            titles = [(number, one.title) for number, one in by_number.items()]
            self.fields["project"] = forms.TypedChoiceField(
                label="Project",
                choices=[("", "The whole department"), *titles],
                required=False,
                coerce=by_number.__getitem__,
                empty_value=None,
            )


class CadenceForm(forms.Form):
    """How often to meet."""

    every_weeks = forms.IntegerField(
        label="Weeks from one improvement meeting to the next",
        min_value=1,
        max_value=52,
        error_messages={"required": "Enter the number of weeks", "invalid": "Enter a whole number of weeks"},
    )
    since = Day(label="From")


class HoldForm(VersionedForm):
    """That a meeting was held, and what came of it."""

    on = Day(label="Day on which it was held")
    agenda = words("Agenda as it was", needed=False)
    decisions = words("Decisions", needed=False, hint=ONE_A_LINE)
    next_on = Day(
        label="Next meeting", required=False, help_text="It is planned at once, with the same title"
    )


class ChangeMeetingForm(VersionedForm):
    """The words and days of a meeting; decisions only of one that was held."""

    title = line("Title")
    on = Day(label="Day")
    agenda = words("Agenda", needed=False)
    decisions = words("Decisions", needed=False, hint=ONE_A_LINE)
    next_on = Day(label="Next meeting", required=False)

    def __init__(self, *args: Any, held: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not held:
            del self.fields["decisions"]
            del self.fields["next_on"]


class AttendanceForm(forms.Form):
    """Somebody who was there, or how many of a profession."""

    attended_as = choice("Profession or group", attending())
    name = line("Name of somebody without an account", needed=False)
    people = forms.IntegerField(
        label="Or how many, without names",
        required=False,
        min_value=1,
        max_value=10_000,
        help_text="For example the midwives at a huddle",
        error_messages={"invalid": "Enter a whole number of people"},
    )

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"] = PersonField(people, none="Nobody with an account", label="Person")
        self.order_fields(["user", "attended_as", "name", "people"])

    def clean(self) -> dict[str, Any]:
        """One of person, name and number."""
        said = super().clean() or self.cleaned_data
        given = [said.get(name) for name in ("user", "name", "people") if said.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError("Choose a person, enter a name, or enter how many: one of the three")
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        data["people"] = data.get("people") or 1
        return data


class CallOffForm(forms.Form):
    """Why a meeting is not held."""

    reason = line("Why it is not held", longest=300)


def values_of(row: Meeting) -> dict[str, object]:
    """What a form over a meeting begins with."""
    names = ("title", "on", "agenda", "decisions", "next_on")
    return {"expected": row.version, **{name: getattr(row, name) for name in names}}


def hold_values(row: Meeting) -> dict[str, object]:
    """The planned day where it has come, else today."""
    return {**values_of(row), "on": min(row.on, localdate())}
