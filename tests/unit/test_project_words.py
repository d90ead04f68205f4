"""The lists and the charter's sections that ship as data, and where actions come from."""

import pytest

from clearway.common.errors import ClearwayError
from clearway.package.loader import shipped_packages
from clearway.web.projects.actions.charters import fought_over
from clearway.web.projects.origins import PLAN, Origin
from clearway.web.projects.vocabulary import check_word, sections, title_of, vocabulary


@pytest.mark.parametrize("name", ["roles", "professions", "groups", "audiences", "origins"])
def test_ids_are_unique_and_fit_their_columns(name: str) -> None:
    ids = [word.id for word in getattr(vocabulary(), name)]
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= (20 if name == "origins" else 40) for each in ids)


def test_a_charter_asks_for_service_users_sponsor_and_training() -> None:
    asked = {section.id for section in sections().values() if section.asked}
    assert {"service-users", "executive-sponsor", "training-subject", "aim"} <= asked


def test_every_group_that_is_a_profession_is_one() -> None:
    professions = {word.id for word in vocabulary().professions}
    assert {word.id for word in vocabulary().groups if word.profession} <= professions


def test_balancing_measures_name_drivers_that_exist() -> None:
    drivers = {driver.id for package in shipped_packages().values() for driver in package.drivers}
    assert {driver for each in vocabulary().balancing for driver in each.drivers} <= drivers


def test_an_unknown_word_is_refused_with_the_list_and_an_old_one_stands_for_itself() -> None:
    with pytest.raises(ClearwayError, match="executive-sponsor"):
        check_word(vocabulary().roles, "king", "role")
    assert title_of(vocabulary().roles, "king") == "king"


def test_an_origin_is_of_a_known_kind_and_travels_in_an_address() -> None:
    with pytest.raises(ClearwayError, match="no kind of finding"):
        Origin("horoscope")
    origin = Origin("barrier", "3", "No money")
    assert Origin(**origin.query) == origin
    assert PLAN.title == "Plan of the project"


@pytest.mark.parametrize(
    ("newest", "typed", "both"),
    [
        ({"aim": "a"}, {"aim": "a"}, []),
        ({"aim": "b"}, {"aim": "a"}, []),
        ({"aim": "b"}, {"aim": "c"}, ["aim"]),
        ({"aim": "b"}, {"aim": "b"}, []),
        ({"aim": "b"}, {"problem": "c"}, []),
        ({"aim": "b", "problem": "d"}, {"aim": "", "problem": "c"}, ["problem", "aim"]),
    ],
)
def test_a_section_is_fought_over_when_both_changed_it_and_differently(
    newest: dict[str, str], typed: dict[str, str], both: list[str]
) -> None:
    assert fought_over({"aim": "a"}, newest, typed) == both
