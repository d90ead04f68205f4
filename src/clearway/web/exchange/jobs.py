"""The jobs of this app: bringing in a file of figures, and letting go of files nobody dealt with."""

from dataclasses import asdict
from datetime import timedelta

from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, errors
from clearway.common.organisations import directory
from clearway.web.exchange.bringing import Brought, bring_in
from clearway.web.exchange.drafts import refused
from clearway.web.exchange.figures import Read
from clearway.web.exchange.formats import format_of
from clearway.web.exchange.models import Import, State
from clearway.web.jobs.progress import Progress
from clearway.web.jobs.registry import job
from clearway.web.returns.models import CellDetail

NAME = "bring-in-figures"
KEPT_FOR = timedelta(days=14)
MOST_FINDINGS = 20_000


@job(name=NAME, title="Bring in {title}", retries=2)
def bring_in_figures(progress: Progress, *, imported: str, title: str) -> str:
    """Read a file and save its figures, all in one transaction or nothing."""
    held = Import.objects.filter(pk=imported, state=State.WAITING).first()
    if held is None or held.data is None:
        return "It was dealt with before."
    read = _read(held)
    with progress.atomic():
        brought = bring_in(
            organisation=directory().get(held.org_code),
            read=read,
            by=progress.by,
            origin=CellDetail.API,
            dry_run=held.dry_run,
            progress=lambda done, total: progress.report(done, total, "figures compared with what is held"),
        )
        return _note(held, brought)


@job(name="tidy-imports", title="Take away sent files that no job dealt with", retries=2)
def tidy_imports(progress: Progress) -> str:
    """Take away the bytes of files after 14 days; that they were sent stays known."""
    with progress.atomic():
        old = Import.objects.filter(at__lt=timezone.now() - KEPT_FOR, data__isnull=False)
        count = old.update(data=None)
    return f"Files taken away: {count}."


def _read(held: Import) -> Read:
    """What the file holds; one that cannot be read at all holds one finding."""
    try:
        return format_of(held.form).read(bytes(held.data or b""))
    except ClearwayError as problem:
        said = ClearwayError(": ".join(filter(None, (problem.where, problem.what))), mend=problem.mend)
        return Read((), (refused(said, "not-read", None),))


def _note(held: Import, brought: Brought) -> str:
    """Write down what came of it, and say it in a sentence."""
    wrong = len(errors(brought.findings))
    held.state = State.REFUSED if wrong else State.DONE
    held.kept, held.counts, held.data = brought.kept, dict(brought.counts), None
    held.findings = [_data(finding) for finding in brought.findings[:MOST_FINDINGS]]
    held.save()
    if wrong:
        return f"Nothing was kept: {wrong:,} {'thing' if wrong == 1 else 'things'} to mend."
    counted = ", ".join(f"{number:,} {name}" for name, number in brought.counts.items())
    return f"{'Dry run, nothing was kept' if held.dry_run else 'Figures'}: {counted}."


def _data(finding: Finding) -> dict[str, object]:
    return asdict(finding) | {"severity": finding.severity.value}
