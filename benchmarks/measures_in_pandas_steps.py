"""The steps of the pathway in pandas, as an analyst would write them; see `measures_in_pandas`."""

import pandas as pd

from clearway.pathway import default_settings

CODES = default_settings().codes
KEY = ["provider", "pregnancy_id"]
RANKS = {("smoker", True): 1, ("non_smoker", True): 2, ("smoker", False): 3, ("non_smoker", False): 4}
MEANS = {1: "smoker", 3: "smoker", 2: "non_smoker", 4: "non_smoker", 5: "unknown"}


def first_day(days: pd.Series) -> pd.Series:
    """The first of the month."""
    return days.dt.to_period("M").dt.to_timestamp()


def marked(rows: pd.DataFrame, name: str) -> pd.Series:
    """True for each pregnancy that has a row."""
    return rows.groupby(KEY).size().gt(0).rename(name)


def evidence(activities: pd.DataFrame) -> pd.DataFrame:
    """Coded rows about smoking with reading, status (of contact, of delivery), declined, intervention."""
    about = set().union(*(value for _, value in CODES))
    rows = activities[
        activities.finding_code.isin(about)
        | activities.observation_code.isin(about)
        | activities.procedure_code.isin(CODES.brief_interventions)
    ]
    rows = rows[rows.pregnancy_id.notna() & rows.activity_date.notna()].copy()
    value = pd.to_numeric(rows.observation_value, errors="coerce")
    value = value.where(value >= 0)
    is_co, unit = rows.observation_code.isin(CODES.co_observations), rows.unit.str.strip().str.lower()
    rows["reading"] = value.where(is_co & unit.isin(["ppm", "coppm"]))
    smoked = value.where(rows.observation_code.isin(CODES.cigarette_observations))
    rows["status"] = status(rows, rows.reading, smoked)
    any_ppm = unit.str.replace(" ", "").str.contains("ppm").eq(True)
    rows["status_at_delivery"] = status(rows, value.where(is_co & any_ppm), smoked)
    rows["given"] = rows.procedure_code.isin(CODES.brief_interventions)
    rows["declined"] = rows.finding_code.isin(CODES.co_declined_findings) & rows.reading.isna()
    any_smoked = value.where(
        rows.observation_code.isin(CODES.smokefree_cigarettes | CODES.cigarette_observations)
    )
    rows["smokes"] = rows.finding_code.isin(CODES.smokefree_smoker_findings) | (any_smoked > 0)
    return rows


def status(rows: pd.DataFrame, reading: pd.Series, smoked: pd.Series) -> pd.Series:
    """Smoker before non-smoker before unknown."""
    found = pd.Series(None, rows.index, dtype=object)
    found[rows.finding_code.isin(CODES.unknown_findings)] = "unknown"
    stopped = rows.observation_code.isin(CODES.date_ceased_observations)
    other = rows.finding_code.isin(CODES.non_smoker_findings) | stopped | (smoked == 0) | (reading < 4)
    found[other] = "non_smoker"
    found[rows.finding_code.isin(CODES.smoker_findings) | (smoked > 0) | (reading >= 4)] = "smoker"
    return found


def best_status(near: pd.DataFrame, column: str, *, unknown_on_day: bool) -> pd.Series:
    """The status of each pregnancy from rows within 3 days, `off` days from the anchor."""
    ranks = RANKS | {("unknown", False): 5} | ({("unknown", True): 5} if unknown_on_day else {})
    rank = [ranks.get((s, o == 0)) for s, o in zip(near[column], near.off, strict=True)]
    return near.assign(rank=rank).groupby(KEY)["rank"].min().map(MEANS).rename("status")


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
    near["off"] = (near.activity_date - near.booking_date).dt.days
    in_time = near[near.off <= 3]
    sent = referrals.merge(base[[*KEY, "booking_date"]], on=KEY)
    after = (sent.referral_date - sent.booking_date).dt.days
    ended = births.groupby(KEY).birth_date.min().rename("ended")
    tries = attempts.merge(ended, on=KEY, how="left")
    tries = tries[tries.quit_date.notna() & (tries.ended.isna() | (tries.quit_date < tries.ended))]
    for facts in (
        best_status(near[near.off.abs() <= 3], "status", unknown_on_day=False),
        marked(in_time[in_time.reading.notna()], "tested"),
        marked(in_time[in_time.declined], "declined"),
        marked(sent[after.between(-3, 28)], "referred"),
        marked(tries, "set_date"),
    ):
        base = base.merge(facts, on=KEY, how="left")
    flags = ("tested", "declined", "referred", "set_date")
    return base.assign(**{column: base[column].eq(True) for column in flags})


def at_36_weeks(contacts: pd.DataFrame, rows: pd.DataFrame, pregnancies: pd.DataFrame) -> pd.DataFrame:
    """One row a pregnancy and month with a contact at 245 to 258 days."""

    def inside(table: pd.DataFrame, day: str) -> pd.DataFrame:
        joined = in_window(table, day, pregnancies)
        return joined.assign(month=first_day(joined[day]))[[*KEY, "month"]].drop_duplicates()

    tested = inside(rows[rows.reading.notna()], "activity_date").assign(tested=True)
    declined = inside(rows[rows.declined], "activity_date").assign(declined=True)
    seen = inside(contacts, "contact_date")
    seen = seen.merge(tested, on=[*KEY, "month"], how="left")
    seen = seen.merge(declined, on=[*KEY, "month"], how="left")
    return seen.assign(tested=seen.tested.eq(True), declined=seen.declined.eq(True))


