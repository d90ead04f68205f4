"""What is filled in on a board and at a wall."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from clearway.common.errors import ClearwayError
from clearway.web.accounts.tokens import LONGEST
from clearway.web.boards.actions import check_last_day
from clearway.web.boards.protected_charts import PROTECTED, PUBLISHED
from clearway.web.boards.public import offered
from clearway.web.library.look_forms import looked_field
from clearway.web.projects.forms.fields import Day, choice, line, words
from clearway.web.projects.vocabulary import vocabulary

USUAL_CHART = ""
"""Chooses no chart: `poster_choice` does."""


class ShareForm(forms.Form):
    """With whom a board was shared, and when."""

    audience = choice("Who it was shared with", vocabulary().audiences)
    with_whom = line("Group or meeting", hint="A group or a meeting, such as “ward huddle”. Name nobody")
    on = Day(label="Day")


class WallForm(forms.Form):
    """The token of a wall, typed once at the display."""

    token = forms.CharField(
        label="Token of the wall",
        max_length=200,
        help_text="Made for this board on its page “Show this on a wall”",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the token of the wall"},
    )


class WallTokenForm(forms.Form):
    """Which board a display shows, where it hangs, and for how long."""

    board = forms.ChoiceField(
        label="Board",
        error_messages={"required": "Choose a board", "invalid_choice": "Choose a board from the list"},
    )
    name = line("Where does the display hang?", hint="For example “day room”")
    days = forms.IntegerField(
        label="Days until its token expires",
        min_value=1,
        max_value=LONGEST,
        initial=90,
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Enter a number of days",
            "min_value": "A token lasts at least 1 day",
            "max_value": f"A token lasts at most {LONGEST} days",
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, boards: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["board"].choices = boards  # type: ignore[attr-defined]


class PublishForm(forms.Form):
    """What of a board everybody may read, and until when. Nothing is published by it."""

    panels = forms.MultipleChoiceField(
        label="What everybody may read",
        help_text="Free text can tell more than it should: read it below before you publish",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one"},
    )
    figures = forms.ChoiceField(
        label="Figures",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which figures are drawn"},
    )
    poster = forms.ChoiceField(
        label="Chart on the poster",
        required=False,
        help_text="A poster has room for one",
        error_messages={"invalid_choice": "Choose one of the charts of the plan"},
    )
    expires_on = Day(
        label="Last day",
        help_text="At most 12 months ahead. After it the address shows nothing; you can renew it before",
    )

    def __init__(
        self, *args: Any, own_figures: bool, charts: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        """`own_figures`: whether the person may see them, and so may offer them to others. `charts`: those
        to choose from for the poster."""
        super().__init__(*args, **options)
        self.fields["poster"].choices = [(USUAL_CHART, "That of the last test, or as the plan goes"), *charts]  # type: ignore[attr-defined]
        figures = [(PUBLISHED, "Published figures only")]
        if own_figures:
            figures.append((PROTECTED, "Own figures too, with small numbers protected"))
        self.fields["panels"].choices = [(each.id, each.title) for each in offered()]  # type: ignore[attr-defined]
        self.fields["figures"].choices = figures  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        """A day that lies ahead, and not too far."""
        day: date = self.cleaned_data["expires_on"]
        try:
            check_last_day(day)
        except ClearwayError as error:
            raise forms.ValidationError(f"{error.what}. {error.mend}") from None
        return day


class ConfirmForm(forms.Form):
    """The tick without which nothing is published."""

    nobody_recognised = forms.BooleanField(
        label="I have read all of it. No woman and no colleague can be recognised",
        error_messages={"required": "Tick the box when you have read the page as the public will"},
    )
    looked = looked_field()


class TakeDownForm(forms.Form):
    """Why a page is taken down; it may be left empty."""

    reason = words("Why, if you want to say", needed=False)
