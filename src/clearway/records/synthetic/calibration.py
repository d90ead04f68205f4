"""What made-up records are made to look like: `calibration.yaml`, each figure with its source there."""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from clearway.common.errors import ClearwayError

DEFAULTS = Path(__file__).with_name("calibration.yaml")
Share = Annotated[float, Field(ge=0, le=1)]
Spread = Annotated[float, Field(ge=0)]


class _Figures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Published(_Figures):
    """National proportions that a computation over the records has to give back, Monte Carlo error aside."""

    smoke_at_booking: Share
    smoke_at_delivery: Share
    co_test_at_booking: Share
    co_test_at_36_weeks: Share
    twins: Share


class Mothers(_Figures):
    """Who the women are."""

    smoking_by_imd_decile: tuple[float, ...] = Field(min_length=10, max_length=10)
    imd_spread: Spread
    smoking_spread: Spread
    smoking_trend: float
    imd_missing: Share
    age_mean: float
    age_spread: Spread
    ethnic_categories: dict[str, Share]
    second_pregnancy: Share
    nhs_number: Share

    @model_validator(mode="after")
    def _categories_are_all(self) -> Self:
        if abs(sum(self.ethnic_categories.values()) - 1) > 0.05:
            raise ValueError("the shares of ethnic_categories do not add up to 1")
        return self


class Pregnancies(_Figures):
    """How pregnancies go; gestation in days."""

    gestation_at_booking: float
    gestation_at_booking_spread: Spread
    late_booker: Share
    edd_missing: Share
    lmp_recorded: Share
    lost_before_24_weeks: Share
    preterm: Share
    stillborn: Share
    transfer: Share
    discharge_recorded: Share


class Trusts(_Figures):
    """What trusts send, and how well they record."""

    silent: Share
    month_missing: Share
    resubmitted: Share
    size_spread: Spread
    status_coded: Share
    status_coded_at_36_weeks: Share
    status_coded_at_delivery: Share
    spread: Spread


class Readings(_Figures):
    """What is recorded at contacts, as shares of those named beside each figure in the file."""

    elevated_when_smoking: Share
    elevated_when_not: Share
    declined: Share
    wrong_unit: Share
    unknown_coded: Share
    cigarettes_coded: Share
    brief_intervention: Share
    contact_near_booking: Share
    smoking_test_between: Share
    missed_36_week_contact: Share
    second_36_week_contact: Share
    after_birth_coded: Share
    relapse: Share
    labour_not_dated: Share
    elective_caesarean: Share


class Support(_Figures):
    """The steps of specialist support; each a share of the step before."""

    referred: Share
    declined: Share
    accepted: Share
    contacted: Share
    assessed: Share
    feedback: Share
    ready: Share
    stop_when_ready: Share
    quit_date_when_ready: Share
    quit_date_otherwise: Share
    nrt: Share
    quit_at_4_weeks_when_stopping: Share
    quit_at_4_weeks_otherwise: Share
    lost_at_4_weeks: Share
    blank_at_4_weeks: Share
    co_verified: Share
    follow_up_out_of_window: Share
    quit_at_12_weeks_when_stopping: Share
    quit_at_12_weeks_otherwise: Share
    opt_out: Share
    referred_again: Share


class Calibration(_Figures):
    """All figures."""

    published: Published
    mothers: Mothers
    pregnancies: Pregnancies
    trusts: Trusts
    readings: Readings
    support: Support


@cache
def default_calibration() -> Calibration:
    """The figures that Clearway ships."""
    return read_calibration(DEFAULTS)


def read_calibration(path: Path) -> Calibration:
    """Figures from a YAML file. Raises ClearwayError when it cannot be used."""
    try:
        return Calibration.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ClearwayError(
            f"The calibration cannot be used: {' '.join(str(error).split())}",
            where=path.name,
            mend=f"Start from {DEFAULTS.name}",
        ) from None
