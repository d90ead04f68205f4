"""A month of a made-up trust: figures typed by two people, and figures that the centre published."""

from django.utils.timezone import localdate

from clearway.common.organisations import directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person
from clearway.web.publications.models import SourceFile, Value
from clearway.web.returns.actions import enter_cells
from clearway.web.returns.cells import CellEntry, EntryResult
from clearway.web.returns.obligations import Owed, owed

TRUST = directory().get("DEMO1")
LAST = Month.of(localdate()).previous()
ANN, BEA = Person("Ann", "site", "key-ann"), Person("Bea", "site", "key-bea")


def enter(*cells: CellEntry, by: Person = ANN, period: Month = LAST, origin: str = "typed") -> EntryResult:
    """Save cells of the month."""
    return enter_cells(organisation=TRUST, period=period, cells=cells, by=by, origin=origin)


def booking(numerator: float | None, denominator: float | None = 120, **more: object) -> CellEntry:
    """A cell of smoking at booking."""
    return CellEntry("smoke-booking", numerator=numerator, denominator=denominator, **more)


def held(measure: str = "smoke-booking") -> Owed:
    """The cell of a measure in the month."""
    return next(each for each in owed(TRUST, LAST) if each.measure == measure)


def published(
    measure: str, numerator: float, status: str = "final", before: Value | None = None, month: Month = LAST
) -> Value:
    """A figure of a month as the centre publishes it."""
    source = SourceFile.objects.create(
        name=f"{measure}-{numerator}.csv", sha256=f"{measure}{numerator}{status}{month}".ljust(64, "0")[:64],
        publisher="NHS England", title=f"Monthly statistics, {status}", layout="msds-monthly", status=status,
        licence="OGL", rounding="5", new=1, unchanged=0, restated=0, older=0, recorded_by="tests",
    )  # fmt: skip
    return Value.objects.create(
        measure=measure, version="1", org_level="provider", org_code="DEMO1", period=str(month),
        period_start=month.first_day, numerator=numerator, denominator=100, value=numerator / 100,
        state="value", status=status, source=source, recorded_by="tests", supersedes=before,
    )  # fmt: skip
