"""The questions of a cycle, what was predicted before it began, and what came of it."""

from django.db import models
from django.db.models import Q

from clearway.web.cycles.models.cycle import Cycle
from clearway.web.projects.models.base import Edited, Written
from clearway.web.publications.models import Value


class Question(Edited):
    """One thing that a cycle wants to know; `number` counts up within the cycle.

    A question of `kind` number is about a measure in a month (`period`), or about a figure that the team
    counts itself; `parameter` fills the blank in the name of a measure that has one. One of `kind` yes-no is
    answered by the team.
    """

    NUMBER, YES_NO = "number", "yes-no"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    kind = models.CharField(max_length=6, choices=[(NUMBER, "A number"), (YES_NO, "Yes or no")])
    measure = models.CharField(max_length=64, blank=True)
    component = models.CharField(max_length=64, blank=True)
    parameter = models.CharField(max_length=64, blank=True)
    period = models.CharField(max_length=7, blank=True)

    class Meta:
        ordering = ("cycle", "number")
        constraints = (models.UniqueConstraint(name="question_number_once", fields=("cycle", "number")),)

    def __str__(self) -> str:
        return f"question {self.number} of cycle {self.cycle_id}"


class Prediction(Written):
    """What somebody expects and how sure they are. Only added to; the last one before the test began counts.

    A number lies between `low` and `high` (one of them may be open); `yes` is the answer to a yes-no
    question. `sure` is the chance in percent, 50 to 99, that the prediction comes true.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="predictions")
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    yes = models.BooleanField(null=True)
    sure = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="prediction_says_something",
                condition=Q(yes__isnull=False) | Q(low__isnull=False) | Q(high__isnull=False),
            ),
            models.CheckConstraint(
                name="prediction_low_below_high",
                condition=Q(low=None) | Q(high=None) | Q(low__lte=models.F("high")),
            ),
            models.CheckConstraint(name="prediction_sure", condition=Q(sure__gte=50, sure__lte=99)),
        )

    def __str__(self) -> str:
        return f"prediction {self.pk} of question {self.question_id}"


class Outcome(Written):
    """The answer to a question. Only ever added; the last one stands, earlier ones stay readable.

    `value` names the row of the value table that it was read from; without one the team answered.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="outcomes")
    number = models.FloatField(null=True)
    yes = models.BooleanField(null=True)
    value = models.ForeignKey(Value, null=True, on_delete=models.PROTECT, related_name="predicted")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="outcome_is_one_answer",
                condition=Q(number__isnull=False, yes__isnull=True)
                | Q(number__isnull=True, yes__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"outcome {self.pk} of question {self.question_id}"
