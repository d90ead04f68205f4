"""The rules of plausibility as a whole: each is tested, documented, and asked of computed figures too."""

import re
from pathlib import Path

from tests.tiny_records import Records

from clearway.measures.computation import results
from clearway.records.plausibility import check_values, plausibility


def test_every_rule_in_the_file_is_told_somewhere() -> None:
    """Those of typed figures in `test_plausible_entries`, those of published ones in `test_plausibility`."""
    published = {
        "implausible-zero", "implausible-hundred", "nobody-known", "missing-share-moves", "series-break",
    }  # fmt: skip
    own = {
        "count-negative", "count-not-whole", "numerator-above-denominator", "rate-impossible", "rate-differs",
        "zero-percent", "hundred-percent", "same-number", "sudden-change", "sudden-fold", "denominator-jumps",
        "parts-not-total", "above-related", "differs-from-related", "sum-above-nation",
    }  # fmt: skip
    assert {rule.id for rule in plausibility().rules} == published | own


def test_the_reference_page_names_every_rule_with_its_severity() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/plausibility.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    listed = {id_: row[2].strip() for row in rows for id_ in re.findall(r"`([a-z-]+)`", row[1])}
    assert listed == {rule.id: str(rule.severity) for rule in plausibility().rules}


def test_computed_figures_are_asked_the_same_as_published_ones() -> None:
    records = Records("2025-04")
    for _ in range(60):
        records.pregnancy("2025-04-14")
    figures = results(records.computation())
    assert check_values(figures) == []
    worse = [row._replace(numerator=61) if row.measure == "co-test-booking" else row for row in figures]
    assert {finding.rule for finding in check_values(worse)} == {"numerator-above-denominator"}
