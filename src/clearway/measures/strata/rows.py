"""The rows of a breakdown: those of the output, with the stratum beside them."""

import csv
from collections.abc import Iterable
from typing import NamedTuple, TextIO

from clearway.measures.results import COLUMNS as RESULT_COLUMNS
from clearway.measures.results import Result, result_cells

COLUMNS = (*RESULT_COLUMNS, "stratum_kind", "stratum")

StratumCell = tuple[str, str, str, str, str, str, str]
"""Measure, component, parameter, organisation level and code, period, stratum."""


class StratumRow(NamedTuple):
    """One cell of a breakdown. `kind` and `stratum` are ids of `strata.yaml`, or `site` and its code.

    By site `result` is that of the site (`booking_site` or `delivery_site`). Where the code is missing
    or stands for no site, the organisation is the provider, for nobody else can answer for it.
    """

    result: Result
    kind: str
    stratum: str

    @property
    def cell(self) -> StratumCell:
        """What identifies the cell within one breakdown."""
        return *self.result.cell, self.stratum


def write_strata(rows: Iterable[StratumRow], file: TextIO) -> None:
    """Write the rows as CSV: the columns of the output, then `stratum_kind` and `stratum`."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([*result_cells(row.result), row.kind, row.stratum])
