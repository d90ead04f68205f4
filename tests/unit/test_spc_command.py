"""`clearway spc` and `clearway funnel`: columns, whole files or none, and errors with row numbers."""

import csv
from pathlib import Path

import pytest

from clearway.cli.main import main

VALUES = [10, 12, 9, 11, 10, 12, 8, 11, 9, 12, 10, 11, 9, 30]
POINT_COLUMNS = "series,date,value,phase,centre,lower,upper,near_lower,near_upper,rules,type"
SUMMARY_COLUMNS = (
    "series,chart,profile,n,variation,assurance,longest_run,longest_run_max,crossings,crossings_min,"
    "runs_signal,text"
)


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def data(tmp_path: Path) -> str:
    lines = [f"CO test,2024-{place:02d},{value}" for place, value in enumerate(VALUES[:12], 1)]
    lines += [f"CO test,2025-{place:02d},{value}" for place, value in enumerate(VALUES[12:], 1)]
    return write(tmp_path / "data.csv", "\ufeffSeries,DATE,value\n" + "\n".join(reversed(lines)) + "\n\n")


def test_points_and_summary_have_the_columns_of_the_contract(data: str, tmp_path: Path) -> None:
    settings = write(tmp_path / "s.csv", "series,chart,direction,target,screen\nCO test,i,decrease,5,false\n")
    out, summary = tmp_path / "points.csv", tmp_path / "summary.csv"
    assert main(["spc", data, "--settings", settings, "--out", str(out), "--summary", str(summary)]) == 0
    assert out.read_text().splitlines()[0] == POINT_COLUMNS
    assert summary.read_text().splitlines()[0] == SUMMARY_COLUMNS
    points = rows(out)
    assert [point["date"] for point in points][:2] == ["2024-01", "2024-02"]
    assert (points[-1]["rules"], points[-1]["type"]) == ("outside", "concern")
    assert rows(summary)[0]["variation"] == "concern_high"
    assert rows(summary)[0]["runs_signal"] == "false"


def test_an_empty_figure_stays_empty(tmp_path: Path) -> None:
    data = write(
        tmp_path / "d.csv", "series,date,value,denominator\na,2025-01,0,9\na,2025-02,,9\na,2025-03,0,0\n"
    )
    settings = write(tmp_path / "s.csv", "series,chart\na,p\n")
    out = tmp_path / "p.csv"
    assert main(["spc", data, "--settings", settings, "--out", str(out)]) == 0
    assert [point["value"] for point in rows(out)] == ["0.0", "", ""]


def test_a_picture_a_series_with_names_that_do_not_collide(tmp_path: Path) -> None:
    data = write(tmp_path / "d.csv", "series,date,value\nA b,2025-01,1\na-b,2025-01,2\n../é,2025-01,2\n")
    folder = tmp_path / "svg"
    assert main(["spc", data, "--out", str(tmp_path / "p.csv"), "--svg", str(folder)]) == 0
    assert sorted(path.name for path in folder.iterdir()) == ["a-b-2.svg", "a-b.svg", "series.svg"]


