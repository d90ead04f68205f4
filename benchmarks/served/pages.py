"""Makes the collaborative that `benchmarks/pages.py` reads, and lets it grow. Run with the settings `full`.

`python -m benchmarks.served.pages make PEOPLE` prints pages with their queries, and the sessions of each
person; `... grow` adds rows of every kind and prints the queries of each page again.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import django

from clearway.common.periods import Month

MORE = 20  # rows of each kind
TRUST = "DEMO1"
LAST = Month.of(datetime.now(UTC).date()).previous()
HERE = f"/organisations/{TRUST}/"
PROJECT = f"{HERE}projects/1/"
OF_TRUST = (
    "", "months/", "projects/", "actions/", "ideas/", "needs/", "predictions/", "board/", "department/",
    "department/meetings/", "work/", "library/", "reports/", f"reports/highlight/{LAST}/",
    f"reports/board-paper/{LAST}/",
)  # fmt: skip
OF_PROJECT = (
    "", "charter/", "team/", "measures/", "communication/", "tasks/", "barriers/", "involvement/",
    "discussion/", "files/", "activity/", "cycles/", "cycles/1/", "progress/", "board/",
)  # fmt: skip
OF_PERSONA = {
    "improvement-lead": (
        "/", "/home/", "/library/", "/library/ideas/identification-1/",
        *(HERE + page for page in OF_TRUST), *(PROJECT + page for page in OF_PROJECT),
    ),
    "board-champion": ("/improve/barriers/",),
    "network-lead-north": ("/coordination/DEMO-N/", "/coordination/DEMO-N/health/"),
}  # fmt: skip


def make(people: int) -> dict[str, object]:
    """Tables, published figures, the story, a row for the bare page, and sessions."""
    from benchmarks.served.plain_pages import CREATE, TABLE
    from django.db import connection

    from clearway.web import entry

    def quiet(words: str) -> None:
        """Say nothing: what is printed is the answer."""

    entry.make_database(quiet)
    entry.import_bundled(quiet)
    entry.make_people(quiet)
    with connection.cursor() as cursor:
        cursor.execute(CREATE[connection.vendor])
        cursor.execute(f"INSERT INTO {TABLE} (said) VALUES ('once')")
    _add(range(1))  # what is asked only where there is something is asked before and after
    pages = [
        {"address": address, "persona": persona, "queries": queries} for persona, address, queries in _asked()
    ]
    sessions = [{persona: _session(persona) for persona in OF_PERSONA} for _ in range(people)]
    return {"pages": pages, "sessions": sessions}


def _client(persona_id: str) -> Any:
    from django.test import Client

    from clearway.web.accounts.demonstration import made_up_people

    client = Client(REMOTE_ADDR="127.0.0.1", SERVER_NAME="127.0.0.1")
    client.force_login(next(user for persona, user in made_up_people() if persona.id == persona_id))
    return client


def _session(persona: str) -> str:
    return str(_client(persona).cookies["sessionid"].value)


def _asked() -> Iterator[tuple[str, str, int]]:
    """Each page with who reads it and how often it asks the database."""
    for persona, addresses in OF_PERSONA.items():
        for address, queries in _queries(persona, addresses).items():
            yield persona, address, queries


def _queries(persona: str, addresses: tuple[str, ...]) -> dict[str, int]:
    """How often each page asks the database, once whatever is kept in memory is there."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, found = _client(persona), {}
    for address in addresses:
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        found[address] = len(queries)
    return found


def grow() -> dict[str, int]:
    """How often each page asks with many more rows of each kind."""
    _add(range(1, MORE + 1))
    return {address: queries for _, address, queries in _asked()}


def _add(numbers: range) -> None:
    """A row of each kind a number, in one trust and its first project, by the actions that people use."""
    from django.utils import timezone

    from clearway.common.organisations import directory
    from clearway.web.audit.models import Person
    from clearway.web.boards.actions import share_board
    from clearway.web.cycles.actions.cycles import plan_cycle
    from clearway.web.department.actions.meetings import plan_meeting
    from clearway.web.projects import selectors
    from clearway.web.projects.actions import lifecycle, offering, plans, talk, team, work
    from clearway.web.projects.origins import Origin

    trust, by, today = directory().get(TRUST), Person("Benchmark", "benchmark"), timezone.localdate()
    project = selectors.project(trust, 1)
    if project is None:
        raise SystemExit("the story has no first project")
    for number in numbers:
        name = f"Number {number}"
        lifecycle.start_project(
            organisation=trust, title=name, drivers=["identification"], ideas=["identification-1"], by=by
        )
        plan_cycle(project=project, title=name, scale="one-woman", by=by, texts={})
        origin = Origin(kind="review", reference="", words=name)
        work.start_action(organisation=trust, project=project, title=name, origin=origin, by=by)
        work.raise_barrier(project=project, title=name, by=by)
        offering.offer_idea(organisation=trust, title=name, words="", driver="identification", by=by)
        offering.ask_for(organisation=trust, kind="equipment", title=name, words="", by=by)
        plans.set_milestone(project=project, title=name, due=today + timedelta(days=number), by=by)
        plans.plan_communication(project=project, audience="staff", message=name, how="Huddle", by=by)
        talk.say(project=project, words=name, by=by)
        talk.record_discussion(
            project=project, phase="test", group="midwifery", on=today, how="Huddle", said_by_them=name, by=by
        )
        talk.add_file(project=project, name=f"{name}.txt", content=name.encode(), by=by)
        plan_meeting(organisation=trust, project=project, title=name, on=today, by=by)
        team.add_member(project=project, name=name, role="helper", by=by)
        share_board(organisation=trust, project=project, on=today, audience="staff", with_whom=name, by=by)


if __name__ == "__main__":
    django.setup()
    done = make(int(sys.argv[2])) if sys.argv[1] == "make" else grow()
    sys.stdout.write(json.dumps(done))
