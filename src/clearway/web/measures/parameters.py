"""The choice of what fills the blank in a measure's name: a training subject, the aim of a project."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.parameters import in_address, same
from clearway.web.measures.choice import Choice
from clearway.web.publications.selectors import ParameterHeld


@dataclass(frozen=True)
class ParameterOption:
    """One of them: its name for people, how an address asks for it, and the newest period of a figure."""

    name: str
    asked: str
    when: str
    chosen: bool


@dataclass(frozen=True)
class ParameterList:
    """All of them, the one reported last first; `noun` says what they are."""

    noun: str
    options: Sequence[ParameterOption]

    @property
    def label(self) -> str:
        """The heading of the list."""
        return self.noun.capitalize()


def parameter_list(choice: Choice) -> ParameterList | None:
    """Those of which the organisation holds rows; None where there is nothing to choose."""
    blank = choice.series.parameter
    if blank is None or not choice.parameters:
        return None
    return ParameterList(blank.name, [_option(one, choice, blank.name) for one in choice.parameters])


def _option(held: ParameterHeld, choice: Choice, noun: str) -> ParameterOption:
    return ParameterOption(
        name=held.name or f"No {noun} named",
        asked=in_address(held.name),
        when=held.newest.label if held.newest else "no figure yet",
        chosen=same(held.name, choice.parameter or ""),
    )
