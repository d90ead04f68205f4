"""Small, nasty sets of canonical records: every date sits on or beside the edge of some rule.

A set has a few providers that use the same identifiers, a few mothers with several pregnancies, coded
rows with values that are nearly numbers, and records whose pregnancy was never sent.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Row = dict[str, Any]
Tables = dict[str, list[Row]]

PROVIDERS = ("RAA", "RBB", "RCC")
MONTHS = tuple(date(2025, month, 1) for month in (3, 4, 5, 6))
LAST_DAYS = {
    month: (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) for month in MONTHS
}
ANCHORS = tuple(date(2025, 3, day) for day in (29, 31)) + tuple(date(2025, 4, day) for day in (1, 15, 29, 30))
EDGES = (0, 0, 0, -1, 1, -3, 3, -4, 4, -7, 7, -8, 8)
GESTATIONS = (244, 245, 246, 251, 252, 253, 258, 259, 60)

FINDINGS = (
    None, None, None, "77176002", "160616005", "134406006", "8517006", "266919005", "266927001",
    "1110631000000106", "203191000000107", "50373000",
)  # fmt: skip
CARBON_MONOXIDE = ("251900003", ".4I90", "4I90.", "X77Qd")
CIGARETTES = ("230056004", ".137X", "137X.", "Ub1tI", "401201003")
OBSERVATIONS = (
    None,
    None,
    *CARBON_MONOXIDE[:1] * 5,
    *CARBON_MONOXIDE[1:],
    *CIGARETTES,
    "160625004",
    "27113001",
)
VALUES = (
    None, "", "0", "0", "0.0", " 0 ", "-0", "-1", "-0.5", "1", "3.9", "3.99", "4", "4", "4.0", " 4 ", "+4",
    "+ 4",
    "4.", ".5", "4.0.1", "--4", "+-4", "4-", "-", ".", "+", "4,5", "4e0", "1e3", "0x10", "1_0", "four", "NaN",
    "inf", "20",
)  # fmt: skip
UNITS = (
    "ppm", "ppm", "ppm", "ppm", "coppm", " PPM ", "CoPpm", "co ppm", "ppm CO", "[ppm]", "%", "", None,
)  # fmt: skip
PROCEDURES = (None, None, "225323000", "171055003", "871661000000106")
OUTCOMES = ("01", "01", "02", "03", "04", "05", "98", None)


def coded_rows() -> st.SearchStrategy[Row]:
    """What one coded row holds: a plain reading, or anything at all."""
    plain = st.fixed_dictionaries(
        {
            "finding_code": st.none(),
            "observation_code": st.just("251900003"),
            "observation_value": st.sampled_from(["0", "2", "3.9", "4"]),
            "unit": st.just("ppm"),
            "procedure_code": st.none(),
        }
    )
    return st.one_of(_any_coded_row(), plain)


def _any_coded_row() -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {
            "finding_code": st.sampled_from(FINDINGS),
            "observation_code": st.sampled_from(OBSERVATIONS),
            "observation_value": st.sampled_from(VALUES),
            "unit": st.sampled_from(UNITS),
            "procedure_code": st.sampled_from(PROCEDURES),
        }
    )


def beside(days: tuple[date, ...], edges: tuple[int, ...] = EDGES) -> st.SearchStrategy[date]:
    """A day at an edge around one of the days."""
    return st.builds(
        lambda day, away: day + timedelta(days=away), st.sampled_from(days), st.sampled_from(edges)
    )


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


class _Maker:
    """Draws one set of records; identifiers count from 1 in every provider, so providers share them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.numbers: Counter[tuple[str, str]] = Counter()
        self.tables: Tables = {
            name: []
            for name in (
                "submissions", "organisations", "pregnancies", "contacts", "activities", "labours", "births",
                "referrals", "quit_attempts",
            )
        }  # fmt: skip

    def identifier(self, provider: str, letter: str) -> str:
        self.numbers[provider, letter] += 1
        return f"{letter}{self.numbers[provider, letter]}"

    def pregnancy(self, provider: str, as_of: date) -> None:
        draw, sent = self.draw, self.draw(st.integers(0, 9)) > 0
        pregnancy_id = self.identifier(provider, "P")
        booking = draw(st.one_of(st.sampled_from(ANCHORS), st.sampled_from(ANCHORS), st.none()))
        focus = draw(beside(ANCHORS))
        start = focus - timedelta(days=draw(st.sampled_from(GESTATIONS)))
        days = (focus, booking or focus, start + timedelta(days=252))
        if sent:
            self.tables["pregnancies"].append(
                {
                    "provider": provider,
                    "pregnancy_id": pregnancy_id,
                    "mother_local_id": "M1",
                    "mother_key": draw(st.sampled_from([f"{provider}:M1", f"{provider}:M2", "4000000004"])),
                    "booking_date": booking,
                    "edd": draw(st.sampled_from([start + timedelta(days=280)] * 3 + [None])),
                    "lmp": draw(maybe(st.sampled_from([start, start - timedelta(days=7)]))),
                    "discharge_date": draw(maybe(beside(days))),
                }
            )
        days = (*days, *self.labours(provider, pregnancy_id, focus))
        for _ in range(draw(st.integers(0, 5))):
            self.contact(provider, pregnancy_id, draw(beside(days)))
        for _ in range(draw(st.integers(0, 2))):
            self.referral(provider, pregnancy_id, days)
        for _ in range(draw(st.integers(0, 2))):
            self.quit_attempt(provider, pregnancy_id, days, as_of)

    def labours(self, provider: str, pregnancy_id: str, focus: date) -> list[date]:
        """Labours with their births and coded rows; gives the days that matter."""
        draw, days = self.draw, []
        for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
            labour_id = self.identifier(provider, "L")
            sent = draw(st.integers(0, 9)) > 0
            of = pregnancy_id if sent else None
            onset, caesarean = (draw(maybe(beside((focus,), (0, 1, 3)))) for _ in range(2))
            if sent:
                self.tables["labours"].append(
                    {
                        "provider": provider,
                        "pregnancy_id": of,
                        "labour_id": labour_id,
                        "onset_date": onset,
                        "caesarean_date": caesarean,
                    }
                )
            for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
                born = draw(beside((focus,), (0, 0, 1, 2, 40)))
                days.extend((born, born + timedelta(days=56)))
                self.tables["births"].append(
                    {
                        "provider": provider,
                        "pregnancy_id": of,
                        "labour_id": labour_id,
                        "baby_id": self.identifier(provider, "B"),
                        "birth_date": born,
                        "outcome": draw(st.sampled_from(OUTCOMES)),
                    }
                )
            days.extend(day for day in (onset, caesarean) if day)
            for line in range(1, draw(st.sampled_from([0, 0, 1, 2])) + 1):
                of_row = {"provider": provider, "pregnancy_id": of, "activity_id": labour_id, "line": line}
                when = draw(maybe(beside((focus,), (-4, -3, 0, 0, 1, 3, 4))))
                self.tables["activities"].append(
                    {**of_row, "source": "MSD302", "activity_date": when, "contact_id": None}
                    | draw(coded_rows())
                )
        return days

    def contact(self, provider: str, pregnancy_id: str, day: date) -> None:
        draw = self.draw
        contact_id = self.identifier(provider, "C")
        known = draw(st.integers(0, 9)) > 0
        if known:
            self.tables["contacts"].append(
                {
                    "provider": provider,
                    "contact_id": contact_id,
                    "pregnancy_id": pregnancy_id,
                    "contact_date": day,
                    "attended": draw(st.booleans()),
                }
            )
        for _ in range(draw(st.sampled_from([0, 1, 1, 2]))):
            activity_id = self.identifier(provider, "A")
            for line in range(1, draw(st.sampled_from([1, 1, 2])) + 1):
                self.tables["activities"].append(
                    {
                        "provider": provider,
                        "pregnancy_id": pregnancy_id if known else None,
                        "activity_id": activity_id,
                        "line": line,
                        "source": "MSD202",
                        "activity_date": day if known else None,
                        "contact_id": contact_id,
                    }
                    | draw(coded_rows())
                )

    def referral(self, provider: str, pregnancy_id: str, days: tuple[date, ...]) -> None:
        edges = (0, 1, -1, -3, -4, 7, 8, 28, 29)
        self.tables["referrals"].append(
            {
                "provider": provider,
                "referral_id": self.identifier(provider, "R"),
                "pregnancy_id": pregnancy_id,
                "referral_date": self.draw(beside(days, edges)),
                "declined_date": self.draw(maybe(beside(days, (-1, 0, 1)))),
                "closed_date": self.draw(maybe(beside(days, (-1, 0, 1)))),
            }
        )

    def quit_attempt(self, provider: str, pregnancy_id: str, days: tuple[date, ...], as_of: date) -> None:
        draw = self.draw
        quit_date = draw(st.one_of(beside(days, (-1, 0, 1)), beside((as_of,), (-42, -43, -98, -99))))
        words = st.sampled_from(["quit", "quit", "not_quit", "lost", None])
        self.tables["quit_attempts"].append(
            {
                "provider": provider,
                "quit_attempt_id": self.identifier(provider, "Q"),
                "pregnancy_id": pregnancy_id,
                "referral_id": None,
                "quit_date": quit_date,
                "nrt": draw(st.sampled_from([True, False, None])),
                "outcome_4_week": draw(words),
                "follow_up_4_week_date": draw(maybe(beside((quit_date,), (24, 25, 28, 42, 43)))),
                "outcome_12_week": draw(words),
                "outcome_delivery": draw(words),
            }
        )


