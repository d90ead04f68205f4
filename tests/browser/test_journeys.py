"""What people come to do, from the first click to the answer."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect


def test_a_newcomer_goes_from_the_diagram_to_the_figures_of_a_trust(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Find every woman who smokes").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Increase the identification of women who smoke"
    )
    expect(page.get_by_role("heading", name="Change ideas to try")).to_be_visible()
    page.get_by_role("link", name="Proportion of women receiving CO test at booking").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("CO test at booking")
    page.get_by_label("Show the figures of").select_option("R1H")
    page.get_by_role("button", name="Show", exact=True).click()
    series = page.locator("#series")
    expect(series).to_contain_text("Barts Health NHS Trust")
    expect(series).to_contain_text("2.7%")
    expect(series).to_contain_text("limits and a verdict need 13")


def test_every_secondary_driver_is_one_click_from_the_diagram(page: Page) -> None:
    page.goto("/")
    addresses = {link.get_attribute("href") for link in page.locator("main a[href*='/drivers/']").all()}
    assert len(addresses) == 15


def test_the_diagram_can_be_walked_by_keyboard_in_reading_order(page: Page) -> None:
    page.goto("/")
    wanted = [link.get_attribute("href") for link in page.locator("main a[href*='/drivers/']").all()]
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        address = page.evaluate("document.activeElement.getAttribute('href')")
        if address and "/drivers/" in address and address not in reached:
            reached.append(address)
    assert reached == list(dict.fromkeys(wanted))


def test_the_diagram_prints_on_one_page(page: Page) -> None:
    page.goto("/")
    sheet = page.pdf(format="A4", landscape=True)
    assert sheet.count(b"/Type /Page\n") + sheet.count(b"/Type /Page ") + sheet.count(b"/Type /Page/") == 1


def test_search_finds_a_trust_a_measure_and_an_idea(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("barts")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Barts Health NHS Trust").first).to_be_visible()
    page.get_by_role("searchbox").last.fill("carbon monoxide monitor")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("change idea", ignore_case=True)


def test_a_trust_without_a_figure_says_why_and_shows_no_zero(page: Page) -> None:
    page.goto("/measures/cqim-smoking-booking/?organisation=ENG")
    page.locator("#dots summary").click()
    row = page.locator("#dots tr", has_text="DNS: did not submit").first
    expect(row).to_be_visible()
    expect(row).to_contain_text("no figure")
    expect(row).not_to_contain_text("0.0%")


def test_the_table_of_a_chart_opens_and_its_csv_holds_the_published_counts(page: Page) -> None:
    page.goto("/measures/cqim-smoking-booking/")
    page.locator("#series summary").click()
    expect(page.locator("#series table")).to_contain_text("4,360")
    with page.expect_download() as waiting:
        page.locator("#series").get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
    england = [row for row in rows if row["org_code"] == "ENG" and row["period"] == "2025-04"]
    assert [(row["numerator"], row["denominator"], row["status"]) for row in england] == [
        ("4360", "49205", "provisional")
    ]
    assert len([row for row in rows if row["org_level"] == "provider"]) == 84


@pytest.mark.parametrize("kind", ["SVG", "PNG"])
def test_a_picture_can_be_downloaded(page: Page, kind: str) -> None:
    page.goto("/measures/cqim-smoking-booking/")
    with page.expect_download() as waiting:
        page.locator("#funnel").get_by_role("link", name=kind).click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"<svg" if kind == "SVG" else b"\x89PNG")


def test_the_live_chart_tells_a_point_when_it_is_pointed_at(page: Page) -> None:
    page.goto("/measures/sbl-co-booking/?organisation=SYNTH")
    page.wait_for_function("document.querySelector('#series').dataset.live")
    page.locator("#series .app-chart__live .mark-symbol path").nth(5).hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("%")


def test_the_live_chart_has_its_dates(page: Page) -> None:
    page.goto("/measures/sbl-co-booking/?organisation=SYNTH")
    page.wait_for_function("document.querySelector('#series').dataset.live")
    labels = page.locator("#series .app-chart__live .role-axis-label").all_text_contents()
    assert any("2023" in text for text in labels)


def test_made_up_data_is_labelled_before_any_figure(page: Page) -> None:
    for address in ("/organisations/SYNTH/", "/measures/sbl-co-booking/?organisation=SYNTH"):
        page.goto(address)
        expect(page.locator(".app-synthetic").first).to_contain_text("Made-up data")
    expect(page.locator("#dots")).to_have_count(0)


def test_the_aim_page_gives_one_verdict_with_its_reasons(page: Page) -> None:
    page.goto("/aim/")
    expect(page.locator("main")).to_contain_text("The aim is not met")
    expect(page.locator("main")).to_contain_text("7.4% in 2023/24")
    page.get_by_label("Show the aim for").select_option("R1H")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("cannot be said")


def test_an_organisation_that_does_not_exist_is_said_with_a_way_on(page: Page) -> None:
    page.goto("/measures/cqim-smoking-booking/?organisation=R1HH")
    expect(page.get_by_role("alert")).to_contain_text("R1HH")
    expect(page).to_have_title(re.compile("^Error: "))


def test_a_trust_is_compared_with_its_neighbours_and_a_cell_leads_to_its_chart(page: Page) -> None:
    page.goto("/organisations/R1H/")
    row = page.locator(".app-doing tr", has_text="Smoking at booking (CQIM)").first
    expect(row).to_contain_text("4.7%")
    expect(row).to_contain_text("Too few points for a verdict")
    page.get_by_role("link", name="Compare with its neighbours").click()
    expect(page.get_by_label("Belonging to")).to_have_value("QMF")
    grid = page.get_by_role("region", name="Every measure at a glance")
    grid.get_by_role("row", name="Barts Health NHS Trust").get_by_role("link", name="4.7%").click()
    expect(page.locator("#series")).to_contain_text("Barts Health NHS Trust")


def test_the_comparison_is_chosen_by_a_form_and_its_verdicts_leave_as_a_file(page: Page) -> None:
    page.goto("/compare/")
    page.get_by_label("Belonging to").select_option("SYNTH")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("main")).to_contain_text("Made-up data")
    expect(page.locator(".app-looks__item").first).to_contain_text("beyond chance")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
    assert {row["org_code"] for row in rows} == {"SYNTH"}
    listed = [row for row in rows if row["needs_a_look"] == "yes"]
    assert len(listed) == page.locator(".app-looks__item").count()
