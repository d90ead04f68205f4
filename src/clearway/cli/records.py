"""`./clearway records`: check, import, templates and made-up records."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from clearway.cli.progress import Progress
from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding
from clearway.records.readers import READERS, Records

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the verbs."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    check = verbs.add_parser("check", help="read records and say what is wrong with them; changes nothing")
    imports = verbs.add_parser("import", help="add records to a folder of canonical Parquet")
    for verb in (check, imports):
        verb.add_argument("--from", dest="kind", choices=sorted(READERS), required=True, help="what they are")
        verb.add_argument("path", type=Path, metavar="PATH", help="folder or file of the records")
        verb.add_argument("--report", type=Path, metavar="FILE", help="write every finding to this CSV file")
        verb.add_argument("--rows", type=int, default=SHOWN, help=f"findings shown, {SHOWN} if not given")
    imports.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="folder that holds the records (default: records, beside the database)",
    )
    template = verbs.add_parser("template", help="write one CSV template a table")
    template.add_argument("--out", type=Path, required=True, metavar="DIR")
    template.add_argument(
        "--team-logs", action="store_true", help="of the logs that teams keep of their own work instead"
    )
    made_up = verbs.add_parser("synthesise", help="write made-up records")
    made_up.add_argument("--pregnancies", type=int, required=True)
    made_up.add_argument("--seed", type=int, required=True)
    made_up.add_argument("--out", type=Path, required=True, metavar="DIR")
    made_up.add_argument("--form", choices=("parquet", "csv", "msds"), default="parquet")


def run(arguments: argparse.Namespace) -> int:
    """Do one verb. `check` returns 1 when rows could not be used, else 0."""
    verbs = {"check": _check, "import": _import, "template": _template, "synthesise": _synthesise}
    return verbs[arguments.verb](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from clearway.records.readers import read_records

    with Progress(f"reading {arguments.path.name}") as progress:
        records = read_records(arguments.kind, arguments.path, progress=progress, check=True)
    _tell(records, arguments)
    return 1 if records.report.error_count else 0


def _import(arguments: argparse.Namespace) -> int:
    from clearway.records.store import import_records
    from clearway.web.config.environment import data_folder

    out: Path = arguments.out or data_folder() / "records"
    with Progress(f"reading {arguments.path.name}") as progress:
        imported = import_records(arguments.kind, arguments.path, out, progress=progress)
    _tell(imported.records, arguments)
    print(f"{out} now holds:")
    for table, rows in imported.rows.items():
        print(f"  {table}: {rows:,}")
    if imported.rejected:
        place = out / "rejects"
        print(f"{imported.rejected:,} rows were set aside in {place}: mend them and import them")
    return 0


def _tell(records: Records, arguments: argparse.Namespace) -> None:
    """Files, rows, findings; never a value that was read."""
    from clearway.records.store import write_report

    report = records.report
    left_out = [file for file in report.files if file.left_out]
    print(f"{len(report.files) - len(left_out):,} files read, {len(left_out):,} left out")
    for table, rows in sorted(report.rows_read.items()):
        restated = report.restated.get(table, 0)
        print(f"  {table}: {rows:,} rows" + (f", {restated:,} restated by a later copy" if restated else ""))
    rejected = sum(report.rejected.values())
    if rejected:
        print(f"{rejected:,} rows cannot be used")
    for count in report.counts:
        print(f"{count.severity}: {count.rule}: {count.count:,}")
    for finding in _few_of_each(report.findings, arguments.rows):
        print(f"  {finding}")
    total = sum(count.count for count in report.counts)
    if total > arguments.rows:
        print(f"  ... {total - arguments.rows:,} more: add --report FILE to have them all")
    if arguments.report:
        written = write_report(records, arguments.report)
        print(f"{written:,} findings written to {arguments.report}")


def _few_of_each(findings: Sequence[Finding], wanted: int) -> list[Finding]:
    """So many findings, every rule in turn, in their order: one frequent rule does not hide the others."""
    place: dict[str, int] = {}
    ranked = []
    for order, finding in enumerate(findings):
        place[finding.rule] = place.get(finding.rule, -1) + 1
        ranked.append((place[finding.rule], order, finding))
    chosen = sorted(ranked, key=lambda one: one[:2])[:wanted]
    return [finding for _, _, finding in sorted(chosen, key=lambda one: one[1])]


def _template(arguments: argparse.Namespace) -> int:
    from clearway.common.files import write_whole
    from clearway.records.team_logs import team_log_contracts
    from clearway.records.template_files import templates

    tables = team_log_contracts().values() if arguments.team_logs else None
    files = {arguments.out / name: text for name, text in templates(tables).items()}
    there = [path for path in files if path.exists()]
    if there:
        raise ClearwayError(
            "There is such a file already", where=str(there[0]), mend="Choose another folder, or remove it"
        )
    write_whole(files)
    for path in files:
        print(path)
    return 0


def _synthesise(arguments: argparse.Namespace) -> int:
    from clearway.records.synthetic import synthesise

    with Progress("making records") as progress:
        synthesise(
            pregnancies=arguments.pregnancies,
            seed=arguments.seed,
            out=arguments.out,
            form=arguments.form,
            progress=progress,
        )
    print(f"made-up records written to {arguments.out}")
    return 0
