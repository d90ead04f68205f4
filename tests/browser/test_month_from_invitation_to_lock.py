"""A trust lead is invited and hands in a month; the LMNS lead locks it; another trust sees none of it.

What the people do is counted, task by task; `docs/reference/interactions.md` says the same numbers.
"""

import csv
import io
import re
import time
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.lib.browser_visitor import Visitor
from tests.lib.changed_log import check_logs, one_byte_changed
from tests.lib.counted_hand import Hand, as_table, documented
from tests.lib.second_factors import code_of, give_authenticator

from clearway.common.periods import Month

DOCUMENT = Path(__file__).parents[2] / "docs" / "reference" / "interactions.md"
TRUST = "DEMO8"  # in the story of the demonstration it never hands in its newest month
NAME, EMAIL, PASSWORD = "Hazel Wick", "hazel.wick@example.org", "purple river teapot"
TODAY = date.today()  # noqa: DTZ011 - England's day
THIS = Month.of(TODAY)
TYPED, FROM_FILE = THIS.previous(), THIS
DRIVERS = ("identification", "systems-pathways")
# Near what the trust had before, so that no rule asks whether a figure is right.
FIGURES = {
    "smoke-booking": ("34", "310"),
    "smoke-delivery": ("20", "280"),
    "smoke-36-weeks": ("19", "280"),
    "co-test-booking": ("262", "310"),
    "co-test-36-weeks": ("199", "280"),
    "pathways-reliable": ("3", "5"),
}
ROWS = (
    ("smoke-booking", "eleven", "305"),
    ("smoke-delivery", "19", "28 0"),
    ("co-test-booking", "255", "305"),
)
REASON = "Two women were counted twice"
ASKED = ("accepted the invitation", "made an account", "chose what to work on", "entered figures",
         "imported the file", "undid the import", "submitted the figures", "approved the figures",
         "accepted the figures", "locked", "granted an exception")  # fmt: skip


def test_a_month_from_the_invitation_to_the_lock(
    page: Page, site: str, environment: dict[str, str], tmp_path: Path
) -> None:
    visitor = Visitor(page, site, Hand(page))
    with visitor.being("Adam Minster"):
        is_invited(visitor)
    sets_up_the_account(visitor, the_link_in_the_message(environment))
    chooses_two_drivers(visitor)
    enters_a_month(visitor)
    upload = imports_the_next(visitor)
    undoes_the_import(visitor)
    hands_in(visitor)
    sees_its_own(visitor, upload)
    visitor.sign_out()
    with visitor.being("Soren Southey"):
        locks_and_opens_again(visitor)
    with visitor.being("Bertil Birch"):
        sees_none_of_it(visitor, upload)
    signs_in_with_the_passkey(visitor)
    reads_what_was_done(visitor)
    one_changed_byte_is_found(environment, tmp_path)
    counted = visitor.hand.tasks
    assert counted == documented(DOCUMENT), f"the document has to say\n{as_table(counted)}"


def is_invited(visitor: Visitor) -> None:
    visitor.go(f"/organisations/{TRUST}/people/")
    with visitor.hand.task("Invite a trust lead"):
        visitor.hand.click(visitor.link("Invite somebody"))
        visitor.write("Name", NAME)
        visitor.write("E-mail address", EMAIL)
        visitor.hand.click(visitor.page.get_by_role("radio", name=re.compile("^Trust lead")))
        visitor.press("Send the invitation")
    visitor.told(f"{NAME} is invited")


def the_link_in_the_message(environment: dict[str, str]) -> str:
    """The message leaves by a job; its file is there soon."""
    folder = Path(environment["CLEARWAY_DATA"]) / "mail"
    for _ in range(300):
        for file in folder.glob("*"):
            text = file.read_text()
            link = re.search(r"http\S+/invitation/\S+", text)
            if f"To: {EMAIL}" in text and link:
                return link[0]
        time.sleep(0.1)
    raise AssertionError("no invitation arrived")


