"""Which women are reviewed: a simple random sample that anybody can draw again.

Every member of the denominator gets a number from SHA-256 of the seed and her identifier; the sample are
those with the lowest numbers. So the order of the rows does not matter, a larger sample holds the smaller
one, and the same seed gives the same women on any machine. (Permanent random numbers: Ohlsson E.
Coordination of samples using permanent random numbers. In: Business Survey Methods. Wiley, 1995.)
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.measures.register import measure_sheet, register


@dataclass(frozen=True)
class Subject:
    """What a sample is for: a measure's figure for an organisation and a month."""

    measure: str
    component: str
    org_level: str
    org_code: str
    period: Month


@dataclass(frozen=True)
class Sample:
    """`members` in the order drawn. `population` is how many are in the denominator."""

    subject: Subject
    seed: str
    population: int
    members: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many were drawn."""
        return len(self.members)


def may_be_sampled(measure: str) -> None:
    """Raises ClearwayError unless a change package marks the measure `[s]`."""
    if any(ask.sampled for ask in measure_sheet(measure).asks):
        return
    marked = ", ".join(sheet.id for sheet in register() if any(ask.sampled for ask in sheet.asks))
    raise ClearwayError(f"{measure} is owed in full and may not be sampled", mend=f"Choose from: {marked}")


def seed_for(subject: Subject) -> str:
    """The seed used when none is given: what the sample is for, so that no one can choose among samples."""
    parts = (subject.measure, subject.component, subject.org_level, subject.org_code, str(subject.period))
    return "/".join(parts)


def draw(subject: Subject, frame: Iterable[str], size: int, seed: str = "") -> Sample:
    """`size` of the identifiers in `frame`, or all where there are no more.

    Raises ClearwayError for a size below 1 and for an identifier that is in the frame twice.
    """
    if size < 1:
        raise ClearwayError(f"A sample of {size} says nothing", mend="Draw at least 1")
    members = list(frame)
    if len(set(members)) < len(members):
        raise ClearwayError("An identifier is in the denominator twice", mend="Give each woman once")
    used = seed or seed_for(subject)
    drawn = sorted(members, key=lambda member: (_number(used, member), member))
    return Sample(subject, used, len(members), tuple(drawn[:size]))


def grow(earlier: Sample, frame: Iterable[str], size: int) -> Sample:
    """A larger sample that holds the earlier one.

    Raises ClearwayError where records changed so that one drawn before is no longer among them.
    """
    larger = draw(earlier.subject, frame, size, earlier.seed)
    gone = len(set(earlier.members) - set(larger.members))
    if gone:
        raise ClearwayError(
            f"{gone} of the {earlier.size} women drawn before are not in the new sample",
            mend="Give a larger size than before; if records were sent again since, draw anew and say so",
        )
    return larger


def _number(seed: str, member: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{member}".encode()).digest()
