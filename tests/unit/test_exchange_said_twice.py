"""What a file gives twice, or not as a number, is told: nobody knows which of the two is meant."""

import json
from datetime import UTC, datetime

from clearway.common.periods import Month
from clearway.records.publications import State
from clearway.web.exchange import adx, adx_reading, fhir, fhir_reading
from clearway.web.exchange.figures import Figure, MonthFigures, Placed, read_of

MOMENT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def months(figure: Figure) -> list[MonthFigures]:
    return [MonthFigures("DEMO1", Month(2026, 4), (figure,))]


def test_two_numerators_in_fhir() -> None:
    bundle = json.loads(fhir.write(months(Figure("smoke-booking", numerator=9, denominator=90)), MOMENT))
    resources = [entry["resource"] for entry in bundle["entry"]]
    (report,) = [one for one in resources if one["resourceType"] == "MeasureReport"]
    counts = report["group"][0]["population"]
    assert len(fhir_reading.read(json.dumps(bundle).encode()).placed) == 1
    counts.append({**counts[0], "count": 8})
    read = fhir_reading.read(json.dumps(bundle).encode())
    assert read.placed == ()
    assert ["is there twice" in finding.what for finding in read.findings] == [True]


def test_true_is_no_count_in_fhir() -> None:
    bundle = fhir.write(months(Figure("smoke-booking", numerator=9, denominator=90)), MOMENT).decode()
    told = json.loads(bundle)
    for entry in told["entry"]:
        for group in entry["resource"].get("group", ()):
            group["population"][0]["count"] = True
    read = fhir_reading.read(json.dumps(told).encode())
    assert read.placed == ()
    assert ["not a whole number" in finding.what for finding in read.findings] == [True]


def test_a_figure_in_two_places() -> None:
    figures = [Figure("smoke-booking", numerator=count, denominator=90) for count in (9, 8)]
    placed = [Placed("DEMO1", Month(2026, 4), "p", one, place) for place, one in enumerate(figures, 2)]
    read = read_of(placed, ())
    assert read.placed == (placed[0],)
    assert [(one.rule, one.row, one.severity) for one in read.findings] == [("figure-twice", 3, "error")]


def test_two_states_in_adx() -> None:
    given = Figure("smoke-booking", state=State.WITHHELD, reason="A fault")
    written = adx.write(months(given), MOMENT).decode()
    assert len(adx_reading.read(written.encode()).placed) == 1
    start = written.index("<dataValue")
    value = written[start : written.index("/>", start) + 2]
    assert ".state" in value
    read = adx_reading.read(written.replace(value, value * 2).encode())
    assert read.placed == ()
    assert ["is there twice" in finding.what for finding in read.findings] == [True]