def sets_up_the_account(visitor: Visitor, link: str) -> None:
    page, hand = visitor.page, visitor.hand
    page.goto(link)
    with hand.task("Accept the invitation, set up an app and a passkey"):
        visitor.write("Password", PASSWORD)
        visitor.write("Password again", PASSWORD)
        visitor.press("Make my account")
        hand.click(visitor.link("Use an authenticator app"))
        page.get_by_text("I cannot scan it").click()  # the app on the phone scans it
        visitor.write("Code", code_of(page.locator(".app-secret").inner_text()))
        visitor.press("Finish")
        expect(page.locator(".app-codes li")).to_have_count(10)
        give_authenticator(page)
        visitor.go("/account/2fa/webauthn/add/")
        visitor.write("Name", "laptop")
        visitor.press("Add the passkey")
        expect(page).not_to_have_url(re.compile("/add/"))
    visitor.go(f"/organisations/{TRUST}/people/")
    expect(page.get_by_role("main")).to_contain_text("Second factor set")


def past_the_head(visitor: Visitor) -> None:
    """To what the page is about, as whoever uses a keyboard does."""
    visitor.hand.press("Tab")
    expect(visitor.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    visitor.hand.press("Enter")


def chooses_two_drivers(visitor: Visitor) -> None:
    visitor.go(f"/organisations/{TRUST}/drivers/")
    page, hand = visitor.page, visitor.hand
    with hand.task("Choose two drivers, by keyboard"):
        past_the_head(visitor)
        for box in page.locator("[name=driver]").all():
            if box.is_checked() != (box.get_attribute("value") in DRIVERS):
                hand.tab_to(f"#{box.get_attribute('id')}")
                hand.press("Space")
        hand.tab_to("#choices button[type=submit]")
        hand.press("Enter")
        visitor.told("2 drivers")


def enters_a_month(visitor: Visitor) -> None:
    visitor.go(f"/organisations/{TRUST}/months/{TYPED}/")
    page, hand = visitor.page, visitor.hand
    cells = page.locator("[data-cell]").all()
    assert len(cells) == len(FIGURES)
    with hand.task("Enter a month of six measures, by keyboard"):
        past_the_head(visitor)
        for cell in cells:
            measure = (cell.locator("input[name$='-key']").get_attribute("value") or "").split("|")[0]
            for number in FIGURES[measure]:
                hand.tab_to(f"#{cell.get_attribute('id')} .app-cell__numbers input")
                hand.type(number)
        hand.tab_to("#grid button[type=submit]")  # a cell is saved as it is left
        for state in page.locator(".app-cell__entry [role=status]").all():
            expect(state).to_contain_text("Saved")
    page.reload()
    expect(page.locator(".app-month__facts")).to_contain_text("6 of 6 held")


def the_file() -> dict[str, object]:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("organisation_code", "period", "measure_code", "numerator", "denominator", "comment"))
    writer.writerows([TRUST, str(FROM_FILE), *row, "Looked at"] for row in ROWS)
    return {"name": "month.csv", "mimeType": "text/csv", "buffer": out.getvalue().encode()}


