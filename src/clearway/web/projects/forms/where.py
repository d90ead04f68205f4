"""Choosing in which units of its trust a project works."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate

from clearway.web.projects.forms.fields import Day
from clearway.web.units.models import Unit


class UnitsField(forms.TypedMultipleChoiceField):
    """Units of the trust by their numbers; none of them is the whole trust."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(
            choices=[(str(unit.number), _called(unit)) for unit in units],
            required=False,
            coerce=int,
            empty_value=[],
            help_text="Tick none where it works in the whole trust",
            error_messages={"invalid_choice": "Choose from the units of the list"},
            **options,
        )


class WhereForm(forms.Form):
    """Where a project works from a day on."""

    on = Day(label="Since", help_text="The day from which this is so")

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["units"] = UnitsField(units, label="Units")
        self.order_fields(["units", "on"])
        self.initial.setdefault("on", localdate())


def _called(unit: Unit) -> str:
    return unit.name if unit.is_open else f"{unit.name} (closed)"
