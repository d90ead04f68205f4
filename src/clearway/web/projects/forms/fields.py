"""Fields of projects beside those that all forms share, and a form that carries a version that was seen."""

from collections.abc import Iterable
from typing import Any

from django import forms

from clearway.web.people.fields import NOT_A_DAY, Day, choice, done, line, posted, words
from clearway.web.people.models import User

__all__ = [
    "NOT_A_DAY",
    "Day",
    "PersonField",
    "VersionedForm",
    "choice",
    "done",
    "line",
    "posted",
    "words",
]


class PersonField(forms.TypedChoiceField):
    """One of the people who may do something in the organisation."""

    def __init__(self, people: Iterable[User], *, none: str = "", **options: Any) -> None:
        by_key = {str(user.pk): user for user in people}
        super().__init__(
            choices=[("", none or "Choose"), *((key, user.name) for key, user in by_key.items())],
            required=not none,
            coerce=by_key.__getitem__,
            empty_value=None,
            **options,
        )


class VersionedForm(forms.Form):
    """A form over a row that others may change too: it carries the version that was seen."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
