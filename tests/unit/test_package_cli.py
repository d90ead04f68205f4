"""`clearway package`: what its verbs print, write and return."""

import csv
import io
import json
from pathlib import Path

import pytest

from clearway.cli.main import main
from clearway.package.loader import load_package, save_package, shipped_packages
from clearway.package.table import COLUMNS

DATA = Path(__file__).parents[1] / "data"
GOOD = str(DATA / "good_package")

# A document of the published form, as small as it can be.
DOCUMENT = """# Driver diagram and change package

## Fewer falls on the ward

Evidenced by a reduction in falls

<p><b>Change package</b></p>	<p><b>Fewer falls on the ward</b></p>
<p><b>Primary driver</b></p>	<p><b>Safe care</b></p> <ul><li>Because falls hurt.</li></ul>

<b>Change package</b>	<b>Fewer falls on the ward</b>
<b>Primary driver</b>	Safe care
<b>Secondary driver</b>	Find patients at risk
<b>Change ideas</b>	<ul><li>Ask every patient</li><li>Write it on the board</li></ul>
<b>Mandatory data</b>	<ul><li><b>Number of falls</b></li><li>Proportion of patients asked [s]</li></ul>
<b>Supporting data</b>	<ul><li>Number of boards</li></ul>
"""


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["package", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_list_gives_a_short_summary_of_each_package(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert "smoke-free-pregnancies (edition 1)" in out
    assert "5 primary drivers, 15 secondary drivers, 98 change ideas" in out
    assert "28 mandatory and 50 supporting data lines; 71 measures (22 mandatory, 49 supporting)" in out
    assert "neonatal-hypoglycaemia-example (edition 1, an example)" in out


def test_the_csv_has_one_row_an_item(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--format", "csv")
    assert out.splitlines()[0] == ",".join(COLUMNS)
    rows = list(csv.DictReader(io.StringIO(out)))
    for package in shipped_packages().values():
        counts = package.counts
        own = [row["kind"] for row in rows if row["package"] == package.id]
        assert {kind: own.count(kind) for kind in set(own)} == {
            kind: count
            for kind, count in {
                "package": 1,
                "primary_driver": counts.primary_drivers,
                "secondary_driver": counts.secondary_drivers,
                "change_idea": counts.change_ideas,
                "measure": counts.mandatory_lines + counts.supporting_lines,
                "reference": counts.references,
                "resource": counts.resources,
            }.items()
            if count
        }


def test_a_measure_row_says_who_owes_it_and_where_it_stands(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--format", "csv")
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["id"] == "smoke-booking"]
    assert len(rows) == 4
    first = rows[0]
    assert (first["kind"], first["parent"]) == ("measure", "identification")
    assert (first["class"], first["psmu"], first["sampled"]) == ("all", "true", "false")
    assert first["title"] == "Proportion of women who smoke at booking"
    assert int(first["position"]) > 0


def test_marks_are_empty_where_they_do_not_apply(capsys: pytest.CaptureFixture[str]) -> None:
    """An idea is not a measure that is not sampled: empty is not false."""
    _, out, _ = run(capsys, "list", "--format", "csv")
    ideas = [row for row in csv.DictReader(io.StringIO(out)) if row["kind"] == "change_idea"]
    assert {(row["class"], row["psmu"], row["sampled"]) for row in ideas} == {("", "", "")}


def test_json_holds_the_same_rows_with_types(capsys: pytest.CaptureFixture[str]) -> None:
    table = json.loads(run(capsys, "list", "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(run(capsys, "list", "--format", "csv")[1])))
    words = {None: "", True: "true", False: "false"}
    assert [{key: words.get(value, value) for key, value in row.items()} for row in table] == rows
    assert {type(row["psmu"]) for row in table if row["kind"] == "measure"} == {bool}


def test_another_folder_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "list", "--folder", GOOD)
    assert code == 0
    assert out.startswith("base (edition 1)\n  Base package\n")
    assert "smoke" not in out


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("smoke-free-pregnancies", "Aim: Increase the proportion of smoke-free pregnancies"),
        ("clinical-excellence", "Improving the quality and safety of care through Clinical Excellence"),
        ("identification", "Secondary driver of clinical-excellence"),
        ("identification", "Proportion of women who smoke at 36 weeks of pregnancy"),
        ("identification-1", "Change idea of identification"),
        ("safety-walk-rounds", "[culture-just-safe]"),
        ("smoke-booking", "Class: mandatory, whichever driver a team works on"),
        ("smoke-free-pregnancies/training", "Secondary driver of clinical-excellence"),
        ("neonatal-hypoglycaemia-example", "it is not clinical advice"),
        ("hypo-find", "After: Keep mothers and babies together"),
    ],
)
def test_show_tells_about_any_item(capsys: pytest.CaptureFixture[str], wanted: str, says: str) -> None:
    code, out, _ = run(capsys, "show", wanted)
    assert code == 0
    assert says in out.replace("\n", " ")


def test_every_row_of_the_list_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for row in json.loads(run(capsys, "list", "--format", "json")[1]):
        code, out, _ = run(capsys, "show", f"{row['package']}/{row['id']}")
        assert code == 0
        assert " ".join(row["title"].split()) in " ".join(out.split())


def test_show_shows_what_became_of_a_reference(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "show", "paper", "--folder", GOOD)[1]
    assert "Status: current, looked up on 2026-01-31\nHow: opened\n" in out


def test_an_unknown_id_gets_the_nearest_ones(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "show", "identifcation")
    assert (code, out) == (2, "")
    assert "Did you mean identification" in err
    assert (
        "Did you mean smoke-free-pregnancies/training"
        in run(capsys, "show", "smoke-free-pregnancies/trainin")[2]
    )


def test_an_id_of_two_packages_is_not_guessed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    twin = load_package(Path(GOOD)).model_copy(update={"id": "twin"})
    save_package(twin, tmp_path)
    both = ("--folder", GOOD, "--folder", str(tmp_path))
    code, _, err = run(capsys, "show", "first", *both)
    assert code == 2
    assert "base/first, twin/first" in err
    assert run(capsys, "show", "twin/first", *both)[0] == 0


def test_check_of_a_clean_package_gives_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", GOOD)
    assert code == 0
    assert "1 primary driver, 2 secondary drivers, 2 change ideas" in out
    assert out.endswith("no errors, 0 warnings\n")


def test_check_tells_every_finding_and_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    save_package(load_package(Path(GOOD)), tmp_path)
    for name in ("first", "second"):
        path = tmp_path / f"drivers/{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("primary_driver: care", "x: 1"))
    code, out, _ = run(capsys, "check", str(tmp_path))
    assert code == 2
    assert out.count("error: ") == 4
    assert f"{tmp_path / 'drivers/second.yaml'}, line 4: unknown key 'x'." in out
    assert out.endswith("4 errors, 0 warnings; the package cannot be used\n")


def test_a_warning_does_not_fail_the_check(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    save_package(load_package(Path(GOOD)), tmp_path)
    path = tmp_path / "drivers/first.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("status: current", "status: superseded"))
    code, out, _ = run(capsys, "check", str(tmp_path))
    assert code == 0
    assert "warning: " in out
    assert out.endswith("no errors, 1 warning\n")


def test_check_of_a_folder_that_is_not_there_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "check", str(tmp_path / "nowhere"))
    assert code == 2
    assert out.startswith("error: ")
    assert "there is no such folder." in out


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "falls.md"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def test_import_writes_a_package_that_checks(
    capsys: pytest.CaptureFixture[str], document: Path, tmp_path: Path
) -> None:
    out = tmp_path / "falls"
    code, said, _ = run(capsys, "import", str(document), "--out", str(out), "--id", "falls")
    assert code == 0
    assert "read package falls: Fewer falls on the ward" in said
    assert "   2 change ideas\n" in said
    assert run(capsys, "check", str(out))[0] == 0
    counts = load_package(out).counts
    assert (counts.change_ideas, counts.mandatory_lines, counts.supporting_lines) == (2, 2, 1)


def test_import_tells_what_it_could_not_place_with_its_line(
    capsys: pytest.CaptureFixture[str], document: Path, tmp_path: Path
) -> None:
    document.write_text(DOCUMENT + "\nA word that belongs nowhere\n", encoding="utf-8")
    line = DOCUMENT.count("\n") + 2
    _, said, _ = run(capsys, "import", str(document), "--out", str(tmp_path / "falls"))
    assert "1 line to look at" in said
    assert f"line {line}: " in said
    assert "A word that belongs nowhere" in said


def test_import_writes_over_a_package_only_when_forced(
    capsys: pytest.CaptureFixture[str], document: Path, tmp_path: Path
) -> None:
    out = tmp_path / "other"
    save_package(load_package(Path(GOOD)), out)
    code, _, err = run(capsys, "import", str(document), "--out", str(out))
    assert code == 2
    assert "not empty" in err
    assert "--force" in err
    assert load_package(out).id == "base"
    assert run(capsys, "import", str(document), "--out", str(out), "--force", "--id", "falls")[0] == 0
    assert load_package(out).id == "falls"


def test_import_that_fails_writes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    letter = tmp_path / "letter.md"
    letter.write_text("Dear all,\n\nthere is no package here.\n", encoding="utf-8")
    code, _, err = run(capsys, "import", str(letter), "--out", str(tmp_path / "out"))
    assert code == 2
    assert err.count("\n") == 1
    assert not (tmp_path / "out").exists()
