"""The one class of error that is meant for a person.

Everything that a person can mend (a file that is not there, a row that does not fit, a command
that is misspelt) is raised as `ClearwayError`. The command line shows it as one line without a
traceback and ends with code 2; the site shows it as a message. Any other exception is a fault of
ours and keeps its traceback.
"""


class ClearwayError(Exception):
    """Says what is wrong, where, and what to do about it.

    `what` is a short sentence without a final full stop, `where` a place a person can find
    (a file, a line, a spreadsheet row), `mend` the next thing to do.
    """

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what, self.where, self.mend = what, where, mend
        place = f"{where}: " if where else ""
        advice = f". {mend}" if mend else ""
        super().__init__(f"{place}{what}{advice}".replace("\n", " "))