def in_window(table: pd.DataFrame, day: str, pregnancies: pd.DataFrame) -> pd.DataFrame:
    """Rows at 245 to 258 days of gestation."""
    joined = table[[*KEY, day]].merge(pregnancies[[*KEY, "start"]], on=KEY)
    return joined[(joined[day] - joined.start).dt.days.between(245, 258)]


def status_at_36_weeks(contacts: pd.DataFrame, rows: pd.DataFrame, pregnancies: pd.DataFrame) -> pd.DataFrame:
    """Pregnancies by the earliest attended contact of the window with a known status within 3 days."""
    held = in_window(contacts[contacts.attended.eq(True)], "contact_date", pregnancies)
    known = rows[rows.status.isin(["smoker", "non_smoker"])][[*KEY, "activity_date", "status"]]
    near = held.merge(known, on=KEY)
    near["off"] = (near.activity_date - near.contact_date).dt.days
    near = near[near.off.abs() <= 3]
    first = near.groupby(KEY).contact_date.transform("min")
    near = near[near.contact_date == first]
    best = best_status(near, "status", unknown_on_day=False).reset_index()
    day = near.groupby(KEY).contact_date.min().reset_index()
    best = best.merge(day, on=KEY)
    return best.assign(month=first_day(best.contact_date), smokes=best.status == "smoker")


def elevated(rows: pd.DataFrame, pregnancies: pd.DataFrame, referrals: pd.DataFrame) -> pd.DataFrame:
    """One row a pregnancy with a reading of 4 ppm or more, by the month of the first."""
    high = rows[rows.reading >= 4].groupby(KEY).activity_date.min().rename("first").reset_index()
    high = high.merge(pregnancies[KEY], on=KEY).assign(month=lambda h: first_day(h["first"]))
    sent = referrals.merge(high[[*KEY, "first"]], on=KEY)
    stands = ~((sent.declined_date < sent["first"]) | (sent.closed_date < sent["first"]))
    in_time = sent[((sent.referral_date - sent["first"]).dt.days <= 7) & stands]
    given = rows[rows.given].merge(high[[*KEY, "first"]], on=KEY)
    for facts in (
        marked(in_time, "referred"),
        marked(sent[sent.declined_date >= sent["first"]], "declined"),
        marked(given[given.activity_date == given["first"]], "given"),
    ):
        high = high.merge(facts, on=KEY, how="left")
    return high.assign(**{column: high[column].eq(True) for column in ("referred", "declined", "given")})


def at_delivery(pregnancies: pd.DataFrame, rows: pd.DataFrame, labours: pd.DataFrame) -> pd.DataFrame:
    """Pregnancies with the status around the onset of labour or the caesarean."""
    anchors = labours.melt(KEY, ["onset_date", "caesarean_date"], value_name="anchor").dropna()
    near = rows[[*KEY, "activity_date", "status_at_delivery"]].merge(anchors, on=KEY)
    near["off"] = (near.activity_date - near.anchor).dt.days
    best = best_status(near[near.off.abs() <= 3], "status_at_delivery", unknown_on_day=True)
    return pregnancies[[*KEY, "mother_key"]].merge(best, on=KEY, how="left")


def after_birth(births: pd.DataFrame, rows: pd.DataFrame, delivered: pd.DataFrame) -> pd.DataFrame:
    """One row a pregnancy and month with a birth; `smokes_after` is empty where no status is known."""
    born = births[births.outcome.isin(["01", "02", "03", "04"]) & births.birth_date.notna()]
    born = born.assign(month=first_day(born.birth_date)).groupby([*KEY, "month"]).birth_date.min()
    born = born.reset_index().merge(delivered, on=KEY)
    known = rows[rows.status.isin(["smoker", "non_smoker"])][[*KEY, "activity_date", "status"]]
    later = known.rename(columns={"status": "said"}).merge(born[[*KEY, "month", "birth_date"]], on=KEY)
    later = later[(later.activity_date - later.birth_date).dt.days.between(1, 56)]
    last = later.groupby([*KEY, "month"]).activity_date.transform("max")
    later = later[later.activity_date == last]
    smokes = later.assign(smokes_after=later.said == "smoker").groupby([*KEY, "month"]).smokes_after.max()
    return born.merge(smokes, on=[*KEY, "month"], how="left")


def smokefree(pregnancies: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Pregnancies that reach 252 days booked and not discharged, by that month, with `free`."""
    base = pregnancies.assign(reached=pregnancies.start + pd.Timedelta(days=252))
    still = base.discharge_date.isna() | (base.discharge_date >= base.reached)
    base = base[(base.booking_date <= base.reached) & still]
    free = pd.Series(True, base.index)
    for anchor in ("booking_date", "reached"):
        near = rows[[*KEY, "activity_date", "activity_id", "line", "reading", "smokes"]].merge(
            base[[*KEY, anchor]], on=KEY
        )
        near["off"] = (near.activity_date - near[anchor]).dt.days
        near = near[near.off.abs() <= 7]
        tests = near[near.reading.notna()]
        tests = tests.assign(on_day=tests.off == 0, size=tests.activity_id.str.len())
        tests = tests.sort_values(["on_day", "off", "size", "activity_id", "line"]).drop_duplicates(
            KEY, keep="last"
        )
        low = marked(tests[tests.reading < 4], "low")
        smoked = marked(near[near.smokes], "smoked")
        found = base[KEY].merge(low, on=KEY, how="left").merge(smoked, on=KEY, how="left")
        free &= (found.low.eq(True) & ~found.smoked.eq(True)).to_numpy()
    return base.assign(month=first_day(base.reached), free=free)
