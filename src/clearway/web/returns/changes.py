"""What changed in an organisation since somebody last said that they had looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from clearway.common.organisations import Organisation
from clearway.web.calendar.models import ReturnEvent
from clearway.web.publications.models import RETURN, Value
from clearway.web.returns.models import Look, title_of

FIRST_LOOK = timedelta(days=14)
"""How far back somebody is shown who has never looked."""
MOST = 200


@dataclass(frozen=True)
class Changes:
    """Rows of the value table and steps of months, newest first. `more` says that not all are given."""

    since: datetime
    looked: bool
    values: Sequence[Value]
    steps: Sequence[ReturnEvent]
    more: bool

    @staticmethod
    def title(row: Value) -> str:
        """What a row is of, as people call it."""
        return title_of(row.measure, row.component)

    @property
    def central(self) -> list[Value]:
        """What the centre published or published again."""
        return [row for row in self.values if row.source.layout != RETURN]

    @property
    def entered(self) -> list[Value]:
        """What somebody of the organisation entered."""
        return [row for row in self.values if row.source.layout == RETURN]

    def __bool__(self) -> bool:
        return bool(self.values or self.steps)


def changes(organisation: Organisation, key: str) -> Changes:
    """What others, and the centre, changed since the person with this key looked last."""
    look = Look.objects.filter(key=key, org_code=organisation.code).first() if key else None
    since = look.at if look else now() - FIRST_LOOK
    rows = Value.objects.of(organisation).filter(recorded_at__gt=since).exclude(detail__key=key or "-")
    rows = rows.select_related("source", "supersedes", "detail").order_by("-recorded_at", "-pk")
    steps = ReturnEvent.objects.filter(month__org_code=organisation.code, at__gt=since).exclude(
        key=key or "-"
    )
    values = list(rows[: MOST + 1])
    ordered = list(steps.select_related("month").order_by("-at", "-pk")[:MOST])
    return Changes(since, look is not None, values[:MOST], ordered, len(values) > MOST)


@transaction.atomic
def mark_looked(*, organisation: Organisation, key: str, until: datetime) -> None:
    """The person has seen what changed until that moment; what came later stays new. It never goes back."""
    look, made = Look.objects.get_or_create(key=key, org_code=organisation.code, defaults={"at": until})
    if not made and look.at < until <= now():
        look.at = until
        look.save(update_fields=["at"])
