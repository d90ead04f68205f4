"""What is asked of figures before and while they are added."""

from collections.abc import Sequence

from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.common.organisations import directory
from clearway.measures.definitions import definition, definitions
from clearway.records.plausibility import check_values
from clearway.records.publications import Publication, PublishedValue, State
from clearway.web.publications.models import Value


def check_measures(publication: Publication) -> None:
    """Raises ClearwayError, naming the row, for a measure without a definition sheet."""
    for figure in publication.values:
        if figure.measure not in definitions():
            try:
                definition(figure.measure)
            except ClearwayError as error:
                where = f"{publication.source.name}, row {figure.row}, measure"
                raise ClearwayError(error.what, where=where, mend=error.mend) from None


def new_findings(figures: Sequence[PublishedValue]) -> list[Finding]:
    """What is odd about `figures`, seen together with the other periods that are held already.

    Half of the rules compare periods. A finding that the held rows give without the new ones is not
    repeated.
    """
    keys = {_key(figure) for figure in figures}
    rows = Value.objects.current().filter(measure__in={figure.measure for figure in figures})
    held = [figure for figure in map(as_published, rows) if _key(figure) not in keys]
    before = set(check_values(held))
    return [finding for finding in check_values([*figures, *held]) if finding not in before]


def cautions(rows: Sequence[Value]) -> list[Finding]:
    """What a reader must know about rows that are shown together."""
    return check_values(map(as_published, rows))


def as_published(row: Value) -> PublishedValue:
    """A row of the value table as the checks know it."""
    organisation = directory().find(row.org_code, row.org_level)
    return PublishedValue(
        measure=row.measure,
        component=row.component,
        parameter=row.parameter,
        version=int(row.version),
        org_level=row.org_level,
        org_code=row.org_code,
        org_name=organisation.name if organisation else "",
        period=row.period,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        state=State(row.state),
        note=row.note,
        row=row.row or 0,
    )


def _key(figure: PublishedValue) -> tuple[str, ...]:
    return (
        figure.measure,
        figure.component,
        figure.parameter,
        figure.org_level,
        figure.org_code,
        figure.period,
    )
