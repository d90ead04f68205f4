"""A headline score says of how many projects and which month it is; worked examples."""

from collections.abc import Mapping
from datetime import date

from clearway.common.periods import Month
from clearway.web.department.headline import headline, latest
from clearway.web.department.selectors.standing import Scored
from clearway.web.projects.models import Project

AUGUST, SEPTEMBER, OCTOBER = Month(2026, 8), Month(2026, 9), Month(2026, 10)


def scored(number: int, scores: Mapping[Month, float]) -> Scored:
    project = Project(pk=number, number=number, title=f"Project {number}", started_on=date(2026, 1, 5))
    return Scored(project, scores)


def test_month_number_and_who_is_missing_stand_beside_the_figure() -> None:
    three = [scored(1, {AUGUST: 4.0}), scored(2, {SEPTEMBER: 1.5}), scored(3, {SEPTEMBER: 2.0})]
    assert headline(three, SEPTEMBER).words == (
        "1.75 (2 of 3 open projects scored, September 2026; no score: Project 1)"
    )


def test_where_fewer_than_half_are_scored_the_latest_within_three_months_stand_in_and_it_is_said() -> None:
    three = [scored(1, {AUGUST: 4.0}), scored(2, {OCTOBER: 4.5}), scored(3, {AUGUST: 1.0, SEPTEMBER: 2.0})]
    assert headline(three, OCTOBER).words == (
        "4.00 (the latest score of each project within 3 months, as of October 2026: 3 of 3 open projects)"
    )


def test_a_score_older_than_three_months_and_one_of_a_later_month_stand_for_nothing() -> None:
    two = [scored(1, {Month(2026, 7): 4.0}), scored(2, {Month(2026, 11): 2.0})]
    found = latest(two, OCTOBER)
    assert (found.spread.scored, found.without) == (0, ("Project 1", "Project 2"))
    assert headline(two, OCTOBER).words == "no open project was scored for the 3 months to October 2026"


def test_exactly_half_is_enough_for_the_month_itself() -> None:
    two = [scored(1, {AUGUST: 4.0}), scored(2, {OCTOBER: 2.0})]
    assert not headline(two, OCTOBER).latest


def test_many_projects_without_a_score_are_counted_and_not_all_named() -> None:
    many = [scored(number, {}) for number in range(1, 7)] + [
        scored(number, {OCTOBER: 3.0}) for number in range(7, 20)
    ]
    assert headline(many, OCTOBER).words == "3.00 (13 of 19 open projects scored, October 2026)"
