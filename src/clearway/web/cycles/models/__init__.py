"""The tables of cycles, under the names that others import."""

from clearway.web.cycles.models.cycle import Cycle, CycleStep, Decision, Stage
from clearway.web.cycles.models.participant import Participant
from clearway.web.cycles.models.prediction import Outcome, Prediction, Question
from clearway.web.cycles.models.progress import ProgressFeedback, ProgressScore

__all__ = [
    "Cycle",
    "CycleStep",
    "Decision",
    "Outcome",
    "Participant",
    "Prediction",
    "ProgressFeedback",
    "ProgressScore",
    "Question",
    "Stage",
]
