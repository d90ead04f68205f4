"""Makes the figures of the synthetic trust, from a fixed seed.

Usage: python tools/make_synthetic_trust.py OUT.csv

The file is in Clearway's own layout and describes no real organisation. The story in it, so that
charts have something to show:

- Carbon monoxide testing improves from November 2023, when every midwife gets a monitor.
- Smoking at booking and at delivery falls slowly over the three years.
- August 2023 was not submitted at all.
- In July 2024 the monitors were recalled for a fault, and testing fell for that month.
"""

import csv
import random
import sys
from pathlib import Path

SEED = 20250430
ORGANISATION = "SYNTH"
MONTHS = [f"{2022 + (4 + n) // 12}-{(4 + n) % 12 + 1:02d}" for n in range(36)]  # May 2022 to April 2025
CHANGE, NOT_SUBMITTED, RECALL = "2023-11", "2023-08", "2024-07"
CHANGE_TEXT = "From this month every midwife carries a carbon monoxide monitor"
RECALL_TEXT = "Carbon monoxide monitors recalled for a fault during this month"
NOT_SUBMITTED_TEXT = "Not submitted: change of maternity record system"
HEADINGS = [
    "organisation_code",
    "period",
    "measure",
    "component",
    "numerator",
    "denominator",
    "value_status",
    "comment",
]


def binomial(chance: random.Random, n: int, p: float) -> int:
    """How many of n people have a feature with probability p."""
    return sum(chance.random() < p for _ in range(n))


def drift(month: str, start: float, end: float) -> float:
    """A probability that moves evenly from the first month to the last."""
    return start + (end - start) * MONTHS.index(month) / (len(MONTHS) - 1)


def tested(month: str, before: float, after: float, recall: float) -> float:
    """The probability of a carbon monoxide test: a change that takes three months, and one bad month."""
    if month == RECALL:
        return recall
    months_since = MONTHS.index(month) - MONTHS.index(CHANGE) + 1
    return before + (after - before) * min(max(months_since, 0), 3) / 3


def proportions(month: str) -> dict[str, float]:
    """The probability behind each measure in a month."""
    return {
        "cqim-smoking-booking": drift(month, 0.125, 0.095),
        "cqim-smoking-delivery": drift(month, 0.095, 0.062),
        "sbl-co-booking": tested(month, 0.74, 0.90, 0.52),
        "sbl-co-36-weeks": tested(month, 0.52, 0.74, 0.34),
        "smokefree-pregnancy": tested(month, 0.33, 0.50, 0.21),
    }


def people(chance: random.Random, month: str) -> dict[str, int]:
    """How many women each measure counts in a month; a few fewer than were booked or gave birth."""
    bookings = round(chance.gauss(430, 20)) - (25 if month.endswith("-12") else 0)
    births = round(chance.gauss(365, 16))
    near_term = births - chance.randint(12, 30)
    return {
        "cqim-smoking-booking": bookings - chance.randint(4, 18),
        "cqim-smoking-delivery": births - chance.randint(3, 15),
        "sbl-co-booking": bookings,
        "sbl-co-36-weeks": near_term,
        "smokefree-pregnancy": near_term - chance.randint(8, 25),
    }


def comment(month: str, measure: str) -> str:
    """What is said beside a figure."""
    if measure.startswith("sbl-co"):
        return {CHANGE: CHANGE_TEXT, RECALL: RECALL_TEXT}.get(month, "")
    return ""


def rows() -> list[list[str | int]]:
    """All rows, month by month."""
    chance = random.Random(SEED)  # noqa: S311 - made-up figures, not a secret
    made: list[list[str | int]] = []
    for month in MONTHS:
        denominators = people(chance, month)
        for measure, probability in proportions(month).items():
            start = [ORGANISATION, month, measure, ""]
            numerator = binomial(chance, denominators[measure], probability)
            if month == NOT_SUBMITTED:
                made.append([*start, "", "", "not_collected", NOT_SUBMITTED_TEXT])
            else:
                made.append([*start, numerator, denominators[measure], "value", comment(month, measure)])
    return made


def main(out: Path) -> None:
    """Write the file."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
