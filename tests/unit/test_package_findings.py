"""Every fault of a package is one finding with its file, its line and what to do.

`tests/data/good_package` is a package without a fault. Each folder of `tests/data/bad_packages` holds the
files that replace those of the good one, and in `expected.yaml` the one finding that they must give.
"""

import re
import shutil
from pathlib import Path

import pytest
import yaml

import clearway.package
from clearway.common.errors import ClearwayError
from clearway.common.findings import Finding, Severity
from clearway.package.loader import check_package, load_package
from clearway.package.schema_findings import DATE, EXPECTED, PATTERNS

DATA = Path(__file__).parents[1] / "data"
GOOD, BAD = DATA / "good_package", DATA / "bad_packages"
CASES = sorted(path.name for path in BAD.iterdir())


def expected(case: str) -> dict:
    return yaml.safe_load((BAD / case / "expected.yaml").read_text(encoding="utf-8"))


def spoil(case: str, folder: Path) -> Path:
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    ignore = shutil.ignore_patterns("expected.yaml")
    shutil.copytree(BAD / case, folder, dirs_exist_ok=True, ignore=ignore)
    for name in expected(case).get("removed", []):
        (folder / name).unlink()
    return folder


def test_the_good_package_has_no_findings() -> None:
    assert check_package(GOOD) == []
    assert load_package(GOOD).counts.measures == 1


@pytest.mark.parametrize("case", CASES)
def test_a_bad_package_gives_its_one_finding(case: str, tmp_path: Path) -> None:
    folder, wanted = spoil(case, tmp_path / "package"), expected(case)
    wanted.pop("removed", None)
    found = check_package(folder)
    assert [
        {
            "severity": str(finding.severity),
            "rule": finding.rule,
            "file": Path(finding.file).relative_to(folder).as_posix(),
            "line": finding.row,
            "says": f"{finding.what} {finding.mend}",
        }
        for finding in found
    ] == [
        {**{key: value for key, value in wanted.items() if key != "removed"}, "file": wanted["file"] or "."}
    ]


@pytest.mark.parametrize("case", [case for case in CASES if expected(case)["severity"] == "error"])
def test_a_package_with_an_error_is_not_loaded(case: str, tmp_path: Path) -> None:
    folder, wanted = spoil(case, tmp_path / "package"), expected(case)
    with pytest.raises(ClearwayError) as raised:
        load_package(folder)
    assert wanted["file"] in raised.value.where
    assert raised.value.mend.startswith(wanted["says"].rsplit(". ", 1)[-1][:10])


@pytest.mark.parametrize("case", [case for case in CASES if expected(case)["severity"] == "warning"])
def test_a_package_with_a_warning_is_loaded(case: str, tmp_path: Path) -> None:
    assert load_package(spoil(case, tmp_path / "package")).id == "base"


def test_every_rule_has_a_bad_package() -> None:
    source = "".join(
        path.read_text(encoding="utf-8") for path in Path(clearway.package.__path__[0]).glob("*.py")
    )
    called = re.findall(r'(?:Fault|\.fault|_error)\(\s*"([a-z0-9-]+)"', source)
    rules = {*called, DATE[0], *(entry[0] for entry in EXPECTED.values()), *(entry[1] for entry in PATTERNS)}
    assert len(rules) > 20
    assert rules - {"not-readable"} <= {expected(case)["rule"] for case in CASES}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    cases = ["not-utf-8", "bad-date", "out-of-range", "unknown-key"]
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    for name, case in (("package.yaml", "out-of-range"), ("drivers/second.yaml", "not-utf-8")):
        shutil.copy(BAD / case / name, tmp_path / name)
    first = (BAD / "bad-date/drivers/first.yaml").read_text(encoding="utf-8")
    (tmp_path / "drivers/first.yaml").write_text(first.replace("short_title: First", "short_titel: First"))
    assert sorted(finding.rule for finding in check_package(tmp_path)) == sorted(cases)


def test_loading_tells_the_first_error_and_how_many_more(tmp_path: Path) -> None:
    folder = spoil("out-of-range", tmp_path / "package")
    shutil.copy(BAD / "not-utf-8/drivers/second.yaml", folder / "drivers/second.yaml")
    with pytest.raises(ClearwayError, match=r"at most 5.*1 more: clearway package check .*package$"):
        load_package(folder)


def test_a_file_that_cannot_be_read_is_not_held_against_the_others(tmp_path: Path) -> None:
    """Its ids may be what the others point at."""
    folder = spoil("not-utf-8", tmp_path / "package")
    first = folder / "drivers/first.yaml"
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace("current", "superseded\n    superseded_by: leaflet"), encoding="utf-8")
    assert [finding.rule for finding in check_package(folder)] == ["not-utf-8"]


def test_a_folder_that_does_not_exist_is_one_finding(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    what = "there is no such folder."
    mend = "Name the folder that holds package.yaml."
    assert check_package(missing) == [Finding(Severity.ERROR, "no-package-file", what, mend, str(missing))]


def test_a_byte_order_mark_and_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.rglob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_package(tmp_path) == []
    assert load_package(tmp_path) == load_package(GOOD)


def test_a_file_nested_beyond_reason_is_a_finding(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    (tmp_path / "drivers/second.yaml").write_text("id: " + "[" * 5000, encoding="utf-8")
    assert [finding.rule for finding in check_package(tmp_path)] == ["not-yaml"]
