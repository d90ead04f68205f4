"""All predictions of an organisation and how sure its teams may be."""

from dataclasses import dataclass

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import Cycle
from clearway.web.cycles.predicting import Band, Calibration
from clearway.web.cycles.presenters.cycles import Told, tell
from clearway.web.cycles.presenters.words import PER_CENT
from clearway.web.cycles.scoring import questions_of, team_calibration, verdicts
from clearway.web.design.filters import percent
from clearway.web.design.pictures import Table


@dataclass(frozen=True)
class PredictionsPage:
    """What the page shows; `table` compares how sure people were with what happened."""

    calibration: Calibration
    sentence: str
    table: Table
    told: tuple[tuple[Cycle, Told], ...]


def predictions_page(organisation: Organisation) -> PredictionsPage:
    """The calibration and every question, those of the newest cycles first."""
    found = verdicts(questions_of(organisation).order_by("-cycle__pk", "number"))
    calibrated = team_calibration(found)
    told = tuple((each.question.cycle, each) for each in tell(found))
    return PredictionsPage(calibrated, _sentence(calibrated), _table(calibrated), told)


def _sentence(calibrated: Calibration) -> str:
    if calibrated.brier is None:
        return "No prediction has met its answer yet."
    return (
        f"{calibrated.came_true} of {calibrated.n} predictions came true. "
        f"Brier score {calibrated.brier:.2f}: 0 is perfect, 0.25 is what “50 % sure” always gets."
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
        f"{band.low} to {band.high}{PER_CENT}",
        str(band.n),
        str(band.came_true),
        percent(band.came_true / band.n, 0),
        f"{percent(low, 0)} to {percent(high, 0)}",
        band.verdict.capitalize(),
    )
