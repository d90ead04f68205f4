"""Who leads, who is reached, how many there are, and the plan, as forms."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clearway.web.department.models import Leadership
from clearway.web.department.vocabulary import plan_sections, staff_professions, vocabulary
from clearway.web.projects.forms.fields import Day, choice, line, words
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import Word

STEPS = tuple(Word(id=step.id, title=step.title) for step in vocabulary().steps)
COUNT = "Enter a whole number; 0 is nobody"


class LeadForm(forms.Form):
    """Who leads the pathway since when."""

    model = forms.ChoiceField(
        label="Who leads the smoke-free pathway",
        choices=[(one.id, one.title) for one in vocabulary().models],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who leads the pathway"},
    )
    lead_name = line("Name of the lead", needed=False, hint="Leave it empty where nobody leads")
    profession = choice("Profession of the lead", staff_professions(), none="Not said")
    since = Day(label="Since")

    def clean(self) -> dict[str, Any]:
        """A led pathway has a name, an unled one has none."""
        said = super().clean() or self.cleaned_data
        led = said.get("model") in (Leadership.SSS_LED, Leadership.MATERNITY_LED)
        if led and not said.get("lead_name") and "lead_name" not in self.errors:
            self.add_error("lead_name", "Enter the name of the lead")
        if said.get("model") == Leadership.NO_LEAD and said.get("lead_name"):
            self.add_error("lead_name", "Leave the name empty where nobody leads")
        return said


class ReachForm(forms.Form):
    """So many of a profession took a step."""

    step = choice("What they did", STEPS)
    profession = choice("Profession", staff_professions())
    number = forms.IntegerField(
        label="How many",
        min_value=0,
        max_value=100_000,
        help_text="Only people who are not in the table yet for this step, so that nobody counts twice",
        error_messages={"required": COUNT, "invalid": COUNT},
    )
    on = Day(label="Day")
    words = line("Occasion", needed=False, hint="For example: huddle on the labour ward, e-mail to all staff")

    def __init__(self, *args: Any, projects: list[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        by_number = {str(one.number): one for one in projects}
        if by_number:
            titles = [(number, one.title) for number, one in by_number.items()]
            self.fields["project"] = forms.TypedChoiceField(
                label="Project",
                choices=[("", "The department's work as a whole"), *titles],
                required=False,
                coerce=by_number.__getitem__,
                empty_value=None,
            )


class StaffNumberForm(forms.Form):
    """How many members of staff a profession has."""

    profession = choice("Profession", staff_professions())
    number = forms.IntegerField(
        label="Members of staff in the department",
        min_value=0,
        max_value=100_000,
        help_text="People, not whole-time equivalents",
        error_messages={"required": COUNT, "invalid": COUNT},
    )
    on = Day(label="As of")


class UnderstoodForm(forms.Form):
    """That somebody has read and understood the plan."""

    profession = choice("Your profession", staff_professions(), none="I would rather not say")


class PlanForm(forms.Form):
    """All sections of the plan, or those in `only`, over the version that was open."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, only: list[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for section in plan_sections().values():
            if only is None or section.id in only:
                self.fields[section.id] = words(section.title, needed=False, hint=section.hint)

    @property
    def texts(self) -> Mapping[str, str]:
        """The sections as typed."""
        return {name: text for name, text in self.cleaned_data.items() if name != "base"}
