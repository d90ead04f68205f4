"""A nation is computed by batches of providers, and nothing shows that it was."""

import pytest
from tests.lib.engine_comparison import connection, differences, fill, judged
from tests.lib.record_strategies import sets_by_chance
from tests.tiny_records import SMOKER, Records

from clearway.common.periods import Month
from clearway.measures import computation
from clearway.measures.cascade import cascade
from clearway.measures.computed import computed_measure
from clearway.measures.engines import duckdb as engine
from clearway.measures.members import gaps, members

PREGNANCIES = {"RAA": 2, "RBB": 1, "RCC": 4, "RDD": 1}


def nation() -> Records:
    records = Records()
    for provider, count in PREGNANCIES.items():
        records.provider = provider
        records.submission("2025-04")
        for _ in range(count):
            woman = records.pregnancy("2025-04-14", mother_key="9990000360")
            records.finding(woman, "2025-04-14", SMOKER)
    return records


def batches(size: int) -> list[list[str]]:
    begun = engine.begin(nation().connection())
    found = []
    for part in computation.parts(begun, size=size):
        held = part.engine.fetch(part.pathway.select("provider").distinct())
        found.append(sorted(held["provider"]))
    return found


def test_providers_go_together_until_the_batch_is_full_and_a_large_one_goes_alone() -> None:
    assert batches(3) == [["RAA", "RBB"], ["RCC"], ["RDD"]]


def test_one_batch_is_the_whole() -> None:
    assert batches(8) == [["RAA", "RBB", "RCC", "RDD"]]


@pytest.mark.parametrize("size", [1, 150])
def test_the_figures_of_batches_are_those_of_the_reference(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computation, "BATCH", size)
    given = sets_by_chance(11, 6, 120, None)
    with connection() as database:
        fill(database, given)
        assert differences(engine.run(database), judged(given, None)) == {}


def test_progress_is_told_for_every_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computation, "BATCH", 3)
    told: list[tuple[int, int]] = []
    engine.run(nation().connection(), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_computation_that_is_interrupted_leaves_the_records_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    database = nation().connection()
    whole = engine.run(database)
    monkeypatch.setattr(computation, "BATCH", 1)

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    begun = engine.begin(database)
    with pytest.raises(KeyboardInterrupt):
        computation.results(begun, progress=stop)
    assert database.execute("SELECT count(*) FROM pregnancies").fetchall() == [(8,)]
    monkeypatch.setattr(computation, "BATCH", 100)
    assert computation.results(begun) == whole


def test_what_is_asked_after_the_batches_is_of_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computation, "BATCH", 1)
    begun = engine.begin(nation().connection())
    computation.results(begun)
    assert len(begun.engine.fetch(begun.pathway)["provider"]) == 8


APRIL = Month(2025, 4)


def lists(records: Records, provider: str = "") -> list[object]:
    """What is listed of all providers or one, each list from a computation of its own."""
    database = records.connection()
    measure = computed_measure("co-test-booking")
    return [
        members(engine.begin(database), measure, APRIL, provider),
        gaps(engine.begin(database), provider),
        cascade(engine.begin(database), APRIL, APRIL, provider),
    ]


@pytest.mark.parametrize("provider", ["", "RBB", "RZZ"])
def test_lists_and_the_cascade_are_the_same_by_batches(
    provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = nation()
    records.provider = "RUU"  # sent nothing, and has records all the same
    records.pregnancy("2025-04-14")
    whole = lists(records, provider)
    monkeypatch.setattr(computation, "BATCH", 2)
    assert lists(records, provider) == whole
    assert bool(whole[1]) == (provider != "RZZ")


def test_a_list_of_one_provider_computes_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    only = engine.DuckDB.only
    monkeypatch.setattr(
        engine.DuckDB, "only", lambda self, providers: asked.append(list(providers)) or only(self, providers)
    )
    assert len(members(engine.begin(nation().connection()), computed_measure("nrt"), APRIL, "RCC")) == 0
    assert asked == [["RCC"]]


def test_every_pregnancy_has_a_number_of_its_own() -> None:
    made = engine.prepare(nation().connection())
    assert len(set(made.engine.fetch(made.pathway.select("pregnancy"))["pregnancy"])) == 8
