"""`./clearway audit`: a broken log ends with code 1 and names the event; files leave whole."""

import csv
import json
from pathlib import Path

import pytest
from tests.lib.tampering import change_one_byte, execute, without_triggers

from clearway.cli.main import main
from clearway.web.audit.models import ChainHead, ChangeEvent, Person, record, record_access

pytestmark = pytest.mark.django_db
ADA = Person("@Ada Lead", "site", "u-1")


@pytest.fixture(autouse=True)
def _logs() -> None:
    for number in range(3):
        record(organisation="R1H", action="enter", subject=f"s{number}", by=ADA, details={"n": number})
    record_access(organisation="R1H", page="month", subject="the month", by=ADA)


def test_a_whole_log_is_told_with_its_number_of_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "R1H change log: 3 events fit" in lines
    assert "R1H access log: 1 events fit" in lines
    assert any(line.startswith("instance change log: ") for line in lines)


def test_a_broken_log_ends_with_code_1_and_the_first_event_that_does_not_fit(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with without_triggers():
        change_one_byte("audit_changeevent", "subject", "subject = 's1'")
        assert main(["audit", "check", "--organisation", "R1H"]) == 1
        assert main(["audit", "check", "--organisation", "instance"]) == 0
    assert "R1H change log: BROKEN at event 2: the event was changed" in capsys.readouterr().out


def test_a_log_that_is_gone_altogether_is_missed(capsys: pytest.CaptureFixture[str]) -> None:
    with without_triggers():
        for table in ("changedetail", "changeevent", "chainhead"):
            where = "event_id IN (SELECT id FROM audit_changeevent WHERE organisation = 'R1H')"
            where = where if table == "changedetail" else "organisation = 'R1H'"
            execute(f"DELETE FROM audit_{table} WHERE {where}")  # noqa: S608 - a test's own words
        assert main(["audit", "check"]) == 1
    assert "the change log of R1H is gone" in capsys.readouterr().out


def test_heads_that_were_kept_elsewhere_show_an_end_that_was_cut_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "heads.jsonl"
    assert main(["audit", "anchor", "--out", str(kept)]) == 0
    heads = [json.loads(line) for line in kept.read_text().splitlines()]
    assert {"organisation": "R1H", "sequence": 3, "hash": ChainHead.objects.get(pk="R1H").hash} in heads
    assert main(["audit", "check", "--against", str(kept)]) == 0
    before = ChangeEvent.objects.get(organisation="R1H", sequence=2).hash
    with without_triggers():
        execute("DELETE FROM audit_changeevent WHERE subject = 's2'")
        execute("UPDATE audit_chainhead SET sequence = 2, hash = %s WHERE organisation = 'R1H'", before)
        assert main(["audit", "check", "--organisation", "R1H", "--against", str(kept)]) == 1
    assert "an event 3 was noted: the newest are gone" in capsys.readouterr().out


def test_an_export_is_lines_that_can_be_checked_or_a_table_without_formulas(tmp_path: Path) -> None:
    lines, table = tmp_path / "log.jsonl", tmp_path / "log.csv"
    assert main(["audit", "export", "--organisation", "R1H", "--out", str(lines)]) == 0
    told = [json.loads(line) for line in lines.read_text().splitlines()]
    assert [(event["sequence"], event["person"]) for event in told] == [(n, "@Ada Lead") for n in (1, 2, 3)]
    for log in ("changes", "accesses"):
        arguments = ["--organisation", "R1H", "--log", log, "--format", "csv", "--out", str(table)]
        assert main(["audit", "export", *arguments]) == 0
        with table.open(newline="") as file:
            assert {row["person"] for row in csv.DictReader(file)} == {"'@Ada Lead"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--organisation", "NOBODY"], "there is no organisation 'NOBODY'"),
        (["export", "--organisation", "NOBODY"], "there is no organisation 'NOBODY'"),
        (["check", "--against", "no-such-file"], "cannot be read"),
    ],
)
def test_what_a_person_can_mend_is_one_line_and_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_a_file_that_is_no_list_of_events_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for text in ("{", "[1, 2]\n", '{"organisation": "R1H"}\n'):
        (tmp_path / "kept").write_text(text)
        assert main(["audit", "check", "--against", str(tmp_path / "kept")]) == 2
        assert "is no list of events" in capsys.readouterr().err
