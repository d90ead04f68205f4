"""`clearway organisations`: what a person sees."""

import csv
import io

import pytest

from clearway.cli.main import main


def run(capsys, *words):
    code = main(["organisations", *words])
    return code, capsys.readouterr()


def test_show_says_where_a_trust_belongs_and_what_became_of_it(capsys):
    code, shown = run(capsys, "show", "rap")
    assert code == 0
    assert "North Middlesex University Hospital NHS Trust" in shown.out
    assert "QMJ NHS North Central London Integrated Care Board; Y56 London; ENG England" in shown.out
    assert "2024-12-31" in shown.out
    assert "RAL Royal Free London NHS Foundation Trust" in shown.out


def test_show_leaves_out_what_is_not_known(capsys):
    _, shown = run(capsys, "show", "SYNTH")
    assert "belongs to" not in shown.out
    assert "None" not in shown.out


def test_an_unknown_code_is_one_line_with_the_nearest_and_code_2(capsys):
    code, shown = run(capsys, "show", "R1X")
    assert code == 2
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "Did you mean" in shown.err


def test_search_takes_words_in_any_order_and_keeps_to_a_level(capsys):
    code, shown = run(capsys, "search", "free", "royal", "--level", "provider")
    assert code == 0
    assert shown.out.split("\t")[0] == "RAL"
    assert shown.out.count("\n") == 1


def test_search_says_when_there_is_more(capsys):
    _, shown = run(capsys, "search", "hospital", "--limit", "3")
    assert len(shown.out.splitlines()) == 4
    assert "more than 3" in shown.out


def test_search_without_a_find_says_so(capsys):
    code, shown = run(capsys, "search", "nowhere-at-all")
    assert code == 2
    assert "nowhere-at-all" in shown.err


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_a_limit_that_shows_nothing_is_refused(capsys, limit):
    assert run(capsys, "search", "leeds", f"--limit={limit}")[0] == 2


def test_list_as_csv_has_every_trust_and_empty_cells_for_what_is_not_known(capsys):
    _, shown = run(capsys, "list", "--level", "provider", "--format", "csv")
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(shown.out))}
    assert len(rows) == 133
    assert rows["RC1"]["latitude"] == ""
    assert rows["RC1"]["successor"] == "RC9"
    assert rows["R1H"]["parent"] == "QMF"
    assert rows["R1H"]["closed"] == ""
