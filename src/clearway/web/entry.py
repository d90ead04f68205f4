"""What the command line may ask of the site; each function starts Django first.

Nothing here is imported at the start of a command, so that commands which need no database stay quick.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity, errors

SETTINGS = "clearway.web.config.settings.embedded"

Say = Callable[[str], None]


def start() -> None:
    """Load the settings (DJANGO_SETTINGS_MODULE, else the embedded ones) and the apps."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


@dataclass(frozen=True)
class Imported:
    """One file's result in the words of the command line."""

    name: str
    already: bool
    new: int
    unchanged: int
    restated: int
    older: int
    findings: Sequence[str]


def make_database(say: Say) -> None:
    """Create or bring up to date the tables, and collect the static files."""
    from django.core.management import call_command

    start()
    say("database: bringing the tables up to date")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    say("pages: collecting style sheets and scripts")
    call_command("collectstatic", verbosity=0, interactive=False)


def import_file(path: Path, *, progress: Callable[[int, int], None], status: str | None = None) -> Imported:
    """Read one file of published statistics and add its figures; all of them or none.

    Raises ClearwayError when the file is not one that Clearway can read.
    """
    start()
    from clearway.records.publications import read_publication
    from clearway.web.audit.models import Person
    from clearway.web.publications.actions import import_publication

    publication = read_publication(path, status=status)
    if not publication.values:
        raise _nothing_usable(path, publication.findings)
    result = import_publication(publication=publication, by=Person.at_the_command_line(), progress=progress)
    findings = [_in_a_line(finding) for finding in sorted(result.source.findings, key=_gravity)]
    return Imported(
        path.name,
        result.already_imported,
        result.new,
        result.unchanged,
        result.restated,
        result.older,
        findings,
    )


def _nothing_usable(path: Path, findings: Sequence[Finding]) -> ClearwayError:
    """What to say of a file in which no row can be used; nothing of it is recorded."""
    faults = errors(findings)
    more = f" ({len(faults) - 1} more like it)" if len(faults) > 1 else ""
    first = f": {faults[0].what.rstrip('.')}{more}" if faults else ""
    return ClearwayError(
        f"no row can be used{first}",
        where=faults[0].where if faults else path.name,
        mend=faults[0].mend if faults else "Check that it is the file you meant",
    )


def _gravity(finding: Mapping[str, Any]) -> int:
    return list(Severity).index(Severity(finding["severity"]))


def _in_a_line(finding: Mapping[str, Any]) -> str:
    """A stored finding as one line: severity, row and column, what, mend."""
    return str(Finding(**{**finding, "severity": Severity(finding["severity"]), "file": ""}))


def import_bundled(say: Say) -> None:
    """Add the published figures that ship with Clearway, those that are not there yet."""
    from clearway.records.publications import bundled_publications

    for path in bundled_publications():
        result = import_file(path, progress=lambda done, total: None)
        if not result.already:
            say(f"published figures: {path.name}, {result.new} new")
    _record_made_up_history()


def _record_made_up_history() -> None:
    """What the made-up improvement lead decided about the charts of the synthetic trust, once."""
    from clearway.common.organisations import SYNTHETIC_TRUST, directory
    from clearway.records.publications import bundled_folder
    from clearway.spc.history import from_json
    from clearway.web.audit.models import Person
    from clearway.web.charts.actions import record_chart_event
    from clearway.web.charts.selectors import chart_history

    trust = directory().get(SYNTHETIC_TRUST)
    for chart in json.loads((bundled_folder() / "synthetic-trust-history.json").read_text(encoding="utf-8")):
        held = {event.id for event in chart_history(trust, chart["measure"])}
        for event in from_json(json.dumps(chart["events"])):
            if event.id not in held:
                record_chart_event(
                    organisation=trust,
                    measure=chart["measure"],
                    component="",
                    event=event,
                    by=Person.at_the_command_line(),
                )


def make_people(say: Say) -> None:
    """Make the made-up people of the demonstration and what they did, as far as they are not there yet."""
    start()
    from django.conf import settings

    from clearway.web.accounts.demonstration import make_personas
    from clearway.web.audit.models import Person
    from clearway.web.demonstration.telling import tell

    if not settings.DEMONSTRATION:
        return
    by = Person.at_the_command_line()
    if happened := tell(by=by):
        say(f"demonstration: the made-up collaborative, {happened:,} things that its people did")
    if made := make_personas(by=by):
        say(f"demonstration: {made} made-up people")


