"""Who joins a team, and what it looks for a hand with."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clearway.web.people.models import User
from clearway.web.projects.forms.fields import PersonField, choice, line, words
from clearway.web.projects.vocabulary import vocabulary

COACHES_AS = "improvement-adviser"
"""The role in which a coach of the LMNS or the region takes part in a project."""


class JoinForm(forms.Form):
    """Who takes part says their profession: it counts for whom the project reaches."""

    profession = choice("Your profession", vocabulary().professions)


class MemberForm(forms.Form):
    """Somebody with an account, or a name."""

    role = choice("Role in the project", vocabulary().roles)
    name = line(
        "Name", needed=False, hint="Only for somebody without an account, such as a woman or a family member"
    )
    profession = choice("Profession", vocabulary().professions, none="Not said")

    def __init__(
        self, *args: Any, people: Iterable[User], coaches: Iterable[User] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        here = list(people)
        self._coaches = [user for user in coaches if user not in here]
        self.fields["user"] = PersonField(
            [*here, *self._coaches],
            none="Somebody without an account",
            label="Person",
            help_text="Coaches from above the trust stand last; they advise." if self._coaches else "",
        )
        self.order_fields(["role", "user", "name", "profession"])

    def clean(self) -> dict[str, Any]:
        """A person or a name; somebody who looks on from above the trust only as a coach."""
        cleaned = super().clean() or {}
        if cleaned.get("user") in self._coaches and cleaned.get("role") != COACHES_AS:
            self.add_error("role", "Somebody from above the trust takes part as improvement adviser")
        if not self.errors and not cleaned.get("user") and not cleaned.get("name", "").strip():
            self.add_error("name", "Enter a name, or choose a person")
        return cleaned


class WayForm(forms.Form):
    """A way to help."""

    title = line("What you look for", hint="For example, somebody to time five booking appointments")
    words = words("More about it", needed=False)
