"""The settings of `clearway spc`: one row a series; an empty cell leaves the choice to Clearway."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from clearway.cli.tables import Row, figure, number, read_table
from clearway.common.errors import ClearwayError
from clearway.spc import Baseline, Profile
from clearway.spc.options import read_options

SETTINGS = (
    "chart",
    "profile",
    "direction",
    "target",
    "baseline_points",
    "baseline_dates",
    "rebase_dates",
    "exclude_dates",
    "screen",
    "limits",
    "same_date",
    "unit",
)
_WORDS = ("chart", "profile", "direction", "limits", "same_date", "unit")
_SCREENS: dict[str, bool | str] = {
    **dict.fromkeys(("true", "yes", "1"), True),
    **dict.fromkeys(("false", "no", "0"), False),
    **{word: word for word in ("none", "one_pass", "repeated")},
}


def read_settings(
    path: Path | None, series: Collection[str], profiles: Mapping[str, Profile]
) -> dict[str, dict[str, Any]]:
    """The keyword arguments of `spc` for each series that has a row. Raises ClearwayError by row."""
    settings: dict[str, dict[str, Any]] = {}
    if path is None:
        return settings
    for row in read_table(path, required=("series",), optional=SETTINGS):
        name = row.text("series")
        if name in settings:
            raise ClearwayError(
                f"The series '{name}' has settings twice", where=row.where, mend="Keep one row"
            )
        if name not in series:
            raise ClearwayError(
                f"The file has no series '{name}'", where=row.where, mend="Correct the name or remove the row"
            )
        settings[name] = _checked(row, _options(row, profiles))
    return settings


def _checked(row: Row, chosen: dict[str, Any]) -> dict[str, Any]:
    """The choices, which are tried here so that an error names their row."""
    try:
        read_options(**{"profile_name" if key == "profile" else key: it for key, it in chosen.items()})
    except ClearwayError as error:
        raise ClearwayError(error.what, where=row.where, mend=error.mend) from None
    return chosen


def _options(row: Row, profiles: Mapping[str, Profile]) -> dict[str, Any]:
    chosen: dict[str, Any] = {name: row.text(name) for name in _WORDS if row.text(name)}
    if chosen.get("profile") in profiles:
        chosen["profile"] = profiles[chosen["profile"]]
    if row.text("target"):
        chosen["target"] = _target(row)
    baseline = number(row, "baseline_points")
    if baseline is not None:
        if not baseline.is_integer():
            raise ClearwayError(
                f"baseline_points is {baseline:g}", where=row.where, mend="Write a whole number"
            )
        chosen["baseline_points"] = int(baseline)
    if days := _parts(row, "baseline_dates"):
        if len(days) != 2:
            raise ClearwayError(
                "baseline_dates are not two",
                where=row.where,
                mend="Write the first and the last, with ; between",
            )
        chosen["baseline"] = Baseline(start=days[0], end=days[1])
    for name in ("rebase_dates", "exclude_dates"):
        pairs = (part.partition("=") for part in _parts(row, name))
        chosen[name] = {day.strip(): reason.strip() for day, _, reason in pairs}
    if screen := row.text("screen").lower():
        if screen not in _SCREENS:
            raise ClearwayError(f"screen is '{screen}'", where=row.where, mend="Write true or false")
        chosen["screen"] = _SCREENS[screen]
    return chosen


def _target(row: Row) -> float | dict[str, float] | None:
    """One number, or steps: `2024-04=0.08;2025-04=0.06`."""
    if "=" not in row.text("target"):
        return number(row, "target")
    steps = {}
    for part in _parts(row, "target"):
        day, _, text = part.partition("=")
        aim = figure(text.strip())
        if aim is None:
            raise ClearwayError(
                f"target is '{part}'", where=row.where, mend="Write steps as 2024-04=0.08;2025-04=0.06"
            )
        steps[day.strip()] = aim
    return steps


def _parts(row: Row, column: str) -> list[str]:
    return [part.strip() for part in row.text(column).split(";") if part.strip()]
