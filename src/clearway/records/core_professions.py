"""The professions of a full multidisciplinary team: one list for the measure and for the pages of a team.

It stands outside `team_logs`, so that a page can ask without loading the tables' database.
"""

from functools import cache
from pathlib import Path

import yaml


@cache
def core_professions() -> tuple[str, ...]:
    """The professions that a full multidisciplinary team has somebody of, beside its improvement leads."""
    return tuple(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))
