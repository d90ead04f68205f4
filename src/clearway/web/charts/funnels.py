"""The funnel: organisations of different size compared fairly with the published national figure."""

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import Definition
from clearway.measures.model import Kind
from clearway.spc import Funnel, funnel
from clearway.spc.pictures import funnel_chart
from clearway.web.charts.comparison import Comparison
from clearway.web.charts.dots import comparison_table
from clearway.web.charts.sources import source_line
from clearway.web.design.pictures import NARROW, WIDE, Picture

_UNIT_NAMES = {Level.PROVIDER: "trusts", Level.ICB: "boards"}


def funnel_picture(comparison: Comparison, *, sheet: Definition, chosen: Organisation, title: str) -> Picture:
    """The funnel of a comparison that has at least one unit."""
    found = _funnel(comparison)
    label = next((unit.name for unit in comparison.units if unit.code == chosen.code), "")
    wide, narrow = (
        funnel_chart(
            found,
            title="",
            chosen=label,
            source=_publisher(comparison),
            status=_status(comparison),
            size_title=_size_title(sheet),
            width=width,
        )
        for width in (WIDE, NARROW)
    )
    return Picture(
        id="funnel",
        title=f"{title}: funnel plot, {comparison.period.label}",
        finding=found.text,
        spec=wide,
        narrow=narrow,
        table=comparison_table(comparison),
        caption=source_line(comparison.source),
    )


def _size_title(sheet: Definition) -> str:
    """What the denominator counts: "Number of women". A mean is over other things than its unit says."""
    return f"Number of {sheet.unit}" if sheet.kind is Kind.PROPORTION else ""


def _funnel(comparison: Comparison) -> Funnel:
    """Compared with the published national figure; only where none is published, with the units' own mean."""
    nation = comparison.nation.value if comparison.nation else None
    units = comparison.units
    return funnel(
        [unit.numerator for unit in units],
        [unit.denominator for unit in units],
        [unit.name for unit in units],
        target=nation,
        unit_name=_UNIT_NAMES.get(comparison.level, "areas"),
        target_name="" if nation is None else "England's published figure",
    )


def _publisher(comparison: Comparison) -> str:
    return comparison.source.publisher if comparison.source else ""


def _status(comparison: Comparison) -> str:
    status = comparison.source.status if comparison.source else ""
    return f"{status}, {comparison.period.label}" if status else comparison.period.label
