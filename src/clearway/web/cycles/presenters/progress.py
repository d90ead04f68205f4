"""The progress of a project: the scale, what is found for each step of it, and the scores so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from clearway.common.periods import parse_period
from clearway.web.cycles.models import ProgressScore
from clearway.web.cycles.progress import (
    Evidence,
    Rung,
    above_evidence,
    evidence,
    ladder,
    missing_for,
    supported,
)
from clearway.web.cycles.selectors import newest_score
from clearway.web.cycles.standing import standing_of
from clearway.web.people.access import Access
from clearway.web.projects.models import Project


@dataclass(frozen=True)
class RungLine:
    """A step of the scale with what was looked for there. `is_own`: the team's score is here."""

    rung: Rung
    looked: tuple[Evidence, ...]
    is_own: bool
    is_supported: bool


@dataclass(frozen=True)
class ScoreLine:
    """A score as it was given, on which scale, with what the site found on the day it was given.

    `gap` says where it stands above that; `looked` are everything looked for, and whether it was found.
    """

    row: ProgressScore
    month: str
    supported: float | None
    stands: bool
    scale: str
    gap: str
    looked: tuple[tuple[bool, str, Sequence[str]], ...]


@dataclass(frozen=True)
class ProgressPage:
    """What the page shows; `missing` is what the team's own score would need and is not found today.

    `today` is the day on which was looked; `scale` names the scale and its version.
    """

    scale: str
    today: date
    own: ProgressScore | None
    own_month: str
    supported: float
    rungs: tuple[RungLine, ...]
    missing: tuple[Evidence, ...]
    history: tuple[ScoreLine, ...]


def progress_page(project: Project, access: Access) -> ProgressPage:
    """The scale from the lowest score on, and the scores with the newest month first."""
    found = evidence(standing_of(project, access))
    own, reached = newest_score(project), supported(found)
    score = None if own is None else float(own.score)
    rungs = tuple(
        RungLine(
            rung,
            tuple(each for each in found if each.score == rung.score),
            rung.score == score,
            rung.score <= reached,
        )
        for rung in ladder().steps
    )
    return ProgressPage(
        scale=scale_words(ladder().id, ladder().version),
        today=localdate(),
        own=own,
        own_month=parse_period(own.period).label if own else "",
        supported=reached,
        rungs=rungs,
        missing=() if score is None else missing_for(score, found),
        history=history(project),
    )


def history(project: Project) -> tuple[ScoreLine, ...]:
    """The scores so far, the newest month first."""
    rows = project.progress_scores.prefetch_related("feedback").order_by("-period", "-pk")
    seen: set[str] = set()
    lines = []
    for row in rows:
        lines.append(_line(row, stands=row.period not in seen))
        seen.add(row.period)
    return tuple(lines)


def scale_words(scale: str, version: int) -> str:
    """A scale by its name, where it is the one of today, with its version."""
    return f"{ladder().title if scale == ladder().id else scale}, version {version}"


def _line(row: ProgressScore, *, stands: bool) -> ScoreLine:
    found_up_to = row.evidence.get("supported")
    return ScoreLine(
        row=row,
        month=parse_period(row.period).label,
        supported=found_up_to,
        stands=stands,
        scale=scale_words(row.scale, row.scale_version),
        gap=above_evidence(float(row.score), found_up_to),
        looked=tuple(
            (each["found"], each["words"], each.get("details", ())) for each in row.evidence.get("looked", ())
        ),
    )


def kept(found: Sequence[Evidence]) -> Mapping[str, object]:
    """What is stored with a score, so that it can be read later as it was on that day."""
    return {
        "supported": supported(found),
        "looked": [
            {
                "id": each.id,
                "score": each.score,
                "found": each.found,
                "words": each.words,
                "details": list(each.details),
            }
            for each in found
        ],
    }
