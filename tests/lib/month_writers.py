"""Many people at once in the same month, in a database of its own.

`python -m tests.lib.month_writers PEOPLE` prints what became of their figures. Settings name the database.
"""

import sys
from collections.abc import Callable
from threading import Barrier, Thread

import django
from django.core.management import call_command


def main(people: int) -> None:
    """Make the tables, let all save the same cell, then submit, at the same moment; tell what is held."""
    django.setup()
    call_command("migrate", verbosity=0)
    from django.utils.timezone import localdate

    from clearway.common.errors import ClearwayError
    from clearway.common.organisations import directory
    from clearway.common.periods import Month
    from clearway.web.audit.checking import check_chain
    from clearway.web.audit.models import Person
    from clearway.web.calendar.actions import submit
    from clearway.web.calendar.models import ReturnEvent
    from clearway.web.publications.models import Value
    from clearway.web.returns.actions import enter_cells
    from clearway.web.returns.cells import CellEntry
    from clearway.web.returns.models import Collision

    trust, last = directory().get("DEMO1"), Month.of(localdate()).previous()

    def save(number: int) -> str:
        cell = CellEntry("smoke-booking", numerator=number + 1, denominator=400, comment="at once")
        by = Person(f"person {number}", "test", f"key-{number}")
        result = enter_cells(organisation=trust, period=last, cells=[cell], by=by, origin="typed")
        return "saved" if result.saved else "apart" if result.collisions else "nothing"

    def hand_in(number: int) -> str:
        try:
            submit(organisation=trust, period=last, by=Person(f"person {number}", "test"))
        except ClearwayError:
            return "refused"
        return "submitted"

    said = [*_at_once(people, save), *_at_once(people, hand_in)]
    rows = Value.objects.filter(org_code="DEMO1")
    kept = {row.numerator for row in rows} | {each.typed["numerator"] for each in Collision.objects.all()}
    told = {word: said.count(word) for word in sorted(set(said))}
    state = check_chain("DEMO1")
    sys.stdout.write(
        f"{told}; {rows.count()} row, {len(kept)} figures kept, {ReturnEvent.objects.count()} step, "
        f"chain {'broken' if state.fault else 'whole'}"
    )


def _at_once(people: int, act: Callable[[int], str]) -> list[str]:
    from django.db import connection

    start, said = Barrier(people), []

    def run(number: int) -> None:
        start.wait()
        try:
            said.append(act(number))
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
