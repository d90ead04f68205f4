"""Figures leave a month, come back, and change it only where they differ; with an error in them, nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.records.publications import State
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.exchange.bringing import Brought, bring_in
from clearway.web.exchange.exporting import month_figures, months_between
from clearway.web.exchange.figures import Figure, MonthFigures, Placed, Read, read_of
from clearway.web.exchange.formats import FORMATS, Format
from clearway.web.publications.models import Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry
from clearway.web.returns.choices import choose
from clearway.web.returns.models import CellDetail

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)
LAST = Month.of(localdate()).previous()
BOOKING = Figure("smoke-booking", numerator=9, denominator=90)


@pytest.fixture
def trust(tester: Person) -> Organisation:
    """A made-up trust that works on training, and has entered two figures of last month."""
    found = directory().get("DEMO1")
    month = LAST.shift(-3)
    choose(organisation=found, period=month, drivers=["training"], measures=[], by=tester)
    cells = [
        CellEntry(
            "smoke-booking",
            numerator=0,
            denominator=80,
            comment="a quiet month,\n“none” of 80",
            follow_up=True,
        ),
        CellEntry("staff-trained-co-monitoring", state="not_collected", reason="=the list was lost"),
    ]
    saved = enter_cells(organisation=found, period=LAST, cells=cells, by=tester, origin=CellDetail.TYPED)
    assert len(saved.saved) == 2
    return found


def placed(*figures: Figure, org_code: str = "DEMO1", period: Month = LAST) -> Read:
    rows = [
        Placed(org_code, period, "smoke-free-pregnancies", one, row) for row, one in enumerate(figures, 2)
    ]
    return read_of(rows, ())


def bring(trust: Organisation, read: Read, by: Person, *, dry_run: bool = False) -> Brought:
    return bring_in(organisation=trust, read=read, by=by, origin=CellDetail.API, dry_run=dry_run)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_what_was_exported_changes_nothing_and_is_exported_as_the_same_bytes(
    trust: Organisation, tester: Person, form: Format
) -> None:
    written = form.write(month_figures(trust, [LAST]), MOMENT)
    before = Value.objects.count(), ChangeEvent.objects.count()
    brought = bring(trust, form.read(written), tester)
    assert (brought.counts["unchanged"], brought.findings, brought.kept) == (2, (), True)
    assert (Value.objects.count(), ChangeEvent.objects.count()) == before
    assert form.write(month_figures(trust, [LAST]), MOMENT) == written


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_month_moves_whole_to_another_trust(trust: Organisation, tester: Person, form: Format) -> None:
    other = directory().get("DEMO2")
    choose(organisation=other, period=LAST, drivers=["training"], measures=[], by=tester)
    (month,) = month_figures(trust, [LAST])
    moved = form.read(form.write([replace(month, org_code="DEMO2")], MOMENT))
    brought = bring(other, moved, tester)
    assert (brought.kept, brought.counts["new"]) == (True, 2)
    assert month_figures(other, [LAST]) == (replace(month, org_code="DEMO2"),)


def test_new_and_changed_figures_are_saved_with_who_sent_them(trust: Organisation, tester: Person) -> None:
    sent = placed(BOOKING, Figure("smoke-delivery", numerator=7, denominator=70, comment="checked"))
    brought = bring(trust, sent, tester)
    assert brought.kept, brought.findings
    assert brought.counts == {"new": 1, "changed": 1, "unchanged": 0}
    row = Value.objects.current().get(org_code="DEMO1", measure="smoke-booking", period=str(LAST))
    assert (row.numerator, row.supersedes.numerator) == (9, 0)
    assert row.detail.origin == CellDetail.API
    assert ChangeEvent.objects.filter(organisation="DEMO1").latest("sequence").action == "send figures"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (Figure("smoke-booking", numerator=91, denominator=90), "smoke-booking"),
        (Figure("smoke-booking", numerator=9), "denominator"),
        (Figure("smoke-booking", numerator=9, denominator=90, value=0.5), "not that of its counts"),
        (Figure("smoke-booking", state=State.WITHHELD), "no reason"),
        (Figure("smoke-booking", state=State.SUPERSEDED), "superseded"),
        (Figure("smoke-booking", version="999", numerator=9, denominator=90), "version 999"),
        (Figure("no-such-measure", numerator=9, denominator=90), "no measure"),
        (Figure("nrt", numerator=9, denominator=90), "not asked"),
        (Figure("smoke-booking", "4-weeks", numerator=9, denominator=90), "not asked"),
    ],
)
def test_one_wrong_figure_keeps_all_others_out_and_is_told_with_its_place(
    trust: Organisation, tester: Person, wrong: Figure, said: str
) -> None:
    before = Value.objects.count()
    good = Figure("smoke-delivery", numerator=7, denominator=70, comment="checked")
    brought = bring(trust, placed(good, wrong), tester)
    assert not brought.kept
    assert Value.objects.count() == before
    found = [one for one in brought.findings if one.severity == "error"]
    assert said in f"{found[0].what} {found[0].mend}"
    assert {finding.row for finding in found} == {3}


def test_every_wrong_figure_is_told_at_once(trust: Organisation, tester: Person) -> None:
    wrong = [
        Figure("smoke-booking", numerator=9),
        Figure("smoke-delivery", numerator=9),
        Figure("nrt", value=1),
    ]
    brought = bring(trust, placed(*wrong), tester)
    assert [one.row for one in brought.findings if one.severity == "error"] == [2, 3, 4]


def test_a_warning_without_a_comment_stops_and_with_one_does_not(trust: Organisation, tester: Person) -> None:
    silent = Figure("smoke-delivery", numerator=70, denominator=70)
    refused = bring(trust, placed(silent), tester)
    assert not refused.kept
    assert "comment" in refused.findings[0].mend
    assert bring(trust, placed(replace(silent, comment="all of them, checked")), tester).kept


@pytest.mark.parametrize("org_code", ["DEMO2", "ENG"])
def test_figures_of_another_organisation_are_refused(
    trust: Organisation, tester: Person, org_code: str
) -> None:
    brought = bring(trust, placed(BOOKING, org_code=org_code), tester)
    assert not brought.kept
    assert f"of {org_code}" in brought.findings[0].what


def test_a_closed_month_takes_no_figure_but_may_hold_the_same(trust: Organisation, tester: Person) -> None:
    long_ago = LAST.shift(-12)
    brought = bring(trust, placed(BOOKING, period=long_ago), tester)
    assert not brought.kept
    assert [one.rule for one in brought.findings] == ["month-closed"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(trust: Organisation, tester: Person) -> None:
    before = Value.objects.count(), ChangeEvent.objects.count()
    brought = bring(trust, placed(replace(BOOKING, comment="seen")), tester, dry_run=True)
    assert (brought.counts["changed"], brought.kept) == (1, False)
    assert (Value.objects.count(), ChangeEvent.objects.count()) == before


def test_a_month_without_figures_is_left_out_of_an_export(trust: Organisation) -> None:
    months = month_figures(trust, months_between(LAST.shift(-3), LAST))
    assert [month.period for month in months] == [LAST]
    assert isinstance(months[0], MonthFigures)
