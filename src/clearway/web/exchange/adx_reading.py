"""Reads ADX. What cannot be used is told with its line, and stops nothing else."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.periods import Month, parse_month
from clearway.measures.register import MAIN_PACKAGE
from clearway.records.publications import State
from clearway.web.exchange.adx import NUMBERS, STATE
from clearway.web.exchange.codes import codes, uri
from clearway.web.exchange.drafts import Draft, decimal, refused, split_element, whole
from clearway.web.exchange.figures import Placed, Read, read_of
from clearway.web.exchange.xml_elements import SEPARATOR, walk

_PERIOD = re.compile(r"(\d{4}-\d{2})-01(?:T00:00:00(?:Z|[+-]\d{2}:\d{2})?)?/P1M", re.ASCII)
_TRUE = {"true": True, "1": True, "false": False, "0": False, "": False}


@dataclass
class _Group:
    org_code: str
    period: Month
    package: str
    drafts: dict[tuple[str, str, str], Draft] = field(default_factory=dict)


def read(document: bytes) -> Read:
    """The figures of an ADX document. Raises ClearwayError when it is not one."""
    reader = _Reader()
    walk(document, reader.begin)
    return read_of(tuple(reader.placed()), reader.findings)


class _Reader:
    """Takes the elements one by one; `group` is None inside a group that cannot be used."""

    def __init__(self) -> None:
        self.groups: list[_Group] = []
        self.group: _Group | None = None
        self.findings: list[Finding] = []

    def begin(self, name: str, attributes: Mapping[str, str], depth: int, line: int) -> None:
        """One element."""
        namespace, _, local = name.rpartition(SEPARATOR)
        if depth == 0 and (namespace, local) != (uri("adx"), "adx"):
            raise ClearwayError(
                f"The file is not ADX: it begins with <{local}>", mend=f"The root is adx of {uri('adx')}"
            )
        if namespace != uri("adx"):
            return
        try:
            if (depth, local) == (1, "group"):
                self.group = None  # until its attributes are seen to be right
                self.group = _group(attributes)
                self.groups.append(self.group)
            elif (depth, local) == (2, "dataValue") and self.group is not None:
                _add(self.group, attributes, line)
        except ClearwayError as problem:
            self.findings.append(refused(problem, f"adx-{'group' if depth == 1 else 'value'}", line))

    def placed(self) -> Iterable[Placed]:
        """The figures, once all elements have been seen."""
        for group in self.groups:
            for draft in group.drafts.values():
                if draft.broken:
                    continue
                try:
                    yield draft.placed(group.org_code, group.period, group.package)
                except ClearwayError as problem:
                    self.findings.append(refused(problem, "adx-figure", draft.place))


def _group(attributes: Mapping[str, str]) -> _Group:
    org_code, period = attributes.get("orgUnit", "").strip(), attributes.get("period", "").strip()
    if not org_code:
        raise ClearwayError("The group has no orgUnit", mend="Give the organisation's code")
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ClearwayError(
            f"The group's period “{period[:40]}” is not a month", mend="Write it as 2026-04-01/P1M"
        )
    return _Group(org_code, parse_month(found[1]), attributes.get("dataSet", "").strip() or MAIN_PACKAGE)


def _add(group: _Group, attributes: Mapping[str, str], line: int) -> None:
    element, _, part = attributes.get("dataElement", "").strip().rpartition(".")
    if part not in (*NUMBERS, STATE):
        raise ClearwayError(
            f"“{attributes.get('dataElement', '')[:80]}” is not a data element of Clearway",
            mend="Its last part is numerator, denominator, value or state",
        )
    measure, component = split_element(element)
    key = measure, component, attributes.get("parameter", "").strip()
    draft = group.drafts.setdefault(key, Draft(line, measure, component))
    try:
        _fill(draft, part, attributes)
    except ClearwayError:
        draft.broken = True  # a figure of which a part is lost would be another figure
        raise


def _fill(draft: Draft, part: str, attributes: Mapping[str, str]) -> None:
    number = decimal(attributes.get("value", ""))
    if part in draft.numbers or (part == STATE and draft.state is not None):
        raise ClearwayError(
            f"The {part} of {attributes['dataElement']} is there twice", mend="Leave one of the two out"
        )
    if part == STATE:
        draft.state = _state(number, attributes)
    else:
        draft.numbers[part] = number
    _say(draft, attributes)


def _state(number: float, attributes: Mapping[str, str]) -> State:
    """The state; where it stands beside its number in words too, the two must say the same."""
    state = codes().state_of_adx(int(number)) if number.is_integer() else None
    if state is None or attributes.get("state", state) != state:
        known = ", ".join(f"{one.adx} {each}" for each, one in codes().states.items())
        raise ClearwayError(f"{number:g} is not the number of that state", mend=f"Use one of {known}")
    return state


def _say(draft: Draft, attributes: Mapping[str, str]) -> None:
    for name in ("parameter", "version", "reason", "comment"):
        text = attributes.get(name, "").strip()
        if text:
            draft.texts.setdefault(name, text)
    follow_up = _TRUE.get(attributes.get("followup", "").strip().lower())
    if follow_up is None:
        raise ClearwayError("followup is neither true nor false", mend="Write true or false")
    draft.follow_up = draft.follow_up or follow_up
    if attributes.get("population", "").strip():
        draft.population = whole(attributes["population"])
