"""Make records and write them, one trust after the other, so that memory holds one trust at a time."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Protocol

from clearway.common.errors import ClearwayError
from clearway.common.files import replaced_folder
from clearway.common.periods import Month
from clearway.records.synthetic.calibration import Calibration, default_calibration
from clearway.records.synthetic.plan import LAST_MONTH, Plan, make_plan
from clearway.records.synthetic.trust_tables import TrustTables, make_trust
from clearway.records.synthetic.write_msds import MsdsWriter
from clearway.records.synthetic.write_tables import CsvWriter, ParquetWriter

Progress = Callable[[int, int], None]
README = "README.md"


class Writer(Protocol):
    """Takes the trusts in turn."""

    def write(self, trust: int, made: TrustTables) -> None:
        """Write one trust."""

    def close(self) -> None:
        """Write what comes last."""


FORMS: dict[str, Callable[[Plan, Path], Writer]] = {
    "parquet": ParquetWriter,
    "csv": CsvWriter,
    "msds": MsdsWriter,
}
"""The canonical tables as Parquet or CSV files, or folders of submissions as trusts send them."""


def synthesise(
    *,
    pregnancies: int,
    seed: int,
    out: Path,
    form: str = "parquet",
    months: int | None = None,
    last: Month = LAST_MONTH,
    providers: int | None = None,
    calibration: Calibration | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write made-up records into the folder `out`; rows written by canonical table.

    `pregnancies` are booked in `months` months up to `last` (by default a year, ten for millions) at
    `providers` trusts (by default one for about 5,000 bookings a year). A pregnancy that moves to
    another trust has a row at both; what a trust does not send is not there. The same arguments give
    the same bytes. The folder is there once all of it is written. Raises ClearwayError for numbers or a
    form that cannot be, or a folder in use.
    """
    if form not in FORMS:
        raise ClearwayError(f"There is no form '{form}'", mend=f"Choose from: {', '.join(FORMS)}")
    figures = calibration or default_calibration()
    plan = make_plan(pregnancies, seed, figures, months=months, last=last, providers=providers)
    _check_folder(out)
    with replaced_folder(out) as draft:
        (draft / README).write_text(_readme(pregnancies, plan), encoding="utf-8")
        return _write(plan, FORMS[form](plan, draft), progress or (lambda done, total: None))


def _write(plan: Plan, writer: Writer, progress: Progress) -> dict[str, int]:
    rows: dict[str, int] = {}
    for trust in range(len(plan.providers)):
        progress(trust, len(plan.providers))
        made = make_trust(plan, trust)
        writer.write(trust, made)
        for name, table in made.tables.items():
            rows[name] = rows.get(name, 0) + len(table)
    writer.close()
    progress(len(plan.providers), len(plan.providers))
    return rows


def _check_folder(out: Path) -> None:
    try:
        in_use = out.exists() and any(out.iterdir())
    except OSError as error:
        raise ClearwayError(
            f"The folder cannot be made: {error.strerror}", where=str(out), mend="Choose another"
        ) from None
    if in_use:
        raise ClearwayError(
            "The folder is not empty", where=str(out), mend="Name one that does not exist yet"
        )


def _readme(pregnancies: int, plan: Plan) -> str:
    text = resources.files(__package__).joinpath("readme.txt").read_text("utf-8")
    return text.format(
        pregnancies=f"{pregnancies:,}",
        seed=plan.seed,
        providers=len(plan.providers),
        silent=int((~plan.sent.any(axis=1)).sum()),
        first=plan.months[0].label,
        last=plan.months[-1].label,
    )
