"""The one way into the value table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from clearway.common.periods import parse_period
from clearway.records.publications import Publication, PublishedValue
from clearway.web.audit.models import Person, record
from clearway.web.design.turns import in_turn
from clearway.web.publications.checks import check_measures, new_findings
from clearway.web.publications.computed import for_the_site
from clearway.web.publications.models import SourceFile, Value

# Short transactions keep other writers waiting least; one statement of this size is quick.
CHUNK = 1000
KEY = ("measure", "component", "parameter", "version", "org_level", "org_code", "period")
IDENTITY = tuple(name for name in KEY if name != "version")
FIGURE = ("version", "numerator", "denominator", "value", "state", "status", "note")
ACTIONS = {True: "import publication", False: "load computed figures"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ImportResult:
    """What one import did: how many figures were new, unchanged, restated or older than what is held."""

    source: SourceFile
    already_imported: bool
    new: int
    unchanged: int
    restated: int
    older: int


def import_publication(
    *, publication: Publication, by: Person, progress: Progress = lambda done, total: None
) -> ImportResult:
    """Add the figures of one published file; all of them or none.

    A file that was imported before changes nothing. A figure that is the same as the one held is
    counted and not written again. A different figure supersedes the one held, except that a
    provisional figure never supersedes a final one (it is counted as older). Of figures with a stamp
    those that the site takes are added (`for_the_site`), the newest month as provisional.

    Raises ClearwayError when the file speaks of a measure that has no definition sheet.
    """
    known = _known(publication)
    if known is not None:
        return _as_before(known, publication)
    taken = for_the_site(publication)
    check_measures(taken)
    return _import(taken, by, progress)


@in_turn
def _import(publication: Publication, by: Person, progress: Progress) -> ImportResult:
    known = _known(publication)  # again: somebody may have imported it while it was checked
    if known is not None:
        return _as_before(known, publication)
    held = _held(publication.values)
    fresh: list[tuple[PublishedValue, Value | None]] = []
    unchanged = older = 0
    for figure in publication.values:
        status = str(publication.status_of(figure))
        before = held.get(_key(figure))
        if before is not None and _figure(before) == _published_figure(figure, status):
            unchanged += 1
        elif before is not None and _is_older(figure, status, before):
            older += 1
        else:
            fresh.append((figure, before))
    restated = sum(before is not None for _, before in fresh)
    source = _source(publication, by, len(fresh) - restated, unchanged, restated, older)
    for start in range(0, len(fresh), CHUNK):
        chunk = fresh[start : start + CHUNK]
        Value.objects.bulk_create(
            [_row(figure, before, source, by, str(publication.status_of(figure))) for figure, before in chunk]
        )
        progress(start + len(chunk), len(fresh))
    counts = {"new": source.new, "unchanged": unchanged, "restated": restated, "older": older}
    record(organisation="", action=ACTIONS[source.stamp is None], subject=source.name, by=by, details=counts)
    return ImportResult(source, False, source.new, unchanged, restated, older)


def _known(publication: Publication) -> SourceFile | None:
    return SourceFile.objects.filter(sha256=publication.source.sha256).first()


def _as_before(known: SourceFile, publication: Publication) -> ImportResult:
    return ImportResult(known, True, 0, len(publication.values), 0, 0)


def _source(
    publication: Publication, by: Person, new: int, unchanged: int, restated: int, older: int
) -> SourceFile:
    read = publication.source
    findings = [*publication.findings, *new_findings(publication.values)]
    return SourceFile.objects.create(
        name=read.name,
        sha256=read.sha256,
        publisher=read.publisher,
        title=read.title,
        layout=read.layout,
        status=read.status,
        licence=read.licence,
        rounding=read.rounding,
        new=new,
        unchanged=unchanged,
        restated=restated,
        older=older,
        unused=dict(publication.unused),
        stamp=publication.stamp.model_dump(mode="json") if publication.stamp else None,
        findings=[asdict(finding) | {"severity": str(finding.severity)} for finding in findings],
        recorded_by=by.name,
    )


def _key(item: PublishedValue | Value) -> tuple[str, ...]:
    """What a figure is of. By a newer version of the definition it supersedes the earlier one."""
    return tuple(str(getattr(item, name)) for name in IDENTITY)


def _is_older(figure: PublishedValue, status: str, held: Value) -> bool:
    """Whether the figure held is more settled, or by a newer version of the definition."""
    versions = figure.version, int(held.version)
    return versions[0] < versions[1] or (held.status == "final" and status == "provisional")


def _figure(value: Value) -> tuple[object, ...]:
    return tuple(getattr(value, name) for name in FIGURE)


def _published_figure(figure: PublishedValue, status: str) -> tuple[object, ...]:
    return (
        str(figure.version),
        figure.numerator,
        figure.denominator,
        figure.value,
        str(figure.state),
        status,
        figure.note,
    )


def _held(figures: Sequence[PublishedValue]) -> dict[tuple[str, ...], Value]:
    """The current rows of the measures and periods at hand, by key, in one query."""
    rows: Iterable[Value] = Value.objects.current().filter(
        measure__in={figure.measure for figure in figures},
        period__in={str(figure.period) for figure in figures},
    )
    return {_key(row): row for row in rows}


def _row(figure: PublishedValue, before: Value | None, source: SourceFile, by: Person, status: str) -> Value:
    return Value(
        **{name: str(getattr(figure, name)) for name in KEY},
        period_start=parse_period(str(figure.period)).first_day,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        state=str(figure.state),
        status=status,
        note=figure.note,
        source=source,
        row=figure.row,
        recorded_by=by.name,
        supersedes=before,
    )
