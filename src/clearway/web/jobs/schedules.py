"""Jobs that the clock asks for: each app lists its own in `schedules.yaml`, beside its jobs."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from django.apps import apps
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from clearway.common.errors import ClearwayError
from clearway.web.jobs.registry import find_job
from clearway.web.jobs.when import When

FILE = "schedules.yaml"


def _when(value: object) -> object:
    return When.parse(value) if isinstance(value, str) else value


class Schedule(BaseModel):
    """One entry: what is due, when, for whom, why. A new name is a new schedule."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str
    job: str
    when: Annotated[When, BeforeValidator(_when)]
    why: str
    organisation: str = ""
    arguments: Mapping[str, Any] = {}


@cache
def schedules() -> tuple[Schedule, ...]:
    """Every schedule of every app. Raises ClearwayError when an entry is wrong or a name is there twice."""
    found = [each for app in apps.get_app_configs() for each in read_schedules(Path(app.path) / FILE)]
    names = [each.name for each in found]
    for name in names:
        if names.count(name) > 1:
            raise ClearwayError(f"two schedules are called {name}", mend="Give one of them another name")
    return tuple(found)


def read_schedules(file: Path) -> tuple[Schedule, ...]:
    """The schedules of one file; none when there is no file.

    Raises ClearwayError for an unknown key, due time or job, or arguments that the job does not take.
    """
    if not file.exists():
        return ()
    try:
        found = tuple(Schedule(**entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8")))
        for each in found:
            find_job(each.job).check(each.arguments)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ClearwayError(f"{place}: {first['msg']}", where=str(file), mend="Correct the entry") from None
    except (TypeError, yaml.YAMLError) as error:
        raise ClearwayError(str(error), where=str(file), mend="Correct the entry") from None
    return found
