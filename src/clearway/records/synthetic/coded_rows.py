"""The rows of care activities: what was said at a contact or in labour, as codes."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from clearway.records.synthetic.care import BOOKING, Contacts, Said
from clearway.records.synthetic.columns import Days, Flags, Numbers, known, when, words
from clearway.records.synthetic.plan import Plan
from clearway.records.synthetic.pregnancies import Pregnancies

SMOKER_FINDINGS = ("77176002", "65568007")
NON_SMOKER_FINDINGS = ("266919005", "8517006", "405746006")
UNKNOWN_FINDING, DECLINED_FINDING = "266927001", "1110631000000106"
CO, CIGARETTES, WEIGHT, HEIGHT = "251900003", "230056004", "27113001", "50373000"
INTERVENTIONS = ("225323000", "171055003")
BIRTH_PROCEDURES = ("177184002", "11466000")

FINDINGS = (*SMOKER_FINDINGS, *NON_SMOKER_FINDINGS, UNKNOWN_FINDING, DECLINED_FINDING)
OBSERVATIONS = (CO, CIGARETTES, WEIGHT, HEIGHT)
PROCEDURES = (*INTERVENTIONS, *BIRTH_PROCEDURES)
UNITS = ("ppm", "coppm", "PPM", "%", "kg", "cm")
VALUES = tuple(str(number) for number in range(200))
_NON, _UNKNOWN, _DECLINED = len(SMOKER_FINDINGS), 5, 6
_UNKNOWN_AT_BIRTH = 0.1
_KINDS = {
    "finding": np.int8,
    "observation": np.int8,
    "value": np.int16,
    "unit": np.int8,
    "procedure": np.int8,
}


@dataclass(frozen=True)
class CodedRows:
    """One value a row; `owner` is the row of its contact or labour, the others are places in the lists above,
    below 0 for none. `order` sorts the rows of one contact."""

    owner: Numbers
    order: NDArray[np.int8]
    finding: NDArray[np.int8]
    observation: NDArray[np.int8]
    value: NDArray[np.int16]
    unit: NDArray[np.int8]
    procedure: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.owner)

    def take(self, rows: Flags) -> Self:
        """These rows."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})

    def codes(self) -> dict[str, pa.Array]:
        """The columns of the table of activities that hold codes, as text."""
        return {
            "finding_code": words(FINDINGS, self.finding),
            "observation_code": words(OBSERVATIONS, self.observation),
            "observation_value": words(VALUES, self.value),
            "unit": words(UNITS, self.unit),
            "procedure_code": words(PROCEDURES, self.procedure),
        }


def _rows(owner: Numbers, order: int, **given: NDArray[np.signedinteger] | int) -> CodedRows:
    columns = {
        name: np.broadcast_to(np.asarray(given.get(name, -1), dtype=kind), owner.shape)
        for name, kind in _KINDS.items()
    }
    return CodedRows(owner=owner, order=np.full(len(owner), order, dtype=np.int8), **columns)


def _stacked(parts: list[CodedRows]) -> CodedRows:
    """All rows, sorted by owner and order."""
    together = {f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(CodedRows)}
    places = np.argsort(together["owner"] * 16 + together["order"], kind="stable")
    return CodedRows(**{name: column[places] for name, column in together.items()})


def _status(smokes: Flags, rng: np.random.Generator) -> NDArray[np.int8]:
    """Place of a smoking finding; never smoked is the most frequent of the others."""
    drawn = rng.random(len(smokes))
    smoker = (drawn > 0.7).astype(np.int8)
    other = _NON + np.searchsorted(np.array([0.55, 0.8]), drawn, side="right")
    return np.where(smokes, smoker, other).astype(np.int8)


def at_contacts(contacts: Contacts, said: Said, rng: np.random.Generator) -> CodedRows:
    """The rows coded at contacts."""
    every = np.arange(len(contacts.date), dtype=np.int64)

    def those(condition: Flags) -> Numbers:
        return every[condition]

    kept, booked = contacts.attended, contacts.kind == BOOKING
    weighed, tested = those(kept & (rng.random(len(every)) < 0.95)), those(said.ppm >= 0)
    unit = np.searchsorted(np.array([0.9, 0.98]), rng.random(len(tested)), side="right")
    coded, smoking = those(said.coded), those(said.cigarettes)
    given = those(said.intervention)
    return _stacked(
        [
            _rows(weighed, 0, observation=2, value=rng.integers(48, 130, len(weighed)), unit=4),
            _rows(those(booked), 1, observation=3, value=rng.integers(148, 184, int(booked.sum())), unit=5),
            _rows(coded, 2, finding=_status(said.smokes[coded], rng)),
            _rows(those(said.unknown), 2, finding=_UNKNOWN),
            _rows(smoking, 3, observation=1, value=rng.integers(1, 21, len(smoking))),
            _rows(
                tested, 4, observation=0, value=said.ppm[tested], unit=np.where(said.wrong[tested], 3, unit)
            ),
            _rows(those(said.declined), 4, finding=_DECLINED),
            _rows(given, 5, procedure=rng.integers(0, 2, len(given))),
        ]
    )


def numbered(rows: CodedRows, several: bool) -> tuple[Numbers, NDArray[np.int64]]:
    """Number of the activity of each row, and of the row in its activity.

    Where a trust records status and reading as one activity (`several`), the reading is its second row.
    """
    second = np.zeros(len(rows), dtype=np.bool_)
    if several and len(rows):
        second[1:] = (rows.owner[1:] == rows.owner[:-1]) & (rows.order[1:] == 4) & (rows.order[:-1] == 2)
    return np.cumsum(~second), second.astype(np.int64) + 1


@dataclass(frozen=True)
class LabourRows:
    """Rows coded in labour, with the day of each; `rows.owner` is the row of the pregnancy."""

    rows: CodedRows
    date: Days


def in_labour(
    plan: Plan, trust: int, women: Pregnancies, here: Numbers, rng: np.random.Generator
) -> LabourRows:
    """The rows coded in the labours of these pregnancies: how she gave birth, and her status."""
    count = len(here)
    surgery = known(women.caesarean[here])
    anchor = np.where(known(women.onset[here]), women.onset[here], women.ends[here])
    coded = rng.random(count) < plan.rates.coded_delivery[trust]
    unknown = ~coded & (rng.random(count) < _UNKNOWN_AT_BIRTH)
    status = np.where(unknown, _UNKNOWN, _status(women.smoked_delivery[here], rng))
    said = coded | unknown
    rows = _stacked(
        [
            _rows(here, 0, procedure=2 + surgery.astype(np.int8)),
            _rows(here[said], 1, finding=status[said]),
        ]
    )
    day = np.full(len(women), 0, dtype=np.int32)
    day[here] = np.minimum(anchor, women.ends[here])
    return LabourRows(rows, when(np.ones(len(rows), dtype=np.bool_), day[rows.owner]))
