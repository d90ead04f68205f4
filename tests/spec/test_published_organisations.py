"""Every organisation in the bundled published figures is in the directory, at the level of its row."""

import pytest

from clearway.common.organisations import Level, directory
from clearway.records.publications import bundled_publications, read_publication


@pytest.mark.parametrize("path", bundled_publications(), ids=lambda path: path.name)
def test_every_published_row_has_an_organisation(path):
    named = {(value.org_code, value.org_level) for value in read_publication(path).values}
    assert named, "the bundled file has figures"
    assert [pair for pair in sorted(named) if directory().find(*pair) is None] == []


def test_every_trust_that_publishes_today_is_open_and_has_an_icb():
    monthly = [path for path in bundled_publications() if path.name.startswith("msds-")]
    values = [value for path in monthly for value in read_publication(path).values]
    trusts = {value.org_code for value in values if value.org_level == Level.PROVIDER}
    assert trusts
    for code in trusts:
        assert directory().get(code).closed is None, code
        assert directory().parent(code).level is Level.ICB, code
