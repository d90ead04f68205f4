"""`clearway funnel FILE`: organisations compared on a funnel plot."""

import argparse
import sys
from pathlib import Path

from clearway.cli.sheets import check_name, sheet_files
from clearway.cli.tables import number, read_table
from clearway.common.errors import ClearwayError
from clearway.common.files import write_whole
from clearway.spc import funnel
from clearway.spc.funnels import Kind, Limits, Overdispersion, Scale
from clearway.spc.funnels.sheet import funnel_sheet
from clearway.spc.pictures import funnel_chart, to_svg
from clearway.spc.sheet import csv_text

_NAMES = ("label", "organisation")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="CSV or XLSX with columns label (or organisation), numerator, denominator",
    )
    parser.add_argument(
        "--kind",
        choices=[one.value for one in Kind],
        default=Kind.PROPORTION.value,
        help="what is compared: %(default)s",
    )
    parser.add_argument(
        "--levels", metavar="95,99.8", default="95,99.8", help="of the limits, in percent: %(default)s"
    )
    parser.add_argument(
        "--overdispersion",
        choices=[one.value for one in Overdispersion],
        default=Overdispersion.NONE.value,
        help="what the limits allow for beyond chance: %(default)s",
    )
    parser.add_argument(
        "--limits",
        choices=[one.value for one in Limits],
        default=Limits.EXACT.value,
        help="where they come from: %(default)s",
    )
    parser.add_argument(
        "--scale", choices=[one.value for one in Scale], help="of z-scores; log or square-root for a ratio"
    )
    parser.add_argument(
        "--target", type=float, help="a fraction, ratio or rate; without it the pooled figure, for a ratio 1"
    )
    _add_words(parser)


def _add_words(parser: argparse.ArgumentParser) -> None:
    """What is written, and where."""
    parser.add_argument("--target-name", default="", metavar="NAME", help='such as "England\'s figure"')
    parser.add_argument("--unit-name", default="units", metavar="NAME", help="such as trusts")
    parser.add_argument(
        "--size-title", default="", metavar="NAME", help='what the denominator counts, such as "Women booked"'
    )
    parser.add_argument("--per", type=float, default=1.0, metavar="N", help="write rates per so many")
    parser.add_argument(
        "--out", type=Path, metavar="POINTS", help="one row a unit, .csv or .xlsx; without it, printed"
    )
    parser.add_argument("--svg", type=Path, metavar="FILE.svg", help="the picture")
    parser.add_argument("--title", default="Funnel plot", help="of the picture")


def run(arguments: argparse.Namespace) -> int:
    """Compares the units, prints what was found, writes what was asked for."""
    check_name(arguments.out)
    labels, tops, bottoms, rows = _read(arguments.file)
    try:
        found = funnel(
            tops,
            bottoms,
            labels,
            kind=arguments.kind,
            levels=_levels(arguments.levels),
            target=arguments.target,
            overdispersion=arguments.overdispersion,
            limits=arguments.limits,
            scale=arguments.scale,
            rows=rows,
            unit_name=arguments.unit_name,
            target_name=arguments.target_name,
            per=arguments.per,
        )
    except ClearwayError as error:
        place = ", ".join(part for part in (str(arguments.file), error.where) if part)
        raise ClearwayError(error.what, where=place, mend=error.mend) from None
    files = sheet_files([(arguments.out, funnel_sheet(found))] if arguments.out else [])
    if arguments.svg:
        spec = funnel_chart(found, title=arguments.title, size_title=arguments.size_title)
        files[arguments.svg] = to_svg(spec, title=arguments.title, description=found.text)
    write_whole(files)
    if not arguments.out:
        print(csv_text(funnel_sheet(found)), end="")
    # A table that is printed can be piped on, so nothing else stands beside it.
    told = sys.stdout if arguments.out else sys.stderr
    print(found.text, file=told)
    for label, reason in found.left_out:
        print(f"Left out: {label} ({reason})", file=told)
    return 0


def _levels(text: str) -> tuple[float, ...]:
    """Levels in percent, such as `95,99.8`, as fractions."""
    try:
        levels = tuple(round(float(part.strip().rstrip("%")) / 100, 12) for part in text.split(","))
    except ValueError:
        levels = ()
    # Below one half, a figure would be marked that lies nearer to the target than most do by chance.
    if not levels or not all(0.5 <= level < 1 for level in levels):
        raise ClearwayError(
            f"'{text}' is no list of levels", where="--levels", mend="Write percentages, such as 95,99.8"
        )
    return levels


def _read(path: Path) -> tuple[list[str], list[float | None], list[float | None], list[int]]:
    labels, tops, bottoms, rows = [], [], [], []
    for row in read_table(path, required=("numerator", "denominator"), optional=_NAMES):
        label = row.text("label") or row.text("organisation")
        if not label:
            raise ClearwayError(
                "There is no label", where=row.where, mend="Name the unit in the column label"
            )
        labels.append(label)
        tops.append(number(row, "numerator"))
        bottoms.append(number(row, "denominator"))
        rows.append(row.number)
    return labels, tops, bottoms, rows
