"""Names of people as they turn up in what somebody typed."""

import re
from collections.abc import Iterable


def as_written(names: Iterable[str]) -> set[str]:
    """The names, and each without what stands in brackets behind it: “Ann Lee (midwife)” is “Ann Lee” too."""
    given = {" ".join(name.split()) for name in names}
    return {*given, *(re.sub(r"\s*\(.*?\)", "", name).strip() for name in given)} - {""}


def pattern(name: str) -> str:
    """What finds the name in a text, also where the line breaks between its words."""
    return r"\s+".join(map(re.escape, name.split()))
