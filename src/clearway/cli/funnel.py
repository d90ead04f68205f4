"""`clearway funnel FILE.csv`: organisations compared on a funnel plot."""

import argparse
import csv
import io
from pathlib import Path

from clearway.cli.tables import number, read_table, write_files
from clearway.common.errors import ClearwayError
from clearway.spc import Funnel, funnel
from clearway.spc.pictures import funnel_chart, to_svg

_NAMES = ("label", "organisation")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describes the command."""
    parser.add_argument(
        "file", type=Path, metavar="FILE.csv", help="columns label (or organisation), numerator, denominator"
    )
    parser.add_argument("--target", type=float, help="a fraction; without it the pooled proportion")
    parser.add_argument("--out", type=Path, metavar="UNITS.csv", help="one row a unit; without it, printed")
    parser.add_argument("--svg", type=Path, metavar="FILE.svg", help="the picture")
    parser.add_argument("--title", default="Funnel plot", help="of the picture")


def run(arguments: argparse.Namespace) -> int:
    """Compares the units, prints what was found, writes what was asked for."""
    labels, tops, bottoms, rows = _read(arguments.file)
    try:
        found = funnel(tops, bottoms, labels, target=arguments.target, rows=rows)
    except ClearwayError as error:
        place = ", ".join(part for part in (str(arguments.file), error.where) if part)
        raise ClearwayError(error.what, where=place, mend=error.mend) from None
    files: dict[Path, str] = {}
    if arguments.out:
        files[arguments.out] = _table(found)
    if arguments.svg:
        spec = funnel_chart(found, title=arguments.title)
        files[arguments.svg] = to_svg(spec, title=arguments.title, description=found.text)
    write_files(files)
    if not arguments.out:
        print(_table(found), end="")
    print(found.text)
    for label, reason in found.left_out:
        print(f"Left out: {label} ({reason})")
    return 0


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


def _table(found: Funnel) -> str:
    """One row a unit; limits as fractions, one pair a level."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    levels = [f"{level * 100:g}" for level in found.levels]
    limits = [f"{side}_{level}" for level in levels for side in ("lower", "upper")]
    writer.writerow(["label", "numerator", "denominator", "value", *limits, "outside", "side"])
    for unit in found.units:
        pairs = [repr(line) for pair in zip(unit.lower, unit.upper, strict=True) for line in pair]
        outside = "" if unit.outside is None else f"{unit.outside * 100:g}"
        counts = [f"{unit.numerator:g}", f"{unit.denominator:g}", repr(unit.value)]
        writer.writerow([unit.label, *counts, *pairs, outside, unit.side])
    return out.getvalue()
