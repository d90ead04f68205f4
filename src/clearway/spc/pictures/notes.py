"""What people need to know about a date of a chart: lettered flags above the plot, and their texts.

New limits, chosen baselines and excluded points bring the reasons the engine was given. A person may add
events (what happened to the service), changes (what a team did to improve it), and why the rule set was
chosen, which differ in shape.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from clearway.spc.figures import counted, when
from clearway.spc.pictures import style
from clearway.spc.pictures.axes import Across, falls_in
from clearway.spc.pictures.lines import baselines
from clearway.spc.result import Chart
from clearway.spc.words import PointState

Kind = Literal["event", "change", "rules", "limits", "baseline", "left_out"]
_NAMES: dict[Kind, str] = {
    "event": "event",
    "change": "change made",
    "rules": "rule set chosen",
    "limits": "new limits",
    "baseline": "baseline",
    "left_out": "left out of the limits",
}
# Shape, area in square pixels, filling, and colour of the letter.
_FLAGS: dict[Kind, tuple[str, int, str, str]] = {
    "event": ("circle", 300, style.PAPER, style.INK),
    "change": ("square", 300, style.INK, style.PAPER),
    "rules": ("diamond", 480, style.GRID, style.INK),
    "limits": ("diamond", 480, style.PAPER, style.INK),
    "baseline": ("square", 300, style.PAPER, style.INK),
    "left_out": ("circle", 300, style.GRID, style.INK),
}
FLAG_ROOM = 22
"""Pixels that a row of flags takes, and that neighbours in one row are apart."""


@dataclass(frozen=True)
class Annotation:
    """A remark about a date: an `event` happened to the service, a `change` was made by a team, and
    `rules` says why the chart is judged by another rule set."""

    day: date
    text: str
    kind: Literal["event", "change", "rules"] = "event"


@dataclass(frozen=True)
class Note:
    """One remark with its letter; `x` is None where its date is not on the axis."""

    letter: str
    day: date | None
    kind: Kind
    when: str
    text: str
    x: float | str | None
    place: float

    @property
    def line(self) -> str:
        """The remark as it is written below the picture."""
        said = f": {self.text.rstrip('.')}" if self.text else ""
        return f"{self.letter}. {self.when}, {_NAMES[self.kind]}{said}."


def notes_of(chart: Chart, x: Across, annotations: Sequence[Annotation]) -> list[Note]:
    """All remarks in order of their dates, lettered A, B, C ...; `place` counts points from the left."""
    days = [point.date for point in chart.points]
    found: list[tuple[date | None, int, Kind, str, float | str | None]] = []
    for phase in chart.phases[1:]:
        place = next(i for i, point in enumerate(chart.points) if point.phase == phase.number)
        found.append((phase.start, place, "limits", phase.reason, x.starts[place]))
    for places in baselines(chart):
        start = places[0]
        found.append((days[start], start, "baseline", _baseline_text(chart, places), x.positions[start]))
    for place, point in enumerate(chart.points):
        if point.state is PointState.EXCLUDED and point.reason:
            found.append((point.date, place, "left_out", point.reason, x.positions[place]))
    for note in annotations:
        found.append((note.day, _place(days, note.day), note.kind, note.text, _spot(days, note.day)))
    found.sort(key=lambda one: (one[1], one[0] or date.min))
    return [
        Note(_letter(number), day, kind, _when(day, place, days), text, spot, place)
        for number, (day, place, kind, text, spot) in enumerate(found)
    ]


def flag_rows(notes: Sequence[Note], chart: Chart, plot_width: int) -> tuple[list[dict[str, Any]], int]:
    """The flags as data of the template, and how many rows of flags they take."""
    step = plot_width / max(len(chart.points), 1)
    ends: list[float] = []  # the last flag of each row, in pixels
    rows = []
    for note in notes:
        if note.x is None:
            continue
        here = step * (note.place + (0.0 if note.kind == "limits" else 0.5))
        row = next((n for n, end in enumerate(ends) if here - end >= FLAG_ROOM), len(ends))
        ends[row : row + 1] = [here]
        up = -FLAG_ROOM * (row + 0.5) - 2
        shape, size, fill, ink = _FLAGS[note.kind]
        rows.append(
            {
                "x": note.x,
                "up": up,
                "stem": up + 9,
                "letter": note.letter,
                "shape": shape,
                "size": size,
                "fill": fill,
                "ink": ink,
                "when": note.when,
                "note": f"{_NAMES[note.kind]}: {note.text}" if note.text else _NAMES[note.kind],
            }
        )
    return rows, len(ends)


def _baseline_text(chart: Chart, places: Sequence[int]) -> str:
    """How many points set the limits of their phase, up to when, and why."""
    last = chart.points[places[-1]]
    phase = chart.phases[last.phase - 1]
    until = _when(last.date, places[-1], [point.date for point in chart.points])
    reason = f" ({phase.baseline_reason.rstrip('.')})" if phase.baseline_reason else ""
    return f"{counted(len(places), 'point')} to {until} set the limits{reason}"


def _spot(days: Sequence[date | None], day: date) -> str | None:
    """Where a date lies on the axis: in the middle of its period."""
    period = falls_in(days, day)
    return None if period is None else f"{period.isoformat()}T00:00:00Z"


def _place(days: Sequence[date | None], day: date) -> int:
    return max(sum(other is not None and other <= day for other in days) - 1, 0)


def _when(day: date | None, place: int, days: Sequence[date | None]) -> str:
    if day is None:
        return f"point {place + 1}"
    return when(day, days) if day in days else f"{day:%-d %B %Y}"


def _letter(number: int) -> str:
    """A to Z, then AA, AB ..."""
    rest, last = divmod(number, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + last)
