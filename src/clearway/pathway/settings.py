"""Windows, limits and code lists of the pathway: configuration, with the defaults in `settings.yaml`."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clearway.common.errors import ClearwayError
from clearway.records.code_lists import code_list

DEFAULTS = Path(__file__).with_name("settings.yaml")
Days = Annotated[int, Field(ge=0)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Window(_Data):
    """From the `first` to the `last` day after an anchor, both included; negative is before it."""

    first: int
    last: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError("the first day is after the last")
        return self


class SmokefreeWindow(_Data):
    """`reached` is the day of gestation a pregnancy has to reach, `around` the days either side."""

    reached: Days
    around: Days


class Codes(_Data):
    """The codes that mean something to the pathway, as text and without their scheme."""

    smoker_findings: frozenset[str]
    non_smoker_findings: frozenset[str]
    unknown_findings: frozenset[str]
    co_observations: frozenset[str]
    co_declined_findings: frozenset[str]
    cigarette_observations: frozenset[str]
    date_ceased_observations: frozenset[str]
    brief_interventions: frozenset[str]
    smokefree_smoker_findings: frozenset[str]
    smokefree_cigarettes: frozenset[str]


class CodeListNames(_Data):
    """Which list of `clearway.records.code_lists` stands for which of `Codes`."""

    smoker_findings: str
    non_smoker_findings: str
    unknown_findings: str
    co_observations: str
    co_declined_findings: str
    cigarette_observations: str
    date_ceased_observations: str
    brief_interventions: str
    smokefree_smoker_findings: str
    smokefree_cigarettes: str

    def codes(self) -> Codes:
        """The codes of these lists. Raises ClearwayError when there is no such list."""
        return Codes.model_validate({use: frozenset(code_list(name).codes) for use, name in self})


class Settings(_Data):
    """All that can be set; `settings.yaml` says where each default comes from."""

    version: Annotated[int, Field(ge=1)]
    elevated_ppm: Annotated[int | float, Field(gt=0)]
    co_units: tuple[str, ...]
    delivery_unit_contains: str
    status_days: Days
    test_after_booking_days: Days
    pregnancy_days: Days
    contact_36_weeks: Window
    smokefree: SmokefreeWindow
    after_birth: Window
    referral_after_reading_days: Days
    referral_around_booking: Window
    follow_up_4_weeks: Window
    follow_up_12_weeks_closes: Days
    contact_after_referral_days: Days
    birth_outcomes: tuple[str, ...]
    quit_word: str
    code_lists: CodeListNames

    @property
    def codes(self) -> Codes:
        """The codes of the lists named."""
        return self.code_lists.codes()

    @model_validator(mode="after")
    def _window_of_36_weeks_fits(self) -> Self:
        # A pregnancy is counted in two months at the most: the window may not touch a third.
        if self.contact_36_weeks.last - self.contact_36_weeks.first >= 28:
            raise ValueError("contact_36_weeks is longer than four weeks")
        return self


@cache
def default_settings() -> Settings:
    """The settings that Clearway ships."""
    return read_settings(DEFAULTS)


def read_settings(path: Path) -> Settings:
    """Settings from a YAML file. Raises ClearwayError when it cannot be used."""
    try:
        return Settings.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        reason = " ".join(str(error).split())
        raise ClearwayError(
            f"The settings cannot be used: {reason}", where=path.name, mend=f"Start from {DEFAULTS.name}"
        ) from None
