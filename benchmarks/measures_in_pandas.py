"""Eight measures as an analyst would write them in pandas: whole tables in memory, merges, group by.

Each gives numerator and denominator over all trusts and the months that each trust sent.
"""

from pathlib import Path

import pandas as pd

from clearway.pathway import default_settings

CODES = default_settings().codes
KEY = ["provider", "pregnancy_id"]


TABLES = ("submissions", "pregnancies", "contacts", "activities", "births", "referrals", "quit_attempts")


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables with their dates as dates."""
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    for table in tables.values():
        for column in table.columns:
            if column in ("edd", "lmp", "period") or column.endswith("_date"):
                table[column] = pd.to_datetime(table[column])
    return tables


def measures(folder: Path) -> dict[str, tuple[int, int]]:
    """The measures by id."""
    tables = read_tables(folder)
    sent = set(zip(tables["submissions"].provider, tables["submissions"].period, strict=True))
    pregnancies = tables["pregnancies"]
    start = (pregnancies.edd - pd.Timedelta(days=280)).fillna(pregnancies.lmp)
    pregnancies = pregnancies.assign(start=start)
    rows = statuses(tables["activities"])
    booked = at_booking(pregnancies, rows, tables["births"], tables["referrals"], tables["quit_attempts"])
    known = booked[booked.status.notna()]
    smokers = booked[booked.status == "smoker"]
    mothers = (
        known.assign(smokes=known.status == "smoker")
        .groupby(["provider", "month", "mother_key"])
        .smokes.max()
    )
    raised = elevated(rows, pregnancies, tables["referrals"])
    attempts = tables["quit_attempts"].assign(month=lambda a: first_day(a.quit_date))
    return {
        "smoke-booking": counted(mothers.reset_index(), "smokes", sent),
        "co-test-booking": counted(booked, "tested", sent),
        "co-test-36-weeks": counted(at_36_weeks(tables["contacts"], rows, pregnancies), "tested", sent),
        "elevated-co-referred": counted(raised, "referred", sent),
        "brief-intervention-positive": counted(raised, "given", sent),
        "referred-specialist": counted(smokers, "referred", sent),
        "quit-date-set": counted(smokers, "set_date", sent),
        "nrt": counted(attempts, "nrt", sent),
    }


def first_day(days: pd.Series) -> pd.Series:
    """The first of the month."""
    return days.dt.to_period("M").dt.to_timestamp()


def counted(rows: pd.DataFrame, column: str, sent: set[tuple[str, pd.Timestamp]]) -> tuple[int, int]:
    """Sum and number of the rows whose trust sent that month."""
    by_month = rows.groupby(["provider", "month"])[column].agg(["sum", "size"])
    by_month = by_month[[key in sent for key in by_month.index]]
    return int(by_month["sum"].sum()), int(by_month["size"].sum())


def statuses(activities: pd.DataFrame) -> pd.DataFrame:
    """Coded rows of contacts with their reading and status."""
    rows = activities[(activities.source == "MSD202") & activities.pregnancy_id.notna()].copy()
    value = pd.to_numeric(rows.observation_value, errors="coerce")
    unit = rows.unit.str.strip().str.lower().isin(["ppm", "coppm"])
    rows["reading"] = value.where(rows.observation_code.isin(CODES.co_observations) & unit & (value >= 0))
    smoked = value.where(rows.observation_code.isin(CODES.cigarette_observations))
    smoker = rows.finding_code.isin(CODES.smoker_findings) | (smoked > 0) | (rows.reading >= 4)
    other = rows.finding_code.isin(CODES.non_smoker_findings) | (smoked == 0) | (rows.reading < 4)
    rows["status"] = None
    rows.loc[rows.finding_code.isin(CODES.unknown_findings), "status"] = "unknown"
    rows.loc[other, "status"] = "non_smoker"
    rows.loc[smoker, "status"] = "smoker"
    rows["given"] = rows.procedure_code.isin(CODES.brief_interventions)
    return rows[rows.status.notna() | rows.given]


def at_booking(
    pregnancies: pd.DataFrame,
    rows: pd.DataFrame,
    births: pd.DataFrame,
    referrals: pd.DataFrame,
    attempts: pd.DataFrame,
) -> pd.DataFrame:
    """Pregnancies with status, test, referral and quit date."""
    base = pregnancies[[*KEY, "mother_key", "booking_date"]].assign(month=first_day(pregnancies.booking_date))
    near = rows.merge(base[[*KEY, "booking_date"]], on=KEY)
    off = (near.activity_date - near.booking_date).dt.days
    tested = near[(off <= 3) & near.reading.notna()].groupby(KEY).size().gt(0).rename("tested")
    near = near[off.abs() <= 3].assign(off=off)
    ranks = {("smoker", True): 1, ("non_smoker", True): 2, ("smoker", False): 3, ("non_smoker", False): 4}
    ranks[("unknown", False)] = 5
    near["rank"] = [ranks.get((s, o == 0)) for s, o in zip(near.status, near.off, strict=True)]
    best = near.groupby(KEY)["rank"].min().rename("rank")
    base = base.merge(best, on=KEY, how="left").merge(tested, on=KEY, how="left")
    base["status"] = base["rank"].map(
        {1: "smoker", 3: "smoker", 2: "non_smoker", 4: "non_smoker", 5: "unknown"}
    )
    sent = referrals.merge(base[[*KEY, "booking_date"]], on=KEY)
    after = (sent.referral_date - sent.booking_date).dt.days
    referred = sent[after.between(-3, 28)].groupby(KEY).size().gt(0).rename("referred")
    ended = births.groupby(KEY).birth_date.min().rename("ended")
    tries = attempts.merge(ended, on=KEY, how="left")
    tries = tries[tries.ended.isna() | (tries.quit_date < tries.ended)]
    dated = tries.groupby(KEY).size().gt(0).rename("set_date")
    base = base.merge(referred, on=KEY, how="left").merge(dated, on=KEY, how="left")
    for column in ("tested", "referred", "set_date"):
        base[column] = base[column].eq(True)
    return base


def at_36_weeks(contacts: pd.DataFrame, rows: pd.DataFrame, pregnancies: pd.DataFrame) -> pd.DataFrame:
    """One row a pregnancy and month with a contact at 245 to 258 days."""

    def inside(table: pd.DataFrame, day: str) -> pd.DataFrame:
        joined = table.merge(pregnancies[[*KEY, "start"]], on=KEY)
        joined = joined[(joined[day] - joined.start).dt.days.between(245, 258)]
        return joined.assign(month=first_day(joined[day]))[[*KEY, "month"]].drop_duplicates()

    tested = inside(rows[rows.reading.notna()][[*KEY, "activity_date"]], "activity_date").assign(tested=True)
    seen = inside(contacts[[*KEY, "contact_date"]], "contact_date").merge(
        tested, on=[*KEY, "month"], how="left"
    )
    return seen.assign(tested=seen.tested.eq(True))


def elevated(rows: pd.DataFrame, pregnancies: pd.DataFrame, referrals: pd.DataFrame) -> pd.DataFrame:
    """One row a pregnancy with a reading of 4 ppm or more, by the month of the first."""
    high = rows[rows.reading >= 4].groupby(KEY).activity_date.min().rename("first").reset_index()
    high = high.merge(pregnancies[KEY], on=KEY).assign(month=lambda h: first_day(h["first"]))
    sent = referrals.merge(high[[*KEY, "first"]], on=KEY)
    stands = ~((sent.declined_date < sent["first"]) | (sent.closed_date < sent["first"]))
    sent = sent[((sent.referral_date - sent["first"]).dt.days <= 7) & stands]
    referred = sent.groupby(KEY).size().gt(0).rename("referred")
    given = rows[rows.given].merge(high[[*KEY, "first"]], on=KEY)
    given = given[given.activity_date == given["first"]].groupby(KEY).size().gt(0).rename("given")
    high = high.merge(referred, on=KEY, how="left").merge(given, on=KEY, how="left")
    return high.assign(referred=high.referred.eq(True), given=high.given.eq(True))
