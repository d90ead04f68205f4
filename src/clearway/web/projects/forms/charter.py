"""The charter as a form: one field a section, and the version that was open when it was written."""

from collections.abc import Mapping
from typing import Any

from django import forms

from clearway.web.projects.forms.fields import line, words
from clearway.web.projects.vocabulary import sections


class CharterForm(forms.Form):
    """All sections, or those in `only`; none is needed until the charter is submitted."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, only: list[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for section in sections().values():
            if only is None or section.id in only:
                title = f"{section.title} (needed)" if section.asked else section.title
                make = line if section.short else words
                self.fields[section.id] = make(title, needed=False, hint=section.hint)

    @property
    def texts(self) -> Mapping[str, str]:
        """The sections as typed."""
        return {name: text for name, text in self.cleaned_data.items() if name != "base"}


class ReasonForm(forms.Form):
    """A reason, an outcome or a comment that goes with a step; `missing` is said where it lacks."""

    def __init__(
        self,
        *args: Any,
        label: str = "Reason",
        missing: str = "Say why",
        hint: str = "",
        needed: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = words(label, hint=hint, missing=missing, needed=needed, rows=3)

    @property
    def reason(self) -> str:
        """The words, once they are found right."""
        return str(self.cleaned_data["reason"])
