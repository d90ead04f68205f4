"""Laws of reading a published table, whatever its counts."""

import random
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from clearway.records.publications import PublishedValue, read_publication
from clearway.records.publications.cells import number

CATEGORIES = {
    "Smoker": "smoker",
    "Non-Smoker / Ex-Smoker": "non-smoker",
    "Unknown": "unknown",
    "Missing Value / Value outside reporting parameters": "missing",
}
HEADINGS = "Period,Dimension,Org_Level,Org_Code,Org_Name,Measure,Count_Of,Value"
TABLES = st.dictionaries(
    st.sampled_from(["R0A", "R0B", "R1H"]),
    st.dictionaries(st.sampled_from(list(CATEGORIES)), st.integers(0, 500_000), min_size=1),
    min_size=1,
)


def read(tables: dict[str, dict[str, int]], order: int) -> set[PublishedValue]:
    lines = [
        f"2023-24,SmokingAtBooking,Provider,{code},A NAME,{name},Women,{count}"
        for code, counts in tables.items()
        for name, count in counts.items()
    ]
    random.Random(order).shuffle(lines)  # noqa: S311 - an order of rows, not a secret
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.csv"
        path.write_text("\n".join([HEADINGS, *lines]), encoding="utf-8")
        return set(read_publication(path).values)


@given(TABLES)
def test_the_shares_of_an_organisation_add_up_to_one_and_no_count_is_lost(
    tables: dict[str, dict[str, int]],
) -> None:
    values = read(tables, order=0)
    for code, counts in tables.items():
        mine = [value for value in values if value.org_code == code]
        assert {v.component: v.numerator for v in mine} == {CATEGORIES[n]: c for n, c in counts.items()}
        shares = [value.value for value in mine if value.value is not None]
        if sum(counts.values()):
            assert len(shares) == len(counts)
            assert abs(sum(shares) - 1) < 1e-9
        else:
            assert shares == []


@given(TABLES, st.integers(1, 1000))
def test_the_order_of_rows_changes_nothing_but_row_numbers(
    tables: dict[str, dict[str, int]], order: int
) -> None:
    def content(values: set[PublishedValue]) -> set[tuple[object, ...]]:
        return {(v.org_code, v.component, v.numerator, v.denominator, v.value, v.state) for v in values}

    assert content(read(tables, order)) == content(read(tables, order=0))


@given(st.integers(0, 10**12))
def test_a_count_reads_back_with_and_without_separators(count: int) -> None:
    assert (
        number(str(count)) == number(f"{count:,}") == number(f" {count}.0 ") == number(float(count)) == count
    )


@given(st.text())
def test_no_text_is_a_number_that_a_person_would_not_read_as_one(text: str) -> None:
    read_as = number(text)
    assert read_as is None or set(text.strip()) <= set("0123456789.,+-")
