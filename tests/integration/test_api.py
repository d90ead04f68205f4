"""The API: what it answers, page by page, what it refuses, and that it keeps to its own description."""

import csv
import io
from dataclasses import replace

import pytest
from api_client import ROOT, all_pages, get
from django.test import Client

from clearway.common.organisations import Level, directory
from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.records.publications import Status, bundled_publications, read_publication
from clearway.web.audit.models import Person
from clearway.web.publications.actions import import_publication
from clearway.web.publications.exports import COLUMNS
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
LISTS = [
    "packages",
    "packages/smoke-free-pregnancies/drivers",
    "measures",
    "organisations",
    "values",
    "publications",
]


# Pages


@pytest.mark.parametrize("address", LISTS)
def test_every_list_comes_in_pages(client: Client, address: str) -> None:
    page = get(client, address, page_size=1)
    assert set(page) == {"items", "total", "page", "page_size", "next", "previous"}
    assert (len(page["items"]), page["page"], page["page_size"], page["previous"]) == (1, 1, 1, None)
    assert (page["next"] is None) == (page["total"] == 1)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_has_fifty_items_unless_asked_otherwise(client: Client, address: str) -> None:
    page = get(client, address)
    assert page["page_size"] == 50
    assert len(page["items"]) == min(50, page["total"])


def test_following_next_gives_every_item_once_and_in_one_order(client: Client) -> None:
    small = all_pages(client, "measures", page_size=13)
    large = all_pages(client, "measures", page_size=500)
    assert [one["id"] for one in small] == [one["id"] for one in large]
    assert len({one["id"] for one in small}) == len(small)


def test_next_and_previous_keep_the_question(client: Client) -> None:
    first = get(client, "values", measure="cqim-smoking-booking", page_size=5)
    second = get(client, first["next"])
    assert {one["measure"] for one in second["items"]} == {"cqim-smoking-booking"}
    assert get(client, second["previous"])["items"] == first["items"]


@pytest.mark.parametrize("address", LISTS)
def test_a_page_after_the_last_is_empty_and_leads_back(client: Client, address: str) -> None:
    page = get(client, address, page=1_000_000, page_size=500)
    assert (page["items"], page["next"]) == ([], None)
    assert get(client, page["previous"])["items"]


@pytest.mark.parametrize(
    "wrong", [{"page": 0}, {"page_size": 501}, {"page_size": 0}, {"page": "x"}, {"page": 2**70}]
)
def test_a_page_outside_the_bounds_is_refused(client: Client, wrong: dict[str, object]) -> None:
    answer = get(client, "values", expect=422, **wrong)
    assert next(iter(wrong)) in answer["error"]


# Packages, drivers, measures


def test_a_package_is_answered_as_it_ships(client: Client) -> None:
    shipped = shipped_packages()["smoke-free-pregnancies"]
    answer = get(client, "packages/smoke-free-pregnancies")
    assert answer["aim"] == shipped.aim.statement
    assert (answer["change_ideas"], answer["measures"]) == (98, 71)
    named = [driver for primary in answer["drivers"] for driver in primary["secondary_drivers"]]
    lines = get(client, "packages/smoke-free-pregnancies/drivers")["items"]
    assert named == [line["id"] for line in lines] == [driver.id for driver in shipped.drivers]


def test_a_driver_has_its_ideas_and_its_measures_by_class(client: Client) -> None:
    answer = get(client, "drivers/identification")
    shipped = shipped_packages()["smoke-free-pregnancies"].driver("identification")
    assert [one["text"] for one in answer["change_ideas"]] == [one.text for one in shipped.change_ideas]
    assert [one["class"] for one in answer["measures"]][:2] == ["all", "all"]
    assert answer["package"] == "smoke-free-pregnancies"


def test_a_driver_is_looked_for_in_the_package_asked_for_only(client: Client) -> None:
    get(client, "drivers/identification", expect=404, package="neonatal-hypoglycaemia-example")


def test_measures_by_class(client: Client) -> None:
    def ids(**query: object) -> set[str]:
        return {one["id"] for one in all_pages(client, "measures", **query)}

    assert ids(**{"class": "all"}, package="smoke-free-pregnancies") == {"smoke-booking", "smoke-delivery"}
    assert len(ids(package="smoke-free-pregnancies")) == 71
    assert ids(**{"class": "national"}) == {one.id for one in definitions().values() if one.class_national}
    assert ids(**{"class": "national"}, package="smoke-free-pregnancies") == set()


def test_a_measure_has_its_whole_definition_sheet(client: Client) -> None:
    answer = get(client, "measures/smoke-booking")
    assert answer["definition"] == definitions()["smoke-booking"].model_dump(mode="json")
    assert answer["has_values"] is True
    assert {ask["package"] for ask in answer["asked_by"]} == {"smoke-free-pregnancies"}


