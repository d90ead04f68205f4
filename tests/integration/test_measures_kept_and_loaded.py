"""`measures run` says how figures came about, computes only what changed, and shows them on the site."""

import csv
import json
from pathlib import Path

import pytest

from clearway.cli.main import EXIT_INTERRUPTED, main
from clearway.common.stamps import stamp_beside
from clearway.measures.engines import kept as engine
from clearway.measures.stamps import code_version
from clearway.records import synthetic
from clearway.web.publications.models import SourceFile, Value

TABLES = {
    "MSD000": "OrgIDProvider,RPStartDate,RPEndDate,FileCreationDate\nRJ1,{month}-01,{month}-30,{month}-30\n",
    "MSD001": "LPIDMother,NHSNumberMother\nM{n},\n",
    "MSD101": "PregnancyID,LPIDMother,AntenatalAppDate\nP{n},M{n},{month}-14\n",
    "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\nC{n},P{n},{month}-14,5\n",
    "MSD202": "CareActIDMother,CareConID,ObsCode,ObsValue,UCUMUnit\nA{n},C{n},251900003,6,ppm\n",
}


def submit(folder: Path, number: int, month: str) -> None:
    place = folder / month
    place.mkdir(parents=True)
    for name, text in TABLES.items():
        (place / f"{name}.csv").write_text(text.format(n=number, month=month), encoding="utf-8")


@pytest.fixture
def records(tmp_path: Path) -> Path:
    submit(tmp_path / "records", 1, "2025-04")
    return tmp_path / "records"


def run(*arguments: object) -> int:
    return main(["measures", "run", "--from", "msds", *map(str, arguments)])


def test_a_stamp_stands_beside_the_file_and_the_columns_stay_as_they_are(
    records: Path, tmp_path: Path
) -> None:
    out = tmp_path / "figures.csv"
    assert run(records, "--out", out) == 0
    stamp = stamp_beside(out)
    assert stamp is not None
    assert stamp == stamp.for_file(out.read_bytes())
    assert (stamp.code, stamp.form, str(stamp.as_of)) == (code_version(), "exact", "2025-04-30")
    assert stamp.submissions.newest == {"RJ1": "2025-04"}
    assert stamp.definitions["smoke-booking"] == 1
    assert out.read_text(encoding="utf-8").splitlines()[0] == (
        "measure,component,parameter,version,org_level,org_code,period,numerator,denominator,value,state"
    )


def test_the_stamp_says_when_a_disclosure_step_was_applied(records: Path, tmp_path: Path) -> None:
    for form in ("published", "suppress"):
        assert run(records, f"--{form}", "--out", tmp_path / f"{form}.csv") == 0
    told = [json.loads(path.read_text())["form"] for path in sorted(tmp_path.glob("*.json"))]
    assert told == ["published", "suppressed"]


def test_a_new_month_computes_what_changed_and_gives_the_same_file(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, part, whole = (tmp_path / name for name in ("kept", "part.csv", "whole.csv"))
    assert run(records, "--keep", kept, "--out", part) == 0
    assert "computed all 1 pregnancies (nothing was kept yet)" in capsys.readouterr().err
    submit(records, 2, "2025-06")
    assert run(records, "--keep", kept, "--out", part) == 0
    assert "computed 1 of 2 pregnancies; the others did not change" in capsys.readouterr().err
    assert run(records, "--out", whole) == 0
    assert part.read_bytes() == whole.read_bytes()
    assert stamp_beside(part) == stamp_beside(whole)


def test_published_form_comes_out_of_what_was_kept_too(records: Path, tmp_path: Path) -> None:
    part, whole = tmp_path / "part.csv", tmp_path / "whole.csv"
    run(records, "--keep", tmp_path / "kept", "--out", tmp_path / "exact.csv")
    assert run(records, "--keep", tmp_path / "kept", "--published", "--out", part) == 0
    assert run(records, "--published", "--out", whole) == 0
    assert part.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--keep", "kept", "--members", "gaps"),
        ("--keep", "kept", "--engine", "spark"),
        ("--load", "--published"),
        ("--load", "--members", "gaps"),
        ("--load", "--by", "deprivation"),
    ],
)
def test_options_that_do_not_go_together_are_told_before_anything_is_read(
    tmp_path: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path / "not there", *arguments) == 2
    assert "Leave out" in capsys.readouterr().err


@pytest.mark.django_db
def test_one_command_brings_records_to_the_pages(
    records: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clearway.web.entry.make_database", lambda say: None)
    assert run(records, "--load") == 0
    assert " new, 0 unchanged, 0 restated" in capsys.readouterr().out
    held = Value.objects.get(org_code="RJ1", measure="co-test-booking", period="2025-04")
    assert (held.numerator, held.denominator, held.status) == (1, 1, "provisional")
    assert held.source.computed_as is not None
    assert run(records, "--load") == 0
    assert "nothing changed" in capsys.readouterr().out
    assert SourceFile.objects.filter(stamp__isnull=False).exclude(name__startswith="synthetic").count() == 1


@pytest.mark.parametrize(
    "how", [KeyboardInterrupt(), RuntimeError("Query interrupted")], ids=["python", "duckdb"]
)
def test_stopped_by_the_user_the_old_file_its_stamp_and_what_was_kept_stay(
    how: BaseException, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "figures.csv"
    run(records, "--keep", tmp_path / "kept", "--out", out)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def stop(*_: object, **__: object) -> None:
        raise how

    monkeypatch.setattr(engine, "count_marks", stop)
    assert run(records, "--keep", tmp_path / "kept", "--out", out) == EXIT_INTERRUPTED
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_made_up_records_stopped_half_way_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(synthetic.make, "make_trust", stop)
    arguments = ("--pregnancies", "20", "--seed", "1", "--out", str(tmp_path / "made"))
    assert main(["records", "synthesise", *arguments]) == EXIT_INTERRUPTED
    assert list(tmp_path.iterdir()) == []


def test_another_fault_is_not_taken_for_a_stop(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("something broke")

    monkeypatch.setattr("clearway.cli.measure_runs.results", fail)
    with pytest.raises(RuntimeError, match="something broke"):
        run(records)


@pytest.mark.parametrize("command", ["measures", "records"])
def test_a_long_command_shows_how_far_it_has_come(
    command: str,
    records: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("clearway.cli.progress.PATIENCE", 0.0)
    monkeypatch.setattr("clearway.cli.progress.EVERY", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    if command == "measures":
        assert run(records, "--out", tmp_path / "figures.csv") == 0
        assert "reading records: " in capsys.readouterr().err
    else:
        made = ("--pregnancies", "20", "--seed", "1", "--out", str(tmp_path / "made"))
        assert main(["records", "synthesise", *made]) == 0
        assert "making records: 100%" in capsys.readouterr().err


def test_the_women_behind_a_numerator_and_those_a_step_is_owed_to_come_by_one_command(
    records: Path, tmp_path: Path
) -> None:
    behind, owed = tmp_path / "behind.csv", tmp_path / "owed.csv"
    assert run(records, "--members", "elevated-co-referred", "--month", "2025-04", "--out", behind) == 0
    assert run(records, "--members", "gaps", "--out", owed) == 0
    (woman,) = csv.DictReader(behind.read_text().splitlines())
    assert (woman["pregnancy_id"], woman["in_numerator"]) == ("P1", "false")
    referral = next(row for row in csv.DictReader(owed.read_text().splitlines()) if row["step"] == "referral")
    assert (referral["pregnancy_id"], referral["days_late"]) == ("P1", "9")
    assert not list(tmp_path.glob("*.stamp.json"))
