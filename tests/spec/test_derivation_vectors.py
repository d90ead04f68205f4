"""NHS England's own test cases of three derivations (see `tests/data/derivations/PROVENANCE.md`).

One thing differs on purpose: from a reading of 0 ppm NHS England's library derives no smoking status (its
condition takes the number 0 for nothing), while its publication says non-smoker; so does Clearway.
"""

import json
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pytest

from clearway.pathway import default_settings
from clearway.pathway.coded import with_codes
from clearway.pathway.gestation import gestation_days
from clearway.pathway.readings import cigarettes, co_reading, declined_test, with_numbers
from clearway.pathway.status import row_status

VECTORS = json.loads(
    (Path(__file__).parents[1] / "data/derivations/vectors.json").read_text(encoding="utf-8")
)
TEXTS = dict.fromkeys(
    ("finding_code", "observation_code", "observation_value", "unit", "procedure_code"), "string"
)
NAMES = {"master_obs_code": "observation_code", "obs_value": "observation_value", "ucum_units": "unit"}
RAW = ibis.table(TEXTS, name="one_row")
SETTINGS = default_settings()
ROW = with_numbers(with_codes(RAW, SETTINGS))
DATES = ibis.table({"day": "date", "edd": "date", "lmp": "date"}, name="one_row")


def cases(name: str) -> list[Any]:
    return [
        pytest.param(vector["inputs"], vector["expected"], id=str(number))
        for number, vector in enumerate(VECTORS)
        if vector["test"] == name
    ]


def asked(over: ibis.Table, cells: dict[str, Any], **wanted: Any) -> tuple[Any, ...]:
    """What expressions give for one row of `over` with these cells, in DuckDB."""
    connection = duckdb.connect()
    given = {name: kind for name, kind in over.schema().items() if name in (*TEXTS, "day", "edd", "lmp")}
    types = {name: "DATE" if kind.is_date() else "VARCHAR" for name, kind in given.items()}
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    connection.execute(f"CREATE TABLE one_row ({columns})")
    values = [cells.get(name) for name in types]
    connection.execute(f"INSERT INTO one_row VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
    return connection.execute(ibis.to_sql(over.select(**wanted), dialect="duckdb")).fetchall()[0]


def coded(inputs: dict[str, Any]) -> dict[str, Any]:
    return {NAMES.get(key, key): None if value is None else str(value) for key, value in inputs.items()}


@pytest.mark.parametrize(("inputs", "expected"), cases("test_com_reading"))
def test_the_co_reading_and_test_declined_are_as_nhs_england_has_them(
    inputs: dict[str, Any], expected: str | None
) -> None:
    reading, declined = asked(
        ROW,
        coded(inputs),
        reading=co_reading(ROW, SETTINGS),
        declined=declined_test(ROW, co_reading(ROW, SETTINGS), SETTINGS),
    )
    if expected is None or expected == "Test Declined":
        assert (reading, bool(declined)) == (None, expected is not None)
    else:
        assert (reading, bool(declined)) == (float(expected), False)


@pytest.mark.parametrize(("inputs", "expected"), cases("test_cigarettes_per_day"))
def test_cigarettes_a_day_are_as_nhs_england_has_them(inputs: dict[str, Any], expected: str | None) -> None:
    (smoked,) = asked(
        ROW, coded(inputs), smoked=cigarettes(ROW, SETTINGS.codes.cigarette_observations, SETTINGS)
    )
    assert smoked == (None if expected is None else float(expected))


@pytest.mark.parametrize(("inputs", "expected"), cases("test_gestational_age"))
def test_gestation_is_as_nhs_england_has_it(inputs: dict[str, Any], expected: int | None) -> None:
    """The cases are all asked for 1 January 2001."""
    cells = {"day": "2001-01-01", "edd": inputs["est_date_del"], "lmp": inputs["last_period"]}
    (found,) = asked(DATES, cells, found=gestation_days(DATES.day, DATES.edd, DATES.lmp, SETTINGS))
    assert found == expected


def test_a_status_from_0_ppm_differs_from_the_library_on_purpose() -> None:
    row = {"observation_code": "251900003", "observation_value": "0", "unit": "ppm"}
    smoked = cigarettes(ROW, SETTINGS.codes.cigarette_observations, SETTINGS)
    status = row_status(ROW, co_reading(ROW, SETTINGS), smoked, SETTINGS)
    assert asked(ROW, row, status=status) == ("non_smoker",)
