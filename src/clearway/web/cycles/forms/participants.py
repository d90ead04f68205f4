"""Who takes part in a test of change, as a form."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clearway.web.people.models import User
from clearway.web.projects.forms.fields import Day, PersonField, line


class ParticipantForm(forms.Form):
    """Somebody with an account, or a name."""

    name = line(
        "Name", needed=False, hint="Only for somebody without an account, such as a woman or a family member"
    )
    does = line(
        "What they do in the test", needed=False, hint="For example: counts at the end of each clinic"
    )
    since = Day(
        label="Takes part since",
        required=False,
        help_text="Today, where you leave it empty; the last day of a test that has ended",
    )
    woman = forms.BooleanField(label="A woman or a family member, not a member of staff", required=False)

    def __init__(self, *args: Any, people: Iterable[User], **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "part_%s", **options})
        self.fields["user"] = PersonField(people, none="Somebody without an account", label="Person")
        self.order_fields(["user", "name", "does", "since", "woman"])

    def clean(self) -> dict[str, Any]:
        """A person or a name; whoever works here is a member of staff."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("user") and not cleaned.get("name", "").strip():
            self.add_error("name", "Enter a name, or choose a person")
        if cleaned.get("user") and cleaned.get("woman"):
            self.add_error("woman", "Whoever is chosen from the list is a member of staff")
        return cleaned

    @property
    def part(self) -> dict[str, Any]:
        """What was said, as the action takes it."""
        said = dict(self.cleaned_data)
        woman = said.pop("woman")
        return {**said, "is_staff": not woman}
