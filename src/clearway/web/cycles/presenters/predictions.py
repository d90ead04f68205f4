"""All predictions of an organisation and how sure its teams may be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from clearway.common.organisations import Organisation, directory
from clearway.web.cycles.models import Cycle
from clearway.web.cycles.predicting import Band, Calibration
from clearway.web.cycles.presenters.calibrating import K, OverTime, SumLine, answers, lines, over_time
from clearway.web.cycles.presenters.cycles import Told, tell
from clearway.web.cycles.scoring import Verdict, questions_in, questions_of, team_calibration, verdicts
from clearway.web.design.filters import percent
from clearway.web.design.pictures import Table


@dataclass(frozen=True)
class PredictionsPage:
    """What the page shows; `table` compares how sure people were with what happened.

    `lines` are the sums by team, or above the trusts by trust; `told` every question, of a trust only.
    """

    calibration: Calibration
    sentence: str
    table: Table
    lines: tuple[SumLine, ...]
    over_time: OverTime | None
    told: tuple[tuple[Cycle, Told], ...]


def predictions_page(organisation: Organisation) -> PredictionsPage:
    """A trust: the calibration of its teams, and every question, those of the newest cycles first."""
    found = verdicts(questions_of(organisation).order_by("-cycle__pk", "number"))
    teams = {one.question.cycle.project for one in found}
    named = {
        team.pk: (team.title, reverse("cycles", args=[team.org_code, team.number]))
        for team in sorted(teams, key=lambda team: team.number)
    }
    told = tuple((each.question.cycle, each) for each in tell(found))
    return _page(found, lambda one: one.question.cycle.project_id, named, told)


def predictions_above(place: Organisation) -> PredictionsPage:
    """An LMNS, a region or the nation: sums by trust, and no question of any team."""
    trusts = sorted(directory().providers(place.code), key=lambda trust: trust.name)
    found = verdicts(questions_in({trust.code for trust in trusts}))
    named = {trust.code: (trust.name, reverse("predictions", args=[trust.code])) for trust in trusts}
    return _page(found, lambda one: one.question.cycle.project.org_code, named, ())


def _page(
    found: Sequence[Verdict],
    key: Callable[[Verdict], K],
    named: Mapping[K, tuple[str, str]],
    told: tuple[tuple[Cycle, Told], ...],
) -> PredictionsPage:
    answered = answers(found)
    calibrated = team_calibration(found)
    return PredictionsPage(
        calibration=calibrated,
        sentence=_sentence(calibrated),
        table=_table(calibrated),
        lines=lines(((key(one), scored) for one, _, scored in answered), named),
        over_time=over_time((day, scored) for _, day, scored in answered),
        told=told,
    )


def _sentence(calibrated: Calibration) -> str:
    if calibrated.brier is None:
        return "No prediction has met its answer yet."
    return (
        f"{calibrated.came_true} of {calibrated.n} predictions came true. "
        f"Brier score {calibrated.brier:.2f}: 0 is perfect, 0.25 is what “50% sure” always gets."
    )


def _table(calibrated: Calibration) -> Table:
    headings = (
        "How sure",
        "Predictions",
        "Came true",
        "Share that came true",
        "95% interval",
        "What it says",
    )
    return Table(headings=headings, rows=tuple(_row(band) for band in calibrated.bands if band.n))


def _row(band: Band) -> tuple[str, ...]:
    low, high = band.interval or (None, None)
    return (
        f"{band.low} to {band.high}%",
        str(band.n),
        str(band.came_true),
        percent(band.came_true / band.n, 0),
        f"{percent(low, 0)} to {percent(high, 0)}",
        band.verdict.capitalize(),
    )