def until(page: Page, heading: str) -> None:
    """The page goes on by itself when the job is done."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=30_000)


def imports_the_next(visitor: Visitor) -> str:
    """Returns the way to the upload."""
    visitor.go(f"/organisations/{TRUST}/uploads/")
    page, hand = visitor.page, visitor.hand
    with hand.task("Import a file, mend two rows of it and approve"):
        with page.expect_file_chooser() as chooser:
            hand.click(page.locator("#id_file"))
        chooser.value.set_files(the_file())  # type: ignore[arg-type]
        visitor.press("Upload and review")
        until(page, "Review before anything is imported")
        hand.click(visitor.link("Mend 2 rejected rows here"))
        visitor.write("Numerator of row 2", "33")
        visitor.write("Denominator of row 3", "280")
        visitor.press("Save and review again")
        visitor.press("Approve and import 3 figures")
        until(page, "Imported")
    expect(page.get_by_role("main")).to_contain_text(f"3 figures entered by {NAME}")
    return page.url.removeprefix(f"{visitor.site}/organisations/{TRUST}/")


def undoes_the_import(visitor: Visitor) -> None:
    with visitor.hand.task("Undo the import"):
        visitor.hand.click(visitor.link("Undo this import"))
        visitor.press("Undo the import")
    visitor.told("Undone: 3 figures are as before")
    visitor.go(f"/organisations/{TRUST}/months/{FROM_FILE}/")
    expect(visitor.page.locator(".app-month__facts")).to_contain_text("0 of 6 held")


def hands_in(visitor: Visitor) -> None:
    visitor.go(f"/organisations/{TRUST}/months/{TYPED}/")
    with visitor.hand.task("Submit a month and approve it for the trust"):
        visitor.press("Submit the month")
        visitor.told("Submitted")
        visitor.press("Approve for the trust")
    visitor.told("Approved")


def locks_and_opens_again(visitor: Visitor) -> None:
    visitor.go("/coordination/DEMO-S/")
    with visitor.hand.task("Accept and lock the month of a trust"):
        visitor.hand.click(visitor.page.locator(f"table a[href$='/trusts/{TRUST}/{TYPED}/']"))
        visitor.press("Accept")
        visitor.told("Accepted")
        visitor.press("Lock")
        visitor.told("Locked")
    with visitor.hand.task("Grant an exception"):
        visitor.write("Open until", f"{TODAY + timedelta(days=14):%d/%m/%Y}")
        visitor.write("Reason", REASON)
        visitor.press("Grant the exception")
    visitor.told("xception")


def what_the_trust_sees(upload: str) -> list[str]:
    """Pages, exports and the API, and what has the number of the upload in its address."""
    pages = ("months/", f"months/{TYPED}/", f"months/{TYPED}/print/", "drivers/", "submissions/", "people/")
    files = ("uploads/", upload, f"{upload}rejects.csv", "audit/", "audit/changes.csv", "audit/changes.jsonl")
    month = f"months/{TYPED}"
    figures = [f"figures/{form}?from={TYPED}&to={TYPED}" for form in ("adx", "fhir")]
    api = ("months", month, f"{month}/cells", f"{month}/cells/smoke-booking", "changes", "changes.jsonl",
           "choices", "submissions", upload.rstrip("/"), *figures)  # fmt: skip
    ours = [f"/organisations/{TRUST}/{way}" for way in (*pages, *files)]
    return ours + [f"/api/v1/organisations/{TRUST}/{way}" for way in api]


def sees_its_own(visitor: Visitor, upload: str) -> None:
    """So that what another trust does not see is there at all."""
    answers = {way: visitor.ask(way).status for way in what_the_trust_sees(upload)}
    assert {way: status for way, status in answers.items() if status != 200} == {}


def sees_none_of_it(visitor: Visitor, upload: str) -> None:
    """By page, by export, by the API, and by the number of the upload guessed below one's own trust."""
    guessed = [f"{way}/organisations/DEMO2/{upload.rstrip('/')}" for way in ("", "/api/v1")]
    above = [f"/coordination/DEMO-S/{way}" for way in ("", "months.csv", f"trusts/{TRUST}/{TYPED}/")]
    for way in (*what_the_trust_sees(upload), *guessed, *above):
        answer = visitor.ask(way)
        assert answer.status in (403, 404), way
        assert NAME not in answer.text()
    for way in (f"/organisations/{TRUST}/", "/measures/smoke-booking/"):  # open to everybody
        lines = visitor.ask(f"{way}figures.csv?organisation={TRUST}").text().splitlines()
        assert [line for line in lines if TRUST in line and str(TYPED) in line] == []


def signs_in_with_the_passkey(visitor: Visitor) -> None:
    visitor.go("/account/login/")
    with visitor.hand.task("Sign in with a passkey"):
        visitor.press("Sign in with a passkey")
        expect(visitor.page.get_by_role("link", name=NAME)).to_be_visible()


def reads_what_was_done(visitor: Visitor) -> None:
    visitor.go(f"/organisations/{TRUST}/audit/")
    log = visitor.page.get_by_role("main")
    for words in ASKED:
        expect(log).to_contain_text(words)
    expect(log).to_contain_text("Soren Southey")
    with visitor.hand.task("Find in the audit trail who did what to a month"):
        visitor.write("What it was about", str(TYPED))
        visitor.press("Filter")
        expect(log).to_contain_text("that fit the filter")
    expect(log).not_to_contain_text("made an account")


def one_changed_byte_is_found(environment: dict[str, str], folder: Path) -> None:
    whole = check_logs(environment)
    assert whole.returncode == 0, whole.stdout
    with one_byte_changed(environment, folder, TRUST, "lock month") as (changed, number):
        broken = check_logs(changed)
    assert broken.returncode == 1
    assert f"{TRUST} change log: BROKEN at event {number}: the event was changed" in broken.stdout
    assert check_logs(environment).returncode == 0
