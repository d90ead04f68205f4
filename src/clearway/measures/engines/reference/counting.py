"""From members to counts: providers and months, and the levels above as sums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from clearway.measures.definitions import definition
from clearway.measures.engines.reference.members import Member, month_after
from clearway.measures.engines.reference.rows import Row, Rows

MEASURES = (
    ("cqim-smoking-booking", ""),
    ("cqim-smoking-delivery", ""),
    ("sbl-co-booking", ""),
    ("sbl-co-36-weeks", ""),
    ("smokefree-pregnancy", ""),
    ("smoke-booking", ""),
    ("smoke-delivery", ""),
    ("smoke-36-weeks", ""),
    ("co-test-booking", ""),
    ("co-test-36-weeks", ""),
    ("elevated-co-referred", ""),
    ("brief-intervention-positive", ""),
    ("referred-specialist", ""),
    ("quit-date-set", ""),
    ("quit-success", "4-weeks"),
    ("quit-success", "12-weeks"),
    ("quit-success", "end-of-pregnancy"),
    ("nrt", ""),
    ("smoke-after-childbirth", ""),
    ("brief-intervention-conversations", ""),
    ("care-omitted", ""),
)
NATION = "ENG"

Counts = tuple[int, int]  # numerator, denominator


@dataclass(frozen=True)
class ResultRow:
    """One row of the output, its columns in order; the four figures are None where there is none."""

    measure: str
    component: str
    parameter: str
    version: int
    org_level: str
    org_code: str
    period: str
    numerator: float | None
    denominator: int | None
    value: float | None
    state: str


def months(submissions: Rows) -> list[date]:
    """Every month from the first to the last that any provider submitted."""
    if not submissions:
        return []
    month, last = min(s["period"] for s in submissions), max(s["period"] for s in submissions)
    found = [month]
    while month < last:
        month = month_after(month)
        found.append(month)
    return found


def place(organisations: Rows, provider: str, day: date) -> Row | None:
    """Where the provider belonged on that day."""
    for row in organisations:
        if row["provider"] == provider and row["first_day"] <= day <= row["last_day"]:
            return row
    return None


def organisations_above(organisations: Rows, provider: str, month: date) -> list[tuple[str, str]]:
    """The board, the region and the nation that the provider's counts are summed into."""
    found = place(organisations, provider, month)
    levels = [] if found is None else [("icb", found["icb"]), ("region", found["region"])]
    return [*((level, code) for level, code in levels if code), ("national", NATION)]


def counts(members: list[Member]) -> Counts:
    """Distinct units in the numerator and in the denominator."""
    return len({m.unit for m in members if m.numerator}), len({m.unit for m in members})


def row(measure: str, component: str, level: str, code: str, month: date, found: Counts | None) -> ResultRow:
    """A covered month with nobody in the denominator is a row 0, 0, empty value, `not_applicable`; a month
    that is not covered is `not_collected`. `value` is a fraction."""
    version = definition(measure).version
    cell = (measure, component, "", version, level, code, f"{month:%Y-%m}")
    if found is None:
        return ResultRow(*cell, None, None, None, "not_collected")
    numerator, denominator = found
    if definition(measure).denominator is None:  # a count: 0 is a value
        return ResultRow(*cell, numerator, None, float(numerator), "value")
    if denominator == 0:
        return ResultRow(*cell, 0, 0, None, "not_applicable")
    return ResultRow(*cell, numerator, denominator, numerator / denominator, "value")


def summed(parts: list[Counts | None]) -> Counts | None:
    """Levels above the provider are sums of provider counts; of none when no provider's month was read."""
    collected = [part for part in parts if part is not None]
    if not collected:
        return None
    return sum(part[0] for part in collected), sum(part[1] for part in collected)


def count(members: Iterable[Member], submissions: Rows, organisations: Rows) -> Iterator[ResultRow]:
    """A provider and month has values only when its submission for that month was read."""
    listed: dict[tuple[str, str, str, date], list[Member]] = {}
    for m in members:
        listed.setdefault((m.measure, m.component, m.provider, m.month), []).append(m)
    covered = {(s["provider"], s["period"]) for s in submissions}
    providers = sorted({s["provider"] for s in submissions})
    for measure, component in MEASURES:
        for month in months(submissions):
            above: dict[tuple[str, str], list[Counts | None]] = {}
            for provider in providers:
                found = None
                if (provider, month) in covered:
                    found = counts(listed.get((measure, component, provider, month), []))
                yield row(measure, component, "provider", provider, month, found)
                for organisation in organisations_above(organisations, provider, month):
                    above.setdefault(organisation, []).append(found)
            for (level, code), parts in sorted(above.items()):
                yield row(measure, component, level, code, month, summed(parts))
