"""A rate is its two published counts; the words printed in place of a number are states, never zeros."""

from pathlib import Path

import pytest
from publication_files import MEASURES, Cell, rate_rows, write_csv

from clearway.records.publications import Publication, PublishedValue, State, read_publication


def read(tmp_path: Path, parts: dict[str, Cell], indicator: str = "CQIMSmokingBooking") -> Publication:
    rows = rate_rows(parts, indicator=indicator)
    return read_publication(write_csv(tmp_path / "f.csv", MEASURES, *rows))


def only(publication: Publication) -> PublishedValue:
    (value,) = publication.values
    return value


def test_the_value_is_the_fraction_of_the_counts_and_not_the_printed_rate(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": 49205, "Numerator": 4360, "Rate": 8.9}))
    assert value.value == 4360 / 49205
    assert (value.numerator, value.denominator, value.state) == (4360, 49205, State.VALUE)


def test_a_provider_that_did_not_submit_has_no_counts(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": "DNS", "Numerator": "DNS", "Rate": "DNS", "Result": "Fail"}))
    assert (value.numerator, value.denominator, value.value) == (None, None, None)
    assert (value.state, value.note) == (State.NOT_COLLECTED, "DNS: did not submit")


def test_the_zeros_beside_low_dq_are_no_counts(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": "0", "Numerator": "0", "Rate": "Low DQ", "Result": "Fail"}))
    assert (value.numerator, value.denominator, value.value) == (None, None, None)
    assert value.state is State.WITHHELD
    assert value.note.startswith("Low DQ")


def test_a_denominator_printed_beside_low_dq_is_kept(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": 380, "Numerator": "0", "Rate": "low dq "}))
    assert (value.numerator, value.denominator, value.value) == (None, 380, None)
    assert value.state is State.WITHHELD


def test_a_zero_without_a_sign_is_a_zero(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": 975, "Numerator": 0, "Rate": 0}))
    assert (value.numerator, value.value, value.state) == (0, 0, State.VALUE)


def test_nobody_in_the_denominator_is_not_applicable(tmp_path: Path) -> None:
    value = only(read(tmp_path, {"Denominator": 0, "Numerator": 0, "Rate": 0}))
    assert (value.numerator, value.denominator, value.value) == (0, 0, None)
    assert value.state is State.NOT_APPLICABLE


@pytest.mark.parametrize("indicator", ["CQIMDQ02", "CQIMDQ03"])
def test_a_count_compared_with_another_source_may_exceed_it(tmp_path: Path, indicator: str) -> None:
    parts: dict[str, Cell] = {"Denominator": 1290, "Numerator": 1650, "Rate": 127.9, "Result": "Pass"}
    publication = read(tmp_path, parts, indicator)
    assert only(publication).value == 1650 / 1290
    assert publication.findings == ()


@pytest.mark.parametrize("indicator", ["CQIMDQ04", "CQIMDQ05", "CQIMDQ06", "CQIMDQ07", "CQIMSmokingDelivery"])
def test_no_other_numerator_may(tmp_path: Path, indicator: str) -> None:
    publication = read(tmp_path, {"Denominator": 100, "Numerator": 105, "Rate": 105}, indicator)
    assert publication.values == ()
    assert [finding.rule for finding in publication.findings] == ["numerator-above-denominator"]


@pytest.mark.parametrize("result", ["Pass", "Fail"])
def test_the_verdict_on_data_quality_stays_with_its_measure(tmp_path: Path, result: str) -> None:
    parts: dict[str, Cell] = {"Denominator": 100, "Numerator": 95, "Rate": 95, "Result": result}
    value = only(read(tmp_path, parts, "CQIMDQ04"))
    assert (value.measure, value.note) == ("cqim-dq-04", f"Result: {result}")


def test_the_verdict_stays_with_a_measure_that_was_not_submitted(tmp_path: Path) -> None:
    parts: dict[str, Cell] = {"Denominator": "DNS", "Numerator": "DNS", "Rate": "DNS", "Result": "Fail"}
    value = only(read(tmp_path, parts, "CQIMDQ04"))
    assert (value.state, value.note) == (State.NOT_COLLECTED, "DNS: did not submit; Result: Fail")


@pytest.mark.parametrize(
    ("rate", "agrees"), [(10.0, True), (10.05, True), (9.95, True), (10.06, False), (9.9, False)]
)
def test_a_printed_rate_may_differ_by_its_rounding_only(tmp_path: Path, rate: float, agrees: bool) -> None:
    publication = read(tmp_path, {"Denominator": 200, "Numerator": 20, "Rate": rate})
    assert only(publication).value == 0.1
    assert [finding.rule for finding in publication.findings] == ([] if agrees else ["percentage-differs"])


def test_counts_do_without_a_printed_rate(tmp_path: Path) -> None:
    publication = read(tmp_path, {"Denominator": 200, "Numerator": 20})
    assert only(publication).value == 0.1
    assert publication.findings == ()


def test_indicators_clearway_does_not_use_are_counted(tmp_path: Path) -> None:
    rows = rate_rows({"Denominator": 200, "Numerator": 20, "Rate": 10})
    others = rate_rows({"Rate per Thousand": 31}, indicator="CQIMPPH")
    publication = read_publication(write_csv(tmp_path / "f.csv", MEASURES, *others, *rows))
    assert publication.unused == {"CQIMPPH": 1}
