"""Makes the database of a run and, after it, judges what is there. Run with the settings `full`.

`python -m benchmarks.served.writers make WRITERS` prints the sessions of the writers as JSON;
`... judge` reads the answers from standard input and prints what of them is not in the database.
"""

import json
import sys

import django


def make(writers: int) -> dict[str, object]:
    """Tables, trusts with their drivers, one person and session a writer."""
    from benchmarks.served.plain_pages import CREATE
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.utils import timezone

    from clearway.common.organisations import directory
    from clearway.common.periods import Month
    from clearway.web.audit.models import Person
    from clearway.web.people.models import Membership, User
    from clearway.web.returns.choices import choose
    from clearway.web.returns.obligations import owed

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(CREATE[connection.vendor])
    month = Month.of(timezone.localdate()).previous()
    by = Person("Benchmark", "benchmark")
    drivers, people = ["identification", "training"], []
    for number in range(writers):
        code = f"DEMO{number % 8 + 1}"
        trust = directory().get(code)
        if number < 8:
            choose(organisation=trust, period=month, drivers=drivers, measures=[], by=by)
        user = User.objects.create_user(
            f"writer{number}@example.invalid", name=f"W{number}", demonstration=True
        )
        Membership.objects.create(user=user, role="contributor", org_code=code)
        client = Client(REMOTE_ADDR="127.0.0.1")
        client.force_login(user)
        cells = ["|".join(cell.key) for cell in owed(trust, month)]
        own = cells[number // 8 % len(cells)]
        cookie = client.cookies["sessionid"].value
        people.append({"trust": code, "session": cookie, "cells": cells, "own": own})
    return {"month": str(month), "people": people}


def judge(answers: list[dict[str, object]]) -> dict[str, object]:
    """Which of the numbers that a page took are nowhere, and whether the change logs fit."""
    from clearway.web.audit.checking import check_chain
    from clearway.web.publications.models import Value
    from clearway.web.returns.models import Collision

    saved = set(Value.objects.values_list("org_code", "measure", "numerator"))
    kept = {(row.org_code, row.measure, row.typed["numerator"]) for row in Collision.objects.all()}
    lost = []
    for answer in answers:
        held = {"saved": saved, "collision": kept}.get(str(answer["state"]), set())
        if (answer["trust"], answer["measure"], answer["numerator"]) not in held:
            lost.append(answer)
    faults = [str(fault) for number in range(1, 9) if (fault := check_chain(f"DEMO{number}").fault)]
    return {"lost": lost, "faults": faults}


if __name__ == "__main__":
    django.setup()
    done = make(int(sys.argv[2])) if sys.argv[1] == "make" else judge(json.load(sys.stdin))
    sys.stdout.write(json.dumps(done))
