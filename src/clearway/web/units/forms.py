"""What is filled in about a unit."""

from typing import Any

from django import forms

from clearway.common.organisations import Organisation
from clearway.web.people.fields import choice, line, words
from clearway.web.units.kinds import kinds
from clearway.web.units.selectors import sites


class UnitForm(forms.Form):
    """A new unit, or another name, kind or site of one; `seen` is the step that the person saw last."""

    name = line(
        "Name of the unit", longest=120, hint="What colleagues call it, for example Labour ward, Newham"
    )
    kind = choice("What it is", kinds())
    site_code = forms.ChoiceField(label="Site in the directory", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(site.code, f"{site.name} ({site.code})") for site in sites(organisation)]
        field = self.fields["site_code"]
        field.choices = [("", "None: it is part of a site, or not in the directory"), *offered]  # type: ignore[attr-defined]
        field.help_text = (
            "Where the unit is one of these sites, its own published figures are drawn on its learning board"
            if offered
            else "The directory knows no site of this trust"
        )


class CloseForm(forms.Form):
    """Why a unit is closed."""

    reason = words("Why it is closed", hint="Everybody who sees the unit reads it")


class ReopenForm(forms.Form):
    """Why a unit is opened again; it may be left empty."""

    reason = words("Why it is opened again", needed=False)
