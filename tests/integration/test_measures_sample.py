"""`clearway measures sample`: from records to a list, from the list to a figure."""

import csv
from pathlib import Path

import pytest

from clearway.cli.main import main

WOMEN = range(30)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty women seen at 36 weeks in November 2025; nobody of another month."""
    root = tmp_path_factory.mktemp("sample")
    folder = root / "2025-11"
    folder.mkdir()
    tables = {
        "MSD000": "OrgIDProvider,RPStartDate,RPEndDate,FileCreationDate\n"
        "RJ7,2025-11-01,2025-11-30,2026-01-10\n",
        "MSD101": "PregnancyID,LPIDMother,AntenatalAppDate,EDDAgreed\n"
        + "".join(f"P{n},M{n},2025-05-01,2025-12-08\n" for n in WOMEN),
        "MSD201": "CareConID,PregnancyID,CContactDate,AttendCode\n"
        + "".join(f"C{n},P{n},2025-11-10,5\n" for n in WOMEN),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return root


def run_draw(records: Path, out: Path, *more: str) -> int:
    command = ["measures", "sample", "draw", "--from", "msds", str(records), "--measure", "co-test-36-weeks"]
    return main([*command, "--provider", "RJ7", "--month", "2025-11", "--out", str(out), *more])


def draw(records: Path, out: Path, *more: str) -> list[dict[str, str]]:
    assert run_draw(records, out, *more) == 0
    return list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))


def test_a_list_is_drawn_filled_in_grown_and_evaluated(
    records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "list.csv"
    rows = draw(records, first, "--size", "10")
    assert len(rows) == 10
    assert "Yes is:" in capsys.readouterr().err
    first.write_text(
        "\n".join(
            line + ("yes" if n % 2 else "no") * (n > 0)
            for n, line in enumerate(first.read_text().splitlines())
        )
    )
    grown = draw(records, tmp_path / "more.csv", "--size", "15", "--grow", str(first))
    assert [row["pregnancy_id"] for row in grown[:10]] == [row["pregnancy_id"] for row in rows]
    assert [row["answer"] for row in grown] == ["yes", "no"] * 5 + [""] * 5
    out = tmp_path / "figure.csv"
    assert main(["measures", "sample", "evaluate", str(tmp_path / "more.csv"), "--out", str(out)]) == 0
    (figure,) = csv.DictReader(out.read_text(encoding="utf-8").splitlines())
    shown = {name: figure[name] for name in ("org_code", "period", "numerator", "denominator", "value")}
    assert shown == {
        "org_code": "RJ7", "period": "2025-11", "numerator": "5", "denominator": "10", "value": "0.5",
    }  # fmt: skip
    assert (figure["sample_size"], figure["population"], figure["not_answered"]) == ("10", "30", "5")
    assert float(figure["lower"]) < 0.5 < float(figure["upper"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("--measure", "smoke-booking"), "may not be sampled"),
        (("--month", "2025-01"), "Nobody is in the denominator"),
        (("--grow", "not-there.csv"), "It cannot be read"),
    ],
)
def test_what_cannot_be_drawn_is_told(
    changed: tuple[str, str], told: str, records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_draw(records, tmp_path / "list.csv", "--size", "5", *changed) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "list.csv").exists()
