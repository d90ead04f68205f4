"""When somebody who is to be told of a project's progress has waited longer than was planned. Pure.

How often is written in words; those that name a rhythm are understood, and others are never called late.
"""

import re
from collections.abc import Collection
from datetime import date

NUMBERS = {"two": 2, "three": 3, "four": 4, "six": 6, "other": 2, "second": 2, "third": 3}
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "year": 366}
"""The longest that one of them lasts, in days."""
ONE_WORD = {
    "daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92, "yearly": 366,
    "annually": 366,
}  # fmt: skip
GRACE = 2
"""Nobody is called late before half as long again: who tells every month, seldom does so on the same day."""
EVERY = re.compile(r"(?:every|each)\s+(?:(\d+|\w+)\s+)?(day|week|fortnight|month|quarter|year)s?\b")
A_TIME = re.compile(r"(once|twice|\d+ times|two times|three times)\s+(?:a|an|per|every|each|in a)\s+(\w+)")
TIMES = {"once": 1, "twice": 2, "two times": 2, "three times": 3}


def days_of(how_often: str) -> int | None:
    """The most days between two occasions of "every week" or "twice a year"; None for other words."""
    words = " ".join(how_often.casefold().replace("-", " ").split())
    if found := A_TIME.search(words):
        times = TIMES.get(found[1]) or int(found[1].split()[0])
        unit = UNITS.get(found[2].rstrip("s"))
        return -(-unit // times) if unit and times else None
    if found := EVERY.search(words):
        many = found[1] or "1"
        number = int(many) if many.isdigit() else NUMBERS.get(many, 1)
        return number * UNITS[found[2]] or None
    every = [ONE_WORD[word] for word in re.findall(r"\w+", words) if word in ONE_WORD]
    return min(every, default=None)


def waited(how_often: str, told: Collection[date], planned_on: date, today: date) -> str:
    """How long they have waited, in words, where that is longer than planned; empty where it is not."""
    most = days_of(how_often)
    last = max(told, default=planned_on)
    days = (today - last).days
    if most is None or days <= most + most // GRACE:
        return ""
    how_often = how_often[:1].lower() + how_often[1:]
    if not told:
        return f"{how_often}; never told, {_long(days)} after it was planned"
    return f"{how_often}; last told on {last.day} {last:%B %Y}, {_long(days)} ago"


def _long(days: int) -> str:
    number, unit = (days // 7, "week") if days >= 14 else (days, "day")
    return f"{number} {unit}{'' if number == 1 else 's'}"
