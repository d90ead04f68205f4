"""Figures that a trust computes from its own records come in by file and stand beside the published ones."""

from pathlib import Path

import pytest
from django.test import Client

from clearway.common.errors import ClearwayError
from clearway.records.publications import read_publication
from clearway.web.audit.models import Person
from clearway.web.publications.actions import import_publication

pytestmark = pytest.mark.django_db
HEADER = "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state\n"


@pytest.fixture
def computed(tmp_path: Path, tester: Person) -> None:
    rows = [
        "smoke-booking,,,1,provider,R1H,2025-03,61,1250,0.0488,value",
        "smoke-booking,,,1,provider,R1H,2025-04,63,1262,0.04992,value",
        "smoke-36-weeks,,,1,provider,R1H,2025-04,0,0,,not_applicable",
    ]
    path = tmp_path / "computed.csv"
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    import_publication(publication=read_publication(path), by=tester)


@pytest.mark.usefixtures("computed")
def test_the_trust_sees_its_own_figures_first_and_the_published_ones_one_click_away(client: Client) -> None:
    page = client.get("/measures/smoke-booking/?organisation=R1H").content.decode()
    assert "63" in page
    assert "1,262" in page
    assert "series=cqim-smoking-booking" in page


@pytest.mark.usefixtures("computed")
def test_an_organisation_without_own_figures_sees_the_published_ones(client: Client) -> None:
    page = client.get("/measures/smoke-booking/?organisation=RCX").content.decode()
    assert "the national counterpart of this measure" in page


@pytest.mark.usefixtures("computed")
def test_a_month_with_nobody_to_count_is_no_zero(client: Client) -> None:
    page = client.get("/measures/smoke-36-weeks/?organisation=R1H").content.decode()
    assert "nobody in the denominator" in page
    assert "0.0%" not in page


def test_a_measure_without_a_definition_is_refused_with_its_row(tmp_path: Path, tester: Person) -> None:
    path = tmp_path / "computed.csv"
    path.write_text(HEADER + "smoke-bookings,,,1,provider,R1H,2025-04,1,2,0.5,value\n", encoding="utf-8")
    with pytest.raises(ClearwayError, match=r"computed\.csv, row 2, measure.*smoke-booking"):
        import_publication(publication=read_publication(path), by=tester)
