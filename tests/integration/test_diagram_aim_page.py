"""The aim page: the verdict for England, for a trust, and where nothing can be said."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(part: Tag | None) -> str:
    """The text as it is read, without the line breaks of the markup."""
    assert part is not None
    return re.sub(r"\s+", " ", part.get_text(" ")).strip()


class TestAim:
    def test_of_england_is_not_met_by_the_series_in_which_the_target_was_set(self, client: Client) -> None:
        verdict = words(page(client, "/aim/").select_one(".app-verdict"))
        assert "Not met" in verdict
        assert "Smoking at delivery (SATOD) was 7.4% in 2023/24" in verdict
        assert "against a target of at most 6% by 31 December 2022" in verdict
        assert "It is falling." in verdict

    def test_of_england_gives_its_reasons(self, client: Client) -> None:
        verdict = words(page(client, "/aim/").select_one(".app-verdict"))
        assert "Smoking at 36 weeks: nobody publishes this figure" in verdict
        assert "went from 92.3% in 2019/20 to 8.1% in 2023/24" in verdict
        assert "1 monthly figure is held, and it takes 13" in verdict
        assert "So they are not joined." in verdict

    def test_shows_baseline_latest_target_and_direction_of_each_series(self, client: Client) -> None:
        rows = [words(row) for row in page(client, "/aim/").select(".app-rows__row")]
        satod = next(row for row in rows if row.startswith("Smoking at delivery (SATOD)"))
        for part in ("10.6% in 2018/19", "7.4% in 2023/24", "at most 6% by 31 December 2022", "falling"):
            assert part in satod
        coded = next(row for row in rows if row.startswith("Smoking at delivery (CQIM)"))
        assert "Target none" in coded
        assert "5.6% in April 2025 Provisional" in coded

    def test_draws_the_series_that_has_more_than_one_figure(self, client: Client) -> None:
        assert [figure["id"] for figure in page(client, "/aim/").select("figure")] == ["series-satod"]

    def test_of_a_trust_with_one_month_cannot_be_said(self, client: Client) -> None:
        verdict = words(page(client, "/aim/?organisation=R1H").select_one(".app-verdict"))
        assert "It cannot be said whether the aim is being met" in verdict
        assert "was set for England as a whole" in verdict

    def test_of_the_made_up_trust_is_labelled_before_any_figure(self, client: Client) -> None:
        text = words(page(client, "/aim/?organisation=SYNTH").find("main"))
        assert 0 < text.index("Made-up data") < text.index("%")

    def test_of_a_package_that_nobody_publishes_for_cannot_be_said(self, client: Client) -> None:
        verdict = words(
            page(client, "/packages/neonatal-hypoglycaemia-example/aim/").select_one(".app-verdict")
        )
        assert "no figures are held" in verdict

    def test_of_an_unknown_organisation_is_not_found(self, client: Client) -> None:
        page(client, "/aim/?organisation=XXXX", status=404)
