"""Values of elements as the text of staged columns: days, moments, references, quantities."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from clearway.records.fhir.mapping import mapping, uris
from clearway.records.fhir.paths import Json

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_PARTIAL = re.compile(r"\d{4}(-\d{2})?")
_DAYS = {"d": 1, "wk": 7, "day": 1, "days": 1, "week": 7, "weeks": 7}


class UnreadableError(ValueError):
    """A value that is there and says nothing: `rule` is the finding it makes."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Scope:
    """What references in a document mean: the resource behind each `fullUrl`, as type and id."""

    full_urls: dict[str, str]
    container: str = ""

    def inside(self, container: str) -> "Scope":
        """The scope of the resources contained in another."""
        return Scope(self.full_urls, container)


def text(value: Json) -> str | None:
    """A plain value as it stands."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, str | int | float):
        return str(value).strip() or None
    return None


def day(value: Json) -> str | None:
    """A date or a moment as the day it was in England.

    Raises UnreadableError for a month or a year, which is too coarse for anything that goes by days. Text
    that is no date is handed on, to be found where all columns are read.
    """
    if not isinstance(value, str):
        return text(value)
    tidy = value.strip()
    if _PARTIAL.fullmatch(tidy):
        raise UnreadableError("fhir-date-imprecise")
    if _MOMENT.fullmatch(tidy):
        try:
            return _english(datetime.fromisoformat(tidy)).date().isoformat()
        except ValueError:
            return tidy[:10]
    return tidy or None


def moment(value: Json) -> str | None:
    """A moment in England's time, so that moments sort as text; a bare date is its beginning."""
    if isinstance(value, str) and _MOMENT.fullmatch(value.strip()):
        try:
            return _english(datetime.fromisoformat(value.strip())).isoformat(" ")
        except ValueError:
            return None
    return text(value)


def _english(when: datetime) -> datetime:
    """The clock on the wall: summer time from the last Sunday of March, 01:00 UTC, to that of October."""
    if when.tzinfo is None:
        return when
    there = when.astimezone(UTC).replace(tzinfo=None)
    begins, ends = (_last_sunday(there.year, month) + timedelta(hours=1) for month in (3, 10))
    return there + timedelta(hours=1) if begins <= there < ends else there


def _last_sunday(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), datetime.min.time())


def reference(value: Json, scope: Scope) -> str | None:
    """`Type/id` of what a reference points at, whatever form it takes; an address nobody resolves stays."""
    target = value.get("reference") if isinstance(value, dict) else None
    if not isinstance(target, str) or not target.strip():
        return None
    target = target.strip()
    if target.startswith("#"):
        return f"{scope.container}{target}"
    if target in scope.full_urls:
        return scope.full_urls[target]
    if target.startswith("urn:"):
        return target
    parts = target.split("/_history/", maxsplit=1)[0].rstrip("/").split("/")
    return "/".join(parts[-2:])


def place(value: Json, scope: Scope) -> str | None:
    """A reference to an organisation or a place: its own code as `=RJ7`, else what it points at."""
    identifier = value.get("identifier") if isinstance(value, dict) else None
    if isinstance(identifier, dict) and identifier.get("system") in _code_systems():
        code = text(identifier.get("value"))
        return f"={code.upper()}" if code else None
    return reference(value, scope)


def _code_systems() -> tuple[str, ...]:
    return (*uris("ods-organisation"), *uris("ods-site"))


def unit(quantity: Json) -> str | None:
    """The unit: `ppm` for UCUM's `[ppm]`, as the data set writes it, else the code, else the words."""
    if not isinstance(quantity, dict):
        return None
    code, words = text(quantity.get("code")), text(quantity.get("unit"))
    if code == "[ppm]" and quantity.get("system", mapping().uri("ucum")) == mapping().uri("ucum"):
        return "ppm"
    return code or words


def days(quantity: Json) -> str | None:
    """A length of time in days. Raises UnreadableError when its unit is neither days nor weeks."""
    if not isinstance(quantity, dict):
        return None
    value = text(quantity.get("value"))
    length = _DAYS.get((text(quantity.get("code")) or text(quantity.get("unit")) or "").lower())
    if value is None:
        return None
    if length is None:
        raise UnreadableError("fhir-unit-of-time")
    try:
        return str(round(float(value) * length))
    except ValueError:
        return value
