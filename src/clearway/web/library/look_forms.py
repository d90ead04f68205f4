"""The list “Please look at these words” of a form whose words leave the trust, and its tick."""

from collections.abc import Callable, Iterable, Sequence

from django import forms
from django.http import QueryDict

from clearway.common.organisations import Organisation
from clearway.web.library.looking import look
from clearway.web.library.vocabulary import LOOKED
from clearway.web.people.looking import Field, RecognisedError, Seen, possible, refused
from clearway.web.projects.forms.fields import done

SHOWN = "looked_at"
"""Which words stood in the list that somebody ticked."""
TOLD = 3
"""How many words an error names; the list has them all."""


def looked_field() -> forms.BooleanField:
    """The second tick. It is asked for only where there is something to look at."""
    return forms.BooleanField(label=LOOKED, required=False)


class LookForm(forms.Form):
    """A form whose words leave the trust.

    `look` fills in what the page lists: `refused` cannot be shared, `possible` may name somebody.
    """

    refused: Sequence[Seen] = ()
    possible: Sequence[Seen] = ()

    looked = looked_field()

    def leaving(self) -> Iterable[Field]:
        """The texts as they stand in the form now."""
        return ()

    def look(self, organisation: Organisation, sharer: str) -> None:
        """Find what somebody has to look at."""
        seen = look(organisation, self.leaving(), sharer)
        self.refused, self.possible = refused(seen), possible(seen)

    @property
    def ids(self) -> dict[str, str]:
        """Where each field stands on the page."""
        return {field.name: field.id_for_label or field.auto_id for field in self}

    @property
    def words_looked_at(self) -> Sequence[str]:
        """The words that were ticked."""
        if not isinstance(self.data, QueryDict) or not self.cleaned_data.get("looked"):
            return ()
        return self.data.getlist(SHOWN)

    def said(self, name: str) -> str:
        """What a text field holds, typed or at first."""
        return str(self[name].value() or "")


def done_looking(form: forms.Form, act: Callable[[], object]) -> bool:
    """As `done`; what names somebody is told at its field, what may at the tick, which is asked for anew."""
    recognised: list[RecognisedError] = []

    def acted() -> None:
        try:
            act()
        except RecognisedError as error:
            recognised.append(error)

    finished = done(form, acted)
    for error in recognised:
        tell(form, error)
    return finished and not recognised


def look_first(seen: Sequence[Seen]) -> str:
    """Which words in which fields, and what to do about them."""
    words = [f"“{each.found.word}” ({each.field.title})" for each in seen[:TOLD]]
    more = f" and {len(seen) - TOLD} more" if len(seen) > TOLD else ""
    return f"Look at {', '.join(words)}{more}: change the words, or tick the box if they give away nobody"


def tell(form: forms.Form, error: RecognisedError) -> None:
    """Put the error where somebody can mend it. The tick that was given is taken back."""
    for seen in error.refused:
        name = seen.field.name if seen.field.name in form.fields else None
        form.add_error(name, seen.told)
    if error.possible:
        form.add_error("looked", look_first(error.possible))
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data.pop("looked", None)  # type: ignore[attr-defined]
