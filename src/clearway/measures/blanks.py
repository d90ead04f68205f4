"""The blank in the name of a measure: whether there is one, and whether what fills it is a text for it."""

from clearway.common.errors import ClearwayError
from clearway.common.parameters import LONGEST, reading, tidy
from clearway.measures.definitions import definitions


def filled(measure: str, parameter: str, *, needed: bool = False) -> str:
    """What fills the blank, tidied; empty where none is named.

    Raises ClearwayError for a measure without a blank, for a text that is too long or has signs that nobody
    can read, and for none where one is needed.
    """
    sheet = definitions().get(measure)
    blank = sheet.parameter if sheet else None
    text = tidy(parameter) if reading(parameter) else ""
    if blank is None:
        if text:
            raise ClearwayError(f"The name of {measure} has no blank to fill in", mend="Leave it empty")
        return ""
    if not text and needed:
        raise ClearwayError(f"The {blank.name} is missing", mend=f"Name it, for example {blank.example}")
    if len(text) > LONGEST:
        raise ClearwayError(f"The {blank.name} is too long", mend=f"Name it in {LONGEST} characters")
    if not text.isprintable():
        raise ClearwayError(f"The {blank.name} has signs that nobody can read", mend="Type it again")
    return text
