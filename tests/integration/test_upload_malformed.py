"""Every malformed row is told of by its own number, in words that say what is wrong and what to do."""

import pytest
from tests.lib.malformed import file_of, kinds
from tests.lib.uploading import chooses, give, trust

from clearway.web.audit.models import Person
from clearway.web.uploads.rejects import reject_file

pytestmark = pytest.mark.django_db
ROWS = 10_000
DRIVERS = ("identification", "learn-harm", "culture-capability")


def test_there_are_forty_kinds_and_more() -> None:
    assert len({kind.rule for kind in kinds()}) >= 40


def test_each_of_10_000_malformed_rows_has_its_number_its_column_and_its_message(tester: Person) -> None:
    chooses(tester, DRIVERS)
    data, expected = file_of(ROWS)
    upload = give(tester, data)
    found = {row.number: row for row in upload.rows.all()}
    assert sorted(found) == sorted(expected)
    wrong = [
        (number, kind.rule, found[number].outcome, found[number].findings)
        for number, kind in expected.items()
        if found[number].outcome != "rejected"
        or (kind.rule, kind.column) not in {(one["rule"], one["column"]) for one in found[number].findings}
    ]
    assert wrong[:3] == []
    assert all(one["what"] and one["mend"] for row in found.values() for one in row.findings)


def test_the_reject_file_holds_every_row_with_its_number_and_gives_the_same_rejections_again(
    tester: Person,
) -> None:
    chooses(tester, DRIVERS)
    kept = [kind for kind in kinds() if kind.rule not in ("quote-not-closed", "row-too-long", "cell-twice")]
    data, _ = file_of(len(kinds()))
    upload = give(tester, data)
    again = give(tester, reject_file(upload), "rejected.csv")
    assert again.state == "review"
    assert again.counts["rejected"] >= len(kept)
    rules = [sorted(one["rule"] for one in row.findings) for row in again.rows.filter(outcome="rejected")]
    for kind in kept:
        assert any(kind.rule in found for found in rules), (kind.rule, rules)
    assert b"row_in_file" in reject_file(upload)
    assert trust().code in reject_file(upload).decode()
