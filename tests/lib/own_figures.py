"""Figures that an organisation entered itself, put straight into the table for tests of what reads them."""

from collections.abc import Sequence

from clearway.common.periods import Month
from clearway.web.publications.models import RETURN, SourceFile, Value

FIRST = Month(2024, 1)
OF = 400
# A year and a quarter around 13 %, then as long around 9 %; the fifth month was not collected.
STEPPED = [
    52, 54, 49, 55, None, 53, 51, 56, 50, 52, 54, 49, 55, 52, 51,
    36, 38, 33, 37, 35, 39, 34, 36, 38, 33, 37, 36, 35, 34, 38,
]  # fmt: skip


def enter_figures(
    code: str,
    counts: Sequence[int | None] = STEPPED,
    measure: str = "smoke-booking",
    layout: str = RETURN,
    parameter: str = "",
    of: int = OF,
    first: Month = FIRST,
) -> None:
    """One figure a month from `first` (January 2024), each of so many women; None was not collected."""
    once = f"{code}-{measure}{parameter}{first if first != FIRST else ''}"
    source = SourceFile.objects.create(
        name=f"{code}-{measure}", sha256=once.ljust(64, "0"),
        publisher="The trust itself",
        title="Figures entered", layout=layout, status="provisional", licence="", rounding="none",
        new=len(counts), unchanged=0, restated=0, older=0, recorded_by="Tess Ter",
    )  # fmt: skip
    for place, count in enumerate(counts):
        month = first.shift(place)
        known = count is not None
        Value.objects.create(
            measure=measure, parameter=parameter, version="1", org_level="provider", org_code=code,
            period=str(month),
            period_start=month.first_day, numerator=count, denominator=of if known else None,
            value=count / of if known else None, state="value" if known else "not_collected",
            status="provisional", source=source, recorded_by="Tess Ter",
        )  # fmt: skip
