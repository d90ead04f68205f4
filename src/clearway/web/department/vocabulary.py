"""The words of `vocabulary.yaml`, read once and checked by their form."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from clearway.web.department.models import Attendance
from clearway.web.projects.vocabulary import Part, Section, Word, title_of
from clearway.web.projects.vocabulary import vocabulary as of_projects


class Model(Part):
    """One way in which the pathway may be led, and what is known of it."""

    id: str
    title: str
    meaning: str


class ReachStep(Part):
    """One step of taking part, and where its count comes from."""

    id: str
    title: str
    meaning: str
    counted_from: str


class Vocabulary(Part):
    """All lists."""

    models: tuple[Model, ...]
    meetings: tuple[Word, ...]
    steps: tuple[ReachStep, ...]
    plan: tuple[Section, ...]


@cache
def vocabulary() -> Vocabulary:
    """The lists of `vocabulary.yaml`."""
    text = (Path(__file__).parent / "vocabulary.yaml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(yaml.safe_load(text))


@cache
def plan_sections() -> Mapping[str, Section]:
    """The sections of the plan by id, in order."""
    return {section.id: section for section in vocabulary().plan}


NOT_STAFF = "lived-experience"


@cache
def staff_professions() -> tuple[Word, ...]:
    """The professions of members of staff."""
    return tuple(word for word in of_projects().professions if word.id != NOT_STAFF)


@cache
def attending() -> tuple[Word, ...]:
    """What somebody may attend a meeting as: leader, a profession, or a group from outside."""
    professions, groups = of_projects().professions, of_projects().groups
    there = {word.id for word in professions}
    return (
        Word(id=Attendance.LEADER, title="Leader or member of the board"),
        *professions,
        *(group for group in groups if group.id not in there),
    )


def profession_name(profession: str) -> str:
    """The title of a profession; "Not said" where there is none."""
    return title_of(of_projects().professions, profession) if profession else "Not said"


def model_of(model: str) -> Model:
    """The way of leading with that id."""
    return next(each for each in vocabulary().models if each.id == model)
