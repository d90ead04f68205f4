"""What is filled in on a board and at a wall."""

from django import forms

from clearway.web.projects.forms.fields import Day, choice, line
from clearway.web.projects.vocabulary import vocabulary


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
        help_text="Somebody who manages tokens in your trust made it for this board",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the token of the wall"},
    )
