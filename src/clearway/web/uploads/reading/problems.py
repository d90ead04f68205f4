"""What is wrong with a row, in the words of `problems.yaml`."""

from functools import cache
from pathlib import Path

import yaml

from clearway.common.findings import Finding, Severity

_FILE = Path(__file__).with_name("problems.yaml")
LONGEST_SHOWN = 60


@cache
def words() -> dict[str, dict[str, str]]:
    """What is said of each kind of problem."""
    read: dict[str, dict[str, str]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return read


def problem(kind: str, column: str, **told: object) -> Finding:
    """One problem of one cell. Raises KeyError for a kind that `problems.yaml` does not have."""
    shown = {name: _short(value) for name, value in told.items()}
    said = words()[kind]
    return Finding(
        Severity.ERROR, kind, said["what"].format(**shown), said["mend"].format(**shown), column=column
    )


def _short(value: object) -> object:
    if not isinstance(value, str) or len(value) <= LONGEST_SHOWN * 5:
        return value
    return f"{value[:LONGEST_SHOWN]}…"
