"""The FHIR mapping as data: whole, consistent, and about the tables there are."""

import pytest

from clearway.records.contracts import contracts
from clearway.records.fhir import mapping
from clearway.records.fhir.mapping import code_rows, code_set, uris
from clearway.records.fhir.paths import find, find_all

SETS = {row["set"] for row in code_rows()} | set(mapping().sets)


def verhoeff_holds(identifier: str) -> bool:
    """SNOMED CT's check digit."""
    turn = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
    while len(turn) < 8:
        turn.append([turn[-1][turn[1][digit]] for digit in range(10)])
    total = 0
    for place, digit in enumerate(reversed(identifier)):
        total = dihedral(total, turn[place % 8][int(digit)])
    return total == 0


def dihedral(a: int, b: int) -> int:
    """The product of two elements of the group of symmetries of a pentagon."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b - 5) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


@pytest.mark.parametrize("row", [r for r in code_rows() if r["system"] == "snomed"], ids=lambda r: r["code"])
def test_every_snomed_code_passes_its_check_digit(row: dict[str, str]) -> None:
    assert verhoeff_holds(row["code"])


def test_every_code_has_a_system_a_source_and_says_whether_it_was_checked() -> None:
    for row in code_rows():
        assert uris(row["system"])
        assert row["source"]
        assert row["checked"] in ("yes", "no")


def test_every_set_that_the_mapping_names_has_codes() -> None:
    for rule in mapping().resources.values():
        for kind in rule.kinds:
            for name in [w.set for w in kind.when] + [f.codes for f in kind.fields.values() if f.codes]:
                assert name in SETS
                assert code_set(name)


def test_every_canonical_column_says_which_element_fills_it() -> None:
    made_elsewhere = {"organisations", ("activities", "line"), ("activities", "source")}
    for table in contracts().values():
        for column in table.column_names:
            if table.name not in made_elsewhere and (table.name, column) not in made_elsewhere:
                assert mapping().columns[table.name][column]


def test_every_column_of_a_contract_that_is_named_exists() -> None:
    for table, columns in mapping().columns.items():
        assert set(columns) <= set(contracts()[table].column_names)


def test_codes_of_lists_count_without_a_system_and_not_under_a_foreign_one() -> None:
    known = code_set("co")
    assert ("http://snomed.info/sct", "251900003") in known
    assert ("", "4I90.") in known
    assert ("http://example.org/local", "251900003") not in known


def test_paths_pick_identifiers_and_components_by_system() -> None:
    resource = {
        "identifier": [
            {"system": "x", "value": "1"},
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "2"},
        ],
        "component": [{"code": {"coding": [{"code": "251900003"}]}, "valueQuantity": {"value": 7}}],
        "a": [{"b": 1}, {"b": [2, 3]}],
    }
    assert find(resource, "identifier(nhs-number).value") == "2"
    assert find(resource, "component(co).valueQuantity.value") == 7
    assert list(find_all(resource, "a.b")) == [1, 2, 3]
    assert find(resource, "a.c") is None
