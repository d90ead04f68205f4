"""The grid of a team's own measure: its last periods, and why a figure is corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from clearway.common.errors import ClearwayError
from clearway.web.projects.actions.own_values import Entry, checked_entry
from clearway.web.projects.forms.fields import line as text_line
from clearway.web.projects.models import PlannedMeasure
from clearway.web.projects.own_values import Figure, is_share, named

INVALID = "Enter a number, such as 12 or 12.5"


@dataclass(frozen=True)
class GridRow:
    """One period with its fields; `stands` says who entered what is there."""

    name: str
    fields: Sequence[forms.BoundField]
    stands: str


class OwnValuesForm(forms.Form):
    """One or two numbers for each period; an empty one is no figure, and 0 is 0."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = text_line(
        "Why a figure is corrected",
        longest=300,
        needed=False,
        hint="Only where a figure was there before. It stays on record.",
    )

    def __init__(
        self,
        *args: Any,
        measure: PlannedMeasure,
        periods: Sequence[date],
        held: Mapping[date, Figure],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.measure, self.periods, self.held = measure, periods, held
        for start in periods:
            one = held.get(start, Figure(start))
            for name, label, value in self._parts(start, one):
                self.fields[name] = forms.FloatField(
                    label=label,
                    required=False,
                    initial=value,
                    error_messages={"invalid": f"{named(measure, start)}: {INVALID[0].lower()}{INVALID[1:]}"},
                    widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "nhsuk-input--width-5"}),
                )

    def _parts(self, start: date, one: Figure) -> Sequence[tuple[str, str, float | None]]:
        name = named(self.measure, start)
        if is_share(self.measure):
            return (
                (f"numerator-{start}", f"{name}: counted", one.numerator),
                (f"denominator-{start}", f"{name}: out of", one.denominator),
            )
        return ((f"value-{start}", name, one.value),)

    def clean(self) -> dict[str, Any]:
        """Says at its field what a period cannot hold, and that a correction needs its reason."""
        typed = super().clean() or {}
        for start in self.periods:
            names = [name for name, _, _ in self._parts(start, Figure(start))]
            if any(name in self.errors for name in names):
                continue
            given = [typed.get(name) for name in names]
            try:
                checked_entry(self.measure, start, self._entry(given))
            except ClearwayError as error:
                self.add_error(names[0], str(error))
        if self._corrects(typed) and not typed.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why a figure that was there before is corrected")
        return typed

    def _corrects(self, typed: Mapping[str, Any]) -> bool:
        return any(
            value is not None and typed.get(name) != value
            for start, one in self.held.items()
            if start in self.periods
            for name, _, value in self._parts(start, one)
        )

    def _entry(self, given: Sequence[float | None]) -> Entry:
        return Entry(None, *given) if is_share(self.measure) else Entry(given[0])

    @property
    def rows(self) -> Sequence[GridRow]:
        """The periods, the newest first."""
        found = []
        for start in self.periods:
            one = self.held.get(start, Figure(start))
            by = f"{'corrected' if one.corrected else 'entered'} by {one.person}" if one.person else ""
            fields = [self[name] for name, _, _ in self._parts(start, one)]
            found.append(GridRow(named(self.measure, start), fields, by))
        return found

    @property
    def entries(self) -> Mapping[date, Entry]:
        """What was typed, by period."""
        typed = self.cleaned_data
        if is_share(self.measure):
            return {
                start: Entry(None, typed[f"numerator-{start}"], typed[f"denominator-{start}"])
                for start in self.periods
            }
        return {start: Entry(typed[f"value-{start}"]) for start in self.periods}
