"""What people fill in on the pages of uploads."""

from typing import Any

from django import forms
from django.http import QueryDict

from clearway.web.uploads.reading.columns import columns
from clearway.web.uploads.reading.limits import MOST_BYTES


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Choose a file",
        error_messages={
            "required": "Choose a CSV or Excel file",
            "missing": "Choose a CSV or Excel file",
            "empty": "The file is empty. Save it again and check that it has rows",
        },
        max_length=500,
    )

    def clean_file(self) -> Any:
        """Refused by its size before it is read."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file has {given.size / 1e6:.1f} MB; the most is {MOST_BYTES / 1e6:.0f} MB. "
                "Split it by month"
            )
        return given


def chosen_columns(posted: QueryDict, headings: int) -> dict[int, str]:
    """Which heading is which column, as a person chose it; those that are not used are left out."""
    chosen = {number: posted.get(f"heading-{number}", "") for number in range(headings)}
    return {number: name for number, name in chosen.items() if name}


def mended_cells(posted: QueryDict) -> dict[int, dict[str, str]]:
    """The cells written anew, by the row's position and the column; fields are called row-POSITION-COLUMN."""
    found: dict[int, dict[str, str]] = {}
    for field, text in posted.items():
        word, _, rest = field.partition("-")
        position, _, name = rest.partition("-")
        if word == "row" and position.isdecimal() and len(position) < 7 and name in columns():
            found.setdefault(int(position), {})[name] = str(text).replace("\r\n", "\n")
    return found


def review_number(posted: QueryDict) -> int:
    """Which review the person saw; -1, which none is, where it is not said."""
    text = posted.get("review", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
