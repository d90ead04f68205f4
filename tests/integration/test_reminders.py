"""Reminders: to those who can act, one a day, nothing when nothing is owed, once however often it runs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from tests.lib.collaborative import BOTH, browser_of, enter, newest, person, take

from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.calendar.guard import dates_of
from clearway.web.coordination.actions import choose_reminders
from clearway.web.coordination.models import Reminder, ReminderChoice, ReminderLine
from clearway.web.coordination.reminding import remind
from clearway.web.jobs.actions import start_job
from clearway.web.jobs.models import Mail
from clearway.web.jobs.schedules import schedules
from clearway.web.people.models import User

pytestmark = pytest.mark.django_db
CLOCK = Person("Clearway", "schedule")
MONTH = newest()
DATES = dates_of(MONTH)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://clearway.example"


@pytest.fixture
def trust_lead() -> User:
    return person("Tilda", ("trust-lead", "DEMO1"))


def _settle_earlier_months(*codes: str) -> None:
    """Approve what else is open, so that a test hears of one month only."""
    for back in (1, 2):
        for code in codes:
            if timezone.localdate() <= dates_of(MONTH.shift(-back)).closing:
                enter(code, MONTH.shift(-back))
                take(code, MONTH.shift(-back), "submit", "approve")


@pytest.fixture(autouse=True)
def _settled() -> None:
    _settle_earlier_months("DEMO1")


def test_a_trust_lead_hears_before_due_when_due_and_before_closing(
    trust_lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        days = [DATES.due - 6 * DAY, DATES.due - 5 * DAY, DATES.due, DATES.due + DAY, DATES.closing - 7 * DAY]
        for day in days:
            remind(today=day, by=CLOCK)
    lines = ReminderLine.objects.filter(user=trust_lead, period=str(MONTH))
    said = [(line.reminder.day, line.occasion) for line in lines.select_related("reminder").order_by("pk")]
    assert said == [(days[1], "before due"), (days[2], "due"), (days[4], "before closing")]


def test_the_message_says_what_is_owed_in_plain_words_with_the_link(
    trust_lead: User, django_capture_on_commit_callbacks: Any
) -> None:
    enter("DEMO1", MONTH, BOTH[:1])
    with django_capture_on_commit_callbacks(execute=True):
        remind(today=DATES.due, by=CLOCK)
    [message] = mail.outbox
    assert message.to == [trust_lead.email]
    assert f"{MONTH.label}: 1 figure is missing of 2 owed." in message.body
    assert f"https://clearway.example/organisations/DEMO1/months/{MONTH}/" in message.body
    assert "https://clearway.example/reminders/" in message.body


def test_a_run_repeated_sends_nothing_twice(trust_lead: User) -> None:
    assert remind(today=DATES.due, by=CLOCK) == 1
    assert remind(today=DATES.due, by=CLOCK) == 0
    assert Reminder.objects.count() == 1


def test_one_message_a_person_and_day_however_many_roles() -> None:
    _settle_earlier_months("DEMO2")
    user = person("Twice", ("trust-lead", "DEMO1"), ("improvement-lead", "DEMO1"), ("trust-lead", "DEMO2"))
    assert remind(today=DATES.due, by=CLOCK) == 1
    assert set(ReminderLine.objects.filter(user=user).values_list("org_code", flat=True)) == {
        "DEMO1",
        "DEMO2",
    }


def test_nothing_is_sent_when_nothing_is_owed(trust_lead: User) -> None:
    enter("DEMO1", MONTH)
    take("DEMO1", MONTH, "submit", "approve")
    assert remind(today=DATES.due, by=CLOCK) == 0


def test_nothing_leaves_when_the_notes_of_it_cannot_be_written(
    trust_lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clearway.web.coordination import reminding

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(reminding, "_record", fail)
    with pytest.raises(RuntimeError):
        remind(today=DATES.due, by=CLOCK)
    assert not Reminder.objects.exists()
    assert not Mail.objects.exists()


class TestWho:
    def test_contributors_only_where_they_chose_it(self) -> None:
        user = person("Connie", ("contributor", "DEMO1"))
        assert remind(today=DATES.due, by=CLOCK) == 0
        choose_reminders(user=user, wanted=True, organisations=["DEMO1"], by=user.as_person())
        assert remind(today=DATES.due, by=CLOCK) == 1

    def test_a_lead_who_opted_out_stays_out(self, trust_lead: User) -> None:
        choose_reminders(user=trust_lead, wanted=False, organisations=["DEMO1"], by=trust_lead.as_person())
        for day in (DATES.due, DATES.closing):
            assert remind(today=day, by=CLOCK) == 0

    @pytest.mark.parametrize("role", ["reader", "midwife", "adviser", "board-champion"])
    def test_nobody_who_cannot_act_even_when_they_ask(self, role: str) -> None:
        user = person("Ann", (role, "DEMO1"))
        choose_reminders(user=user, wanted=True, organisations=["DEMO1"], by=user.as_person())
        assert remind(today=DATES.due, by=CLOCK) == 0

    def test_nobody_whose_role_or_account_has_ended(self, trust_lead: User) -> None:
        trust_lead.memberships.update(ended=timezone.now())
        gone = person("Gone", ("trust-lead", "DEMO1"))
        User.objects.filter(pk=gone.pk).update(is_active=False)
        assert remind(today=DATES.due, by=CLOCK) == 0

    def test_a_lead_of_the_lmns_hears_of_late_trusts_once(self) -> None:
        person("Nora", ("network-lead", "DEMO-N"))
        assert remind(today=DATES.timely, by=CLOCK) <= 1  # earlier months may be late already
        assert not ReminderLine.objects.filter(period=str(MONTH)).exists()
        remind(today=DATES.timely + DAY, by=CLOCK)
        late = ReminderLine.objects.filter(period=str(MONTH))
        assert sorted(late.values_list("org_code", flat=True)) == ["DEMO1", "DEMO2", "DEMO3", "DEMO4"]
        assert set(late.values_list("occasion", flat=True)) == {"late"}
        assert remind(today=DATES.timely + 2 * DAY, by=CLOCK) == 0

    def test_made_up_people_only_where_nobody_else_reaches_the_site(
        self, trust_lead: User, settings: Any
    ) -> None:
        settings.LOOPBACK_ONLY = False
        assert remind(today=DATES.due, by=CLOCK) == 0


class TestWrittenDown:
    def test_in_the_change_log_of_the_trust(self, trust_lead: User) -> None:
        remind(today=DATES.due, by=CLOCK)
        event = ChangeEvent.objects.get(organisation="DEMO1", action="remind")
        assert event.subject == f"{MONTH} of DEMO1"

    def test_a_choice_is_kept_and_written_once(self, trust_lead: User) -> None:
        client = browser_of(trust_lead)
        assert b"checked" in client.get("/reminders/").content
        for _ in range(2):
            assert client.post("/reminders/", {"wanted": "no"}).status_code == 302
        assert ReminderChoice.objects.filter(user=trust_lead).count() == 1
        assert ChangeEvent.objects.filter(organisation="DEMO1", action="end reminders").count() == 1

    def test_no_choice_is_an_error_in_words(self, trust_lead: User) -> None:
        page = browser_of(trust_lead).post("/reminders/", {}).content.decode()
        assert "Choose whether you want reminders" in page
        assert not ReminderChoice.objects.exists()


def test_the_job_runs_every_day_and_says_how_many_it_sent(trust_lead: User) -> None:
    assert "remind-of-months" in {schedule.job for schedule in schedules()}
    run = start_job(job="remind-of-months", organisation="", by=CLOCK)
    run.refresh_from_db()
    assert run.result in ("Messages sent: 1.", "Nobody was to be reminded.")
    assert run.result.startswith("Messages") is Reminder.objects.exists()


def test_the_number_of_queries_does_not_grow_with_trusts_that_owe_nothing_new(
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(1, 9):
        person(f"Lead{number}", ("trust-lead", f"DEMO{number}"))
    remind(today=DATES.due, by=CLOCK)
    with django_assert_max_num_queries(8):
        remind(today=DATES.due, by=CLOCK)
