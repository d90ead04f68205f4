"""The figures that an organisation holds, as they are exchanged."""

from collections.abc import Iterable, Iterator, Sequence

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.register import MAIN_PACKAGE
from clearway.records.publications import State
from clearway.web.exchange.figures import Figure, MonthFigures
from clearway.web.returns.obligations import Owed, owed_of

MOST_MONTHS = 120


def month_figures(
    organisation: Organisation, months: Sequence[Month], package: str = MAIN_PACKAGE
) -> tuple[MonthFigures, ...]:
    """What is held of what the organisation owes for these months, months without any left out."""
    held = owed_of([organisation.code], months, package)
    found = (
        MonthFigures(organisation.code, month, tuple(_figures(held[organisation.code, month])), package)
        for month in months
    )
    return tuple(month for month in found if month.figures)


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """All months from the first to the last. Raises ClearwayError for none, or more than ten years."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= count <= MOST_MONTHS:
        raise ClearwayError(
            f"from {first} to {last} are {max(count, 0)} months",
            mend=f"Ask for 1 to {MOST_MONTHS}, oldest first",
        )
    return tuple(first.shift(number) for number in range(count))


def figure_of(cell: Owed) -> Figure | None:
    """What a cell holds, whoever it comes from; None where it holds nothing."""
    row = cell.value
    if row is None or not cell.held:
        return None
    detail = getattr(row, "detail", None)
    return Figure(
        *cell.key,
        version=row.version,
        numerator=row.numerator,
        denominator=row.denominator,
        value=row.value,
        state=State(row.state),
        reason=row.note,
        comment=detail.comment if detail else "",
        follow_up=detail.follow_up if detail else False,
        population=detail.population if detail else None,
    )


def _figures(cells: Iterable[Owed]) -> Iterator[Figure]:
    return (figure for cell in cells if (figure := figure_of(cell)) is not None)
