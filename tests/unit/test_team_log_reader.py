"""Team logs as CSV files: what is read, what is set aside, and how it is told."""

import re
from pathlib import Path

import pytest

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.common.findings import Severity
from clearway.records.team_logs import table_names, team_log_contract, team_log_contracts
from clearway.records.team_logs.database import data_version, opened
from clearway.records.team_logs.reading import TeamLogs, read_team_logs

GUIDE = Path(__file__).parents[2] / "docs/how-to/measures-of-the-work.md"
MONTHS = "provider,period,period_end\nRJ7,2025-04-01,2025-04-30\n"


def read(folder: Path, **files: str) -> TeamLogs:
    for name, text in {"log_months": MONTHS, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_team_logs(folder)


def told(logs: TeamLogs) -> list[tuple[str, int | None, str]]:
    return [(each.rule, each.row, each.column) for each in logs.findings]


class TestContracts:
    def test_every_key_and_reference_includes_the_provider_and_examples_are_of_their_type(self) -> None:
        with opened({}) as database:
            for name, table in team_log_contracts().items():
                assert (table.name, table.family, table.key[0]) == (name, "team_logs", "provider")
                assert all(each.columns[0] == "provider" for each in table.references)
                for column in table.columns:
                    if column.example and column.type != "boolean":
                        insert = f"INSERT INTO {name} ({column.name}) VALUES (?)"  # noqa: S608
                        database.execute(insert, [column.example])
                    assert not column.values or column.example in column.values

    def test_an_unknown_table_is_answered_with_those_there_are(self) -> None:
        assert "organisations" in table_names()
        with pytest.raises(ClearwayError, match="log_months"):
            team_log_contract("nothing")

    def test_rows_have_the_same_version_in_any_order_and_another_when_a_cell_changes(self) -> None:
        rows = [{"provider": "RJ7", "system": name} for name in "ab"]
        versions = [data_version({"uploads": each}) for each in (rows, rows[::-1], rows[:1])]
        assert versions[0] == versions[1] != versions[2]


class TestReading:
    def test_days_are_read_in_both_forms_and_months_by_any_of_their_days(self, tmp_path: Path) -> None:
        logs = read(
            tmp_path,
            log_months="Provider,period,period_end\nrj7,14/04/2025,\n",
            projects="provider,project\nRJ7,1\n",
            progress_scores="provider,project,period,given_at,score\nRJ7,1,2025-04-01,02/05/2025 09:30,2.5\n",
        )
        (month,) = logs.rows["log_months"]
        assert [str(month[name]) for name in ("provider", "period", "period_end")] == [
            "RJ7", "2025-04-01", "2025-04-30",
        ]  # fmt: skip
        assert str(logs.rows["progress_scores"][0]["given_at"]) == "2025-05-02 09:30:00"
        assert told(logs) == [("not-first-of-month", 2, "period")]

    @pytest.mark.parametrize(
        ("table", "row", "rule", "column"),
        [
            ("project_spans", "1,2025-04-07,2025-04-01", "ends-before-it-begins", "closed"),
            ("project_spans", "1,,", "key-missing", "opened"),
            ("project_spans", "1,soon,", "required-missing", "opened"),
            ("progress_scores", "1,2025-04-01,2025-05-02,2.7", "score-off-scale", "score"),
            ("progress_scores", "1,2025-04-01,2025-05-02,0", "score-off-scale", "score"),
            ("board_showings", "1,2025-04-01,-1", "negative-number", "points"),
            ("board_showings", "1,1825-04-01,3", "date-impossible", "day"),
            ("participations", "p,1,2025-04-01,,queen,,", "value-not-listed", "took_part_as"),
            ("sharings", "1,x,2025-04-01,staff,perhaps,Y", "value-unreadable", "figures"),
            ("uploads", "a,2025-04-01,more", "too-many-cells", ""),
        ],
    )
    def test_a_row_that_cannot_be_used_is_told_by_its_number_and_set_aside(
        self, tmp_path: Path, table: str, row: str, rule: str, column: str
    ) -> None:
        text = f"{','.join(team_log_contract(table).column_names)}\n\nRJ7,{row}\n"
        logs = read(tmp_path, projects="provider,project\nRJ7,1\n", **{table: text})
        assert (rule, 3, column) in told(logs)
        assert logs.rows[table] == []
        assert any(each.severity is Severity.ERROR for each in logs.findings)
        assert logs.read[table] == 1

    def test_what_stood_there_is_never_repeated(self, tmp_path: Path) -> None:
        logs = read(tmp_path, uploads="provider,system,day\nRJ7,dashboard,NHS 9434765919\n")
        assert logs.findings
        assert "9434765919" not in "".join(map(str, logs.findings))

    def test_of_rows_with_the_same_key_the_last_is_used(self, tmp_path: Path) -> None:
        text = "provider,project,title\nRJ7,1,Old\nRJ7,1,New\n"
        logs = read(tmp_path, projects=text)
        assert [row["title"] for row in logs.rows["projects"]] == ["New"]
        assert told(logs) == [("duplicate-key", 3, "provider, project")]

    def test_a_row_of_a_project_that_is_not_there_is_told_and_used(self, tmp_path: Path) -> None:
        logs = read(tmp_path, project_spans="provider,project,opened\nRJ7,9,2025-04-01\n")
        assert told(logs) == [("orphan", 2, "project")]
        assert len(logs.rows["project_spans"]) == 1

    def test_columns_that_nobody_knows_or_that_are_missing_are_told(self, tmp_path: Path) -> None:
        logs = read(tmp_path, uploads="provider,system,colour\nRJ7,a,red\n", projects="\n")
        assert told(logs) == [
            ("empty-file", None, ""),
            ("extra-column", 1, "colour"),
            ("missing-column", 1, "day"),
        ]
        assert logs.rows["uploads"] == []

    def test_without_the_months_nothing_is_read(self, tmp_path: Path) -> None:
        with pytest.raises(ClearwayError, match=r"log_months\.csv"):
            read_team_logs(tmp_path)
        with pytest.raises(ClearwayError, match="no such folder"):
            read_team_logs(tmp_path / "nowhere")


class TestCommands:
    def test_the_guide_shows_what_its_commands_print(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = GUIDE.read_text(encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        Path("logs").mkdir()
        for name, content in re.findall(r"`(\w+\.csv)`\n```csv\n(.*?)```", text, re.DOTALL):
            Path("logs", name).write_text(content, encoding="utf-8")
        computed, listed = re.findall(r"\./clearway (measures run --from team-logs [^\n]+)", text)
        assert main(computed.split()) == 0
        printed = capsys.readouterr().out
        (shown,) = re.findall(r"```\n(projects-senior.*?)```", text, re.DOTALL)
        for line in shown.splitlines():
            assert line in printed.splitlines()
        assert main(listed.split()) == 0
        assert capsys.readouterr().out.splitlines() == [
            "provider,project,item,person,day,in_numerator", "RJ7,1,,,,true", "RJ7,2,,,,false",
        ]  # fmt: skip

    def test_figures_are_written_with_a_stamp_of_their_definitions(self, tmp_path: Path) -> None:
        read(tmp_path)
        assert (
            main(["measures", "run", "--from", "team-logs", str(tmp_path), "--out", str(tmp_path / "f.csv")])
            == 0
        )
        stamp = (tmp_path / "f.csv.stamp.json").read_text()
        assert '"projects-senior-leadership": 3' in stamp
        assert "smoke-booking" not in stamp

    def test_a_spreadsheet_runs_nothing_that_somebody_typed(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        read(tmp_path, uploads="provider,system,day\nRJ7,=1+1,2025-04-03\n")
        how = ["--members", "measures-uploaded", "--month", "2025-04"]
        assert main(["measures", "run", "--from", "team-logs", str(tmp_path), *how]) == 0
        assert "RJ7,,'=1+1,,2025-04-03,true" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (["--by", "site"], "--by is about women's records"),
            (["--suppress"], "--suppress is about women's records"),
            (["--members", "nrt"], "not computed from team logs"),
            (["--members", "measures-uploaded"], "--members needs a month"),
        ],
    )
    def test_what_goes_with_womens_records_alone_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
    ) -> None:
        read(tmp_path)
        assert main(["measures", "run", "--from", "team-logs", str(tmp_path), *more]) == 2
        assert said in capsys.readouterr().err

    def test_templates_that_are_filled_in_are_read_without_their_explanations(self, tmp_path: Path) -> None:
        out = tmp_path / "templates"
        assert main(["records", "template", "--team-logs", "--out", str(out)]) == 0
        assert {path.stem for path in out.iterdir()} == set(team_log_contracts())
        with (out / "log_months.csv").open("a", encoding="utf-8") as file:
            file.write("RJ7,2025-04-01,2025-04-30\n")
        logs = read_team_logs(out)
        assert (len(logs.rows["log_months"]), logs.findings) == (1, ())
