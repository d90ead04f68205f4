"""From records to the pages by one command: stamped, provisional where due, nothing lost or doubled."""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from clearway.common.errors import ClearwayError
from clearway.common.stamps import Stamp, stamp_path
from clearway.measures.results import Result, State, save_results
from clearway.measures.stamps import code_version, definition_versions
from clearway.records.publications import bundled_folder, read_publication
from clearway.web.audit.models import Person
from clearway.web.publications.actions import ImportResult, import_publication
from clearway.web.publications.models import SourceFile, Value, ValueQuerySet

pytestmark = pytest.mark.django_db
NEWEST = {"R1H": "2025-04"}


def own() -> ValueQuerySet:
    """What is held of the trust, beside what is bundled; its published figures are of other measures."""
    return Value.objects.filter(source__layout="clearway-values").exclude(org_code="SYNTH")


def stamp(**changed: object) -> Stamp:
    told = {
        "form": "exact",
        "as_of": date(2025, 4, 30),
        "code": code_version(),
        "engine": "duckdb",
        "data": "0123456789abcdef",
        "submissions": {"number": 2, "newest": NEWEST},
        "definitions": definition_versions(),
    }
    return Stamp.model_validate({**told, **changed})


def row(period: str, above: int, below: int, *, measure: str = "smoke-booking", place: str = "R1H") -> Result:
    level = {"R1H": "provider", "ENG": "national"}[place]
    return Result(measure, "", "", 1, level, place, period, above, below, above / below, State.VALUE)


def written(path: Path, *rows: Result, how: Stamp | None = None) -> Path:
    save_results(rows, path)
    stamp_path(path).write_text((how or stamp()).for_file(path.read_bytes()).text(), encoding="utf-8")
    return path


def load(path: Path, by: Person) -> ImportResult:
    return import_publication(publication=read_publication(path), by=by)


@pytest.fixture
def april(tmp_path: Path) -> Path:
    return written(tmp_path / "april.csv", row("2025-03", 61, 1250), row("2025-04", 63, 1262))


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.new, result.unchanged, result.restated, result.older


def test_the_newest_month_is_provisional_and_earlier_ones_are_final(april: Path, tester: Person) -> None:
    load(april, tester)
    assert dict(own().values_list("period", "status")) == {
        "2025-03": "final",
        "2025-04": "provisional",
    }


def test_the_source_says_that_it_was_computed_and_how(april: Path, tester: Person) -> None:
    source = load(april, tester).source
    assert source.publisher == "The trust's own records"
    assert source.computed_as == stamp().for_file(april.read_bytes())
    assert source.recorded_by == tester.name


def test_the_same_file_again_changes_nothing(april: Path, tester: Person) -> None:
    load(april, tester)
    assert load(april, tester).already_imported
    assert own().count() == 2


def test_equal_figures_computed_again_change_nothing_and_changed_ones_supersede(
    april: Path, tmp_path: Path, tester: Person
) -> None:
    load(april, tester)
    again = written(
        tmp_path / "again.csv",
        row("2025-03", 60, 1251),
        row("2025-04", 63, 1262),
        how=stamp(data="f" * 16),
    )
    assert counts(load(again, tester)) == (0, 1, 1, 0)
    march = own().filter(period="2025-03").order_by("pk")
    assert [value.numerator for value in march] == [61, 60]
    assert march[1].supersedes == march[0]


def test_a_month_that_is_no_longer_the_newest_becomes_final(
    april: Path, tmp_path: Path, tester: Person
) -> None:
    load(april, tester)
    may = stamp(submissions={"number": 3, "newest": {"R1H": "2025-05"}})
    later = written(tmp_path / "may.csv", row("2025-04", 63, 1262), row("2025-05", 70, 1300), how=may)
    load(later, tester)
    held = own().current().values_list("period", "status")
    assert dict(held) == {"2025-03": "final", "2025-04": "final", "2025-05": "provisional"}


