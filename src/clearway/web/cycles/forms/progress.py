"""A progress score and a reviewer's answer as forms."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate

from clearway.common.periods import Month
from clearway.web.cycles.progress import ladder
from clearway.web.projects.forms.fields import words

MONTHS = 12
"""A month may be scored for a year."""


def _rungs() -> list[tuple[str, str]]:
    return [(str(rung.score), f"{rung.score:.1f} {rung.name}") for rung in ladder().steps]


class ScoreForm(forms.Form):
    """The team's own score of a month."""

    month = forms.ChoiceField(label="Month")
    score = forms.TypedChoiceField(
        label="Score",
        choices=[("", "Choose"), *_rungs()],
        coerce=Decimal,
        error_messages={"required": "Choose the score"},
    )
    reason = words(
        "Why this score", hint="Where it is above what Clearway found, say what Clearway cannot see"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        now = Month.of(localdate())
        months = [now.shift(-back) for back in range(MONTHS)]
        self.fields["month"].choices = [(str(each), each.label) for each in months]  # type: ignore[attr-defined]


class AnswerScoreForm(forms.Form):
    """What a reviewer answers."""

    words = words(
        "Feedback",
        hint="The team reads it. Say what you saw, and what would move the work on.",
        missing="Write the feedback",
    )
    would_give = forms.TypedChoiceField(
        label="Score you would give",
        choices=[("", "The same"), *_rungs()],
        coerce=Decimal,
        empty_value=None,
        required=False,
    )
