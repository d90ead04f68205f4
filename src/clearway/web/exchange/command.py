"""What the command line does with files of figures."""

from collections.abc import Callable, Sequence
from pathlib import Path

from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.findings import errors
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import parse_month
from clearway.web.audit.models import Person
from clearway.web.exchange.bringing import bring_in
from clearway.web.exchange.exporting import month_figures, months_between
from clearway.web.exchange.formats import format_of
from clearway.web.people.roles import TRUST
from clearway.web.returns.models import CellDetail

Progress = Callable[[int, int], None]


def export_figures(code: str, form: str, first: str, last: str) -> str:
    """The document as text. Raises ClearwayError for no trust, and for months that make no range."""
    months = months_between(parse_month(first), parse_month(last))
    return format_of(form).write(month_figures(_trust(code), months), timezone.now()).decode()


def import_figures(
    code: str, form: str, path: Path, *, by: str, dry_run: bool
) -> tuple[str, Sequence[str], bool]:
    """Bring in a file: counts in words, findings in lines, and whether it was refused.

    Raises ClearwayError where the file cannot be read at all.
    """
    organisation = _trust(code)
    try:
        document = path.read_bytes()
    except OSError as problem:
        raise ClearwayError(f"The file cannot be read: {problem.strerror}", where=str(path)) from None
    brought = bring_in(
        organisation=organisation,
        read=format_of(form).read(document),
        by=Person(name=by, via="command line"),
        origin=CellDetail.FILE,
        dry_run=dry_run,
    )
    counts = ", ".join(f"{number} {name}" for name, number in brought.counts.items())
    return counts, [str(finding) for finding in brought.findings], bool(errors(brought.findings))


def _trust(code: str) -> Organisation:
    found = directory().get(code)
    if found.level not in TRUST:
        raise ClearwayError(f"{found.name} enters no figures", mend="Give the code of a trust")
    return found
