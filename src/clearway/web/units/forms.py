"""What is filled in about a unit."""

from typing import Any

from django import forms

from clearway.common.organisations import Organisation
from clearway.web.people.fields import choice, line, words
from clearway.web.units.kinds import kinds
from clearway.web.units.selectors import sites


class UnitForm(forms.Form):
    """A new unit, or another name, kind or site of one; `seen` is the step that the person saw last.

    No site is asked for where the directory knows none of the trust.
    """

    name = line(
        "Name of the unit", longest=120, hint="What colleagues call it, for example Labour ward, Newham"
    )
    kind = choice("What it is", kinds())
    site_code = forms.ChoiceField(
        label="Site of the directory that it is",
        required=False,
        help_text="Where figures of that very site are published, the unit's learning board draws them",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(site.code, f"{site.name} ({site.code})") for site in sites(organisation)]
        if offered:
            none = ("", "None: it is part of a site, or not in the list")
            self.fields["site_code"].choices = [none, *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["site_code"]


class CloseForm(forms.Form):
    """Why a unit is closed."""

    reason = words("Why it is closed", hint="Everybody who sees the unit reads it")


class ReopenForm(forms.Form):
    """Why a unit is opened again; it may be left empty."""

    reason = words("Why it is opened again", needed=False)
