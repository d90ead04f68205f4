"""The judge of breakdowns: the same members, sorted into strata one by one."""

from collections.abc import Iterator
from datetime import date, timedelta

from clearway.measures.engines.reference.counting import (
    MEASURES,
    Counts,
    ResultRow,
    counts,
    months,
    organisations_above,
    row,
    summed,
)
from clearway.measures.engines.reference.members import Member, month_of
from clearway.measures.engines.reference.pregnancy import REGISTRABLE, Tables
from clearway.measures.engines.reference.rows import Row
from clearway.measures.strata.kinds import Kind, kinds
from clearway.records.code_lists import code_list

BY_BIRTH = ("smoke-delivery", "cqim-smoking-delivery", "smoke-after-childbirth")


def stratum_of(pregnancy: Row | None, kind: Kind) -> str:
    """The band or group that her number or code is in; `missing` without a pregnancy or in none."""
    value = None if pregnancy is None else pregnancy[kind.column]
    for stratum in kind.strata[:-1]:
        if value is not None and stratum.codes and str(value).upper() in stratum.codes:
            return stratum.id
        if value is not None and not stratum.codes and value in range(stratum.first, stratum.last + 1):  # type: ignore[arg-type, operator]
            return stratum.id
    return "missing"


def by_stratum(tables: Tables, members: list[Member], kind_id: str) -> Iterator[tuple[ResultRow, str]]:
    """Every measure by the strata of a kind and every level. `members` are those of covered months."""
    kind = kinds()[kind_id]
    pregnancies = {(p["provider"], p["pregnancy_id"]): p for p in tables["pregnancies"]}
    held: dict[tuple[str, ...], list[Member]] = {}
    for m in members:
        found_in = stratum_of(pregnancies.get((m.provider, m.pregnancy_id)), kind)
        held.setdefault((m.measure, m.component, found_in, m.provider, str(m.month)), []).append(m)
    covered = {(s["provider"], s["period"]) for s in tables["submissions"]}
    providers = sorted({s["provider"] for s in tables["submissions"]})
    for measure, component in MEASURES:
        for stratum in kind.strata:
            for month in months(tables["submissions"]):
                above: dict[tuple[str, str], list[Counts | None]] = {}
                for provider in providers:
                    found = None
                    if (provider, month) in covered:
                        key = (measure, component, stratum.id, provider, str(month))
                        found = counts(held.get(key, []))
                    yield row(measure, component, "provider", provider, month, found), stratum.id
                    for organisation in organisations_above(tables["organisations"], provider, month):
                        above.setdefault(organisation, []).append(found)
                for (level, code), parts in sorted(above.items()):
                    yield row(measure, component, level, code, month, summed(parts)), stratum.id


def site_of(tables: Tables, member: Member) -> str:
    """Where the first baby of the month was born, or where she was booked; `missing` where nobody said."""
    key = (member.provider, member.pregnancy_id)
    if member.measure not in BY_BIRTH:
        booked = [
            p["booking_site"] for p in tables["pregnancies"] if (p["provider"], p["pregnancy_id"]) == key
        ]
        return booked[0] or "missing" if booked else "missing"
    month = member.month
    if member.measure == "cqim-smoking-delivery":  # reported in the month after the birth
        month = month_of(month - timedelta(days=1))
    births = [
        b
        for b in tables["births"]
        if (b["provider"], b["pregnancy_id"]) == key
        and b["outcome"] in REGISTRABLE
        and month_of(b["birth_date"]) == month
    ]
    first = min(b["birth_date"] for b in births)
    return min(
        (b["delivery_site"] for b in births if b["birth_date"] == first and b["delivery_site"]),
        default="missing",
    )


def by_site(tables: Tables, members: list[Member]) -> Iterator[tuple[ResultRow, str]]:
    """Every measure by site. The provider answers for codes that stand for no site."""
    covered = {(s["provider"], s["period"]) for s in tables["submissions"]}
    providers = {provider for provider, _ in covered}
    used = {
        "booking_site": {(p["provider"], p["booking_site"]) for p in tables["pregnancies"]},
        "delivery_site": {
            (b["provider"], b["delivery_site"]) for b in tables["births"] if b["outcome"] in REGISTRABLE
        },
    }
    counted: dict[tuple[str, str, date, str, str], list[Member]] = {}
    for m in members:
        counted.setdefault((m.measure, m.component, m.month, m.provider, site_of(tables, m)), []).append(m)
    for measure, component in MEASURES:
        level = "delivery_site" if measure in BY_BIRTH else "booking_site"
        places: dict[tuple[str, str], set[str]] = {}
        for provider, site in {(p, s) for p, s in used[level] if s} | {(p, "missing") for p in providers}:
            if provider in providers:
                named = provider if site == "missing" or site in code_list("default-organisations") else site
                places.setdefault((named, site), set()).add(provider)
        for (code, site), holders in sorted(places.items()):
            for month in months(tables["submissions"]):
                parts: list[Counts | None] = [
                    counts(counted.get((measure, component, month, provider, site), []))
                    for provider in sorted(holders)
                    if (provider, month) in covered
                ]
                yield row(measure, component, level, code, month, summed(parts)), site