def make_demonstration(as_of: date, folder: Path, progress: Callable[[int, int], None]) -> str:
    """Tell the made-up collaborative into a database of its own, which is gone afterwards, and write it.

    Raises ClearwayError where the settings are another's than one computer's.
    """
    chosen = os.environ.get("DJANGO_SETTINGS_MODULE", SETTINGS)
    if chosen != SETTINGS:
        raise ClearwayError(
            f"the made-up collaborative is not made with the settings {chosen}",
            mend="Make it on one computer, where ./clearway up is the demonstration",
        )
    with tempfile.TemporaryDirectory(prefix="clearway-") as data:
        os.environ |= {"CLEARWAY_DATA": data, "CLEARWAY_DATABASE_URL": ""}
        start()
        from django.core.management import call_command

        from clearway.web.demonstration import snapshot

        call_command("migrate", verbosity=0, interactive=False)
        return f"{snapshot.make(as_of=as_of, folder=folder, progress=progress)}; in {folder}"


def load_demonstration(folder: Path, progress: Callable[[int, int], None]) -> str:
    """Bring a made-up collaborative that was made before into this site, whose tables are made if need be.

    Raises ClearwayError.
    """
    start()
    from django.core.management import call_command

    from clearway.web.audit.models import Person
    from clearway.web.demonstration import snapshot

    snapshot.refuse_elsewhere()
    call_command("migrate", verbosity=0, interactive=False)
    loaded = snapshot.load(folder=folder, by=Person.at_the_command_line(), progress=progress)
    return f"{loaded}; loaded"


def list_people(organisation: str | None) -> Iterator[str]:
    """Every role that is held, as lines. Raises ClearwayError for an unknown organisation."""
    start()
    from clearway.web.accounts import command

    return command.list_people(organisation)


def change_people(verb: str, options: Mapping[str, Any]) -> str:
    """Do what the verb of `people` says, and give the sentence that says so. Raises ClearwayError."""
    start()
    from clearway.web.accounts import command

    verbs: dict[str, Callable[..., str]] = {
        "first-administrator": command.first_administrator,
        "invite": command.invite_person,
        "end": command.end_person,
    }
    return verbs[verb](**options)


def check_logs(
    organisation: str | None, against: Path | None, progress: Callable[[int, int], None]
) -> Iterator[tuple[bool, str]]:
    """Whether each log fits, with a line that says so. Raises ClearwayError for an unknown organisation."""
    start()
    from clearway.web.trail import command

    return command.check(organisation, against, progress)


def anchor_logs() -> Iterator[str]:
    """Note the heads of all change logs in the instance's own, and give them as JSON lines."""
    start()
    from clearway.web.trail import command

    return command.anchor()


def export_log(organisation: str, log: str, form: str) -> Iterator[str]:
    """One log ("changes", "accesses") as text ("jsonl", "csv"). Raises ClearwayError as check_logs does."""
    start()
    from clearway.web.trail import command

    return command.export(organisation, log, form)


def export_figures(organisation: str, form: str, first: str, last: str) -> str:
    """The figures of a trust's months as a document. Raises ClearwayError."""
    start()
    from clearway.web.exchange import command

    return command.export_figures(organisation, form, first, last)


def import_figures(
    organisation: str, form: str, path: Path, *, by: str, dry_run: bool
) -> tuple[str, Sequence[str], bool]:
    """Counts in words, findings in lines, and whether the file was refused. Raises ClearwayError."""
    start()
    from clearway.web.exchange import command

    return command.import_figures(organisation, form, path, by=by, dry_run=dry_run)


def export_organisations(
    folder: Path, organisation: str | None, zipped: bool, progress: Callable[[int, int], None]
) -> Iterator[str]:
    """Write one organisation, or each, as files; a line for each. Raises ClearwayError."""
    start()
    from clearway.web.archive import command

    return command.export(folder, organisation, zipped, progress)


def import_organisation(path: Path, people: bool, progress: Callable[[int, int], None]) -> Iterator[str]:
    """Import an exported organisation; lines that tell of it. Raises ClearwayError."""
    start()
    from clearway.web.archive import command

    return command.bring(path, people, progress)


def manage(arguments: Sequence[str]) -> None:
    """Run one of Django's own management commands, for developers."""
    from django.core.management import execute_from_command_line

    start()
    execute_from_command_line(["clearway manage", *arguments])


def serve(address: str, *, workers: int = 1, threads: int = 8) -> None:
    """Serve the site, and do its jobs, until stopped. Replaces this process."""
    import sys

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    site = [
        sys.executable, "-m", "gunicorn", "clearway.web.config.wsgi:application",
        "--config", "python:clearway.web.config.server",
        "--bind", address, "--workers", str(workers), "--threads", str(threads),
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "clearway", "jobs", "work"]
    both = [sys.executable, "-m", "clearway.common.processes", json.dumps([site, worker])]
    os.execv(sys.executable, both)  # noqa: S606 - our own interpreter, fixed arguments
