"""Records on which the two engines or readers once differed, with the sentence that decided."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.lib.engine_comparison import connection, disagreements, judged
from tests.lib.plain_reader import read_folder
from tests.tiny_records import SMOKER, Records

from clearway.measures.engines import duckdb as fast
from clearway.records.readers import read_records


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with connection() as opened:
        yield opened


@pytest.fixture
def agreed(database: duckdb.DuckDBPyConnection):
    """Numerator and denominator of a provider's cell, on which both engines agree."""

    def cell(records: Records, measure: str, period: str) -> tuple[int | None, int | None]:
        assert disagreements(database, records.rows, None) == {}
        (row,) = (
            row
            for row in judged(records.rows, None)
            if (row.measure, row.org_level, row.period) == (measure, "provider", period)
        )
        return row.numerator, row.denominator

    return cell


def test_smokefree_pregnancy_goes_by_dates_and_does_not_look_at_births(agreed) -> None:
    """'Pregnancies reaching 252 days' gestation in the previous month, not discharged before': the
    publication computes the day and looks at the discharge alone."""
    records = Records("2025-05")
    pregnancy = records.pregnancy("2024-11-01", edd="2025-05-15")  # 252 days on 17 April
    records.birth(pregnancy, "2025-03-01")
    assert agreed(records, "smokefree-pregnancy", "2025-05") == (0, 1)


def test_smokefree_pregnancy_leaves_out_a_pregnancy_without_a_booking_day(agreed) -> None:
    """'Not booked after 36 weeks': the publication counts the day of 252 days from the booking."""
    records = Records("2025-05")
    records.pregnancy(None, edd="2025-05-15")
    assert agreed(records, "smokefree-pregnancy", "2025-05") == (0, 0)


@pytest.mark.parametrize(("before", "after", "smokefree"), [("9", "2", 1), ("2", "9", 0)])
def test_the_signed_difference_is_the_anchor_minus_the_reading(
    agreed, before: str, after: str, smokefree: int
) -> None:
    """'On-date first, then signed date difference ascending': the last reading of the window."""
    records = Records("2025-05")
    pregnancy = records.pregnancy("2024-11-01", edd="2025-05-15")
    records.co(pregnancy, "2024-11-01", "0")
    records.co(pregnancy, "2025-04-16", before)
    records.co(pregnancy, "2025-04-20", after)
    assert agreed(records, "smokefree-pregnancy", "2025-05") == (smokefree, 1)


@pytest.mark.parametrize(
    ("referred", "declined", "omitted"),
    [("2025-04-01", "2025-04-13", 2), ("2025-04-30", "2025-05-02", 1), ("2025-04-30", None, 2)],
    ids=["declined before the reading", "declined late", "referred late"],
)
def test_a_refusal_is_for_the_occasion_when_it_is_of_its_day_or_later(
    agreed, referred: str, declined: str | None, omitted: int
) -> None:
    """'On which the step was not done, and for which no refusal by the woman is recorded': what she declined
    before the reading was another offer. The brief intervention is omitted in all of them."""
    records = Records("2025-04")
    pregnancy = records.pregnancy("2025-04-14", edd="2025-11-10")
    records.co(pregnancy, "2025-04-14", "4")
    records.referral(pregnancy, referred, declined_date=declined)
    assert agreed(records, "care-omitted", "2025-04") == (omitted, 3)


def test_twins_born_in_two_months_are_two_births_after_which_smoking_is_asked(agreed) -> None:
    """'Births in the month with a known status 1-56 days after birth'."""
    records = Records("2025-04", "2025-05")
    pregnancy = records.pregnancy("2024-11-01")
    records.birth(pregnancy, "2025-04-30")
    records.birth(pregnancy, "2025-05-01")
    records.finding(pregnancy, "2025-06-26", SMOKER)  # day 57 of the first, day 56 of the second
    assert agreed(records, "smoke-after-childbirth", "2025-04") == (0, 0)
    assert agreed(records, "smoke-after-childbirth", "2025-05") == (1, 1)


def test_care_in_labour_is_restated_by_day_however_the_day_is_written(tmp_path: Path) -> None:
    """'The copy from the submission created last stands', 'dates ISO or dd/mm/yyyy'."""
    for month, created, on, finding in (
        ("2025-04", "2025-05-20", "2025-04-16", "77176002"),
        ("2025-05", "2025-06-20", "16/04/2025", "266919005"),
    ):
        folder = tmp_path / month
        folder.mkdir()
        for table, text in {
            "MSD000": "OrgIDProvider,RPStartDate,RPEndDate,FileCreationDate\n"
            f"RSY,{month}-01,{month}-30,{created}\n",
            "MSD101": "PregnancyID,LPIDMother,AntenatalAppDate\nP1,M1,2024-11-01\n",
            "MSD301": "LabourDeliveryID,PregnancyID,LabourOnsetDate\nL1,P1,2025-04-16\n",
            "MSD302": f"LabourDeliveryID,ClinInterDateMother,FindingCode\nL1,{on},{finding}\n",
            "MSD401": "LPIDBaby,LabourDeliveryID,PersonBirthDateBaby,PregOutcome\nB1,L1,2025-04-16,01\n",
        }.items():
            (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    plain = read_folder(tmp_path)
    assert [row["finding_code"] for row in plain["activities"]] == ["266919005"]
    rows = fast.run(read_records("msds", tmp_path).connection)
    (cell,) = (
        row
        for row in rows
        if (row.measure, row.org_level, row.period) == ("smoke-delivery", "provider", "2025-04")
    )
    assert (cell.numerator, cell.denominator) == (0, 1)
