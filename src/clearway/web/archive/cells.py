"""One cell as JSON and back: exact, and the same bytes whichever database it came from."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.operations import BaseDatabaseOperations

from clearway.web.audit.chain import instant

Json = Any
ROW = "row number"
"""Where a line holds the number of its row; the space keeps it apart from every column."""
_LARGEST_EXACT = 1e16
"""From here on Python writes a float with an exponent, and PostgreSQL gives it back as digits."""
_NOT_FINITE = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


def line(cells: Mapping[str, Json]) -> bytes:
    """One row as one line: ASCII, the columns in the order given."""
    return json.dumps(cells, allow_nan=False).encode("ascii") + b"\n"


def told(kind: str, value: Any) -> Json:
    """A value of the database as JSON. References and files are not told here."""
    if value is None:
        return None
    return _TOLD.get(kind, _as_it_is)(value)


def heard(kind: str, field: "models.Field[Any, Any]", said: Json) -> Any:
    """What the database is to hold. Raises ValueError where JSON cannot be that, in words for people."""
    if said is None:
        if not field.null:
            raise ValueError("it may not be empty (null)")
        return None
    try:
        value = _HEARD[kind](said)
    except (TypeError, ValueError, InvalidOperation, OverflowError):
        raise ValueError(f"{json.dumps(said)[:60]} is not of the kind '{kind}'") from None
    _fits(field, value)
    return value


def canonical(value: Json) -> Json:
    """JSON in one form: keys sorted, no minus zero, large whole numbers as digits."""
    if isinstance(value, dict):
        return {key: canonical(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [canonical(each) for each in value]
    if isinstance(value, float):
        if value.is_integer() and abs(value) >= _LARGEST_EXACT:
            return int(Decimal(repr(value)))  # the digits that PostgreSQL keeps
        return value + 0.0
    return value


def _float(value: float) -> Json:
    if math.isfinite(value):
        return float(value) + 0.0  # SQLite has no minus zero
    return next(name for name, each in _NOT_FINITE.items() if repr(each) == repr(float(value)))


def _as_it_is(value: Any) -> Json:
    return value


def _decimal(value: Decimal) -> Json:
    return format(value, "f")


_TOLD: Mapping[str, Callable[[Any], Json]] = {
    "json": canonical,
    "time": instant,
    "date": lambda day: day.isoformat(),
    "decimal": _decimal,
    "float": _float,
    "uuid": str,
}


def _text(said: Json) -> str:
    if not isinstance(said, str) or "\x00" in said:
        raise ValueError
    said.encode("utf-8")  # no half of a surrogate pair
    return said


def _integer(said: Json) -> int:
    if type(said) is not int:
        raise ValueError
    return said


def _yes_no(said: Json) -> bool:
    if type(said) is not bool:
        raise ValueError
    return said


def _heard_float(said: Json) -> float:
    if isinstance(said, str):
        return _NOT_FINITE[said] if said in _NOT_FINITE else _refuse()
    return float(said) if type(said) in (int, float) else _refuse()


def _json(said: Json) -> Json:
    for each in _texts(said):
        _text(each)
    return canonical(said)


def _texts(said: Json) -> Iterator[str]:
    """Every text in it, names among them."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for each in said:
            yield from _texts(each)
        for each in said.values() if isinstance(said, dict) else ():
            yield from _texts(each)


def _refuse() -> Any:
    raise ValueError


def _time(said: Json) -> datetime:
    return datetime.strptime(_text(said), "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


_HEARD: Mapping[str, Callable[[Json], Any]] = {
    "text": _text,
    "integer": _integer,
    "yes-no": _yes_no,
    "float": _heard_float,
    "decimal": lambda said: Decimal(_text(said)),
    "date": lambda said: date.fromisoformat(_text(said)),
    "time": _time,
    "uuid": lambda said: UUID(_text(said)),
    "json": _json,
}


def _fits(field: "models.Field[Any, Any]", value: Any) -> None:
    """What SQLite would take and PostgreSQL would not, and words that the site does not know."""
    longest = getattr(field, "max_length", None)
    if isinstance(value, str) and longest is not None and len(value) > longest:
        raise ValueError(f"it is longer than {longest} characters")
    if isinstance(value, int) and isinstance(field, models.IntegerField):
        low, high = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        if not low <= value <= high:  # as PostgreSQL has it; SQLite takes more
            raise ValueError(f"{value} is too large or too small")
    places = getattr(field, "decimal_places", None) or 0
    if isinstance(value, Decimal) and (not value.is_finite() or value != round(value, places)):
        raise ValueError(f"{value} has more than {places} decimal places")
    if field.choices and value != "" and value not in {choice for choice, _ in field.flatchoices}:
        raise ValueError(f"'{value}' is a word that this version does not know")