def test_older_records_do_not_take_the_place_of_final_figures(
    april: Path, tmp_path: Path, tester: Person
) -> None:
    load(april, tester)
    old = stamp(submissions={"number": 1, "newest": {"R1H": "2025-03"}})
    assert counts(load(written(tmp_path / "old.csv", row("2025-03", 50, 1000), how=old), tester)) == (
        0,
        0,
        0,
        1,
    )


def test_a_newer_definition_supersedes_and_an_older_one_does_not(
    april: Path, tmp_path: Path, tester: Person
) -> None:
    load(april, tester)
    second = written(tmp_path / "second.csv", row("2025-03", 61, 1250)._replace(version=2))
    assert counts(load(second, tester)) == (0, 0, 1, 0)
    first = written(tmp_path / "first.csv", row("2025-03", 62, 1250))
    assert counts(load(first, tester)) == (0, 0, 0, 1)
    assert own().current().get(period="2025-03").version == "2"


def test_national_measures_and_parts_of_england_are_left_out_and_counted(
    tmp_path: Path, tester: Person
) -> None:
    path = written(
        tmp_path / "all.csv",
        row("2025-04", 63, 1262),
        row("2025-04", 63, 1262, measure="cqim-smoking-booking"),
        row("2025-04", 63, 1262, place="ENG"),
    )
    source = load(path, tester).source
    assert list(own().values_list("measure", "org_code")) == [("smoke-booking", "R1H")]
    assert sorted(source.unused.values()) == [1, 1]


def test_a_file_changed_by_hand_is_no_computed_file(april: Path, tester: Person) -> None:
    april.write_text(april.read_text(encoding="utf-8").replace("1262", "1263"), encoding="utf-8")
    source = load(april, tester).source
    assert source.stamp is None
    assert any("stamp beside the file" in finding["what"] for finding in source.findings)
    assert set(own().values_list("status", flat=True)) == {"final"}


def test_rounded_figures_are_not_taken_for_exact_ones(tmp_path: Path, tester: Person) -> None:
    path = written(tmp_path / "rounded.csv", row("2025-04", 65, 1260), how=stamp(form="published"))
    assert load(path, tester).source.stamp is None


def test_a_damaged_stamp_stops_the_import(april: Path) -> None:
    stamp_path(april).write_text("{", encoding="utf-8")
    with pytest.raises(ClearwayError, match=r"april\.csv\.stamp\.json"):
        read_publication(april)


def test_the_measure_page_says_how_the_figures_were_computed(
    april: Path, tester: Person, client: Client
) -> None:
    number = load(april, tester).source.pk
    page = client.get("/measures/smoke-booking/?organisation=R1H").content.decode()
    assert "How this was computed: definition version 1; as known on 30 April 2025" in page
    assert code_version() in page
    assert "0123456789abcdef" in page
    assert f"/publications/{number}/" in page
    assert "The trust&#39;s own records" in page


def test_published_figures_have_no_such_line(april: Path, tester: Person, client: Client) -> None:
    stamp_path(april).unlink()
    load(april, tester)
    assert (
        "How this was computed"
        not in client.get("/measures/smoke-booking/?organisation=R1H").content.decode()
    )


def test_the_page_of_the_file_shows_the_stamp(april: Path, tester: Person, client: Client) -> None:
    number = load(april, tester).source.pk
    page = client.get(f"/publications/{number}/").content.decode()
    assert "How these figures were computed" in page
    assert "2 monthly submissions of 1 trust; records 0123456789abcdef" in page
    assert "Newest month provisional" in client.get("/publications/").content.decode()


def test_the_bundled_figures_of_the_made_up_trust_are_computed_ones(tester: Person) -> None:
    bundled = read_publication(bundled_folder() / "synthetic-trust-computed.csv")
    assert bundled.stamp is not None
    assert bundled.source.publisher == "Made-up records"
    april = [value for value in bundled.values if value.period == "2025-04"]
    assert {str(bundled.status_of(value)) for value in april} == {"provisional"}


def test_the_table_of_files_is_still_append_only(april: Path, tester: Person) -> None:
    source = load(april, tester).source
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SourceFile.objects.filter(pk=source.pk).update(stamp=None)
