"""What the command line says of a file of published statistics."""

from pathlib import Path

import pytest

from clearway.common.errors import ClearwayError
from clearway.web import entry
from clearway.web.publications.models import SourceFile, Value

pytestmark = pytest.mark.django_db
BAD = Path(__file__).parents[1] / "data" / "bad_publications"


def _import(name: str) -> entry.Imported:
    return entry.import_file(BAD / name, progress=lambda done, total: None)


def test_findings_say_the_row_and_the_column_a_person_sees() -> None:
    assert "warning: row 4, Value: The printed 10.1%" in _import("rate-differs.csv").findings[0]


def test_a_file_without_a_usable_row_is_refused_with_its_first_fault_and_leaves_nothing() -> None:
    before = (SourceFile.objects.count(), Value.objects.count())
    with pytest.raises(
        ClearwayError, match=r"negative\.csv, row 3, Value: no row can be used: -5 is below zero"
    ):
        _import("negative.csv")
    assert (SourceFile.objects.count(), Value.objects.count()) == before


def test_errors_come_before_warnings_and_notes(tmp_path: Path) -> None:
    rows = ["organisation_code,period,measure,numerator,denominator"]
    rows += ["R1H,2025-04,smoke-booking,60,1265", "R1H,2025-05,smoke-booking,-1,1265"]
    path = tmp_path / "own.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    result = entry.import_file(path, progress=lambda done, total: None)
    assert result.new == 1
    assert result.findings[0].startswith("error: row 3, numerator: -1 is below zero")
