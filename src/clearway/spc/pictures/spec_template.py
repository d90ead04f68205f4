"""Templates: the parts of a picture that are the same in every picture, written as JSON."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

Spec = dict[str, Any]


def read_template(*names: str, constants: Mapping[str, Any]) -> Spec:
    """The first template with the others laid over it in turn.

    A text that begins with `@` stands for the constant of that name, so a colour is written once.
    Raises KeyError for a constant that does not exist.
    """
    found: Spec = {}
    for name in names:
        text = files("clearway.spc.pictures").joinpath("templates", f"{name}.json").read_text("utf-8")
        found = _laid_over(found, _filled(json.loads(text), constants))
    return found


def _filled(part: Any, constants: Mapping[str, Any]) -> Any:
    if isinstance(part, dict):
        return {key: _filled(value, constants) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, constants) for value in part]
    return constants[part[1:]] if isinstance(part, str) and part.startswith("@") else part


def _laid_over(below: Spec, above: Spec) -> Spec:
    both = dict(below)
    for key, value in above.items():
        inside = below.get(key)
        if isinstance(value, dict) and isinstance(inside, dict):
            both[key] = _laid_over(inside, value)
        else:
            both[key] = value
    return both
