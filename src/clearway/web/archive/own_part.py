"""What a JSON column says of one organisation, where it speaks of several: the rest stays behind, counted."""

from typing import Any

from clearway.web.archive.tables import Table

OTHERS = "others"


def own_part(table: Table, column: str, value: Any, code: str) -> Any:
    """The value with the part about that organisation alone; as it is where the column has no such part."""
    path = table.kept.own.get(column, "")
    return _with(value, path.split("."), code) if path and isinstance(value, dict) else value


def nobodys_part(table: Table, column: str, value: Any) -> Any:
    """The value with no part of anybody: the same for all who took theirs from one and the same."""
    return own_part(table, column, value, "")


def _with(value: dict[str, Any], path: list[str], code: str) -> dict[str, Any]:
    name, *deeper = path
    inner = value.get(name)
    if not isinstance(inner, dict):
        return value
    if deeper:
        return {**value, name: _with(inner, deeper, code)}
    own = {each: said for each, said in inner.items() if each == code}
    others = len(inner) - len(own) + _number(value.get(OTHERS))
    kept = {each: said for each, said in value.items() if each != OTHERS}
    return {**kept, name: own, **({OTHERS: others} if others else {})}


def _number(value: Any) -> int:
    return value if type(value) is int else 0
