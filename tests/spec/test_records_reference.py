"""The contracts, the code lists and the page that describes them agree with each other."""

import importlib.util
from pathlib import Path

import duckdb
import pytest

from clearway.common.errors import ClearwayError
from clearway.records.code_lists import code_list, code_lists, terminology
from clearway.records.contracts import (
    arrow_schema,
    contract,
    contracts,
    create_tables,
    load_contracts,
)

PROJECT = Path(__file__).parents[2]


def _page():
    place = PROJECT / "tools" / "make_records_reference.py"
    spec = importlib.util.spec_from_file_location("make_records_reference", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_page_is_the_one_that_the_tool_makes():
    assert (PROJECT / "docs/reference/records.md").read_text(encoding="utf-8") == _page().reference()


def test_every_key_and_reference_includes_the_provider():
    for table in contracts().values():
        assert table.key[0] == "provider"
        for reference in table.references:
            assert reference.columns[0] == "provider"


def test_every_column_says_where_it_comes_from_and_shows_an_example_of_its_type():
    connection = duckdb.connect()
    create_tables(connection)
    for table in contracts().values():
        for column in table.columns:
            assert column.source
            if column.example and column.type != "boolean":
                insert = f"INSERT INTO {table.name} ({column.name}) VALUES (?)"  # noqa: S608
                connection.execute(insert, [column.example])
            if column.values and column.example:
                assert column.example in column.values


def test_duckdb_and_arrow_tables_have_the_same_columns():
    connection = duckdb.connect()
    create_tables(connection)
    create_tables(connection)
    for table in contracts().values():
        connection.register("empty", arrow_schema(table).empty_table())
        own, arrow = (
            connection.execute(f"SELECT column_name, column_type FROM (DESCRIBE {name})").fetchall()  # noqa: S608
            for name in (table.name, "empty")
        )
        assert own == arrow
        connection.unregister("empty")


def test_a_table_comes_after_those_it_refers_to():
    seen = set()
    for table in contracts().values():
        assert {reference.table for reference in table.references} <= seen
        seen.add(table.name)


def test_an_unknown_table_or_list_is_answered_with_those_there_are():
    with pytest.raises(ClearwayError, match="pregnancies"):
        contract("nothing")
    with pytest.raises(ClearwayError, match="smoker-findings"):
        code_list("nothing")


CONTRACT = """
name: staff
family: staff
title: Staff
row: one member of staff
key: [provider, staff_id]
columns:
  - {name: provider, type: text, meaning: Provider, source: the electronic staff record}
  - {name: staff_id, type: text, meaning: Identifier, source: the electronic staff record}
"""


def test_another_family_of_records_uses_the_same_mechanism(tmp_path):
    (tmp_path / "staff.yaml").write_text(CONTRACT)
    assert load_contracts(tmp_path)["staff"].required == ("provider", "staff_id")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name: staff\n", "name: people\n"), "Name the file like the table"),
        (("key: [provider, staff_id]", "key: [provider, number]"), "no such columns: number"),
        (("name: staff_id,", "name: provider,"), "columns given twice: provider"),
        (
            ("family: staff\n", "family: staff\nreferences: [{columns: [provider], table: wards}]\n"),
            "no table",
        ),
        (("title: Staff\n", "title: Staff\ncolour: red\n"), "colour"),
    ],
)
def test_a_contract_with_a_fault_says_what_is_wrong(tmp_path, change, message):
    (tmp_path / "staff.yaml").write_text(CONTRACT.replace(*change))
    with pytest.raises(ClearwayError, match=message):
        load_contracts(tmp_path)


def _check_digit_holds(code):
    """The Verhoeff check that every SNOMED CT identifier passes, by the algebra of the dihedral group."""
    multiply = lambda a, b: (a + b) % 5 if a < 5 and b < 5 else _other(a, b)  # noqa: E731
    permute = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
    check = 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = permute[value]
        check = multiply(check, value)
    return check == 0


def _other(a, b):
    if a < 5:
        return 5 + (a + b - 5) % 5
    return 5 + (a - 5 - b) % 5 if b < 5 else (a - b) % 5


def test_every_snomed_code_passes_its_check_digit_and_stands_once_in_its_list():
    for name in code_lists():
        entries = code_list(name).entries
        assert len({entry.code for entry in entries}) == len(entries)
        wrong = [e.code for e in entries if e.terminology == "SNOMED CT" and not _check_digit_holds(e.code)]
        assert wrong == []


def test_smoking_lists_hold_the_rows_used_in_the_cqim_and_no_code_of_each_other():
    smoker, non = code_list("smoker-findings"), code_list("non-smoker-findings")
    assert (len(smoker.codes), len(non.codes)) == (34, 37)
    assert not set(smoker.codes) & set(non.codes)
    assert "160616005" in smoker  # trying to give up counts as smoking
    assert "134406006" not in smoker  # used for the smokefree pregnancy measure alone
    assert "134406006" in code_list("smoker-findings-smokefree-pregnancy")
    assert code_list("unknown-findings").codes == ("266927001",)


def test_legacy_codes_stand_beside_the_snomed_one():
    assert set(code_list("co-observations").codes) == {"251900003", ".4I90", "4I90.", "X77Qd"}
    assert set(code_list("cigarette-observations").codes) == {"230056004", ".137X", "137X.", "Ub1tI"}


def test_snomed_has_another_scheme_for_each_kind():
    schemes = {kind: scheme for (kind, scheme), name in terminology().items() if name == "SNOMED CT"}
    assert schemes == {"finding": "04", "observation": "03", "procedure": "06"}
