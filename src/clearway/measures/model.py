"""The definition sheet of one measure, and the rules a sheet has to keep.

A sheet is data (a YAML file, see `clearway.measures.definitions`). This module says which fields it
has, what they mean, and refuses a sheet that a midwife and an analyst could read in two ways.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StrictBool, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from clearway.package.parts import Address, Day, Id, Part, Text

SHORT_TITLE_LENGTH = 40  # characters that fit over a chart on a telephone
_PLACEHOLDERS = ("tbc", "tbd", "tba", "to be confirmed", "to be decided", "to be defined", "n/a", "none", "?")

RULE = "sheet_rule"
"""The type of the pydantic errors raised here; their context has `field`, `what` and `mend`."""


class Kind(StrEnum):
    """What sort of number the measure gives."""

    PROPORTION = "proportion"
    """Numerator over denominator, stored as a fraction."""
    COUNT = "count"
    """A number of things; it has no denominator."""
    MEAN = "mean"
    """A sum (numerator) over the number of things scored (denominator)."""
    SCORE = "score"
    """One number read from an assessment, or the change between two; it has no denominator."""
    STATUS = "status"
    """How far each named part is in place; it has no denominator."""


HAS_DENOMINATOR = frozenset({Kind.PROPORTION, Kind.MEAN})


class Direction(StrEnum):
    """Which way is better. `neutral` means that neither is, and a note on the sheet says why."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class ComputedFrom(StrEnum):
    """Where the figure comes from."""

    RECORDS = "records"
    """The maternity and stop smoking records of the pregnancies."""
    PUBLISHED = "published"
    """A published statistic, taken as printed."""
    TEAM_LOGS = "team_logs"
    """What a team writes down about its own work: training, projects, meetings, reports."""


class Available(StrEnum):
    """Whether Clearway holds figures for the measure."""

    PUBLISHED = "published"
    """Published figures are loaded today."""
    COMPUTED = "computed"
    """Clearway computes the figure, from the organisation's own records or logs."""
    LATER = "later"
    """The records that the figure is computed from come in a later release."""


class Component(Part):
    """One of several numbers that a measure gives side by side, for example quit at 4 weeks."""

    id: Id
    title: Text


class Parameter(Part):
    """What a team fills in where the measure's name has a blank, for example the training subject."""

    name: Id
    meaning: Text
    example: Text


class Source(Part):
    """Where the definition comes from.

    `text` names the publication, or reads `local choice: <reason>` where Clearway decided because
    no source says. `address` is a web address.
    """

    text: Text
    address: Address | None = None

    @property
    def is_local_choice(self) -> bool:
        """Whether Clearway decided the definition."""
        return self.text.lower().startswith("local choice")


