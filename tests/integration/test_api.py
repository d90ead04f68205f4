"""The API: what it answers, page by page, what it refuses, and that it keeps to its own description."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from clearway.common.organisations import Level, directory
from clearway.measures.definitions import definitions
from clearway.package.loader import shipped_packages
from clearway.records.publications import Status, bundled_publications, read_publication
from clearway.web.audit.models import Person
from clearway.web.config.wsgi import application
from clearway.web.publications.actions import import_publication
from clearway.web.publications.exports import COLUMNS
from clearway.web.publications.models import Value

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"
LISTS = [
    "packages",
    "packages/smoke-free-pregnancies/drivers",
    "measures",
    "organisations",
    "values",
    "publications",
]


def _get(client: Client, address: str, expect: int = 200, **query: object) -> Any:
    response = client.get(address if address.startswith(("/", "http")) else ROOT + address, query)
    assert response.status_code == expect, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def _all_pages(client: Client, address: str, **query: object) -> list[Any]:
    page = _get(client, address, **query)
    items = page["items"]
    while page["next"]:
        page = _get(client, page["next"])
        items += page["items"]
    return items


# Pages


@pytest.mark.parametrize("address", LISTS)
def test_every_list_comes_in_pages(client: Client, address: str) -> None:
    page = _get(client, address, page_size=1)
    assert set(page) == {"items", "total", "page", "page_size", "next", "previous"}
    assert (len(page["items"]), page["page"], page["page_size"], page["previous"]) == (1, 1, 1, None)
    assert (page["next"] is None) == (page["total"] == 1)


@pytest.mark.parametrize("address", LISTS)
def test_a_page_has_fifty_items_unless_asked_otherwise(client: Client, address: str) -> None:
    page = _get(client, address)
    assert page["page_size"] == 50
    assert len(page["items"]) == min(50, page["total"])


def test_following_next_gives_every_item_once_and_in_one_order(client: Client) -> None:
    small = _all_pages(client, "measures", page_size=13)
    large = _all_pages(client, "measures", page_size=500)
    assert [one["id"] for one in small] == [one["id"] for one in large]
    assert len({one["id"] for one in small}) == len(small)


def test_next_and_previous_keep_the_question(client: Client) -> None:
    first = _get(client, "values", measure="cqim-smoking-booking", page_size=5)
    second = _get(client, first["next"])
    assert {one["measure"] for one in second["items"]} == {"cqim-smoking-booking"}
    assert _get(client, second["previous"])["items"] == first["items"]


@pytest.mark.parametrize("address", LISTS)
def test_a_page_after_the_last_is_empty_and_leads_back(client: Client, address: str) -> None:
    page = _get(client, address, page=1_000_000, page_size=500)
    assert (page["items"], page["next"]) == ([], None)
    assert _get(client, page["previous"])["items"]


@pytest.mark.parametrize(
    "wrong", [{"page": 0}, {"page_size": 501}, {"page_size": 0}, {"page": "x"}, {"page": 2**70}]
)
def test_a_page_outside_the_bounds_is_refused(client: Client, wrong: dict[str, object]) -> None:
    answer = _get(client, "values", expect=422, **wrong)
    assert next(iter(wrong)) in answer["error"]


# Packages, drivers, measures


def test_a_package_is_answered_as_it_ships(client: Client) -> None:
    shipped = shipped_packages()["smoke-free-pregnancies"]
    answer = _get(client, "packages/smoke-free-pregnancies")
    assert answer["aim"] == shipped.aim.statement
    assert (answer["change_ideas"], answer["measures"]) == (98, 71)
    named = [driver for primary in answer["drivers"] for driver in primary["secondary_drivers"]]
    lines = _get(client, "packages/smoke-free-pregnancies/drivers")["items"]
    assert named == [line["id"] for line in lines] == [driver.id for driver in shipped.drivers]


def test_a_driver_has_its_ideas_and_its_measures_by_class(client: Client) -> None:
    answer = _get(client, "drivers/identification")
    shipped = shipped_packages()["smoke-free-pregnancies"].driver("identification")
    assert [one["text"] for one in answer["change_ideas"]] == [one.text for one in shipped.change_ideas]
    assert [one["class"] for one in answer["measures"]][:2] == ["all", "all"]
    assert answer["package"] == "smoke-free-pregnancies"


def test_a_driver_is_looked_for_in_the_package_asked_for_only(client: Client) -> None:
    _get(client, "drivers/identification", expect=404, package="neonatal-hypoglycaemia-example")


def test_measures_by_class(client: Client) -> None:
    def ids(**query: object) -> set[str]:
        return {one["id"] for one in _all_pages(client, "measures", **query)}

    assert ids(**{"class": "all"}, package="smoke-free-pregnancies") == {"smoke-booking", "smoke-delivery"}
    assert len(ids(package="smoke-free-pregnancies")) == 71
    assert ids(**{"class": "national"}) == {one.id for one in definitions().values() if one.class_national}
    assert ids(**{"class": "national"}, package="smoke-free-pregnancies") == set()


def test_a_measure_has_its_whole_definition_sheet(client: Client) -> None:
    answer = _get(client, "measures/smoke-booking")
    assert answer["definition"] == definitions()["smoke-booking"].model_dump(mode="json")
    assert answer["has_values"] is True
    assert {ask["package"] for ask in answer["asked_by"]} == {"smoke-free-pregnancies"}


def test_a_measure_of_an_example_package_has_no_definition(client: Client) -> None:
    example = shipped_packages()["neonatal-hypoglycaemia-example"].measures[0]
    assert _get(client, f"measures/{example.id}")["definition"] is None


# Organisations


def test_organisations_by_level_and_name(client: Client) -> None:
    boards = _all_pages(client, "organisations", level="icb")
    assert len(boards) == sum(one.level is Level.ICB for one in directory())
    assert _get(client, "organisations", q="barts", level="provider")["items"][0]["code"] == "R1H"


def test_an_organisation_has_its_neighbours_and_its_measures(client: Client) -> None:
    answer = _get(client, "organisations/r1h")
    assert [one["code"] for one in answer["ancestors"]] == ["QMF", "Y56", "ENG"]
    assert "R1H12" in {one["code"] for one in answer["children"]}
    assert "cqim-smoking-booking" in answer["measures"]


def test_a_closed_trust_names_its_successor(client: Client) -> None:
    answer = _get(client, "organisations/RA4")
    assert (answer["closed"], answer["successor"]) == ("2023-03-31", "RH5")


# Values


def test_a_value_has_its_numbers_unrounded_and_its_source(client: Client) -> None:
    page = _get(client, "values", measure="cqim-smoking-booking", org_code="ENG", period="2025-04")
    (value,) = page["items"]
    assert (value["numerator"], value["denominator"], value["value"]) == (4360, 49205, 4360 / 49205)
    assert (value["status"], value["state"], value["supersedes"]) == ("provisional", "value", None)
    assert value["source"]["publisher"] == "NHS England"
    assert value["source"]["row"] > 1
    assert value["recorded_at"].startswith("20")


def test_a_missing_number_is_null_and_never_zero(client: Client) -> None:
    missing = _all_pages(client, "values", state="not_collected")
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
    found = _all_pages(client, "values", page_size=500, **asked)
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
    (newest,) = _get(client, "values", **asked)["items"]
    old, new = _get(client, "values", include_superseded="true", **asked)["items"]
    assert newest == new
    assert (old["numerator"], new["numerator"]) == (4360, 4400)
    assert (new["supersedes"], old["superseded_by"]) == (old["id"], new["id"])


def test_the_csv_has_the_same_rows_as_the_pages(client: Client) -> None:
    asked = {"measure": "sbl-co-booking", "org_level": "provider"}
    response = client.get(f"{ROOT}values.csv", asked)
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    values = _all_pages(client, "values", **asked)
    assert list(rows[0]) == list(COLUMNS)
    assert [row["org_code"] for row in rows] == [value["org_code"] for value in values]
    for row, value in zip(rows, values, strict=True):
        assert (float(row["value"]) if row["value"] else None) == value["value"]


def test_a_published_file_says_what_came_of_it(client: Client) -> None:
    line = _get(client, "publications")["items"][0]
    assert _get(client, f"publications/{line['id']}") == line
    assert line["new"] == Value.objects.filter(source=line["id"], supersedes=None).count()


# What is refused


@pytest.mark.parametrize(
    ("address", "mend"),
    [
        ("packages/smoke-free", "smoke-free-pregnancies"),
        ("drivers/identify", "/drivers"),
        ("drivers/identificaton?package=smoke-free-pregnancies", "identification"),
        ("measures/smoke-bookings", "smoke-booking"),
        ("measures?package=nothing", "smoke-free-pregnancies"),
        ("organisations/R1HX", "Did you mean"),
        ("values?measure=satood", "satod"),
        ("values?org_code=NOWHERE1", "organisations"),
        ("values?period=2023/25", "2019/20"),
        ("publications/999999", "publications"),
        (f"publications/{2**80}", "publications"),
        ("nothing/here", "/api/v1/docs"),
    ],
)
def test_what_does_not_exist_is_404_with_a_mend(client: Client, address: str, mend: str) -> None:
    answer = _get(client, address, expect=404)
    assert set(answer) == {"error", "mend"}
    assert mend in answer["mend"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("values?mesure=satod", "mesure"),
        ("packages/smoke-free-pregnancies?page=2", "page"),
        ("values?state=lost", "state"),
        ("values?org_level=trust", "org_level"),
        ("values?period=April", "period"),
        ("values?from=2025-04&to=2025-01", "2025-04"),
        ("measures?class=bold", "class"),
        ("organisations?level=trust", "level"),
        ("publications/one", "publication_id"),
        ("values?org_code=%00", "org_code"),
    ],
)
def test_what_cannot_be_understood_is_422_and_says_which_part(
    client: Client, address: str, named: str
) -> None:
    answer = _get(client, address, expect=422)
    assert set(answer) == {"error", "mend"}
    assert named in answer["error"]
    assert answer["mend"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, method: str) -> None:
    assert getattr(client, method)(f"{ROOT}values").status_code == 405


# The description


def test_the_start_leads_to_everything(client: Client) -> None:
    answer = _get(client, ROOT)
    assert answer["version"] == "1.0"
    for address in (answer["openapi"], *answer["lists"].values()):
        _get(client, address)
    assert client.get(answer["docs"]).status_code == 200


def test_the_description_is_openapi_3_1_and_only_reads(client: Client) -> None:
    document = _get(client, "openapi.json")
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == "1.0"
    for methods in document["paths"].values():
        assert set(methods) == {"get"}
        for operation in methods.values():
            assert set(operation["responses"]) == {"200", "404", "422"}


def test_the_page_explains_every_operation_with_an_example_that_works(client: Client) -> None:
    page = BeautifulSoup(client.get(f"{ROOT}docs").content, "html.parser")
    document = _get(client, "openapi.json")
    sections = page.select(".app-operation:has(.app-operation__path)")
    assert len(sections) == len(document["paths"])
    for section in sections:
        response = client.get(section.select_one("a.app-wrap")["href"])
        assert response.status_code == 200
        assert response.getvalue()
    for methods in document["paths"].values():
        names = {one["name"] for one in methods["get"]["parameters"]}
        shown = page.find(id=methods["get"]["operationId"]).parent
        assert {code.get_text() for code in shown.select("tbody code")} == names


def test_every_link_inside_the_page_leads_somewhere(client: Client) -> None:
    page = BeautifulSoup(client.get(f"{ROOT}docs").content, "html.parser")
    for link in page.main.select("a[href^='#']"):
        assert page.find(id=link["href"][1:]), link["href"]


# Questions made up from the description itself, right ones and wrong ones. All of them run in the test's
# one transaction, which is safe because nothing here writes.
schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", application)


@schema.parametrize()
@settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_to_its_description(case: schemathesis.Case) -> None:
    case.call_and_validate(
        checks=(
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_schema_conformance,
            negative_data_rejection,
        )
    )
