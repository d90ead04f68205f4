"""The list to review, as a CSV file that a person fills in and gives back."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from clearway.common.errors import ClearwayError
from clearway.common.periods import parse_month
from clearway.measures.sampler.drawing import Sample, Subject, draw
from clearway.measures.sampler.estimate import Answer

COLUMNS = (
    "measure", "component", "org_level", "org_code", "period", "seed", "population", "position",
    "pregnancy_id", "mother_local_id", "answer",
)  # fmt: skip


@dataclass(frozen=True)
class SheetRow:
    """One woman to review; `answer` is None until somebody has."""

    pregnancy_id: str
    mother_local_id: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Sheet:
    """A sample with what a person needs to find the records, and the answers so far."""

    sample: Sample
    rows: tuple[SheetRow, ...]

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers given, by pregnancy."""
        return {row.pregnancy_id: row.answer for row in self.rows if row.answer is not None}


def fill(sample: Sample, mothers: Mapping[str, str], earlier: Mapping[str, Answer] | None = None) -> Sheet:
    """The sheet of a sample. `mothers` are local identifiers by pregnancy; `earlier` answers are kept."""
    kept = earlier or {}
    rows = (SheetRow(member, mothers.get(member, ""), kept.get(member)) for member in sample.members)
    return Sheet(sample, tuple(rows))


def sheet_text(sheet: Sheet) -> str:
    """The sheet as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    sample, about = sheet.sample, sheet.sample.subject
    head = (about.measure, about.component, about.org_level, about.org_code, about.period)
    for position, row in enumerate(sheet.rows, start=1):
        answer = "" if row.answer is None else row.answer.value
        whose = (row.pregnancy_id, row.mother_local_id, answer)
        writer.writerow([*head, sample.seed, sample.population, position, *whose])
    return out.getvalue()


def read_sheet(lines: Iterable[str], where: str = "") -> Sheet:
    """The sheet as it came back.

    Raises ClearwayError with the row where a column, a row or a word is missing or changed, and where the
    women listed are not in the order in which this seed draws them.
    """
    rows = list(csv.DictReader(lines))
    if not rows:
        raise ClearwayError("There is no row", where=where, mend="Give the file that was drawn")
    missing = [name for name in COLUMNS if name not in rows[0]]
    if missing:
        raise ClearwayError(
            f"There is no column '{missing[0]}'", where=where, mend="Keep the columns as drawn"
        )
    first = rows[0]
    about = COLUMNS[:7]
    found: list[SheetRow] = []
    for number, row in enumerate(rows, start=2):
        place = f"{where} row {number}".strip()
        if [row[name] for name in about] != [first[name] for name in about]:
            raise ClearwayError("The row is of another sample", where=place, mend="Keep one sample a file")
        if row["position"] != str(number - 1):
            raise ClearwayError("A row is missing or moved", where=place, mend="Keep the rows as drawn")
        found.append(SheetRow(row["pregnancy_id"], row["mother_local_id"], _answer(row["answer"], place)))
    sample = _sample(first, found, where)
    return Sheet(sample, tuple(found))


def _answer(word: str | None, where: str) -> Answer | None:
    text = (word or "").strip().lower()
    if text and text not in {answer.value for answer in Answer}:
        raise ClearwayError(
            f"'{text}' is no answer", where=where, mend="Write yes, no or unknown, or leave it empty"
        )
    return Answer(text) if text else None


def _sample(first: Mapping[str, str], rows: list[SheetRow], where: str) -> Sample:
    head = (first["measure"], first["component"], first["org_level"], first["org_code"])
    subject = Subject(*head, parse_month(first["period"]))
    members = tuple(row.pregnancy_id for row in rows)
    again = draw(subject, members, len(members), first["seed"])
    population = first["population"]
    if again.members != members or not population.isdecimal() or int(population) < len(members):
        raise ClearwayError(
            "The women listed are not those that this seed draws",
            where=where,
            mend="Give the file that was drawn",
        )
    return replace(again, population=int(population))
