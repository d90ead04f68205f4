"""Many writers at once on one chain, in a database of its own.

`python -m tests.lib.chain_writers WRITERS EACH` prints the events that fit, or the fault.
The settings name the database.
"""

import sys
from threading import Barrier, Thread

import django
from django.core.management import call_command


def main(writers: int, each: int) -> None:
    """Make the tables, let all write at the same moment, check."""
    django.setup()
    call_command("migrate", "audit", verbosity=0)
    from django.db import connection, transaction

    from clearway.web.audit.checking import check_chain
    from clearway.web.audit.models import Person, record

    start, failed = Barrier(writers), []

    def write(writer: int) -> None:
        start.wait()
        try:
            for number in range(each):
                with transaction.atomic():
                    by = Person(f"writer {writer}", "test")
                    record(organisation="R1H", action="write", subject=str(number), by=by, details={})
        except Exception as error:
            failed.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=write, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = check_chain("R1H")
    sys.stdout.write(str(state.fault or failed or f"{state.events} events fit"))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
