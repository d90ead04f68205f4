"""The codes by which states of a value and names of elements leave Clearway: `codes.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from clearway.records.publications import State


class StateCodes(BaseModel):
    """How one state is written, and what else is read as it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    adx: int
    fhir: str
    also: tuple[str, ...] = ()


class Codes(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    states: Mapping[State, StateCodes]
    uris: Mapping[str, str]

    def state_of_adx(self, number: int) -> State | None:
        """The state that a number stands for."""
        return next((state for state, one in self.states.items() if one.adx == number), None)

    def state_of_fhir(self, code: str) -> State | None:
        """The state that a reason of HL7 is read as."""
        written = {one.fhir: state for state, one in self.states.items()}
        read = {other: state for state, one in self.states.items() for other in one.also}
        return written.get(code) or read.get(code)


@cache
def codes() -> Codes:
    """The codes, read once."""
    text = Path(__file__).with_name("codes.yaml").read_text(encoding="utf-8")
    return Codes.model_validate(yaml.safe_load(text))


def uri(name: str) -> str:
    """An address by its name in the file."""
    return codes().uris[name]
