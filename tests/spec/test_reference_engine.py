"""The plain engine's rules on one row, and the shape of what it gives: held to examples of their own."""

import json
from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.lib.engine_comparison import complete
from tests.tiny_records import DECLINED, NEVER, SMOKER, Records

from clearway.measures.engines import reference
from clearway.measures.engines.reference import rows
from clearway.measures.engines.reference.members import Member, month_after
from clearway.measures.engines.reference.pregnancy import Pregnancy
from clearway.measures.engines.reference.rows import Status

VECTORS = json.loads(
    (Path(__file__).parents[1] / "data/derivations/vectors.json").read_text(encoding="utf-8")
)


def cases(name: str) -> list[Any]:
    return [
        pytest.param(vector["inputs"], vector["expected"], id=str(place))
        for place, vector in enumerate(VECTORS)
        if vector["test"] == name
    ]


def coded(finding: Any = None, observation: Any = None, value: Any = None, unit: Any = None) -> rows.Row:
    return {
        "finding_code": None if finding is None else str(finding),
        "observation_code": None if observation is None else str(observation),
        "observation_value": value,
        "unit": unit,
        "procedure_code": None,
    }


@pytest.mark.parametrize(("inputs", "expected"), cases("test_com_reading"))
def test_the_reading_is_as_nhs_england_has_it(inputs: dict[str, Any], expected: str | None) -> None:
    row = coded(inputs["finding_code"], inputs["master_obs_code"], inputs["obs_value"], inputs["ucum_units"])
    found = rows.reading(row)
    said = str(found) if found is not None else "Test Declined" if rows.is_declined_test(row) else None
    assert said == expected


@pytest.mark.parametrize(("inputs", "expected"), cases("test_cigarettes_per_day"))
def test_cigarettes_are_as_nhs_england_has_them(inputs: dict[str, Any], expected: str | None) -> None:
    found = rows.cigarettes(coded(None, inputs["master_obs_code"], inputs["obs_value"]))
    assert (None if found is None else str(found)) == expected


@pytest.mark.parametrize(("inputs", "expected"), cases("test_gestational_age"))
def test_gestation_is_as_nhs_england_has_it(inputs: dict[str, Any], expected: int | None) -> None:
    edd, lmp = (inputs[name] and date.fromisoformat(inputs[name]) for name in ("est_date_del", "last_period"))
    pregnancy = Pregnancy({"edd": edd, "lmp": lmp}, (), (), (), (), (), (), ())
    assert pregnancy.gestation(date(2001, 1, 1)) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [(" 4 ", "4"), ("+4", "4"), ("4.", "4"), (".5", "0.5"), ("-0", "0"), ("3.9", "3.9"), ("-1", "-1")],
)
def test_a_number_is_digits_with_at_most_one_sign_and_point(text: str, value: str) -> None:
    assert rows.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["4.0.1", "+-4", "4-", "4,0", "4e0", "1_0", "0x4", "four", ".", "-", "", None]
)
def test_anything_else_is_no_number(text: str | None) -> None:
    assert rows.number(text) is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (coded(None, "251900003", "0", "ppm"), Status.NON_SMOKER),
        (coded(NEVER, "251900003", "4", "ppm"), Status.SMOKER),
        (coded(SMOKER, "251900003", "0", "ppm"), Status.SMOKER),
        (coded(None, "230056004", "0"), Status.NON_SMOKER),
        (coded(None, "Ub1tI", "1"), Status.SMOKER),
        (coded(None, "160625004"), Status.NON_SMOKER),
        (coded("266927001"), Status.UNKNOWN),
        (coded("266927001", "251900003", "3.9", "ppm"), Status.NON_SMOKER),
        (coded("134406006"), None),
        (coded(DECLINED), None),
        (coded(None, "251900003", "4", "co ppm"), None),
    ],
)
def test_the_status_of_one_row(row: rows.Row, expected: Status | None) -> None:
    assert rows.row_status(row) is expected


def test_any_unit_containing_ppm_counts_for_delivery_alone() -> None:
    row = coded(None, "251900003", "4", "CO PPM")
    assert (rows.row_status(row), rows.delivery_row_status(row)) == (None, Status.SMOKER)


def test_the_columns_of_a_result_are_those_of_the_output() -> None:
    assert ",".join(field.name for field in fields(reference.ResultRow)) == (
        "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state"
    )


def test_members_are_those_counted_in_months_that_were_read() -> None:
    records = Records("2025-04")
    smoker = records.pregnancy("2025-04-14")
    records.finding(smoker, "2025-04-14", SMOKER)
    later = records.pregnancy("2025-05-14")
    records.finding(later, "2025-05-14", SMOKER)
    found = reference.members(complete(records.rows))
    assert {member.month for member in found} == {date(2025, 4, 1)}
    referred = Member("referred-specialist", "", "RSY", date(2025, 4, 1), smoker, smoker, False)
    assert [member for member in found if member.measure == "referred-specialist"] == [referred]


def test_the_month_after_december_is_january() -> None:
    assert month_after(date(2025, 12, 1)) == date(2026, 1, 1)
    assert month_after(date(2025, 1, 1)) == date(2025, 1, 1) + timedelta(days=31)
