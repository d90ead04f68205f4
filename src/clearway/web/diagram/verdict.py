"""Whether the aim of a package is being met, or why that cannot be said. No database, no pages.

Different series are never joined: one counts what women say, another what was coded or breathed. Where
two series of one moment disagree, nothing is known about that moment. A target is held against its own
series only, and only where it was set: for the nation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from clearway.package.model import Target
from clearway.web.design.filters import day
from clearway.web.diagram.series import Change, Series, percent, read


class Outcome(StrEnum):
    """The verdict in one word."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_SAY = "cannot_say"


@dataclass(frozen=True)
class Moment:
    """A point of the pregnancy at which the aim is judged. `published`: somebody publishes it somewhere."""

    at: str
    measure: str
    title: str
    published: bool
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Verdict:
    """One sentence for everybody, and the reasons behind it."""

    outcome: Outcome
    sentence: str
    reasons: tuple[str, ...]


def change_at(moment: Moment) -> Change:
    """What is known about a moment: its series where those that can be read agree, else unknown."""
    known = {read(series).change for series in moment.series} - {Change.UNKNOWN}
    return known.pop() if len(known) == 1 else Change.UNKNOWN


def target_text(target: Target) -> str:
    """The target in words: "at most 6% by 31 December 2022"."""
    return f"{target.comparison} {percent(target.value)} by {day(target.by)}"


def judge(
    moments: Sequence[Moment], *, target: Target | None, nation: bool, notes: Sequence[str] = ()
) -> Verdict:
    """The verdict on the aim.

    `nation`: the figures are those of England, for which targets are set. `notes` are reasons that
    come from elsewhere, such as why two series are not joined.
    """
    reasons = [reason for moment in moments for reason in _reasons(moment)]
    aimed = _aimed_at(moments, target) if target is not None and nation else None
    if target is not None and aimed is not None:
        outcome, sentence = _with_target(moments, target, aimed)
        reasons.insert(0, f"Target: {target_text(target)}. Source: {target.source.rstrip('.')}.")
    else:
        outcome, sentence = _by_change(moments)
        if target is not None and not nation:
            reasons.append(
                f"The target, {target_text(target)}, was set for England as a whole and in one series. "
                "It is not held against one organisation or another series."
            )
    return Verdict(outcome, sentence, (*reasons, *notes))


def _reasons(moment: Moment) -> list[str]:
    if not moment.published:
        return [f"{moment.title}: nobody publishes this figure, so it has no part in the verdict."]
    if not moment.series:
        return [f"{moment.title}: no figure is held."]
    return [f"{series.title}: {read(series).text}." for series in moment.series]


def _aimed_at(moments: Sequence[Moment], target: Target) -> Series | None:
    held = [series for moment in moments for series in moment.series if series.figures]
    return next((series for series in held if series.id == target.series), None)


def _with_target(moments: Sequence[Moment], target: Target, series: Series) -> tuple[Outcome, str]:
    newest = series.figures[-1]
    keeps = newest.value <= target.value if target.comparison == "at most" else newest.value >= target.value
    against = f"{series.title} was {newest}, against a target of {target_text(target)}"
    outcome, sentence = _by_change(moments)
    if keeps and outcome is Outcome.CANNOT_SAY:
        return outcome, f"The target is reached, but not all of the aim can be judged. {against}."
    if keeps:
        return outcome, f"{sentence} The target is reached: {against}."
    if newest.period.last_day < target.by:
        return outcome, f"{sentence} The target is not due yet: {against}."
    moving = read(series)
    tail = {
        Change.BETTER: f" It is {moving.direction}.",
        Change.WORSE: f" It is {moving.direction}.",
        Change.STEADY: " It shows no clear change.",
        Change.UNKNOWN: "",
    }
    return Outcome.NOT_MET, f"The aim is not met. {against}.{tail[moving.change]}"


def _by_change(moments: Sequence[Moment]) -> tuple[Outcome, str]:
    """The verdict without a target: what is published has to get better at every moment."""
    judged = [(moment.at, change_at(moment)) for moment in moments if moment.published]

    def places(change: Change) -> str:
        return " and ".join(_place(at) for at, found in judged if found is change)

    if places(Change.WORSE):
        return (
            Outcome.NOT_MET,
            f"The aim is not being met: figures are getting worse {places(Change.WORSE)}.",
        )
    if not any(series.figures for moment in moments for series in moment.series):
        return Outcome.CANNOT_SAY, "It cannot be said whether the aim is being met: no figures are held."
    if places(Change.UNKNOWN):
        better = f", although they get better {places(Change.BETTER)}" if places(Change.BETTER) else ""
        return Outcome.CANNOT_SAY, (
            "It cannot be said whether the aim is being met: the figures held cannot show a change "
            f"{places(Change.UNKNOWN)}{better}."
        )
    if places(Change.STEADY):
        still = f"no change beyond chance {places(Change.STEADY)}"
        return Outcome.NOT_MET, f"The aim is not being met so far: {still}."
    return Outcome.MET, f"The aim is being met as far as it is measured: better {places(Change.BETTER)}."


def _place(at: str) -> str:
    """The moment inside a sentence: "at booking", "after birth"."""
    return at if at.split()[0] in ("after", "before", "during") else f"at {at}"