PLACES: list[Row] = [
    {
        "provider": "RAA",
        "first_day": date(1900, 1, 1),
        "last_day": date(9999, 12, 31),
        "icb": "QAA",
        "region": "Y56",
    },
    {
        "provider": "RBB",
        "first_day": date(1900, 1, 1),
        "last_day": date(2025, 4, 30),
        "icb": "QAA",
        "region": "Y56",
    },
    {
        "provider": "RBB",
        "first_day": date(2025, 5, 1),
        "last_day": date(9999, 12, 31),
        "icb": "QBB",
        "region": "Y57",
    },
    {
        "provider": "RCC",
        "first_day": date(1900, 1, 1),
        "last_day": date(9999, 12, 31),
        "icb": None,
        "region": None,
    },
]


@st.composite
def record_sets(draw: st.DrawFn, most: int = 6) -> tuple[Tables, date | None]:
    """Canonical tables, and an as-of day that may be left to its default."""
    maker = _Maker(draw)
    sent = draw(
        st.lists(st.tuples(st.sampled_from(PROVIDERS), st.sampled_from(MONTHS)), unique=True, min_size=1)
    )
    for provider, month in sent:
        maker.tables["submissions"].append(
            {
                "provider": provider,
                "period": month,
                "period_end": LAST_DAYS[month],
                "created": datetime(2025, 8, 1, 9, 30),  # noqa: DTZ001 - MSDS has no time zones
                "folder": f"{provider}-{month:%Y-%m}",
            }
        )
    maker.tables["organisations"].extend(PLACES)
    as_of = draw(maybe(beside(ANCHORS, (0, 1, 42, 43, 98, 99))))
    day = as_of or max(LAST_DAYS[month] for _, month in sent)
    for _ in range(draw(st.integers(0, most))):
        maker.pregnancy(draw(st.sampled_from(sorted({provider for provider, _ in sent}))), day)
    return maker.tables, as_of
