"""ADX, the XML of IHE's Aggregate Data Exchange: figures grouped by organisation, data set and period.

Every value of ADX is a number, so each number of a figure is a data value of its own
(`quit-success.4-weeks.numerator`), and why there is none is a number that stands for the state.
"""

import html
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from clearway.records.publications import State
from clearway.web.exchange.codes import codes, uri
from clearway.web.exchange.figures import Figure, MonthFigures, number_text

NUMBERS = ("numerator", "denominator", "value")
STATE = "state"


def write(months: Iterable[MonthFigures], exported: datetime) -> bytes:
    """The figures as one document. `exported` must know its zone; it is the moment written at the top."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    moment = exported.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    lines.append(f"<adx{_attributes({'xmlns': uri('adx'), 'exported': moment})}>")
    for month in months:
        if month.figures:  # a group without a data value is none
            lines.extend(_group(month))
    return ("\n".join([*lines, "</adx>"]) + "\n").encode()


def _group(month: MonthFigures) -> Iterator[str]:
    named = {
        "orgUnit": month.org_code,
        "period": f"{month.period.first_day}/P1M",
        "dataSet": month.package,
    }
    yield f"  <group{_attributes(named)}>"
    for figure in month.figures:
        for values in _data_values(figure):
            yield f"    <dataValue{_attributes(values)}/>"
    yield "  </group>"


def _data_values(figure: Figure) -> Iterator[Mapping[str, str]]:
    """One a number; what is said of the figure as a whole stands in the first."""
    said = {
        "reason": figure.reason,
        "comment": figure.comment,
        "followup": "true" if figure.follow_up else "",
        "population": "" if figure.population is None else str(figure.population),
    }
    named = {"parameter": figure.parameter, "version": figure.version}
    numbers = (figure.numerator, figure.denominator, figure.stated_value)
    for part, number in zip(NUMBERS, numbers, strict=True):
        if number is not None:
            yield {"dataElement": f"{figure.element}.{part}", "value": number_text(number), **named, **said}
            said = {}
    if figure.state is not State.VALUE:
        number_of_state = str(codes().states[figure.state].adx)
        named = {**named, "state": figure.state}
        yield {"dataElement": f"{figure.element}.{STATE}", "value": number_of_state, **named, **said}


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{_escaped(value)}"' for name, value in values.items() if value)


def _escaped(text: str) -> str:
    """Line feeds and tabs as references: written plainly in an attribute they are read as spaces."""
    return html.escape(text).replace("\n", "&#10;").replace("\t", "&#9;")
