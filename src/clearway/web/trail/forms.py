"""What people fill in on the pages of the logs."""

import re
from typing import Any

from django import forms

from clearway.web.trail import selectors
from clearway.web.trail.selectors import Choice

MOST_NUMBERS = 10_000
_TO = re.compile(r"\s*(?:-|–|\bto\b)\s*")
_RANGE = re.compile(r"([0-9]{1,18})(?:-([0-9]{1,18}))?")
NOT_A_DAY = "Enter a date, such as 2026-11-22"
# Years with four digits that every database and time zone can hold.
FIRST_YEAR, LAST_YEAR = 1900, 9000


class _Day(forms.DateField):
    """A day as browsers send it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(NOT_A_DAY)
        return day


class FilterForm(forms.Form):
    """Which lines of a log to show."""

    who = forms.CharField(label="Who", required=False, max_length=200)
    what = forms.CharField(label="What it was about", required=False, max_length=200)
    kind = forms.ChoiceField(label="Kind", required=False)
    first = _Day(label="From", required=False, error_messages={"invalid": NOT_A_DAY})
    last = _Day(label="To", required=False, error_messages={"invalid": NOT_A_DAY})

    def __init__(self, *args: Any, kinds: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        words = [(kind, kind.replace("-", " ")) for kind in kinds]
        self.fields["kind"].choices = [("", "Everything"), *words]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The last day may not lie before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "“To” is before “From”")
        return cleaned

    @property
    def choice(self) -> Choice:
        """What is asked for; everything where the form has faults."""
        if not self.is_valid():
            return Choice()
        said = self.cleaned_data
        return Choice(said["who"].strip(), said["what"].strip(), said["kind"], said["first"], said["last"])


class ErasureForm(forms.Form):
    """Whose name and details go, why, and who orders it."""

    person = forms.ChoiceField(
        label="Everything that names this person here",
        required=False,
        help_text="Their changes and their page views in this organisation",
    )
    numbers = forms.CharField(
        label="Or single changes, by their numbers",
        required=False,
        max_length=500,
        help_text="For details that name somebody else, for example 3, 17-20",
    )
    reason = forms.CharField(
        label="Reason", max_length=1000, widget=forms.Textarea, error_messages={"required": "Enter a reason"}
    )
    authority = forms.CharField(
        label="Authority",
        max_length=300,
        help_text="Who or what orders it, for example a decision of the data protection officer and its date",
        error_messages={"required": "Enter who or what orders the erasure"},
    )

    def __init__(self, *args: Any, code: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = code
        self.named = {f"{one.key}|{one.name}": one for one in selectors.people_named(code)}
        choices = [
            (value, f"{one.name} ({one.changes:,} changes, {one.accesses:,} page views)")
            for value, one in self.named.items()
        ]
        self.fields["person"].choices = [("", "Nobody"), *choices]  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[int]:
        """The numbers that are meant."""
        text = self.cleaned_data["numbers"].strip()
        found: set[int] = set()
        for part in filter(None, re.split(r"[,;\s]+", _TO.sub("-", text))):
            match = _RANGE.fullmatch(part)
            first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
            if not first <= last < first + MOST_NUMBERS:
                raise forms.ValidationError(f"“{part}” is no number and no range of numbers")
            found.update(range(first, last + 1))
        return sorted(found)

    def clean(self) -> dict[str, Any]:
        """Something must be chosen."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("person") and not cleaned.get("numbers"):
            self.add_error("person", "Choose a person, or enter the numbers of changes")
        return cleaned

    def rows(self) -> tuple[list[int], list[str]]:
        """The numbers of all changes and of all page views that are to be erased."""
        numbers: set[int] = set(self.cleaned_data["numbers"])
        accesses: list[str] = []
        one = self.named.get(self.cleaned_data["person"])
        if one is not None:
            theirs, accesses = selectors.rows_of(self.code, {"key": one.key, "name": one.name})
            numbers.update(theirs)
        return sorted(numbers), accesses
