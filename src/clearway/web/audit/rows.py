"""What tables have in common that people write in: who wrote a row and when, and a state that is a row."""

from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from clearway.common.errors import ClearwayError
from clearway.web.audit.person import Person

LONGEST_WORDS = 5000


class Written(models.Model):
    """A row that says who wrote it and when."""

    at = models.DateTimeField()
    person = models.CharField(max_length=200)
    key = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Step(Written):
    """One step in the life of something. Rows are only ever added; the last one says how it stands."""

    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


M = TypeVar("M", bound=models.Model)


class SteppedQuerySet(models.QuerySet[M]):
    """Rows whose state is their last step."""

    def with_state(self) -> Self:
        """Each row with `state`, the word of its last step, and `state_at`, when that was taken."""
        relation = self.model._meta.get_field("steps")
        last = relation.related_model.objects.filter(  # type: ignore[union-attr]
            **{relation.field.name: OuterRef("pk")}  # type: ignore[union-attr]
        ).order_by("-pk")
        return self.annotate(
            state=Subquery(last.values("step")[:1]), state_at=Subquery(last.values("at")[:1])
        )


class Stepped(models.Model):
    """A row that has steps. `state` and `state_at` are there where it was read by `with_state()`."""

    state: str
    state_at: datetime

    class Meta:
        abstract = True


class Edited(Written):
    """A row whose words may be changed. `version` counts up; who saw an older one overwrites nothing.

    What it said before is in the change log of its organisation.
    """

    version = models.PositiveIntegerField(default=1)
    left_out = models.BooleanField(default=False)

    class Meta:
        abstract = True


class ChangedMeanwhileError(ClearwayError):
    """Somebody else changed the row since it was read; `row` is how it stands now."""

    def __init__(self, row: Edited) -> None:
        self.row = row
        super().__init__(
            f"{row.person} changed this while you had it open",
            mend="Compare both below, keep what is right, and save again",
        )


def written(by: Person) -> dict[str, Any]:
    """The fields that say who wrote a row and when."""
    return {"at": timezone.now(), "person": by.name, "key": by.key}


def said(words: str, what: str, *, longest: int = LONGEST_WORDS, needed: bool = True) -> str:
    """The words without outer spaces. Raises ClearwayError when they are missing or too long."""
    text = words.replace("\x00", "").strip()  # PostgreSQL stores no NUL
    if needed and not text:
        raise ClearwayError(f"{what} is missing", mend=f"Enter {what[0].lower()}{what[1:]}")
    if len(text) > longest:
        raise ClearwayError(f"{what} is too long", mend=f"Say it in {longest} characters")
    return text
