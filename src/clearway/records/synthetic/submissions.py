"""Which submissions of a trust there are, when they were made and in which folder."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pyarrow as pa

from clearway.common.periods import Month
from clearway.records.contracts import arrow_schema, contract
from clearway.records.readers.places import places
from clearway.records.synthetic.plan import Plan

_DAY = 20
_EARLIER = timedelta(days=8)


@dataclass(frozen=True)
class Sent:
    """One submission: the place of its month in the plan, its folder and when it was created."""

    place: int
    month: Month
    folder: str
    created: datetime

    @property
    def first_created(self) -> datetime:
        """When the first version was made, where it was sent twice."""
        return self.created - _EARLIER


def submissions(plan: Plan, trust: int) -> list[Sent]:
    """The submissions of a trust in order, those that stand."""
    found = []
    for place, month in enumerate(plan.months):
        if plan.sent[trust, place]:
            made = datetime.combine(month.next().first_day, time(9, 30)) + timedelta(
                days=_DAY - 1, seconds=trust
            )
            found.append(Sent(place, month, f"{month}/{plan.providers[trust]}", made))
    return found


def submission_table(plan: Plan) -> pa.Table:
    """The canonical table of the submissions that stand."""
    rows = [
        (plan.providers[trust], sent)
        for trust in range(len(plan.providers))
        for sent in submissions(plan, trust)
    ]
    schema = arrow_schema(contract("submissions"))
    columns = [
        [code for code, _ in rows],
        [sent.month.first_day for _, sent in rows],
        [sent.month.last_day for _, sent in rows],
        [sent.created for _, sent in rows],
        [sent.folder for _, sent in rows],
    ]
    return pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)


def organisation_table(plan: Plan) -> pa.Table:
    """Boards and regions of the trusts that send anything."""
    rows = [
        row for trust, code in enumerate(plan.providers) if plan.sent[trust].any() for row in places(code)
    ]
    schema = arrow_schema(contract("organisations"))
    return pa.table(
        [pa.array([row[place] for row in rows], field.type) for place, field in enumerate(schema)],
        schema=schema,
    )