@pytest.mark.parametrize(
    ("text", "settings", "words"),
    [
        ("series,date,value\na,2025-01,1\n\na,2025-02,many\n", "", "row 4: value is 'many'"),
        ("series,date,value,denominator\na,2025-01,5,4\n", "series,chart\na,p\n", "row 2: The numerator 5"),
        ('series,date,value\na,2025-01,"0,5"\n', "", "row 2: value is '0,5', which is not a number"),
        ("series,date,value\na,2025-01,1_000\n", "", "row 2: value is '1_000', which is not a number"),
        ("series,date,value\na,2025-01,1\n", 'series,target\na,"12,34"\n', "row 2: target is '12,34'"),
        ("series,date,value\na,2025-01,1\n", "series,target\na,2025-01=nan\n", "target is '2025-01=nan'"),
        (f"series,date,value\n{'a' * 200_000},2025-01,1\n", "", "cannot be read as CSV: field larger"),
        ("series,date,value\na,soon,1\n", "", "row 2: 'soon' is not a date"),
        ("series,date,value\na,,1\n", "", "row 2: There is no date"),
        ("series,value\na,1\n", "", "no column 'date'"),
        ("series,date,value,colour\na,2025-01,1,red\n", "", "column 'colour' is not known"),
        ("series,date,value\na,2025-01,1,5\n", "", "row 2: There are 4 cells under 3 headings"),
        ("series,date,value\na,2025-01,1\n", "series,chart\nb,i\n", "no series 'b'"),
        ("series,date,value\na,2025-01,1\n", "series,profile\na,excel\n", "no SPC profile 'excel'"),
        ("series,date,value\na,2025-01,1\n", "series,screen\na,maybe\n", "screen is 'maybe'"),
        ("series,date,value\n", "", "no rows"),
    ],
)
def test_errors_are_one_line_with_the_row_and_write_nothing(
    text: str, settings: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = write(tmp_path / "d.csv", text), tmp_path / "out" / "p.csv"
    chosen = ["--settings", write(tmp_path / "s.csv", settings)] if settings else []
    assert main(["spc", data, *chosen, "--out", str(out)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert words in error
    assert not out.parent.exists()


def test_nothing_is_left_where_one_of_the_files_cannot_be_written(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    (folder / "taken.csv").mkdir(parents=True)
    out, summary = folder / "p.csv", folder / "taken.csv"
    assert main(["spc", data, "--out", str(out), "--summary", str(summary)]) == 2
    assert "taken.csv: It cannot be written: Is a directory" in capsys.readouterr().err
    assert [path.name for path in folder.iterdir()] == ["taken.csv"]


def test_commas_part_thousands_and_blank_rows_above_the_header_are_passed_over(tmp_path: Path) -> None:
    data = write(tmp_path / "d.csv", '\n,,\nseries,date,value\na,2025-01,"1,234.5"\na,2025-02,.5\n')
    out = tmp_path / "p.csv"
    assert main(["spc", data, "--out", str(out)]) == 0
    assert [float(row["value"]) for row in rows(out)] == [1234.5, 0.5]


def test_dates_are_iso_or_day_first_in_figures_and_settings(tmp_path: Path) -> None:
    data = write(
        tmp_path / "d.csv",
        "series,date,value\na,15/06/2025,3\na,2025-06-08,2\na,1/6/2025,1\na,22/06/2025,4\n",
    )
    settings = write(
        tmp_path / "s.csv", "series,rebase_dates,exclude_dates\na,2025-06-08; 22/06/2025,01/06/2025\n"
    )
    out = tmp_path / "p.csv"
    assert main(["spc", data, "--settings", settings, "--out", str(out)]) == 0
    assert [(row["value"], row["phase"]) for row in rows(out)] == [
        ("1.0", "1"), ("2.0", "2"), ("3.0", "2"), ("4.0", "3")
    ]  # fmt: skip


def test_settings_may_hold_steps_reasons_and_a_baseline_of_dates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"a,{2023 + place // 12}-{place % 12 + 1:02d},{10 + place % 3}" for place in range(30)]
    data = write(tmp_path / "d.csv", "series,date,value\n" + "\n".join(lines) + "\n")
    settings = write(
        tmp_path / "s.csv",
        "series,direction,target,baseline_dates,rebase_dates,exclude_dates,unit\n"
        "a,increase,2023-01=5;2024-06=30,2023-01;2024-01,2024-05-15=new clinic,2023-03=strike,number\n",
    )
    out, summary = tmp_path / "p.csv", tmp_path / "s-out.csv"
    assert main(["spc", data, "--settings", settings, "--out", str(out), "--summary", str(summary)]) == 0
    points = rows(out)
    assert [row["phase"] for row in points].index("2") == 17  # June 2024, the date after the one asked for
    assert points[2]["rules"] == ""
    assert rows(summary)[0]["assurance"] == "fail"  # the step to 30 is the last target
    assert "it starts on 1 June 2024" in capsys.readouterr().out


def test_a_rule_set_of_ones_own_is_named_in_the_settings(data: str, tmp_path: Path) -> None:
    own = write(tmp_path / "own.toml", '[ward]\nbase = "mdc"\nminimum_points = 20\n')
    settings = write(tmp_path / "s.csv", "series,profile\nCO test,ward\n")
    out, summary = tmp_path / "p.csv", tmp_path / "s-out.csv"
    arguments = ["spc", data, "--settings", settings, "--profiles", own, "--out", str(out)]
    assert main([*arguments, "--summary", str(summary)]) == 0
    found = rows(summary)[0]
    assert (found["profile"], found["variation"], found["longest_run"]) == ("ward", "too_few_points", "")


def test_small_numbers_never_reach_the_files(tmp_path: Path) -> None:
    lines = [f"a,2024-{place:02d},{place % 8},{60 + place}" for place in range(1, 13)]
    lines += ["a,2025-01,40,62", "a,2025-02,30,61"]
    data = write(tmp_path / "d.csv", "series,date,value,denominator\n" + "\n".join(lines) + "\n")
    settings = write(tmp_path / "s.csv", "series,chart\na,p\n")
    out = tmp_path / "p.csv"
    arguments = ["spc", data, "--settings", settings, "--out", str(out), "--small-numbers"]
    assert main([*arguments, "round"]) == 0
    assert {float(row["value"]) for row in rows(out)[:7]} <= {5 / 60, 5 / 65, 0.0}
    assert main([*arguments, "suppress"]) == 0
    assert [row["value"] for row in rows(out)[:7]] == [""] * 7


def test_the_list_that_needs_a_look_is_ranked(tmp_path: Path) -> None:
    steady = [f"calm,{2023 + place // 12}-{place % 12 + 1:02d},{10 + place % 3}" for place in range(24)]
    wild = [
        f"wild,{2023 + place // 12}-{place % 12 + 1:02d},{10 + place % 3 + 40 * (place > 16)}"
        for place in range(24)
    ]
    data = write(tmp_path / "d.csv", "series,date,value\n" + "\n".join(steady + wild) + "\n")
    look = tmp_path / "look.csv"
    assert main(["spc", data, "--out", str(tmp_path / "p.csv"), "--look", str(look)]) == 0
    assert [row["series"] for row in rows(look)] == ["wild"]


def test_a_funnel_prints_its_units_and_those_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "f.csv", "organisation,numerator,denominator\nRAA,5,100\nRBB,60,120\nRCC,,10\n")
    picture = tmp_path / "f.svg"
    assert main(["funnel", data, "--svg", str(picture)]) == 0
    printed = capsys.readouterr()
    header = "label,numerator,denominator,value,lower_95,upper_95,lower_99.8,upper_99.8,outside,side"
    assert printed.out.splitlines()[0].startswith(header)
    assert "Left out: RCC (no figure)" in printed.err
    assert picture.read_text().startswith("<svg")


def test_a_funnel_names_the_row_of_an_impossible_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "f.csv", "label,numerator,denominator\nRAA,5,100\nRBB,130,120\n")
    assert main(["funnel", data]) == 2
    assert "row 3: The numerator 130 is above the denominator 120" in capsys.readouterr().err
