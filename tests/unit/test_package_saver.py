"""A package is written as the files that a person would write, and nothing is written over unasked."""

from pathlib import Path

import pytest

from clearway.common.errors import ClearwayError
from clearway.package.loader import load_package, save_package, shipped_packages

GOOD = Path(__file__).parents[1] / "data" / "good_package"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", list(shipped_packages()))
def test_a_shipped_package_saves_and_loads_equal(name: str, tmp_path: Path) -> None:
    package = shipped_packages()[name]
    save_package(package, tmp_path / "once")
    assert load_package(tmp_path / "once") == package


def test_the_same_package_gives_the_same_bytes(tmp_path: Path) -> None:
    package = load_package(GOOD)
    save_package(package, tmp_path / "once")
    save_package(load_package(tmp_path / "once"), tmp_path / "twice")
    assert contents(tmp_path / "once") == contents(tmp_path / "twice")
    assert sorted(contents(tmp_path / "once")) == [
        "drivers/first.yaml",
        "drivers/second.yaml",
        "package.yaml",
    ]


def test_keys_stand_in_the_order_of_the_model_and_dates_without_quotes(tmp_path: Path) -> None:
    save_package(load_package(GOOD), tmp_path)
    lines = (tmp_path / "drivers/first.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[:5] == [
        "id: first",
        "title: First driver",
        "short_title: First",
        "primary_driver: care",
        "change_ideas:",
    ]
    assert "  - measure: harms" in lines
    assert "    checked: 2026-01-31" in lines


def test_a_long_text_with_signs_stays_on_one_readable_line(tmp_path: Path) -> None:
    package = load_package(GOOD)
    text = "CO ≥ 4 ppm – “tested” " + "again and again " * 30 + "end"
    save_package(package.model_copy(update={"provenance": text}), tmp_path)
    assert f"provenance: {text}\n" in (tmp_path / "package.yaml").read_text(encoding="utf-8")


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ClearwayError, match="not empty"):
        save_package(load_package(GOOD), tmp_path)
    assert contents(tmp_path) == {"notes.txt": b"mine"}


def test_a_folder_that_holds_no_package_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "drivers").mkdir()
    (tmp_path / "drivers/printer.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(ClearwayError, match="other things than a package"):
        save_package(load_package(GOOD), tmp_path, replace=True)
    assert contents(tmp_path) == {"drivers/printer.yaml": b"mine"}


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_signs_that_yaml_takes_for_line_ends_come_back(sign: str, tmp_path: Path) -> None:
    package = load_package(GOOD).model_copy(update={"title": f"one{sign}two"})
    save_package(package, tmp_path)
    assert load_package(tmp_path).title == f"one{sign}two"


def test_replacing_removes_the_drivers_of_before_and_nothing_else(tmp_path: Path) -> None:
    save_package(shipped_packages()["neonatal-hypoglycaemia-example"], tmp_path)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    save_package(load_package(GOOD), tmp_path, replace=True)
    assert load_package(tmp_path) == load_package(GOOD)
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(ClearwayError, match="a file, not a folder"):
        save_package(load_package(GOOD), tmp_path / "out")
