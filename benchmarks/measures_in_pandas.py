"""All measures as an analyst would write them in pandas: whole tables in memory, merges, group by.

Gives numerator and denominator by measure, component, trust and month, and the levels above added up.
"""

from datetime import date
from pathlib import Path

import pandas as pd
from measures_in_pandas_steps import (
    KEY,
    after_birth,
    at_36_weeks,
    at_booking,
    at_delivery,
    elevated,
    evidence,
    first_day,
    smokefree,
    status_at_36_weeks,
)

TABLES = (
    "submissions", "pregnancies", "contacts", "activities", "births", "labours", "referrals",
    "quit_attempts", "organisations",
)  # fmt: skip
SAME = {
    "smoke-booking": "cqim-smoking-booking",
    "co-test-booking": "sbl-co-booking",
    "co-test-36-weeks": "sbl-co-36-weeks",
}
Counts = pd.DataFrame
"""Index: provider and month (a first day); columns `above` and `below`."""


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables with their dates as dates."""
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    for table in tables.values():
        for column in table.columns:
            if column in ("edd", "lmp", "period", "period_end") or column.endswith("_date"):
                table[column] = pd.to_datetime(table[column])
    return tables


def measures(folder: Path) -> dict[tuple[str, str], Counts]:
    """The counts by measure and component."""
    tables = read_tables(folder)
    as_of = tables["submissions"].period_end.max()
    pregnancies = tables["pregnancies"]
    start = (pregnancies.edd - pd.Timedelta(days=280)).fillna(pregnancies.lmp)
    pregnancies = pregnancies.assign(start=start)
    rows = evidence(tables["activities"])
    said = rows[rows.source == "MSD202"]
    booked = at_booking(pregnancies, said, tables["births"], tables["referrals"], tables["quit_attempts"])
    raised = elevated(said, pregnancies, tables["referrals"])
    seen = at_36_weeks(tables["contacts"], said, pregnancies)
    born = after_birth(tables["births"], said, at_delivery(pregnancies, rows, tables["labours"]))
    smokers = booked[booked.status == "smoker"]
    found = {
        "smoke-booking": mothers(booked[booked.status.notna()], "status"),
        "smoke-delivery": mothers(born[born.status.isin(["smoker", "non_smoker"])], "status"),
        "smoke-36-weeks": counted(status_at_36_weeks(tables["contacts"], said, pregnancies), "smokes"),
        "co-test-booking": counted(booked, "tested"),
        "co-test-36-weeks": counted(seen, "tested"),
        "brief-intervention-positive": counted(raised, "given"),
        "smoke-after-childbirth": counted(born[born.smokes_after.notna()], "smokes_after"),
        "elevated-co-referred": counted(raised, "referred"),
        "referred-specialist": counted(smokers, "referred"),
        "quit-date-set": counted(smokers, "set_date"),
        "care-omitted": omitted(booked, seen, raised),
        "smokefree-pregnancy": smokefree(pregnancies, said).pipe(counted, "free"),
    }
    talks = said[said.given].merge(pregnancies[KEY], on=KEY).drop_duplicates([*KEY, "activity_date"])
    found["brief-intervention-conversations"] = counted(talks.assign(month=first_day(talks.activity_date)))
    found |= {SAME[measure]: counts for measure, counts in found.items() if measure in SAME}
    found["cqim-smoking-delivery"] = month_later(found["smoke-delivery"])
    found["smokefree-pregnancy"] = month_later(found["smokefree-pregnancy"])
    named = {(measure, ""): counts for measure, counts in found.items()}
    return named | attempts(tables["quit_attempts"], tables["births"], as_of)


def attempts(tries: pd.DataFrame, births: pd.DataFrame, as_of: date) -> dict[tuple[str, str], Counts]:
    """The measures of quit attempts."""
    ended = births.groupby(KEY).birth_date.min().rename("ended")
    tries = tries.merge(ended, on=KEY, how="left").assign(month=first_day(tries.quit_date))
    after = (tries.follow_up_4_week_date - tries.quit_date).dt.days
    tries["quit_4"] = (tries.outcome_4_week == "quit") & ~((after < 25) | (after > 42))
    tries["quit_12"] = tries.outcome_12_week == "quit"
    tries["quit_end"] = tries.outcome_delivery == "quit"
    past = (as_of - tries.quit_date).dt.days
    over = tries[(tries.quit_date < tries.ended) & (tries.ended < as_of)]
    return {
        ("quit-success", "4-weeks"): counted(tries[past > 42], "quit_4"),
        ("quit-success", "12-weeks"): counted(tries[past > 98], "quit_12"),
        ("quit-success", "end-of-pregnancy"): counted(over, "quit_end"),
        ("nrt", ""): counted(tries, "nrt"),
    }


def omitted(booked: pd.DataFrame, seen: pd.DataFrame, raised: pd.DataFrame) -> Counts:
    """Steps due and not done, of steps due."""
    nothing = pd.Series(False, raised.index)
    steps = (
        (booked[booked.booking_date.notna()], "tested", "declined"),
        (seen, "tested", "declined"),
        (raised.assign(refused=nothing), "given", "refused"),
        (raised, "referred", "declined"),
    )
    due = [
        rows[["provider", "month"]].assign(omitted=~rows[done] & ~rows[refused])
        for rows, done, refused in steps
    ]
    return counted(pd.concat(due), "omitted")


def mothers(rows: pd.DataFrame, status: str) -> Counts:
    """Each mother once a month."""
    smokes = rows.assign(smokes=rows[status] == "smoker")
    once = smokes.groupby(["provider", "month", "mother_key"]).smokes.max().reset_index()
    return counted(once, "smokes")


def counted(rows: pd.DataFrame, column: str = "") -> Counts:
    """Sum of a column and number of rows by trust and month; without a column, rows are the numerator."""
    groups = rows.groupby(["provider", "month"])
    if not column:
        return groups.size().rename("above").to_frame().assign(below=0)
    return groups[column].agg(above="sum", below="size").astype("int64")


def month_later(counts: Counts) -> Counts:
    """The same counts in the next month."""
    moved = counts.reset_index()
    return moved.assign(month=moved.month + pd.DateOffset(months=1)).set_index(["provider", "month"])


def levels(counted_: dict[tuple[str, str], Counts], folder: Path) -> pd.DataFrame:
    """All measures at all levels of the months that each trust sent."""
    sent = pd.read_parquet(folder / "submissions.parquet", columns=["provider", "period"]).drop_duplicates()
    sent = sent.assign(month=pd.to_datetime(sent.period))[["provider", "month"]]
    places = pd.read_parquet(folder / "organisations.parquet")
    for column in ("first_day", "last_day"):
        places[column] = pd.to_datetime(places[column], errors="coerce").fillna(pd.Timestamp.max)
    there = sent.merge(places, on="provider", how="left")
    there = there[there.icb.isna() | there.month.between(there.first_day, there.last_day)]
    found = []
    for (measure, component), counts in counted_.items():
        cells = there.merge(counts.reset_index(), on=["provider", "month"], how="left")
        cells = cells.fillna({"above": 0, "below": 0}).assign(nation="ENG")
        for level in ("provider", "icb", "region", "nation"):
            added = cells.groupby([level, "month"])[["above", "below"]].sum().reset_index()
            added = added.rename(columns={level: "code"}).assign(value=added.above / added.below)
            found.append(added.assign(measure=measure, component=component, level=level))
    return pd.concat(found)
