"""`./clearway returns export|import`."""

from pathlib import Path

import pytest
from django.utils.timezone import localdate

from clearway.cli.main import main
from clearway.common.periods import Month
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db

LAST = Month.of(localdate()).previous()
WHERE = ["--organisation", "DEMO1", "--format"]


def bring(path: Path, form: str, *more: str) -> int:
    return main(["returns", "import", str(path), *WHERE, form, "--by", "Tess Ter", *more])


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "figures.csv"
    head = "organisation_code,period,measure,numerator,denominator,comment"
    path.write_text(f"{head}\nDEMO1,{LAST},smoke-booking,0,90,none\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["adx", "fhir", "fhir-lines", "csv"])
def test_what_is_exported_is_imported_without_a_change(sheet: Path, tmp_path: Path, form: str) -> None:
    assert bring(sheet, "csv") == 0
    before = Value.objects.count()
    out = tmp_path / "out"
    assert main(["returns", "export", *WHERE, form, "--from", str(LAST), "--out", str(out)]) == 0
    assert "smoke-booking" in out.read_text(encoding="utf-8")
    assert bring(out, form) == 0
    assert Value.objects.count() == before


def test_a_refused_file_ends_with_1_and_names_the_row(
    sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("0,90", "91,90"), encoding="utf-8")
    before = Value.objects.count()
    assert bring(sheet, "csv") == 1
    said = capsys.readouterr().out
    assert "line 2" in said
    assert "nothing was kept" in said
    assert Value.objects.count() == before


def test_a_dry_run_keeps_nothing(sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Value.objects.count()
    assert bring(sheet, "csv", "--dry-run") == 0
    assert "1 new" in capsys.readouterr().out
    assert Value.objects.count() == before


@pytest.mark.parametrize("code", ["DEMO-N", "NOWHERE"])
def test_only_a_trust_has_months(code: str) -> None:
    export = ["returns", "export", "--organisation", code, "--format", "adx", "--from", str(LAST)]
    assert main(export) == 2