def test_a_measure_of_an_example_package_has_no_definition(client: Client) -> None:
    example = shipped_packages()["neonatal-hypoglycaemia-example"].measures[0]
    assert get(client, f"measures/{example.id}")["definition"] is None


# Organisations


def test_organisations_by_level_and_name(client: Client) -> None:
    boards = all_pages(client, "organisations", level="icb")
    assert len(boards) == sum(one.level is Level.ICB for one in directory())
    assert get(client, "organisations", q="barts", level="provider")["items"][0]["code"] == "R1H"


def test_an_organisation_has_its_neighbours_and_its_measures(client: Client) -> None:
    answer = get(client, "organisations/r1h")
    assert [one["code"] for one in answer["ancestors"]] == ["QMF", "Y56", "ENG"]
    assert "R1H12" in {one["code"] for one in answer["children"]}
    assert "cqim-smoking-booking" in answer["measures"]


def test_a_closed_trust_names_its_successor(client: Client) -> None:
    answer = get(client, "organisations/RA4")
    assert (answer["closed"], answer["successor"]) == ("2023-03-31", "RH5")


# Values


def test_a_value_has_its_numbers_unrounded_and_its_source(client: Client) -> None:
    page = get(client, "values", measure="cqim-smoking-booking", org_code="ENG", period="2025-04")
    (value,) = page["items"]
    assert (value["numerator"], value["denominator"], value["value"]) == (4360, 49205, 4360 / 49205)
    assert (value["status"], value["state"], value["supersedes"]) == ("provisional", "value", None)
    assert value["source"]["publisher"] == "NHS England"
    assert value["source"]["row"] > 1
    assert value["recorded_at"].startswith("20")


def test_a_missing_number_is_null_and_never_zero(client: Client) -> None:
    missing = all_pages(client, "values", state="not_collected")
    assert missing
    for value in missing:
        assert (value["numerator"], value["denominator"], value["value"]) == (None, None, None)


@pytest.mark.parametrize(
    ("asked", "field", "wanted"),
    [
        ({"component": "smoker"}, "component", {"smoker"}),
        ({"org_level": "region"}, "org_level", {"region"}),
        ({"period": "2023/24"}, "period", {"2023/24"}),
        ({"status": "provisional"}, "status", {"provisional"}),
        ({"org_code": "E40000003"}, "org_code", {"Y56"}),
        (
            {"org_code": "SYNTH", "from": "2023-11", "to": "2024-01"},
            "period",
            {"2023-11", "2023-12", "2024-01"},
        ),
        (
            {"org_code": "ENG", "from": "2022/23", "to": "2023/24", "measure": "satod"},
            "period",
            {"2022/23", "2023/24"},
        ),
    ],
)
def test_values_are_those_asked_for(
    client: Client, asked: dict[str, str], field: str, wanted: set[str]
) -> None:
    found = all_pages(client, "values", page_size=500, **asked)
    assert {one[field] for one in found} == wanted
    columns = {"from": None, "to": None, "org_code": None}
    same = {name: text for name, text in asked.items() if name not in columns}
    if not {"from", "org_code"} & set(asked):
        assert len(found) == Value.objects.current().filter(**same).count()


def test_superseded_values_are_answered_only_where_asked_for(client: Client) -> None:
    path = next(path for path in bundled_publications() if "apr2025" in path.name)
    april = read_publication(path)
    england = next(
        value for value in april.values if (value.org_code, value.measure) == ("ENG", "cqim-smoking-booking")
    )
    final = replace(
        april,
        source=replace(april.source, sha256="9" * 64, status=Status.FINAL),
        values=(replace(england, numerator=4400.0, value=4400 / 49205),),
        findings=(),
    )
    import_publication(publication=final, by=Person(name="Tess Ter", via="tests"))
    asked = {"measure": "cqim-smoking-booking", "org_code": "ENG", "period": "2025-04"}
    (newest,) = get(client, "values", **asked)["items"]
    old, new = get(client, "values", include_superseded="true", **asked)["items"]
    assert newest == new
    assert (old["numerator"], new["numerator"]) == (4360, 4400)
    assert (new["supersedes"], old["superseded_by"]) == (old["id"], new["id"])


def test_the_csv_has_the_same_rows_as_the_pages(client: Client) -> None:
    asked = {"measure": "sbl-co-booking", "org_level": "provider"}
    response = client.get(f"{ROOT}values.csv", asked)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    values = all_pages(client, "values", **asked)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["org_code"] for row in rows] == [value["org_code"] for value in values]
    for row, value in zip(rows, values, strict=True):
        assert (float(row["value"]) if row["value"] else None) == value["value"]


def test_a_published_file_says_what_came_of_it(client: Client) -> None:
    line = get(client, "publications")["items"][0]
    assert get(client, f"publications/{line['id']}") == line
    assert line["new"] == Value.objects.filter(source=line["id"], supersedes=None).count()
