"""What changed in an organisation since somebody last said that they had looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from clearway.common.organisations import Organisation
from clearway.measures.definitions import definitions
from clearway.web.calendar.models import ReturnEvent
from clearway.web.design.filters import figure, spaced
from clearway.web.publications.models import RETURN, Value
from clearway.web.returns.models import Look, title_of

FIRST_LOOK = timedelta(days=14)
"""How far back somebody is shown who has never looked."""
MOST = 200


@dataclass(frozen=True)
class Changed:
    """What changed of one measure: the row of its newest month, and how many others there are."""

    row: Value
    others: int

    @property
    def title(self) -> str:
        """What the row is of, as people call it."""
        return title_of(self.row.measure, self.row.component)

    @property
    def figure(self) -> str:
        """What it is now."""
        return _figure(self.row)

    @property
    def before(self) -> str:
        """What it was before, or an empty text."""
        return _figure(self.row.supersedes) if self.row.supersedes else ""


@dataclass(frozen=True)
class Changes:
    """Rows of the value table and steps of months, newest first. `more` says that not all are given."""

    since: datetime
    looked: bool
    values: Sequence[Value]
    steps: Sequence[ReturnEvent]
    more: bool

    @property
    def central(self) -> list[Changed]:
        """What the centre published or published again, or was computed from records; a measure once."""
        return by_measure(row for row in self.values if row.source.layout != RETURN)

    @property
    def entered(self) -> list[Changed]:
        """What somebody of the organisation entered; a measure once."""
        return by_measure(row for row in self.values if row.source.layout == RETURN)

    def __bool__(self) -> bool:
        return bool(self.values or self.steps)


def _figure(row: Value) -> str:
    sheet = definitions().get(row.measure)
    if row.state == "superseded":
        return "emptied"
    if row.state != "value" or sheet is None:
        return spaced(row.state)
    return figure(row.value, sheet.kind)


def by_measure(rows: Iterable[Value]) -> list[Changed]:
    """One line for each measure, component and parameter, in the order in which they come.

    Records computed anew change many months at once: one line each would push everything else away.
    """
    found: dict[tuple[str, str, str], list[Value]] = {}
    for row in rows:
        found.setdefault((row.measure, row.component, row.parameter), []).append(row)
    # The first of a month is its newest row.
    newest = (max(held, key=lambda row: row.period_start) for held in found.values())
    months = (len({row.period for row in held}) for held in found.values())
    return [Changed(row, n - 1) for row, n in zip(newest, months, strict=True)]


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


def looked_until(key: str) -> dict[str, datetime]:
    """Until when the person has said that they looked, by organisation."""
    return dict(Look.objects.filter(key=key).values_list("org_code", "at"))


@transaction.atomic
def mark_looked(*, organisation: Organisation, key: str, until: datetime) -> None:
    """The person has seen what changed until that moment; what came later stays new. It never goes back."""
    look, made = Look.objects.get_or_create(key=key, org_code=organisation.code, defaults={"at": until})
    if not made and look.at < until <= now():
        look.at = until
        look.save(update_fields=["at"])
