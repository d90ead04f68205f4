"""Settings of the pathway, and that its expressions are those of more than one engine."""

from pathlib import Path

import ibis
import pytest
from tests.tiny_records import SMOKER, Records, day

from clearway.common.errors import ClearwayError
from clearway.measures.compile import compile_queries
from clearway.measures.computation import plan
from clearway.pathway import Settings, default_settings, read_settings
from clearway.pathway.settings import DEFAULTS

MONTH = "2025-04"


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = DEFAULTS.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "settings.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def test_windows_are_configuration(tmp_path: Path) -> None:
    wider = read_settings(changed(tmp_path, "status_days: 3", "status_days: 7"))
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-14")
    records.finding(pregnancy, "2025-04-20", SMOKER)
    assert records.facts(pregnancy)["booking_status"] is None
    assert records.facts(pregnancy, wider)["booking_status"] == "smoker"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status_days: 3", "status_days: -1"),
        ("status_days: 3", "status_dais: 3"),
        ("{first: 245, last: 258}", "{first: 258, last: 245}"),
        ("{first: 245, last: 258}", "{first: 200, last: 258}"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ClearwayError, match="The settings cannot be used"):
        read_settings(changed(tmp_path, old, new))


def test_facts_say_which_rules_they_were_made_with() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-14")
    assert records.facts(pregnancy)["rule_version"] == default_settings().version


def expressions(settings: Settings) -> list[ibis.Table]:
    planned = plan(settings)
    as_of = day("2025-06-30")
    assert as_of is not None
    queries = compile_queries(planned.rows, as_of, settings)
    return [table for _, table, _ in planned.stored] + [query.expression for query in queries]


@pytest.mark.parametrize("dialect", ["duckdb", "databricks", "postgres"])
def test_every_expression_is_one_that_other_engines_have_too(dialect: str) -> None:
    for table in expressions(default_settings()):
        assert str(ibis.to_sql(table, dialect=dialect)).startswith(("SELECT", "WITH"))


def test_the_pathway_has_one_row_a_pregnancy_whatever_is_recorded_of_it() -> None:
    records = Records(MONTH)
    pregnancy = records.pregnancy("2025-04-14", edd="2025-11-10")
    records.pregnancy(None)
    for on in ("2025-04-14", "2025-10-10", "2025-10-12"):
        records.co(pregnancy, on, 5)
        records.education(pregnancy, on)
        records.referral(pregnancy, on)
        records.attempt(pregnancy, on)
        records.labour(pregnancy, onset=on)
        records.birth(pregnancy, on)
    made = records.computation()
    assert sorted(made.engine.fetch(made.pathway)["pregnancy_id"]) == ["P1", "P2"]
