"""Lines of the measurement plan, the communication plan, and milestones."""

from typing import Any, TypeVar

from django import forms

from clearway.common.parameters import LONGEST
from clearway.measures.definitions import definitions
from clearway.web.projects.forms.fields import Day, VersionedForm, choice, line, words
from clearway.web.projects.models import PlannedMeasure
from clearway.web.projects.vocabulary import vocabulary

PER_CENT, NUMBER = "In per cent", "A number; leave it empty if you do not know"
OWN = "A number, of a share in per cent; leave it empty if you do not know"
OF_OWN = ("number_kind", "unit", "direction", "rhythm")
"""What only a measure of the team's own is asked."""


class MeasureForm(VersionedForm):
    """One line of the measurement plan; a proportion is typed in per cent."""

    kind = forms.ChoiceField(label="Kind", choices=PlannedMeasure.KINDS)
    title = line("Measure", longest=300, missing="Enter the name of the measure")
    parameter = forms.CharField(max_length=LONGEST)
    number_kind = forms.ChoiceField(label="What a figure is", choices=PlannedMeasure.NUMBER_KINDS)
    unit = line("Unit", longest=100, needed=False, hint="For example days, or women who waited")
    direction = forms.ChoiceField(label="Which way is better", choices=PlannedMeasure.DIRECTIONS)
    rhythm = forms.ChoiceField(label="One figure", choices=PlannedMeasure.RHYTHMS)
    baseline = forms.FloatField(label="Baseline", required=False)
    baseline_from = line("Where the baseline comes from", needed=False)
    target = forms.FloatField(label="Target", required=False)
    target_by = Day(label="To be reached by", required=False)
    collected_how = words("How it is collected", needed=False)
    collected_by = line("Who collects it", needed=False)
    how_often = line("How often", longest=100, needed=False)
    sample = line(
        "Sample",
        longest=300,
        needed=False,
        hint="Who is looked at when not everybody is, and how they are drawn",
    )

    def __init__(
        self, *args: Any, measure: str = "", row: PlannedMeasure | None = None, **options: Any
    ) -> None:
        sheet = definitions().get(measure)
        self.is_own = not measure
        of_register = sheet is not None and sheet.kind == "proportion"
        self.per_cent = of_register or (row is not None and row.number_kind == PlannedMeasure.SHARE)
        if row is not None:
            options["initial"] = {name: getattr(row, name) for name in self.base_fields if name != "expected"}
            options["initial"]["expected"] = row.version
            for name in ("baseline", "target"):
                options["initial"][name] = self._shown(getattr(row, name))
        super().__init__(*args, **options)
        if row is None:
            del self.fields["expected"]
        if not self.is_own:
            for name in OF_OWN:
                del self.fields[name]
        blank = sheet.parameter if sheet else None
        if blank is None:
            del self.fields["parameter"]
        else:
            field = self.fields["parameter"]
            field.label, field.help_text = blank.name.capitalize(), f"For example {blank.example}"
            field.error_messages["required"] = f"Name the {blank.name}"
        for name in ("baseline", "target"):
            self.fields[name].help_text = OWN if self.is_own else PER_CENT if self.per_cent else NUMBER

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the row."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "expected"}
        own = said.get("number_kind") == PlannedMeasure.SHARE
        per_cent = own if self.is_own else self.per_cent
        for name in ("baseline", "target"):
            if per_cent and said[name] is not None:
                said[name] = said[name] / 100
        return said

    def _shown(self, value: float | None) -> float | None:
        return round(100 * value, 6) if self.per_cent and value is not None else value


class CommunicationForm(VersionedForm):
    """One line of the communication plan."""

    audience = choice("Who is told", vocabulary().audiences)
    message = words("What they are told")
    how = line("How", hint="For example on the learning board, at the handover, in the clinic’s waiting room")
    how_often = line("How often", longest=100, needed=False)
    owner = line("Who does it", needed=False)


class OccasionForm(forms.Form):
    """An occasion on which progress was told."""

    on = Day(label="Day")
    words = line("What was told", longest=300, needed=False)


class MilestoneForm(VersionedForm):
    """A milestone and its day."""

    title = line("Milestone", longest=300)
    due = Day(label="Day")


V = TypeVar("V", bound=VersionedForm)


def new(form: V) -> V:
    """The form for a row that does not exist yet, and so has no version."""
    del form.fields["expected"]
    return form
