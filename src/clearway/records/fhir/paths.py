"""Elements of a resource by path: `period.start`, `identifier(nhs-number).value`, `component(co).code`."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from clearway.records.fhir.mapping import code_set, mapping, uris

Json = Any
"""What `json` makes of a document: dictionaries, lists, text, numbers."""
_Step = tuple[str, Callable[[Json], bool] | None]


def find(resource: Json, path: str) -> Json:
    """The first value that the path leads to, None when it leads nowhere."""
    here, steps = resource, _steps(path)
    for at, (name, chosen) in enumerate(steps):
        # Most elements stand alone: a list or a choice among several is left to the general way.
        if chosen is not None or not isinstance(here, dict):
            return next(_follow(here, steps, at), None)
        here = here.get(name)
        if here is None:
            return None
    return next(_follow(here, steps, len(steps)), None) if isinstance(here, list) else here


def find_all(resource: Json, path: str) -> Iterator[Json]:
    """Every value that the path leads to."""
    return _follow(resource, _steps(path), 0)


def codings(concept: Json) -> Iterator[tuple[str, str]]:
    """System and code of each coding of a CodeableConcept."""
    coded = concept.get("coding") if isinstance(concept, dict) else None
    for coding in coded if isinstance(coded, list) else ():
        if isinstance(coding, dict) and isinstance(coding.get("code"), str):
            system = coding.get("system")
            yield system if isinstance(system, str) else "", coding["code"].strip()


def _follow(here: Json, steps: tuple[_Step, ...], at: int) -> Iterator[Json]:
    if isinstance(here, list):
        for item in here:
            yield from _follow(item, steps, at)
    elif at == len(steps):
        if here is not None:
            yield here
    elif isinstance(here, dict):
        name, chosen = steps[at]
        there = here.get(name)
        if there is None:
            return
        if chosen is None:
            yield from _follow(there, steps, at + 1)
            return
        for item in there if isinstance(there, list) else [there]:
            if isinstance(item, dict) and chosen(item):
                yield from _follow(item, steps, at + 1)


@cache
def _steps(path: str) -> tuple[_Step, ...]:
    found = [re.fullmatch(r"(\w+)(?:\(([\w-]+)\))?", part) for part in path.split(".")]
    return tuple((part[1], _selector(part[1], part[2]) if part[2] else None) for part in found if part)


def _selector(element: str, name: str) -> Callable[[Json], bool]:
    if element == "component":
        wanted = code_set(name)
        return lambda item: any(coding in wanted for coding in codings(item.get("code")))
    if name not in mapping().systems:
        raise KeyError(name)
    addresses = uris(name)
    key = "url" if element == "extension" else "system"
    return lambda item: item.get(key) in addresses
