"""Fields and habits that forms of several parts share."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from django import forms
from django.http import HttpRequest

from clearway.common.errors import ClearwayError
from clearway.web.audit.rows import ChangedMeanwhileError

NOT_A_DAY = "Enter a date, such as 2026-11-22"
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Word(Protocol):
    """One of a list to choose from."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class Day(forms.DateField):
    """A day as browsers send it, in years that every database can hold."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(
            widget=widget, error_messages={"invalid": NOT_A_DAY, "required": NOT_A_DAY}, **options
        )

    def clean(self, value: Any) -> Any:
        """The day; refuses years that nobody means."""
        day = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(NOT_A_DAY)
        return day


def _asked(label: str, question: str = "Say", thing: str = "Enter") -> str:
    """What is said where a field is empty: “Say what is tested”, “Enter the title”, “Enter your name”."""
    words = f"{label[0].lower()}{label[1:]}"
    first = words.split()[0]
    if first in ("what", "how", "why", "who"):
        return f"{question} {words}"
    return f"{thing} {words}" if first == "your" else f"{thing} the {words}"


def line(
    label: str, *, longest: int = 200, needed: bool = True, hint: str = "", missing: str = ""
) -> forms.CharField:
    """One line of text; `missing` is what is said where it is needed and empty."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=needed,
        help_text=hint,
        error_messages={"required": missing or _asked(label)},
    )


def words(
    label: str, *, needed: bool = True, hint: str = "", missing: str = "", rows: int = 10
) -> forms.CharField:
    """Text of several lines; `missing` is what is said where it is needed and empty."""
    return forms.CharField(
        label=label,
        max_length=5000,
        required=needed,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": str(rows)}),
        error_messages={"required": missing or _asked(label)},
    )


def choice(label: str, offered: Iterable[Word], *, none: str = "", hint: str = "") -> forms.ChoiceField:
    """One of a list; `none` is what an empty choice says, where there may be one."""
    items = [(word.id, word.title) for word in offered]
    first = [("", none)] if none else [("", "Choose")]
    return forms.ChoiceField(
        label=label,
        choices=[*first, *items],
        required=not none,
        help_text=hint,
        error_messages={"required": _asked(label, "Choose", "Choose")},
    )


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Whether the form was right and the action went through; what it refused stands in the form.

    Raises ChangedMeanwhileError, for which the page shows both texts.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except ChangedMeanwhileError:
        raise  # the view shows both texts
    except ClearwayError as error:
        form.add_error(None, str(error))
        return False
    return True


def posted(request: HttpRequest) -> Any:
    """What was posted, or None on a page that is only looked at."""
    return request.POST if request.method == "POST" else None
