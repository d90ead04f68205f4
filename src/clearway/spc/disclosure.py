"""Small numbers made safe before anything is computed from them.

What is published must not let anyone work out a count of one to seven. So the counts are changed
first, and values, limits, verdicts and texts come from the changed counts alone: nothing derived can
give away what was taken out.

`round` is the practice of NHS England's maternity statistics: 0 stays 0, 1 to 7 become 5, all else
the nearest 5. `suppress` withholds a row in which the count, its denominator or what lies between them
is 1 to 7.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from clearway.common.errors import ClearwayError
from clearway.spc.arrays import Bools, Floats
from clearway.spc.table_rows import Rows

SmallNumbers = Literal["round", "suppress"]
LEAST, MOST, BASE = 1, 7, 5


def made_safe(rows: Rows, method: str, proportions: Bools) -> Rows:
    """The rows with small counts rounded or withheld; `proportions` tells the series whose values are
    part of their denominators. Raises ClearwayError where a figure is not a count."""
    for figures in (rows.top, rows.bottom):
        broken = np.flatnonzero(np.isfinite(figures) & ((figures % 1 != 0) | (figures < 0)))
        if broken.size:
            first = broken[0]
            raise ClearwayError(
                f"{figures[first]:g} is not a count, and small numbers are a matter of counts",
                where=f"series {rows.names[rows.code[first]]}, {rows.label(int(rows.position[first]))}",
                mend="Give numerators and denominators instead of rates",
            )
    if method == "round":
        return replace(rows, top=rounded(rows.top), bottom=rounded(rows.bottom))
    if method != "suppress":
        raise ClearwayError(
            f"Small numbers cannot be treated by '{method}'", mend="Use one of: round, suppress"
        )
    rest = np.where(proportions[rows.code], rows.bottom - rows.top, np.nan)
    withheld = _small(rows.top) | _small(rows.bottom) | _small(rest)
    return replace(
        rows,
        top=np.where(withheld, np.nan, rows.top),
        bottom=np.where(withheld, np.nan, rows.bottom),
        withheld=withheld,
    )


def rounded(counts: Floats) -> Floats:
    """Counts as they may be published."""
    return np.where(_small(counts), float(BASE), np.floor(counts / BASE + 0.5) * BASE)


def _small(counts: Floats) -> Bools:
    return np.asarray((counts >= LEAST) & (counts <= MOST), dtype=np.bool_)
