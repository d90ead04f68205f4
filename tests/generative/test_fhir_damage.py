"""Damaged FHIR: whatever stands where, a resource gives rows or remarks, never a crash or silence."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.fhir_bundles import LOINC, base, bundle, carbon_monoxide, code, observation, of_pregnancy

from clearway.records.fhir import Entry, bundles, documents, entries, read_resource
from clearway.records.fhir.values import day
from clearway.records.readers import read_records

WHOLE = bundle(
    base(
        carbon_monoxide(6),
        observation("E1", code("11778-8", LOINC), valueDateTime="2025-11-10", extension=of_pregnancy()),
        observation(
            "S1", code("72166-2", LOINC), valueCodeableConcept=code("77176002"), component=[{"code": {}}]
        ),
    )
)
JUNK = st.sampled_from(
    [None, True, 0, -1.5, "", "x", "2025", [], {}, [None], [[]], {"coding": "x"}, {"reference": 1}]
)


def places(here: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document below its top."""
    inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
    found = [path] if path else []
    for name, value in inside:
        found += places(value, (*path, name))
    return found


PLACES = places(WHOLE)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(damage=st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3))
def test_damage_stops_nothing_and_is_not_passed_over(
    damage: list[tuple[tuple[Any, ...], Any]], tmp_path_factory: Any
) -> None:
    document = json.loads(json.dumps(WHOLE))
    for path, junk in damage:
        here = document
        for step in path[:-1]:
            here = here[step] if isinstance(here, dict | list) and _has(here, step) else {}
        if isinstance(here, dict | list) and _has(here, path[-1]):
            here[path[-1]] = junk
    file = Path(tmp_path_factory.getbasetemp()) / "damaged.json"
    file.write_text(json.dumps(document))
    for entry in entries(documents(file)[0]):
        if isinstance(entry, Entry) and not entry.deleted:
            rows, remarks = read_resource(entry.resource, entry.identity, entry.scope)
            assert rows or remarks
            assert all(cell is None or isinstance(cell, str) for row in rows for cell in row.cells.values())


def _has(here: Any, step: Any) -> bool:
    return step in here if isinstance(here, dict) else isinstance(step, int) and step < len(here)


@given(
    moment=st.datetimes(
        min_value=datetime(1901, 1, 1),  # noqa: DTZ001 - the zone comes with it
        max_value=datetime(2100, 1, 1),  # noqa: DTZ001
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_moment_is_read_as_the_same_day_in_whatever_zone_it_was_written(moment: datetime) -> None:
    there = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert day(moment.isoformat()) == day(there)


def test_reading_what_was_written_and_writing_it_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "first.json").write_text(json.dumps(WHOLE))
    ((_, first),) = bundles(read_records("fhir", tmp_path).connection)
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "second.json").write_text(json.dumps(first))
    ((_, second),) = bundles(read_records("fhir", tmp_path / "again").connection)
    assert second == first
