"""Codes of a row as small numbers: each is looked up once, and every rule asks about the number.

Codes that stand in the same lists have numbers next to each other, so that a rule is a comparison with
one or two ranges of numbers instead of one with many texts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any

import ibis
import ibis.expr.types as ir

from clearway.pathway.settings import Settings


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def array_position(codes: list[str], code: str) -> int:  # type: ignore[empty-body]
    """The place of a code in a list, from 1; 0 or nothing where it is not there, as the engine has it.

    The engines' own function: DuckDB works it out once for each different code of a file, not each row.
    """


@dataclass(frozen=True)
class Numbering:
    """The codes that are numbered, in order from 1."""

    codes: tuple[str, ...]

    @classmethod
    def of(cls, lists: Iterable[frozenset[str]]) -> "Numbering":
        """The codes of all lists; those that stand in the same ones are together."""
        held = tuple(lists)
        every = frozenset[str]().union(*held)
        return cls(tuple(sorted(every, key=lambda code: ([code in each for each in held], code))))

    def number(self, code: ir.StringValue) -> ir.IntegerValue:
        """The number of a code; 0 or nothing for codes that are in no list."""
        place: Any = array_position(list(self.codes), code)
        return place.cast("int16")

    def among(self, number: ir.IntegerValue, wanted: frozenset[str]) -> ir.BooleanValue:
        """Whether it is the number of a code of a list that was numbered; not known for no code."""
        return reduce(or_, (number.between(first, last) for first, last in self._ranges(wanted)))

    def _ranges(self, wanted: frozenset[str]) -> list[tuple[int, int]]:
        ranges: list[tuple[int, int]] = []
        for number in (place for place, code in enumerate(self.codes, 1) if code in wanted):
            if ranges and ranges[-1][1] == number - 1:
                ranges[-1] = (ranges[-1][0], number)
            else:
                ranges.append((number, number))
        return ranges or [(-1, -1)]


@cache
def findings(settings: Settings) -> Numbering:
    """The findings that mean something to the pathway."""
    codes = settings.codes
    return Numbering.of(
        (
            codes.smoker_findings,
            codes.smokefree_smoker_findings,
            codes.non_smoker_findings,
            codes.unknown_findings,
            codes.co_declined_findings,
        )
    )


@cache
def observations(settings: Settings) -> Numbering:
    """The observations that mean something to the pathway."""
    codes = settings.codes
    return Numbering.of(
        (
            codes.co_observations,
            codes.cigarette_observations,
            codes.smokefree_cigarettes,
            codes.date_ceased_observations,
        )
    )


@cache
def procedures(settings: Settings) -> Numbering:
    """The procedures that mean something to the pathway."""
    return Numbering.of((settings.codes.brief_interventions,))


def with_codes(rows: ir.Table, settings: Settings) -> ir.Table:
    """`rows` with `finding`, `observation` and `procedure`: the numbers of their codes."""
    return rows.select(
        *rows.columns,
        finding=findings(settings).number(rows.finding_code),
        observation=observations(settings).number(rows.observation_code),
        procedure=procedures(settings).number(rows.procedure_code),
    )


def found(rows: ir.Table, codes: frozenset[str], settings: Settings) -> ir.BooleanValue:
    """Whether the finding of each row (`with_codes`) is one of these."""
    return findings(settings).among(rows.finding, codes)


def observed(rows: ir.Table, codes: frozenset[str], settings: Settings) -> ir.BooleanValue:
    """Whether the observation of each row (`with_codes`) is one of these."""
    return observations(settings).among(rows.observation, codes)
