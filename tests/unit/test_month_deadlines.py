"""When a month is due: package data, refused where it cannot be meant."""

from datetime import date
from pathlib import Path

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.package.deadlines import deadlines, load_deadlines


def written(folder: Path, **days: int | str) -> Path:
    lines = ["package: example"]
    for name in ("due", "timely", "closing", "exception"):
        lines.append(f"{name}: {{days: {days.get(name, 20)}, reason: a local choice}}")
    folder.joinpath("calendar.yaml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_dates_count_days_from_the_last_day_of_the_month():
    dates = deadlines("smoke-free-pregnancies").dates(Month(2026, 10))
    assert (dates.due, dates.timely, dates.closing) == (
        date(2026, 11, 21),
        date(2026, 12, 1),
        date(2027, 1, 1),
    )


def test_every_date_of_the_shipped_calendar_has_a_reason():
    calendar = deadlines("smoke-free-pregnancies")
    assert all(
        len(each.reason) > 20
        for each in (calendar.due, calendar.timely, calendar.closing, calendar.exception)
    )


def test_a_package_without_a_calendar_says_which_file_to_write(tmp_path: Path):
    with pytest.raises(ClearwayError, match=r"calendar\.yaml"):
        load_deadlines(tmp_path)


@pytest.mark.parametrize(
    "days", [{"due": 30}, {"closing": 10}, {"due": 0}, {"timely": "soon"}, {"exception": 400}]
)
def test_a_calendar_that_cannot_be_meant_is_refused(tmp_path: Path, days: dict):
    with pytest.raises(ClearwayError):
        load_deadlines(written(tmp_path, **days))


def test_a_calendar_in_order_is_read(tmp_path: Path):
    assert load_deadlines(written(tmp_path, due=5, timely=6, closing=7)).dates(Month(2026, 2)).due == date(
        2026, 3, 5
    )
