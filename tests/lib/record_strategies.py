"""Small, nasty sets of canonical records: every date sits on or beside the edge of some rule.

A set has a few providers that use the same identifiers, a few mothers with several pregnancies, coded
rows with values that are nearly numbers, and records whose pregnancy was never sent. Every choice is one
of a few, made by `pick`: by Hypothesis, which then finds the smallest set that breaks a law, or by plain
chance, which makes thousands of pregnancies in a second.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
Tables = dict[str, list[Row]]
Pick = Callable[[Sequence[Any]], Any]

PROVIDERS = ("RAA", "RBB", "RCC")
MONTHS = tuple(date(2025, month, 1) for month in (3, 4, 5, 6))
LAST_DAYS = tuple(date(2025, 3, 31) + timedelta(days=days) for days in (0, 30, 61, 91))
ALWAYS = {"first_day": date(1900, 1, 1), "last_day": date(9999, 12, 31)}
PLACES: list[Row] = [
    {"provider": "RAA", "icb": "QAA", "region": "Y56"} | ALWAYS,
    {"provider": "RBB", "icb": "QAA", "region": "Y56"} | ALWAYS | {"last_day": date(2025, 4, 30)},
    {"provider": "RBB", "icb": "QBB", "region": "Y57"} | ALWAYS | {"first_day": date(2025, 5, 1)},
    {"provider": "RCC", "icb": None, "region": None} | ALWAYS,
]

ANCHORS = tuple(date(2025, 3, day) for day in (29, 31)) + tuple(date(2025, 4, day) for day in (1, 15, 29, 30))
EDGES = (0, 0, 0, 0, 0, 0, -1, 1, 2, -3, 3, -4, 4, -7, 7, -8, 8)
GESTATIONS = (244, 245, 245, 246, 251, 252, 252, 253, 257, 258, 258, 259, 60)
NEVER, ONCE, OFTEN = (False,), (True, False), (True, True, True, True, True, True, True, True, True, False)

FINDINGS = (
    None, None, None, "77176002", "160616005", "134406006", "8517006", "266919005", "266927001",
    "1110631000000106", "203191000000107", "50373000",
)  # fmt: skip
OBSERVATIONS = (
    None, None, "251900003", "251900003", "251900003", "251900003", ".4I90", "4I90.", "X77Qd",
    "230056004", ".137X", "137X.", "Ub1tI", "401201003", "160625004", "27113001",
)  # fmt: skip
VALUES = (
    None, "", "0", "0", "0.0", " 0 ", "-0", "-1", "-0.5", "1", "3.9", "3.99", "4", "4", "4.0", " 4 ", "+4",
    "+ 4", "4.", ".5", "4.0.1", "--4", "+-4", "4-", "-", ".", "+", "4,5", "4e0", "1e3", "0x10", "1_0", "four",
    "NaN", "inf", "20",
)  # fmt: skip
UNITS = ("ppm", "ppm", "ppm", "coppm", " PPM ", "CoPpm", "co ppm", "ppm CO", "[ppm]", "%", "", None)
PROCEDURES = (None, None, "225323000", "171055003", "871661000000106")
OUTCOMES = ("01", "01", "02", "03", "04", "05", "98", None)
WORDS = ("quit", "quit", "quit", "not_quit", "lost", None)
NO_CODES: Row = dict.fromkeys(
    ("finding_code", "observation_code", "observation_value", "unit", "procedure_code")
)
CARBON_MONOXIDE = {"observation_code": "251900003", "unit": "ppm"}
PLAIN_ROWS = (
    *(NO_CODES | CARBON_MONOXIDE | {"observation_value": ppm} for ppm in ("0", "2", "3.9", "4", "9")),
    NO_CODES | {"observation_code": "401201003", "observation_value": "1"},
    NO_CODES | {"observation_code": "137X.", "observation_value": "1"},
    NO_CODES | {"finding_code": "134406006"},
    *(NO_CODES | {"finding_code": code} for code in ("77176002", "266919005", "266927001")),
    NO_CODES | {"finding_code": "1110631000000106"},
    NO_CODES | {"procedure_code": "225323000"},
)


class _Maker:
    """Makes one set of records; identifiers count from 1 in every provider, so providers share them."""

    def __init__(self, pick: Pick) -> None:
        self.pick = pick
        self.numbers: Counter[tuple[str, str]] = Counter()
        self.tables: Tables = {
            name: []
            for name in (
                "submissions", "organisations", "pregnancies", "contacts", "activities", "labours", "births",
                "referrals", "quit_attempts",
            )
        }  # fmt: skip

    def beside(self, days: Sequence[date], edges: Sequence[int] = EDGES) -> date:
        """A day at an edge around one of the days."""
        found: date = self.pick(days) + timedelta(days=self.pick(edges))
        return found

    def perhaps(self, days: Sequence[date], edges: Sequence[int] = EDGES) -> date | None:
        """The same, or no day."""
        return self.beside(days, edges) if self.pick(ONCE) else None

    def identifier(self, provider: str, letter: str) -> str:
        self.numbers[provider, letter] += 1
        return f"{letter}{self.numbers[provider, letter]}"

    def coded_row(self) -> Row:
        """What one coded row holds: something plain, or anything at all."""
        if self.pick(ONCE):
            return dict(self.pick(PLAIN_ROWS))
        lists = (FINDINGS, OBSERVATIONS, VALUES, UNITS, PROCEDURES)
        return {column: self.pick(options) for column, options in zip(NO_CODES, lists, strict=True)}

    def submissions(self) -> list[str]:
        """Months sent by providers; gives the providers that sent any."""
        for provider in PROVIDERS:
            for month, last in zip(MONTHS, LAST_DAYS, strict=True):
                if self.pick(ONCE):
                    self.tables["submissions"].append(
                        {
                            "provider": provider,
                            "period": month,
                            "period_end": last,
                            "created": datetime(2025, 8, 1, 9, 30),  # noqa: DTZ001 - MSDS has no time zones
                            "folder": f"{month:%Y-%m}/{provider}",
                        }
                    )
        self.tables["organisations"].extend(PLACES)
        return sorted({row["provider"] for row in self.tables["submissions"]})

    def pregnancy(self, provider: str, as_of: date) -> None:
        pregnancy_id = self.identifier(provider, "P")
        booking = self.pick((*ANCHORS, None))
        focus = self.beside(ANCHORS)
        start = focus - timedelta(days=self.pick(GESTATIONS))
        days = [focus, booking or focus, booking or focus, start + timedelta(days=252)]
        if self.pick(OFTEN):
            mothers = (f"{provider}:M1", f"{provider}:M2", f"{provider}:{pregnancy_id}", "4010232137")
            self.tables["pregnancies"].append(
                {
                    "provider": provider,
                    "pregnancy_id": pregnancy_id,
                    "mother_local_id": self.pick(("M1", "M2", pregnancy_id)),
                    "mother_key": self.pick(mothers),
                    "booking_date": booking,
                    "edd": self.pick((start + timedelta(days=280), start + timedelta(days=280), None)),
                    "lmp": self.pick((None, start, start - timedelta(days=7))),
                    "discharge_date": self.perhaps(days),
                }
            )
        for _ in range(self.pick((1, 0, 2))):
            days.extend(self.labour(provider, pregnancy_id, [focus, focus, as_of]))
        if self.pick(ONCE):
            for anchor in (days[1], days[3]):  # a low reading at both ends, as Smokefree pregnancy asks
                low = self.pick(PLAIN_ROWS[:3])
                self.contact(provider, pregnancy_id, self.beside([anchor], (0, 0, -7, 7, -8, 8)), low)
        seen = [self.beside(days) for _ in range(self.pick((1, 0, 1, 2, 3, 4)))]
        for day in seen:
            self.contact(provider, pregnancy_id, day)
        days.extend(seen)
        for _ in range(self.pick((1, 0, 2))):
            self.referral(provider, pregnancy_id, days)
        for _ in range(self.pick((1, 0, 2))):
            self.quit_attempt(provider, pregnancy_id, days, as_of)

    def labour(self, provider: str, pregnancy_id: str, around: Sequence[date]) -> list[date]:
        """A labour with its births and coded rows; gives the days that matter."""
        labour_id, focus = self.identifier(provider, "L"), self.pick(around)
        sent = self.pick(OFTEN)
        keys = {"provider": provider, "pregnancy_id": pregnancy_id if sent else None}
        onset, caesarean = (self.perhaps([focus], (0, 1, 3)) for _ in range(2))
        if sent:
            dates = {"onset_date": onset, "caesarean_date": caesarean}
            self.tables["labours"].append({**keys, "labour_id": labour_id, **dates})
        days = [day for day in (onset, caesarean) if day]
        for _ in range(self.pick((1, 0, 2))):
            born = self.beside([focus], (0, 0, 1, -1, 2, 40))
            days.extend((born, born + timedelta(days=56)))
            baby = {"labour_id": labour_id, "baby_id": self.identifier(provider, "B")}
            self.tables["births"].append({**keys, **baby, "birth_date": born, "outcome": self.pick(OUTCOMES)})
        for line in range(1, self.pick((0, 0, 1, 2)) + 1):
            when = {"source": "MSD302", "activity_date": self.perhaps([focus], (0, 0, -4, -3, 1, 3, 4, 7))}
            row = {**keys, **when, "activity_id": labour_id, "line": line, "contact_id": None}
            self.tables["activities"].append(row | self.coded_row())
        return days

    def contact(self, provider: str, pregnancy_id: str, day: date, coded: Row | None = None) -> None:
        """A contact with any coded rows, or with this one."""
        keys = {"provider": provider, "contact_id": self.identifier(provider, "C")}
        of: Row = {"pregnancy_id": None, "activity_date": None}
        if self.pick(OFTEN):
            of = {"pregnancy_id": pregnancy_id, "activity_date": day}
            row = {"pregnancy_id": pregnancy_id, "contact_date": day, "attended": self.pick(ONCE)}
            self.tables["contacts"].append({**keys, **row})
        for _ in range(1 if coded else self.pick((1, 1, 0, 2))):
            activity = {"activity_id": self.identifier(provider, "A"), "source": "MSD202"}
            for line in range(1, (1 if coded else self.pick((1, 1, 2))) + 1):
                row = {**keys, **of, **activity, "line": line}
                self.tables["activities"].append(row | (coded or self.coded_row()))

    def referral(self, provider: str, pregnancy_id: str, days: Sequence[date]) -> None:
        self.tables["referrals"].append(
            {
                "provider": provider,
                "referral_id": self.identifier(provider, "R"),
                "pregnancy_id": pregnancy_id,
                "referral_date": self.beside(days, (0, 1, -1, -3, -4, 7, 8, 28, 29)),
                "declined_date": self.perhaps(days, (0, -1, 1)),
                "closed_date": self.perhaps(days, (0, -1, 1)),
            }
        )

    def quit_attempt(self, provider: str, pregnancy_id: str, days: Sequence[date], as_of: date) -> None:
        closing = [as_of - timedelta(days=days_before) for days_before in (42, 43, 98, 99)]
        quit_date = self.beside([*days, *closing], (0, 0, -1, 1))
        self.tables["quit_attempts"].append(
            {
                "provider": provider,
                "quit_attempt_id": self.identifier(provider, "Q"),
                "pregnancy_id": pregnancy_id,
                "quit_date": quit_date,
                "nrt": self.pick((True, False, None)),
                "outcome_4_week": self.pick(WORDS),
                "follow_up_4_week_date": self.perhaps([quit_date], (28, 24, 25, 42, 43)),
                "outcome_12_week": self.pick(WORDS),
                "outcome_delivery": self.pick(WORDS),
            }
        )


def make_set(pick: Pick, pregnancies: Sequence[int], as_of: date | None) -> Tables:
    """One set; `pregnancies` are the numbers to choose from, quit attempts close around `as_of`."""
    maker = _Maker(pick)
    providers = maker.submissions()
    for _ in range(pick(pregnancies) if providers else 0):
        maker.pregnancy(
            pick(providers), as_of or max(row["period_end"] for row in maker.tables["submissions"])
        )
    return maker.tables


@st.composite
def record_sets(draw: st.DrawFn) -> tuple[Tables, date | None]:
    """Canonical tables, and an as-of day that may be left to its default."""

    def pick(options: Sequence[Any]) -> Any:
        return draw(st.sampled_from(options))

    as_of = pick((None, *(day + timedelta(days=days) for day in ANCHORS for days in (0, 1, 42, 43, 98, 99))))
    return make_set(pick, range(7), as_of), as_of


def sets_by_chance(seed: int, count: int, pregnancies: int, as_of: date | None) -> Tables:
    """Many sets as one, each with providers of its own: no rule joins across providers."""
    chance = random.Random(seed)  # noqa: S311
    return side_by_side(make_set(chance.choice, (pregnancies,), as_of) for _ in range(count))


def side_by_side(sets: Iterable[Tables]) -> Tables:
    """The sets as one; the number of its set is added to every provider's code."""
    joined: Tables = {}
    for number, tables in enumerate(sets):
        for name, rows in tables.items():
            for row in rows:
                changed = {**row, "provider": f"{row['provider']}{number}"}
                if name == "submissions":
                    changed["folder"] += str(number)
                joined.setdefault(name, []).append(changed)
    return joined
