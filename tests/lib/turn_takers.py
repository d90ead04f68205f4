"""Many people do the same thing at the same moment, in a database of its own.

`python -m tests.lib.turn_takers PEOPLE` prints a line for each thing: what they were told, and what is kept.
Settings name the database.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from threading import Barrier, Thread

import django
from django.core.management import call_command

Act = Callable[[int], object]
Thing = tuple[str, Act, Callable[[], object]]
"""Its name, what each does, and what is kept of it."""


def main(people: int) -> None:
    """Make the tables, then let all do each thing at once."""
    django.setup()
    call_command("migrate", verbosity=0)
    for name, act, kept in _things():
        told = Counter(_at_once(people, act))
        sys.stdout.write(f"{name}: {dict(sorted(told.items()))}; {kept()}\n")


def _things() -> Iterator[Thing]:
    from tests.lib.improvement import a_project, somebody

    from clearway.common.organisations import directory
    from clearway.web.demonstration.clock import at
    from clearway.web.jobs.when import WALL

    place = directory().get("R1H")
    lead = somebody("improvement-lead")
    with at(datetime.combine(date(2026, 9, 2), time(9), WALL)):
        project = a_project(lead)
    yield from _of_the_department(place, lead)
    yield from _of_figures(place, lead)
    yield from _of_people(lead)
    yield _of_predictions(place, lead, project)


def _of_the_department(place: object, lead: object) -> Iterator[Thing]:
    from clearway.web.department.actions.plan import save_plan
    from clearway.web.department.actions.staff import confirm_understood, record_reach
    from clearway.web.department.models import StaffReach, Understood
    from clearway.web.department.vocabulary import plan_sections

    by = lead.as_person()
    fields = {"organisation": place, "step": "told", "profession": "midwifery", "by": by}
    first = record_reach(number=4, **fields)
    yield (
        "take back a count",
        lambda _: _word(lambda: record_reach(number=0, replaces=first, **fields)),
        lambda: f"{StaffReach.objects.count()} rows",
    )
    save_plan(organisation=place, texts={next(iter(plan_sections())): "Words"}, base=0, by=by)
    yield (
        "confirm the plan",
        lambda _: _word(lambda: confirm_understood(organisation=place, user=lead, by=by)),
        lambda: f"{Understood.objects.count()} row",
    )
    yield from _of_meetings(place, by)


def _of_meetings(place: object, by: object) -> Iterator[Thing]:
    from datetime import timedelta

    from django.utils.timezone import localdate

    from clearway.web.department.actions import meetings
    from clearway.web.department.models import Meeting

    today = localdate()

    def meet(number: int) -> str:
        row = planned[number]
        return _word(
            lambda: (
                meetings.hold_meeting(meeting=row, by=by, next_on=today + timedelta(days=number + 1))
                if number % 2
                else meetings.plan_meeting(organisation=place, title="Another", on=today, by=by)
            )
        )

    planned = [
        meetings.plan_meeting(organisation=place, title=f"Meeting {number}", on=today, by=by)
        for number in range(20)
    ]
    yield "plan and hold meetings", meet, lambda: f"{Meeting.objects.count() - 20} new meetings"


def _of_figures(place: object, lead: object) -> Iterator[Thing]:
    from django.db.models import Count

    from clearway.records.publications import bundled_publications, read_publication
    from clearway.web.publications.actions import import_publication
    from clearway.web.publications.models import LOGS, SourceFile, Value
    from clearway.web.team_logs.computing import compute_figures

    by = lead.as_person()

    def doubled() -> int:
        rows = Value.objects.values("supersedes").exclude(supersedes=None)
        return rows.annotate(times=Count("pk")).filter(times__gt=1).count()

    def compute(_: int) -> str:
        return "computed" if compute_figures(by=by, codes=["R1H"]).changed else "nothing new"

    yield (
        "compute now",
        compute,
        lambda: f"{SourceFile.objects.filter(layout=LOGS).count()} source, {doubled()} doubled",
    )
    smallest = min(bundled_publications(), key=lambda file: file.stat().st_size)
    read = read_publication(smallest)
    yield (
        "import a file",
        lambda _: "known" if import_publication(publication=read, by=by).already_imported else "imported",
        lambda: f"{SourceFile.objects.filter(sha256=read.source.sha256).count()} source",
    )
    yield from _of_a_month(place, by)


def _of_a_month(place: object, by: object) -> Iterator[Thing]:
    from django.utils.timezone import localdate

    from clearway.common.periods import Month
    from clearway.web.calendar.models import Submission
    from clearway.web.returns.actions import enter_cells
    from clearway.web.returns.cells import CellEntry
    from clearway.web.returns.choices import choose
    from clearway.web.returns.uploads_counted import log_submission, withdraw

    last = Month.of(localdate()).previous()
    choose(
        organisation=place, period=last, drivers=["systems-processes"], measures=["measures-uploaded"], by=by
    )
    said = {"system": "MSDS", "scope": "national", "what": "Figures", "receipt": "1", "by": by}

    def log_or_enter(number: int) -> str:
        if number % 2:
            day = last.first_day.replace(day=number + 1)
            return _word(lambda: log_submission(organisation=place, sent_on=day, **said))
        cell = CellEntry("smoke-booking", numerator=number + 1, denominator=400, comment="at once")
        return _word(
            lambda: enter_cells(organisation=place, period=last, cells=[cell], by=by, origin="typed")
        )

    yield "log and enter", log_or_enter, lambda: f"{Submission.objects.count()} logged"
    line = Submission.objects.order_by("pk")[0]
    yield (
        "withdraw a line",
        lambda _: _word(lambda: withdraw(organisation=place, submission=line, reason="Twice", by=by)),
        lambda: f"{Submission.objects.filter(withdraws=line).count()} withdrawal",
    )


def _of_people(lead: object) -> Iterator[Thing]:
    from tests.lib.improvement import somebody

    from clearway.web.people.actions import create_person, give_role
    from clearway.web.people.models import Membership, User

    by, one = lead.as_person(), somebody("reader", name="Nia New")
    yield (
        "give a role",
        lambda _: _word(lambda: give_role(user=one, role_id="contributor", org_code="R1H", by=by)),
        lambda: f"{Membership.objects.filter(user=one, role='contributor').count()} role",
    )
    address = "same@clearway.invalid"
    yield (
        "make an account",
        lambda _: _word(lambda: create_person(email=address, name="Same", organisation="R1H", by=by)),
        lambda: f"{User.objects.filter(email=address).count()} account",
    )


def _of_predictions(place: object, lead: object, project: object) -> Thing:
    from tests.lib.own_figures import enter_figures

    from clearway.web.cycles.actions.cycles import plan_cycle
    from clearway.web.cycles.actions.predictions import ask_question, predict
    from clearway.web.cycles.models import CycleStep, Outcome, Stage
    from clearway.web.cycles.scoring import score_due
    from clearway.web.projects.actions.common import written

    by = lead.as_person()
    cycle = plan_cycle(project=project, title="Cards", scale="one-woman", by=by)
    about = {"words": "How many?", "kind": "number", "measure": "smoke-36-weeks", "period": "2024-02"}
    question = ask_question(cycle=cycle, by=by, **about)
    predict(question=question, low=0.1, sure=60, by=by)
    CycleStep.objects.create(cycle=cycle, step=Stage.DO, on=date(2026, 10, 1), **written(by))
    enter_figures(place.code, [52, 54], measure="smoke-36-weeks")
    return (
        "score predictions",
        lambda _: "scored" if score_due(organisation=place, by=by) else "nothing to score",
        lambda: f"{Outcome.objects.count()} outcome",
    )


def _word(act: Callable[[], object]) -> str:
    from clearway.common.errors import ClearwayError

    try:
        act()
    except ClearwayError as error:
        return error.what
    return "done"


def _at_once(people: int, act: Act) -> list[str]:
    from django.db import connection

    start, said = Barrier(people), []

    def run(number: int) -> None:
        start.wait()
        try:
            said.append(str(act(number)))
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


if __name__ == "__main__":
    main(int(sys.argv[1]))
