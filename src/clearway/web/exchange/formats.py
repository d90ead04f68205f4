"""The formats that figures of a month are exchanged in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from clearway.common.errors import ClearwayError
from clearway.web.exchange import adx, adx_reading, fhir, fhir_reading, sheet
from clearway.web.exchange.figures import MonthFigures, Read


@dataclass(frozen=True)
class Format:
    """One format: its name, what files of it are called, its media type, how it is written and read."""

    id: str
    title: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[MonthFigures], datetime], bytes]
    read: Callable[[bytes], Read]


FORMATS = {
    one.id: one
    for one in (
        Format("adx", "ADX", "xml", "application/adx+xml", adx.write, adx_reading.read),
        Format(
            "fhir", "FHIR R4 MeasureReport", "json", "application/fhir+json",
            fhir.write, fhir_reading.read,
        ),
        Format(
            "fhir-lines", "FHIR R4 MeasureReport, one a line", "ndjson", "application/fhir+ndjson",
            fhir.write_lines, fhir_reading.read,
        ),
        Format("csv", "CSV", "csv", "text/csv", sheet.write, sheet.read),
    )
}  # fmt: skip


def format_of(name: str) -> Format:
    """The format with this id. Raises ClearwayError when there is none."""
    if name not in FORMATS:
        raise ClearwayError(f"There is no format '{name}'", mend=f"Use one of {', '.join(FORMATS)}")
    return FORMATS[name]
