"""Importing published statistics: what lands in the value table, and that nothing in it is ever changed."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from clearway.common.organisations import directory
from clearway.records.publications import Publication, Status, bundled_publications, read_publication
from clearway.web.audit.models import ChangeEvent, Person
from clearway.web.publications import selectors
from clearway.web.publications.actions import import_publication
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db


@pytest.fixture
def april() -> Publication:
    """The April 2025 measures as bundled."""
    path = next(path for path in bundled_publications() if "apr2025" in path.name)
    return read_publication(path)


def _as_file(publication: Publication, digest: str, **changes: object) -> Publication:
    """The same figures in another file."""
    return replace(publication, source=replace(publication.source, sha256=digest * 64, **changes))


def _england(publication: Publication, **changes: object) -> Publication:
    """Only England's smoking at booking, changed."""
    values = tuple(
        replace(value, **changes)
        for value in publication.values
        if value.org_code == "ENG" and value.measure == "cqim-smoking-booking"
    )
    return replace(publication, values=values, findings=())


@pytest.mark.parametrize(
    ("measure", "numerator", "denominator", "shown"),
    [
        ("cqim-smoking-booking", 4360, 49205, 8.9),
        ("cqim-smoking-delivery", 2295, 40945, 5.6),
        ("sbl-co-booking", 41095, 51230, 80.2),
        ("sbl-co-36-weeks", 25950, 39970, 64.9),
        ("smokefree-pregnancy", 20195, 48715, 41.5),
    ],
)
def test_england_in_april_2025_is_held_as_published(
    measure: str, numerator: int, denominator: int, shown: float
) -> None:
    value = selectors.latest(directory().get("ENG"), measure)
    assert value is not None
    assert (value.period, value.numerator, value.denominator) == ("2025-04", numerator, denominator)
    assert round(100 * value.value, 1) == shown
    assert value.status == "provisional"


def test_every_trust_of_april_2025_has_a_figure_or_a_reason() -> None:
    rows = selectors.comparison("cqim-smoking-booking", "2025-04")
    assert len(rows) == 84
    assert sum(row.value is not None for row in rows) == 75
    without = [row for row in rows if row.value is None]
    assert {row.state for row in without} <= {"not_collected", "withheld"}
    assert all(row.note and row.numerator is None for row in without)


def test_importing_the_same_file_again_changes_nothing(april: Publication, tester: Person) -> None:
    before = (Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count())
    result = import_publication(publication=april, by=tester)
    assert result.already_imported
    assert (Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count()) == before


def test_the_same_figures_in_another_file_are_counted_and_not_written_again(
    april: Publication, tester: Person
) -> None:
    before = Value.objects.count()
    result = import_publication(publication=_as_file(april, "a"), by=tester)
    assert (result.new, result.restated, result.unchanged) == (0, 0, len(april.values))
    assert Value.objects.count() == before


def test_a_restated_figure_supersedes_and_both_stay_visible(april: Publication, tester: Person) -> None:
    final = _as_file(_england(april, numerator=4400.0, value=4400 / 49205), "b", status=Status.FINAL)
    result = import_publication(publication=final, by=tester)
    assert (result.new, result.restated) == (0, 1)
    value = selectors.latest(directory().get("ENG"), "cqim-smoking-booking")
    assert [row.numerator for row in selectors.history(value)] == [4400, 4360]
    assert [row.status for row in selectors.history(value)] == ["final", "provisional"]
    assert len(selectors.comparison("cqim-smoking-booking", "2025-04", "national")) == 1


def test_a_provisional_figure_never_supersedes_a_final_one(april: Publication, tester: Person) -> None:
    england = _england(april)
    import_publication(publication=_as_file(england, "c", status=Status.FINAL), by=tester)
    late = _as_file(_england(april, numerator=1.0, value=1 / 49205), "d")
    result = import_publication(publication=late, by=tester)
    assert (result.older, result.restated, result.new) == (1, 0, 0)
    assert selectors.latest(directory().get("ENG"), "cqim-smoking-booking").numerator == 4360


def test_an_import_that_fails_leaves_nothing_behind(april: Publication, tester: Person) -> None:
    broken = _england(
        april, period="2025-05", value=None
    )  # a figure without a number breaks the table's rule
    before = (Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count())
    with pytest.raises(DatabaseError), transaction.atomic():
        import_publication(publication=_as_file(broken, "e"), by=tester)
    assert (Value.objects.count(), SourceFile.objects.count(), ChangeEvent.objects.count()) == before


def test_an_import_says_who_did_it(april: Publication, tester: Person) -> None:
    import_publication(publication=_as_file(_england(april, period="2025-05"), "f"), by=tester)
    event = ChangeEvent.objects.first()
    assert (event.person, event.via, event.action) == ("Tess Ter", "tests", "import publication")
    assert event.details["new"] == 1


@pytest.mark.parametrize("table", ["publications_value", "publications_sourcefile", "audit_changeevent"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_the_database_itself_refuses_to_change_what_is_recorded(table: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_made_up_figures_belong_to_the_synthetic_trust_alone() -> None:
    codes = set(Value.objects.filter(org_level="synthetic").values_list("org_code", flat=True))
    assert codes == {"SYNTH"}
    assert not [
        row for row in selectors.comparison("cqim-smoking-booking", "2025-04") if row.org_code == "SYNTH"
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite knows INSERT OR REPLACE")
def test_a_row_cannot_be_replaced_by_an_insert() -> None:
    columns = [field.column for field in Value._meta.concrete_fields]
    held = Value.objects.filter(supersedes=None).order_by("pk").first()
    assert held is not None
    for swapped in ("id", "nothing"):
        values = [
            f"{column} + 1000000" if column == "id" and swapped != "id" else column for column in columns
        ]
        statement = (
            f"INSERT OR REPLACE INTO publications_value ({', '.join(columns)}) "  # noqa: S608 - names of ours
            f"SELECT {', '.join(values)} FROM publications_value WHERE id = %s"
        )
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [held.pk])


def test_a_figure_by_an_older_definition_never_supersedes_a_newer_one(
    april: Publication, tester: Person
) -> None:
    newer = import_publication(
        publication=_as_file(_england(april, version=2, numerator=4400.0), "a"), by=tester
    )
    older = import_publication(
        publication=_as_file(_england(april, version=1, numerator=4500.0), "b"), by=tester
    )
    assert (newer.restated, older.restated, older.older) == (1, 0, 1)
