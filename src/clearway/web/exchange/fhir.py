"""FHIR R4: one MeasureReport of type summary for a measure of one organisation and month.

A group is a component, or what fills the blank of the measure's name. Counts are populations, the value is
the measure score; where there is none, the score carries why. What FHIR has no element for stands in
extensions.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from clearway.measures.definitions import definitions
from clearway.measures.model import Direction
from clearway.records.publications import State
from clearway.web.exchange.codes import codes, uri
from clearway.web.exchange.figures import Figure, MonthFigures

Element = dict[str, Any]
LARGEST_INTEGER = 2**31 - 1
"""What an integer of FHIR can hold."""


def write(months: Iterable[MonthFigures], exported: datetime) -> bytes:
    """The figures as a Bundle of type collection; `exported` is its timestamp and must know its zone."""
    entries = [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in _reports(months)]
    moment = exported.astimezone(UTC).isoformat(timespec="seconds")
    bundle: Element = {"resourceType": "Bundle", "type": "collection", "timestamp": moment}
    if entries:  # FHIR knows no empty list
        bundle["entry"] = entries
    return _text(bundle, indent=1)


def write_lines(months: Iterable[MonthFigures], exported: datetime) -> bytes:
    """The figures as NDJSON, one MeasureReport a line; nothing says when they were exported."""
    return b"".join(_text(one) for one in _reports(months))


def _text(element: Element, indent: int | None = None) -> bytes:
    return (json.dumps(element, ensure_ascii=False, allow_nan=False, indent=indent) + "\n").encode()


def _reports(months: Iterable[MonthFigures]) -> Iterator[Element]:
    for month in months:
        for (measure, version), figures in groupby(month.figures, key=lambda one: (one.measure, one.version)):
            yield _report(month, measure, version, list(figures))


def _report(month: MonthFigures, measure: str, version: str, figures: Sequence[Figure]) -> Element:
    first = figures[0]  # of another version of the definition there is another report
    name = "/".join((month.package, month.org_code, str(month.period), measure, version, *first.key[1:]))
    organisation = {"identifier": {"system": uri("ods"), "value": month.org_code}}
    return {
        "resourceType": "MeasureReport",
        "id": str(uuid5(NAMESPACE_URL, f"{uri('report')}:{name}")),
        "identifier": [
            {"system": uri("report"), "value": f"{month.package}/{month.org_code}/{month.period}/{measure}"}
        ],
        "status": "complete",
        "type": "summary",
        "measure": f"{uri('measure')}{measure}" + (f"|{version}" if version else ""),
        "subject": {"type": "Location", **organisation},
        "reporter": {"type": "Organization", **organisation},
        "period": {"start": str(month.period.first_day), "end": str(month.period.last_day)},
        **_improvement(measure),
        "group": [_group(figure) for figure in figures],
    }


def _improvement(measure: str) -> Element:
    sheet = definitions().get(measure)
    if sheet is None or sheet.direction is Direction.NEUTRAL:
        return {}  # HL7 has no code for neither way
    return {
        "improvementNotation": {"coding": [{"system": uri("improvement"), "code": sheet.direction.value}]}
    }


def _group(figure: Figure) -> Element:
    said = [
        _extension("parameter", "String", figure.parameter),
        _extension("comment", "String", figure.comment),
        _extension("follow-up", "Boolean", figure.follow_up),
    ]
    extensions = [one for one in said if one]
    return {
        **({"extension": extensions} if extensions else {}),
        "code": {"coding": [{"system": uri("element"), "code": figure.element}]},
        "population": list(_populations(figure)),
        **_score(figure),
    }


def _populations(figure: Figure) -> Iterator[Element]:
    if figure.population is not None:
        yield _population("initial-population", float(figure.population))
    yield _population("numerator", figure.numerator)
    if figure.denominator is not None:
        yield _population("denominator", figure.denominator)


def _population(code: str, number: float | None) -> Element:
    named: Element = {"code": {"coding": [{"system": uri("population"), "code": code}]}}
    if number is None:
        return {**named, "_count": {"extension": [{"url": uri("absent"), "valueCode": "not-applicable"}]}}
    if number.is_integer() and abs(number) <= LARGEST_INTEGER:
        return {**named, "count": int(number)}
    return {**named, "_count": {"extension": [{"url": uri("decimal"), "valueDecimal": number}]}}


def _score(figure: Figure) -> Element:
    score: Element = {}
    if figure.state is not State.VALUE:
        code = codes().states[figure.state].fhir
        extensions = [
            {"url": uri("absent"), "valueCode": code},
            _extension("state", "Code", figure.state.value),
        ]
        score["extension"] = [*extensions, *filter(None, [_extension("reason", "String", figure.reason)])]
    elif figure.reason:
        score["extension"] = [_extension("reason", "String", figure.reason)]
    if figure.value is not None:
        score["value"] = figure.value
    return {"measureScore": score} if score else {}


def _extension(name: str, kind: str, value: object) -> Element:
    return {"url": uri(name), f"value{kind}": value} if value else {}
