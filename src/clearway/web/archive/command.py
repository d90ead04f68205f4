"""What the command line asks of exports; `clearway.web.entry` hands it on."""

from collections.abc import Iterator
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.web.archive.actions import export_folder, known
from clearway.web.archive.arriving import Progress, bring_in
from clearway.web.archive.guests import guests, who_needs_a_yes
from clearway.web.archive.reading import opened
from clearway.web.archive.selectors import codes_with_rows
from clearway.web.audit.models import Person


def export(folder: Path, organisation: str | None, zipped: bool, progress: Progress) -> Iterator[str]:
    """Write one organisation into `folder`, or each of them into a folder of its own below it."""
    by = Person.at_the_command_line()
    places = {organisation: folder} if organisation else {code: folder / code for code in codes_with_rows()}
    if not places:
        raise ClearwayError("Nothing is kept of any organisation", mend="Enter something, then export")
    for code, place in places.items():
        written = export_folder(
            organisation=known(code), folder=place, by=by, zipped=zipped, progress=progress
        )
        files = sum(name.startswith("files/") for name in written.manifest["files"])
        yield f"{code}: {written.rows:,} rows, {files:,} files of people, in {place}"


def bring(path: Path, people: bool, progress: Progress) -> Iterator[str]:
    """Import an export: first who would get what, then what came of it."""
    with opened(path) as archive:
        archive.check()
        made = archive.manifest.made_by.version
        whose = archive.manifest.organisation
        yield f"{whose.name} ({whose.code}): {archive.rows:,} rows, exported by version {made}"
        if not people:
            yield from (str(guest) for guest in who_needs_a_yes(guests(archive)))
        done = bring_in(archive, people=people, by=Person.at_the_command_line(), progress=progress)
    yield (
        f"{done.code}: {done.rows:,} rows imported; {done.accounts:,} accounts made, {done.known:,} people "
        f"were here already, {done.roles:,} roles given; the change log fits"
    )
    if done.joined:
        yield f"{done.joined:,} references of other organisations lead to its rows now"
    if done.elsewhere:
        yield f"{done.elsewhere:,} references lead to rows of others that are not here; kept as they came"
    if done.accounts:
        yield "New people have no way to sign in yet: each asks for a password at 'Forgotten your password?'"
