"""Words that go with a button: an answer, an outcome, a reason."""

from typing import Any

from clearway.web.projects.forms.charter import ReasonForm


class Answers:
    """The answer forms of a list: a blank one for each row, and the one that was posted with its fault."""

    def __init__(self, prefix: str, label: str, *, hint: str = "") -> None:
        self._prefix, self._label, self._hint = prefix, label, hint
        self.posted: ReasonForm | None = None
        self.about = 0

    def __call__(self, row: int) -> ReasonForm:
        """The form beside that row."""
        if self.posted is not None and row == self.about:
            return self.posted
        return self._form(row)

    def is_open(self, row: int) -> bool:
        """Whether the form beside that row has a fault, so that it is shown at once."""
        return self.posted is not None and row == self.about

    def take(self, row: int, data: Any, missing: str = "") -> ReasonForm:
        """What was posted about that row. `missing` is what is said where words are needed and lack."""
        self.about = row
        self.posted = self._form(row, data, missing=missing, needed=bool(missing))
        return self.posted

    def _form(self, row: int, data: Any = None, **options: Any) -> ReasonForm:
        return ReasonForm(
            data, label=self._label, hint=self._hint, auto_id=f"{self._prefix}-%s-{row}", **options
        )