class Definition(Part):
    """The whole definition sheet of one measure.

    `title` is the name in the change package, word for word, or a national measure's name with its
    published code. `numerator` and `denominator` are full sentences;
    `denominator` is None unless `kind` is a proportion or a mean. `lowest` and `highest` are the ends of the
    scale of a mean or a score, None where it has none. `month` says which event's month a
    case counts in, `level` the lowest organisation level and what one row is, `window` the days
    around that event within which something counts. `of_people` is False where nobody can be recognised by
    a small figure: projects, meetings, walk rounds are counted, and neither people nor what happened to one.
    `published_as` names the national measures
    whose published figures stand for this one. Constructing one raises pydantic's ValidationError.
    """

    id: Id
    title: Text
    short_title: Annotated[Text, Field(max_length=SHORT_TITLE_LENGTH)]
    kind: Kind
    unit: Text
    direction: Direction
    numerator: Text
    denominator: Text | None
    lowest: float | None = None
    highest: float | None = None
    month: Text
    level: Text
    window: Text | None = None
    components: tuple[Component, ...] = ()
    parameter: Parameter | None = None
    why: Text
    source: Source
    computed_from: ComputedFrom
    available: Available
    of_people: StrictBool = True
    published_as: tuple[Id, ...] = ()
    class_national: StrictBool = False
    version: Annotated[StrictInt, Field(ge=1)]
    reviewed: Day
    next_review: Day
    notes: tuple[Text, ...] = ()

    @property
    def is_share(self) -> bool:
        """Whether its figures are fractions, which people read in per cent. A mean of scores is none."""
        return self.kind is Kind.PROPORTION

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Between which values a figure can be; None where there is no end."""
        if self.kind in (Kind.MEAN, Kind.SCORE):
            return self.lowest, self.highest
        return 0.0, 1.0 if self.is_share else None

    def component(self, component_id: str) -> Component | None:
        """The component with this id, or None."""
        return next((part for part in self.components if part.id == component_id), None)

    @model_validator(mode="after")
    def _keeps_the_rules(self) -> Self:
        _check_denominator(self)
        _check_scale(self)
        _check_placeholders(self)
        _check_repeats(self)
        _check_provenance(self)
        if self.next_review <= self.reviewed:
            raise _rule(
                "next_review", "next_review is not after reviewed", "Give a next_review later than reviewed"
            )
        if self.direction is Direction.NEUTRAL and not self.notes:
            raise _rule("direction", "direction is neutral and no note says why", "Give the reason in notes")
        return self


def _rule(field: str, what: str, mend: str) -> PydanticCustomError:
    return PydanticCustomError(RULE, "{what}", {"field": field, "what": what, "mend": f"{mend}."})


def _check_denominator(sheet: Definition) -> None:
    """A share without what it is a share of, and a count with one, are both read wrongly."""
    needs = sheet.kind in HAS_DENOMINATOR
    if needs and sheet.denominator is None:
        raise _rule(
            "denominator",
            f"a {sheet.kind} without a denominator",
            "Say in denominator what it is a share or mean of",
        )
    if not needs and sheet.denominator is not None:
        raise _rule(
            "denominator", f"a {sheet.kind} with a denominator", "Set denominator to null, or correct kind"
        )


def _check_scale(sheet: Definition) -> None:
    """Only a mean and a score have a scale of their own; what is lowest lies below what is highest."""
    ends = [end for end in (sheet.lowest, sheet.highest) if end is not None]
    if ends and sheet.kind not in (Kind.MEAN, Kind.SCORE):
        raise _rule("lowest", f"a {sheet.kind} with a scale of its own", "Leave out lowest and highest")
    if ends != sorted(set(ends)):
        raise _rule("lowest", "lowest is not below highest", "Correct lowest or highest")


def _check_placeholders(sheet: Definition) -> None:
    fields = {name: getattr(sheet, name) for name in ("numerator", "denominator", "month", "level", "why")}
    for name, text in fields.items():
        if text is not None and (text.strip(" .").lower() in _PLACEHOLDERS or "TBC" in text):
            raise _rule(name, f"{name} only holds a place ('{text}')", f"Write {name} as a full sentence")
    for name in ("numerator", "denominator"):
        if fields[name] is not None and not fields[name].endswith("."):
            raise _rule(
                name, f"{name} is not a full sentence", "Write it as one or more sentences with full stops"
            )


def _check_repeats(sheet: Definition) -> None:
    ids = [part.id for part in sheet.components]
    if len(set(ids)) < len(ids):
        raise _rule("components", "two components have the same id", "Give every component an id of its own")
    if len(ids) == 1:
        raise _rule("components", "only one component", "Leave components empty, or name the others")


def _check_provenance(sheet: Definition) -> None:
    local, _, reason = sheet.source.text.partition(":")
    if sheet.source.is_local_choice and (local.lower() != "local choice" or len(reason.strip()) < 20):
        raise _rule(
            "source", "the source is a local choice without a reason", "Write 'local choice: <the reason>'"
        )
    if sheet.id in sheet.published_as:
        raise _rule(
            "published_as",
            "published_as names the measure itself",
            "Name the national measure that is published",
        )
    published = sheet.class_national or bool(sheet.published_as)
    if published != (sheet.available is Available.PUBLISHED):
        raise _rule(
            "available",
            f"available is '{sheet.available}', which does not fit class_national and published_as",
            "Use published for a national one or one with published_as, and computed or later for others",
        )
    if not sheet.of_people and sheet.computed_from is not ComputedFrom.TEAM_LOGS:
        raise _rule(
            "of_people",
            "of_people is false for a measure that is not of team logs",
            "Leave it out: records and published statistics are of people",
        )
    if sheet.class_national != (sheet.computed_from is ComputedFrom.PUBLISHED):
        raise _rule(
            "computed_from",
            f"computed_from is '{sheet.computed_from}', which does not fit class_national",
            "Use published for a national measure, and records or team_logs for any other",
        )
