"""The model refuses what does not fit, counts what it holds and finds its parts by id."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clearway.common.errors import ClearwayError
from clearway.package.loader import load_package
from clearway.package.model import (
    Aim,
    ChangeIdea,
    MeasureAsk,
    MeasureClass,
    Package,
    PackageMeasure,
    PrimaryDriver,
    SecondaryDriver,
)

GOOD = Path(__file__).parents[1] / "data" / "good_package"


def ask(measure: str, class_: str, **marks: bool) -> MeasureAsk:
    return MeasureAsk(measure=measure, name=f"Number of {measure}", class_=class_, **marks)


def driver(name: str, primary: str, *asks: MeasureAsk, ideas: int = 1) -> SecondaryDriver:
    return SecondaryDriver(
        id=name,
        title=name.title(),
        short_title=name,
        primary_driver=primary,
        change_ideas=tuple(
            ChangeIdea(id=f"{name}-{number}", text="Try it", short_title="Try")
            for number in range(1, ideas + 1)
        ),
        measures=asks,
    )


def primary(name: str, *drivers: str) -> PrimaryDriver:
    return PrimaryDriver(
        id=name, title=name.title(), short_title=name, explanation="Why", colour=1, secondary_drivers=drivers
    )


def package(**changes: Any) -> Package:
    parts: dict[str, Any] = {
        "id": "made-up",
        "title": "Made up",
        "edition": "1",
        "publisher": "Nobody",
        "licence": "None",
        "provenance": "Made for a test",
        "aim": Aim(statement="Fewer falls", evidence="Falls counted"),
        "primary_drivers": (primary("care", "wards", "homes"), primary("learning", "reviews")),
        "drivers": (
            driver("wards", "care", ask("falls", "all", psmu=True), ask("rounds", "driver"), ideas=3),
            driver("homes", "care", ask("falls", "all", psmu=True), ask("visits", "supporting")),
            driver("reviews", "learning", ask("visits", "supporting"), ask("falls", "all", psmu=True)),
        ),
    }
    return Package.model_validate(parts | changes)


def test_lines_are_counted_for_each_driver_and_measures_once() -> None:
    counts = package().counts
    assert (counts.primary_drivers, counts.secondary_drivers, counts.change_ideas) == (2, 3, 5)
    assert (counts.mandatory_lines, counts.supporting_lines) == (4, 2)
    assert (counts.measures, counts.mandatory_measures, counts.supporting_measures) == (3, 2, 1)


def test_a_measure_knows_every_driver_that_asks_for_it() -> None:
    wanted = PackageMeasure(
        "falls", "Number of falls", MeasureClass.ALL, True, False, ("wards", "homes", "reviews")
    )
    assert package().measure("falls") == wanted
    assert [measure.id for measure in package().measures] == ["falls", "rounds", "visits"]


def test_a_driver_splits_its_lines_into_mandatory_and_supporting() -> None:
    homes = package().driver("homes")
    assert [each.measure for each in homes.mandatory] == ["falls"]
    assert [each.measure for each in homes.supporting] == ["visits"]


def test_drivers_before_and_after_follow_the_diagram_across_primary_drivers() -> None:
    whole = package()
    assert whole.driver_before("wards") is None
    assert whole.driver_after("homes") == whole.driver("reviews")
    assert whole.driver_before("reviews") == whole.driver("homes")
    assert whole.driver_after("reviews") is None
    assert [each.id for each in whole.drivers_of("care")] == ["wards", "homes"]


def test_an_idea_knows_its_driver() -> None:
    assert package().driver_of_idea("wards-3").id == "wards"


@pytest.mark.parametrize(
    ("method", "wrong", "near"),
    [
        ("driver", "ward", "wards"),
        ("primary", "lerning", "learning"),
        ("idea", "wards-4", "wards-3"),
        ("measure", "fals", "falls"),
    ],
)
def test_an_unknown_id_gets_the_nearest_ones(method: str, wrong: str, near: str) -> None:
    with pytest.raises(ClearwayError, match=f"there is no .* '{wrong}' in package made-up.*{near}"):
        getattr(package(), method)(wrong)


def test_an_id_like_no_other_gets_the_way_to_the_list() -> None:
    with pytest.raises(ClearwayError, match="clearway package show made-up"):
        package().driver("zzz")


def test_a_reference_or_resource_is_found_by_its_id() -> None:
    good = load_package(GOOD)
    assert good.reference("paper").title == "A paper"
    assert good.reference("leaflet").title == "A leaflet"


def test_a_package_does_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        package().title = "Another"  # type: ignore[misc]


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra"):
        package(colour="red")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"drivers": ()}, "names driver 'wards', which has no file"),
        ({"primary_drivers": (primary("care", "wards", "homes"),)}, "no primary driver names"),
        ({"id": "wards"}, "id 'wards' is used twice"),
        (
            {"aim": Aim(statement="S", evidence="E", measures=({"measure": "fall", "at": "home"},))},
            "no driver asks for measure 'fall'",
        ),
        (
            {"primary_drivers": (primary("learning", "reviews"), primary("care", "wards", "homes"))},
            "not in the order",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused_however_the_package_is_made(
    changes: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        package(**changes)


@pytest.mark.parametrize("wrong", ["Upper", "under_score", "two--hyphens", "-front", "end-", "", "spa ce"])
def test_an_id_is_kebab_case(wrong: str) -> None:
    with pytest.raises(ValidationError, match="pattern"):
        package(id=wrong)


def test_class_is_written_as_class_and_read_under_both_names() -> None:
    one = MeasureAsk.model_validate({"measure": "falls", "name": "Falls", "class": "all"})
    assert one == MeasureAsk(measure="falls", name="Falls", class_=MeasureClass.ALL)
    assert one.model_dump(by_alias=True)["class"] == "all"
