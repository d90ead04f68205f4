"""What coordinators fill in."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from clearway.measures.register import MAIN_PACKAGE
from clearway.package.deadlines import deadlines

NOT_A_DAY = "Enter a date, such as 22/11/2026"


class ExceptionForm(forms.Form):
    """Until when a month is opened again, and why."""

    until = forms.DateField(
        label="Open until",
        help_text="That day included, such as 22/11/2026",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Enter the last day of the exception", "invalid": NOT_A_DAY},
    )
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="What is to be mended in the month. Everybody who may see the month reads it.",
        widget=forms.Textarea,
        error_messages={"required": "Say what is to be mended in the month"},
    )

    def clean_until(self) -> date:
        """The day, where an exception may run until it."""
        day: date = self.cleaned_data["until"]
        today = timezone.localdate()
        longest = today + timedelta(days=deadlines(MAIN_PACKAGE).exception.days)
        if not today <= day <= longest:
            raise forms.ValidationError(f"Choose a day from {today:%d/%m/%Y} to {longest:%d/%m/%Y}")
        return day


class RemindersForm(forms.Form):
    """Whether somebody gets reminders."""

    wanted = forms.ChoiceField(
        label="Reminders by e-mail",
        choices=[("yes", "Send me reminders"), ("no", "Send me no reminders")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you want reminders"},
    )

    def chosen(self) -> bool:
        """The choice; ask it of a valid form."""
        answer: Any = self.cleaned_data["wanted"]
        return bool(answer == "yes")
