"""What the command line says of jobs."""

import json

import pytest
from tests.lib.job_site.doing import QUEUED, ask
from tests.lib.job_site.jobs import mendable

from clearway.cli.main import main
from clearway.web.audit.models import Person
from clearway.web.jobs.models import JobRun

pytestmark = pytest.mark.django_db


def test_the_list_says_where_each_job_is_and_what_to_do(
    tester: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ask(tester, mendable)
    assert main(["jobs", "list"]) == 0
    line = capsys.readouterr().out
    for part in (str(run.pk), "failed", "Read a bad file", "there is no column 'month'. Add the column"):
        assert part in line


def test_the_list_as_json_is_what_the_status_address_says(
    tester: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(tester, upto=2)
    main(["jobs", "list", "--format", "json"])
    [row] = json.loads(capsys.readouterr().out)
    assert (row["status"], row["progress"]["done"], row["asked_by"]) == ("done", 2, "Tess Ter")


def test_an_empty_list_is_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    main(["jobs", "list"])
    assert capsys.readouterr().out == "No jobs.\n"


def test_cancel_takes_a_waiting_job_out(
    tester: Person, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TASKS = QUEUED  # type: ignore[attr-defined]
    run = ask(tester, upto=2)
    assert main(["jobs", "cancel", str(run.pk)]) == 0
    assert capsys.readouterr().out == "Cancelled.\n"
    assert JobRun.objects.get().status == "cancelled"


@pytest.mark.parametrize("number", ["7", "7f0c1a52-5d6f-4f0e-9a53-0f6f5f1f0a11"])
def test_cancelling_what_is_not_there_is_one_line_and_code_2(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["jobs", "cancel", number]) == 2
    assert capsys.readouterr().err == f"clearway: There is no job {number}. See ./clearway jobs list\n"


def test_the_schedule_says_what_when_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    main(["jobs", "schedule"])
    assert "tidy-jobs: daily at 03:15, next " in capsys.readouterr().out
