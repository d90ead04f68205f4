"""Reads MeasureReports of type summary. What cannot be used is told with its place, and stops nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.common.periods import Month, parse_month
from clearway.measures.register import MAIN_PACKAGE
from clearway.records.publications import State
from clearway.web.exchange.codes import codes, uri
from clearway.web.exchange.drafts import Draft, refused, split_element
from clearway.web.exchange.fhir_documents import Entry, entries
from clearway.web.exchange.figures import Placed, Read, error, read_of

Json = Any
Element = Mapping[str, Json]
_STATUSES = ("complete", "pending")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_VERSION = re.compile(r"[^|\s]{0,32}")


def read(document: bytes) -> Read:
    """The figures of a Bundle, a MeasureReport or NDJSON. Raises ClearwayError when it is none of them."""
    placed: list[Placed] = []
    findings: list[Finding] = []
    for entry in entries(document, findings):
        if entry.resource.get("resourceType") != "MeasureReport":
            continue
        if entry.resource.get("type") != "summary":
            what = "The MeasureReport is not of type summary and is passed over."
            findings.append(Finding(Severity.NOTE, "fhir-not-summary", what, row=entry.place))
            continue
        try:
            placed.extend(_report(entry, findings))
        except ClearwayError as problem:
            findings.append(refused(problem, "fhir-report", entry.place))
    return read_of(placed, findings)


def _report(entry: Entry, findings: list[Finding]) -> Iterator[Placed]:
    report = entry.resource
    if report.get("status") not in _STATUSES:
        raise ClearwayError("The status is neither complete nor pending", mend="Send it once it is complete")
    measure, version = _measure(report.get("measure"))
    where = (_organisation(entry), _month(report.get("period")), _package(report))
    groups = report.get("group")
    for number, group in enumerate(groups if isinstance(groups, list) else (), 1):
        try:
            draft = _figure(group, measure, entry.place)
            if version:
                draft.texts["version"] = version
            yield draft.placed(*where)
        except ClearwayError as problem:
            what = f"Group {number} of {measure}: {problem.what}"
            findings.append(error("fhir-group", what, problem.mend, entry.place))


def _measure(canonical: Json) -> tuple[str, str]:
    name, _, version = canonical.partition("|") if isinstance(canonical, str) else ("", "", "")
    if not name.startswith(uri("measure")) or not _VERSION.fullmatch(version):
        raise ClearwayError(
            f"“{str(canonical)[:80]}” is not a measure of Clearway", mend=f"It begins with {uri('measure')}"
        )
    measure, component = split_element(name.removeprefix(uri("measure")))
    if component:
        raise ClearwayError(f"“{name}” names a component", mend="Name the component in the group's code")
    return measure, version


def _organisation(entry: Entry) -> str:
    """The code of the reporter, else of the subject: by identifier, else of the resource referred to."""
    for name in ("reporter", "subject"):
        element = entry.resource.get(name)
        if not isinstance(element, dict):
            continue
        target = entry.known.get(str(element.get("reference", "")), {}).get("identifier")
        for identifier in [element.get("identifier"), *(target if isinstance(target, list) else [])]:
            if isinstance(identifier, dict) and identifier.get("system") == uri("ods"):
                code = str(identifier.get("value", "")).strip()
                if code:
                    return code
    raise ClearwayError("Neither reporter nor subject has an ODS code", mend=f"Give one of {uri('ods')}")


def _month(period: Json) -> Month:
    days = [str(period.get(name, ""))[:10] for name in ("start", "end")] if isinstance(period, dict) else []
    if len(days) == 2 and all(_DAY.fullmatch(day) for day in days):
        month = parse_month(days[0][:7])
        if days == [str(month.first_day), str(month.last_day)]:
            return month
    raise ClearwayError("The period is not a calendar month", mend="Give its first and its last day")


def _package(report: Element) -> str:
    named = report.get("identifier")
    for one in named if isinstance(named, list) else ():
        if isinstance(one, dict) and one.get("system") == uri("report"):
            return str(one.get("value", "")).partition("/")[0] or MAIN_PACKAGE
    return MAIN_PACKAGE


def _figure(group: Json, measure: str, place: int) -> Draft:
    if not isinstance(group, dict):
        raise ClearwayError("it is no object", mend="Check the file")
    code = _code(group.get("code"), uri("element"))
    named, component = split_element(code) if code else (measure, "")
    if named != measure:
        raise ClearwayError(f"it is of {named}", mend="Put it into the report of its own measure")
    draft = Draft(place, measure, component)
    for name in ("parameter", "comment"):
        _keep(draft, name, _extension(group, name, "String"))
    draft.follow_up = _extension(group, "follow-up", "Boolean") is True
    populations = group.get("population")
    for one in populations if isinstance(populations, list) else ():
        _population(draft, one)
    _score(draft, group.get("measureScore"))
    return draft


def _population(draft: Draft, population: Json) -> None:
    name = _code(population.get("code") if isinstance(population, dict) else None, uri("population"))
    if name not in ("numerator", "denominator", "initial-population"):
        return
    number = _count(population)
    if number is None:
        return
    if name in draft.numbers:
        raise ClearwayError(f"the {name} is there twice", mend="Leave one of the two out")
    if name == "initial-population":
        if not number.is_integer() or not 0 <= number < 2**31:
            raise ClearwayError("the initial population is no count", mend="Give a whole number from 0")
        draft.population = int(number)
    else:
        draft.numbers[name] = number


def _count(population: Element) -> float | None:
    count = population.get("count")
    if count is not None:
        if isinstance(count, bool) or not isinstance(count, int):
            raise ClearwayError("a count is not a whole number", mend="Correct the count")
        return _float(count)
    return _float(_extension(population.get("_count"), "decimal", "Decimal"))


def _score(draft: Draft, score: Json) -> None:
    if not isinstance(score, dict):
        return
    value = _float(score.get("value"))
    if value is not None:
        draft.numbers["value"] = value
    _keep(draft, "reason", _extension(score, "reason", "String"))
    said = _extension(score, "state", "Code")
    absent = _extension(score, "absent", "Code")
    if said is not None and said not in set(codes().states):
        raise ClearwayError(f"“{said}” is not a state", mend=f"Use one of {', '.join(codes().states)}")
    if said is not None:
        draft.state = State(said)
    elif absent is not None:
        draft.state = codes().state_of_fhir(str(absent))
        if draft.state is None:
            raise ClearwayError(f"“{absent}” is not a reason of HL7", mend="Use a code of data-absent-reason")


def _keep(draft: Draft, name: str, text: Json) -> None:
    if isinstance(text, str) and text.strip():
        draft.texts[name] = text


def _code(concept: Json, system: str) -> str:
    listed = concept.get("coding") if isinstance(concept, dict) else None
    for coding in listed if isinstance(listed, list) else ():
        if isinstance(coding, dict) and coding.get("system") == system:
            return str(coding.get("code", ""))
    return ""


def _extension(element: Json, name: str, kind: str) -> Json:
    listed = element.get("extension") if isinstance(element, dict) else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and one.get("url") == uri(name):
            return one.get(f"value{kind}")
    return None


def _float(number: Json) -> float | None:
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise ClearwayError("a number is not written as one", mend="Write it without quotes")
    try:
        return float(number)
    except OverflowError:
        raise ClearwayError("a number is too large", mend="Correct the number") from None
