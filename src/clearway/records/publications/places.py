"""Which organisation a row is about: its level and its code in Clearway's words."""

from functools import cache

from clearway.common.organisations import Level, directory
from clearway.records.publications.cells import Problem
from clearway.records.publications.layouts import known, plain
from clearway.records.publications.report import Report


@cache
def _levels() -> dict[str, str]:
    return {plain(name): level for level, names in known().org_levels.items() for name in names}


def level_of(text: str) -> str | Problem:
    """Clearway's word for a level of organisation as a file spells it."""
    level = _levels().get(plain(text))
    if level is not None:
        return level
    names = ", ".join(names[0] for names in known().org_levels.values())
    return Problem("unknown-level", f"'{text}' is not a level of organisation.", f"Use one of: {names}.")


def is_nobody(code: str) -> bool:
    """Whether the code stands for women whose organisation is not known."""
    return code.casefold() in {word.casefold() for word in known().no_organisation}


class Places:
    """Turns codes into the directory's, and says once of each code what is odd about it."""

    def __init__(self, report: Report, heading: str) -> None:
        self._report = report
        self._heading = heading
        self._known: dict[tuple[str, str], str] = {}

    def code(self, text: str, level: str, row: int) -> str:
        """The directory's code for `text`; as published, with a warning, when it knows none."""
        if level == Level.NATIONAL:
            return known().nation
        key = (text, level)
        if key not in self._known:
            self._known[key] = self._look_up(text, level, row)
        return self._known[key]

    def _look_up(self, text: str, level: str, row: int) -> str:
        found = directory().find(text)
        if found is None:
            what = f"The directory has no organisation '{text}'. Its figures are kept under this code."
            mend = "Check the code."
            self._report.warning(row, self._heading, Problem("unknown-organisation", what, mend))
            return text
        if found.level is not Level(level):
            what = f"'{text}' is given as {level}, and the directory has it as {found.level} ({found.name})."
            mend = "Check the level and the code."
            self._report.warning(row, self._heading, Problem("other-level", what, mend))
            return text
        return found.code
