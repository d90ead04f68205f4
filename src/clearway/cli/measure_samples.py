"""`clearway measures sample`: the list of women to review, and the figure from the answers."""

import argparse
import csv
import io
import sys
from pathlib import Path

from clearway.common.errors import ClearwayError
from clearway.common.files import write_whole
from clearway.common.periods import Month, parse_date, parse_month
from clearway.measures.computed import computed_measure
from clearway.measures.definitions import definition
from clearway.measures.sampler import (
    SAMPLED_COLUMNS,
    Sheet,
    Subject,
    draw,
    evaluate,
    fill,
    grow,
    may_be_sampled,
    read_sheet,
    sampled_cells,
    sheet_text,
)

EXIT_DONE = 0
DRAW, EVALUATE = "draw", "evaluate"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the two steps."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="STEP")
    drawn = steps.add_parser(DRAW, help="the list of women to review, from records")
    drawn.add_argument("--from", dest="kind", choices=("msds", "csv", "parquet"), required=True)
    drawn.add_argument("path", type=Path, metavar="PATH", help="the folder or file of records")
    drawn.add_argument("--measure", required=True, metavar="ID", help="a measure marked [s]")
    drawn.add_argument("--provider", required=True, metavar="CODE")
    drawn.add_argument("--month", required=True, metavar="YYYY-MM")
    drawn.add_argument("--size", required=True, type=int, metavar="N", help="how many women")
    drawn.add_argument(
        "--seed", default="", metavar="TEXT", help="default: made of measure, provider and month"
    )
    drawn.add_argument("--as-of", metavar="DATE", help="as for measures run")
    drawn.add_argument(
        "--grow", type=Path, metavar="FILE.csv", help="an earlier list: its women and answers are kept"
    )
    drawn.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write (default: the screen)")
    answered = steps.add_parser(EVALUATE, help="the estimate with its limits, from the list filled in")
    answered.add_argument("file", type=Path, metavar="FILE.csv", help="the list with answers")
    answered.add_argument("--out", type=Path, metavar="FILE.csv", help="where to write (default: the screen)")


def run(arguments: argparse.Namespace) -> int:
    """Draw or evaluate."""
    if arguments.step == DRAW:
        text = sheet_text(_drawn(arguments))
        question = definition(arguments.measure).numerator
        print(f"Answer yes, no or unknown. Yes is: {question}", file=sys.stderr)
    else:
        text = _estimate(_read(arguments.file))
    if arguments.out is None:
        sys.stdout.write(text)
    else:
        write_whole({arguments.out: text})
    return EXIT_DONE


def _drawn(arguments: argparse.Namespace) -> Sheet:
    month = parse_month(arguments.month)
    may_be_sampled(arguments.measure)
    earlier = _read(arguments.grow) if arguments.grow else None
    mothers = _denominator(arguments, month)
    if not mothers:
        raise ClearwayError(
            f"Nobody is in the denominator of {arguments.measure} in {month}",
            mend="Check the month and the provider's code, and that the month's submission is there",
        )
    subject = Subject(arguments.measure, "", "provider", arguments.provider, month)
    if earlier is None:
        return fill(draw(subject, mothers, arguments.size, arguments.seed), mothers)
    if earlier.sample.subject != subject or arguments.seed not in ("", earlier.sample.seed):
        raise ClearwayError(
            "The earlier list is another sample",
            where=str(arguments.grow),
            mend="Name its measure, month, seed",
        )
    return fill(grow(earlier.sample, mothers, arguments.size), mothers, earlier.answers)


def _denominator(arguments: argparse.Namespace, month: Month) -> dict[str, str]:
    """The mothers' local identifiers by pregnancy, of the denominator."""
    from clearway.measures.engines.duckdb import prepare  # the engine is only loaded when it is needed
    from clearway.measures.members import members
    from clearway.records.readers import read_records

    as_of = parse_date(arguments.as_of) if arguments.as_of else None
    made = prepare(read_records(arguments.kind, arguments.path).connection, as_of)
    found = members(made, computed_measure(arguments.measure), month, arguments.provider)
    return {member.pregnancy_id: member.mother_local_id for member in found}


def _read(path: Path) -> Sheet:
    try:
        return read_sheet(path.read_text(encoding="utf-8-sig").splitlines(), path.name)
    except OSError as error:
        raise ClearwayError(
            f"It cannot be read: {error.strerror}", where=str(path), mend="Name the list that was drawn"
        ) from None
    except UnicodeDecodeError:
        raise ClearwayError("It is not UTF-8 text", where=str(path), mend="Save it as CSV UTF-8") from None


def _estimate(sheet: Sheet) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(SAMPLED_COLUMNS)
    writer.writerow(sampled_cells(evaluate(sheet.sample, sheet.answers)))
    return out.getvalue()
