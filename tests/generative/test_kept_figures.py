"""What is kept and brought up to date equals what is computed from nothing, cell by cell, whatever came."""

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lib.engine_comparison import connection, differences, fill
from tests.lib.msds_folders import Layout
from tests.lib.record_strategies import Tables, sets_by_chance

from clearway.measures.engines import duckdb as whole
from clearway.measures.engines.kept import run_kept
from clearway.records.readers import read_records

AS_OF = st.sampled_from([None, date(2025, 4, 30), date(2025, 5, 13), date(2025, 7, 24), date(2025, 12, 1)])


def _without(tables: Tables, name: str, chance: random.Random) -> None:
    """Records go: a submission was taken back, or restated without them."""
    tables[name] = [row for row in tables[name] if chance.random() < 0.9]


def _altered(tables: Tables, name: str, chance: random.Random) -> None:
    """Some rows say what another row of the table says: other dates, codes, mothers, pregnancies."""
    keys = {"provider", KEYS.get(name)}
    for row in tables[name]:
        if chance.random() < 0.1:
            other = chance.choice(tables[name])
            column = chance.choice([one for one in row if one not in keys])
            row[column] = other.get(column)


def _month(tables: Tables, _name: str, chance: random.Random) -> None:
    """A submission comes or goes, and with it whether the month is covered."""
    held = tables["submissions"]
    held[:] = [row for row in held if chance.random() < 0.7] or held[:1]


KEYS = {
    "pregnancies": "pregnancy_id", "contacts": "contact_id", "activities": "activity_id",
    "labours": "labour_id", "births": "baby_id", "referrals": "referral_id",
    "quit_attempts": "quit_attempt_id",
}  # fmt: skip
CHANGES: tuple[Callable[[Tables, str, random.Random], None], ...] = (_without, _altered, _month)


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 10_000),
    steps=st.lists(
        st.tuples(st.sampled_from(CHANGES), st.sampled_from(sorted(KEYS)), AS_OF), min_size=3, max_size=3
    ),
)
def test_any_change_of_records_or_day_gives_the_figures_of_a_whole_computation(
    seed: int, steps: list[tuple[Callable[..., None], str, date | None]]
) -> None:
    chance = random.Random(seed)  # noqa: S311
    tables = sets_by_chance(seed, 2, 12, None)
    with TemporaryDirectory() as folder, connection() as database:
        kept = Path(folder) / "kept"
        fill(database, tables)
        run_kept(database, kept)
        for change, name, as_of in steps:
            change(tables, name, chance)
            fill(database, tables)
            renewed = run_kept(database, kept, as_of, internal=True)
            assert not renewed.why_whole
            assert differences(renewed.results, whole.run(database, as_of, internal=True)) == {}


def _submissions(root: Path) -> list[Path]:
    return sorted(header.parent.relative_to(root) for header in root.rglob("MSD000.csv"))


@settings(max_examples=2, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), moves=st.lists(st.integers(0, 99), min_size=3, max_size=3))
def test_submissions_that_come_are_replaced_or_taken_back_change_what_they_can_and_no_more(
    seed: int, moves: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        sent, away, kept = (Path(folder) / name for name in ("sent", "away", "kept"))
        Layout(sent, random.Random(seed)).write(sets_by_chance(seed, 2, 15, None))  # noqa: S311
        every = _submissions(sent)
        for place in every[::3]:
            _move(sent / place, away / place)
        _agree(sent, kept)
        for number in moves:
            place = every[number % len(every)]
            there = (sent / place).exists()
            if there and len(_submissions(sent)) == 1:
                continue
            _move(*((sent / place, away / place) if there else (away / place, sent / place)))
            _agree(sent, kept)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)


def _agree(sent: Path, kept: Path) -> None:
    records: Any = read_records("msds", sent)
    assert differences(run_kept(records.connection, kept).results, whole.run(records.connection)) == {}
