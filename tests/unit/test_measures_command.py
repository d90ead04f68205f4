"""`clearway measures` lists the measures and shows a sheet, for people and for programs."""

import csv
import io
import json

import pytest

from clearway.cli.main import main
from clearway.measures.definitions import definitions
from clearway.measures.register import register

EXAMPLE = "neonatal-hypoglycaemia-example"


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["measures", *arguments]) == 0
    return capsys.readouterr().out


def table(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out(capsys, "list", "--format", "csv", *arguments))))


def test_csv_has_these_columns_in_this_order(capsys: pytest.CaptureFixture[str]) -> None:
    header = out(capsys, "list", "--format", "csv").splitlines()[0]
    assert header == "id,title,class,psmu,sampled,drivers,unit,direction,source"


def test_csv_has_one_row_a_measure_in_the_order_of_the_register(capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["id"] for row in table(capsys)] == [sheet.id for sheet in register()]


def test_csv_writes_true_and_false_and_joins_drivers_with_semicolons(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = {row["id"]: row for row in table(capsys)}
    booking = rows["smoke-booking"]
    assert booking["drivers"] == "identification;training;specialist-support;multi-agency"
    assert (booking["class"], booking["psmu"], booking["sampled"]) == ("all", "true", "false")
    assert rows["smoke-36-weeks"]["sampled"] == "true"
    assert (rows["satod"]["class"], rows["satod"]["drivers"]) == ("national", "")


def test_csv_has_a_unit_direction_and_source_for_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    for row in table(capsys):
        assert row["unit"], row["id"]
        assert row["direction"] in {"increase", "decrease", "neutral"}
        assert row["source"] == definitions()[row["id"]].source.text


def test_json_says_the_same_with_types(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["id"]: row for row in json.loads(out(capsys, "list", "--format", "json"))}
    assert rows["safety-walk-rounds"]["drivers"] == ["culture-capability", "culture-just-safe"]
    assert rows["smoke-booking"]["psmu"] is True
    assert len(rows) == len(register())


def test_text_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "list")
    assert all(f"[{sheet.id}]" in text for sheet in register())


def test_another_package_is_listed_with_blanks_where_it_has_no_sheets(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = table(capsys, "--package", EXAMPLE)
    assert rows
    assert {row["unit"] for row in rows} == {""}
    assert "no definition sheet" in out(capsys, "list", "--package", EXAMPLE)


@pytest.mark.parametrize("name", sorted(definitions()))
def test_show_prints_every_text_of_the_sheet(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = " ".join(out(capsys, "show", name).split())
    sheet = definitions()[name]
    texts = [sheet.title, sheet.unit, sheet.numerator, sheet.denominator, sheet.month, sheet.level]
    texts += [
        sheet.window,
        sheet.why,
        sheet.source.text,
        sheet.source.address,
        sheet.short_title,
        *sheet.notes,
    ]
    texts += [part.title for part in sheet.components] + [str(sheet.reviewed), str(sheet.next_review)]
    texts += [sheet.parameter.meaning, sheet.parameter.example] if sheet.parameter else []
    assert [text for text in texts if text and " ".join(text.split()) not in words] == []


def test_show_says_who_asks_for_a_measure(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(out(capsys, "show", "co-test-36-weeks").split())
    assert "identification" in text
    assert "may be sampled" in text


def test_show_of_a_measure_of_an_example_package_says_that_it_has_no_definition(
    capsys: pytest.CaptureFixture[str],
) -> None:
    measure = register(EXAMPLE)[0]
    assert "none" in out(capsys, "show", measure.id)


@pytest.mark.parametrize("arguments", [["show", "smoke-bookng"], ["list", "--package", "nowhere"]])
def test_what_is_not_there_gives_one_line_and_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measures", *arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert "smoke" in printed.err
