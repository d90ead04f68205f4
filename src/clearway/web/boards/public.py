"""What the public reads of a board: the words that somebody looked at and agreed to, and charts.

The words are kept as they were agreed to. The charts are drawn anew from the figures held, published ones
or protected ones (`boards.protected_charts`), so that a poster stays true without anybody touching it.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from clearway.common.organisations import Organisation, directory
from clearway.measures.definitions import definitions
from clearway.web.boards.own_panels import CHARTS, planned_measures, without_people
from clearway.web.boards.panels import Line, Panel, Place, Public, Shown, registered, shown_public
from clearway.web.boards.places import without_names
from clearway.web.boards.poster_choice import chart_of_poster
from clearway.web.boards.protected_charts import Wanted, charts, not_drawn, series_to_show
from clearway.web.boards.selectors import Series
from clearway.web.charts.titles import chart_title
from clearway.web.design.pictures import Picture


@dataclass(frozen=True)
class PublicPanel:
    """One panel as the public reads it."""

    id: str
    title: str
    wide: bool
    words: str = ""
    lines: tuple[Line, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class PublicBoard:
    """The whole page."""

    title: str
    of: str
    panels: tuple[PublicPanel, ...]

    def panel(self, panel_id: str) -> PublicPanel | None:
        """The panel of that id where it is shown and has something to say."""
        return next((one for one in self.panels if one.id == panel_id), None)


def offered() -> tuple[Panel, ...]:
    """The panels that may be shown to everybody."""
    return tuple(panel for panel in registered() if panel.public is not Public.NEVER)


def content_of(place: Place, chosen: Collection[str], figures: str, poster: str = "") -> dict[str, Any]:
    """What is kept: every word of the chosen panels without the names of staff, and which charts to draw.

    `poster` is the chart that somebody chose for the poster, as `poster_options` offers it.
    """
    hide = without_names(place)
    drawn = charts_of(place, figures) if CHARTS in chosen else []
    on_poster = chart_of_poster(place, drawn, poster)
    panels = shown_public(place, set(chosen) - {CHARTS}, hide)
    return {
        "title": hide(place.title),
        "of": place.of,
        "chosen": [panel.id for panel in offered() if panel.id in chosen],
        "figures": figures,
        "panels": [_kept(one) for one in panels],
        "measures": [_kept_series(place, *each) for each in drawn],
        **({"poster": _kept_series(place, *on_poster)} if on_poster else {}),
        **({"chosen_chart": poster} if poster else {}),
        **({"of_unit": True} if place.unit else {}),
    }


def fingerprint(content: Mapping[str, Any]) -> str:
    """Changes with every word: what was agreed to is what was looked at."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def board_of(organisation: Organisation, content: Mapping[str, Any]) -> PublicBoard:
    """The page of what was kept, with its charts drawn now; panels without anything are left away."""
    kept = {one["id"]: one for one in content["panels"]}
    wanted = [_wanted(organisation, *each) for each in content["measures"]]
    pictures = charts(wanted, content["figures"], of_unit=content.get("of_unit", False))
    panels = []
    for panel in offered():
        if panel.id == CHARTS and pictures:
            panels.append(PublicPanel(panel.id, panel.title, wide=True, pictures=pictures))
        elif panel.id in kept:
            panels.append(_read(panel, kept[panel.id]))
    return PublicBoard(content["title"], content["of"], tuple(panels))


def nothing_of(content: Mapping[str, Any], board: PublicBoard) -> tuple[str, ...]:
    """The titles of the panels that were chosen and have nothing to show."""
    there = {panel.id for panel in board.panels}
    return tuple(panel.title for panel in offered() if panel.id in set(content["chosen"]) - there)


def charts_away(place: Place, chosen: Collection[str], figures: str) -> str:
    """Which planned measures have figures of too few people; "" where there are none."""
    if CHARTS not in chosen:
        return ""
    return not_drawn(place, without_people(planned_measures(place), without_names(place)), figures)


def charts_of(place: Place, figures: str) -> list[Wanted]:
    """What is drawn of the planned measures, and whose figures."""
    planned = without_people(planned_measures(place), without_names(place))
    return series_to_show(place, planned, figures)


def poster_chart(organisation: Organisation, content: Mapping[str, Any]) -> Picture | None:
    """The chart on the poster, drawn now; of what was kept before there was a choice, the first one."""
    kept = content.get("poster") or next(iter(content["measures"]), None)
    wanted = [_wanted(organisation, *kept)] if kept else []
    return next(iter(charts(wanted, content["figures"], of_unit=content.get("of_unit", False))), None)


def poster_title(content: Mapping[str, Any]) -> str:
    """The title of that chart; "" where there is none."""
    if not content.get("poster"):
        return ""
    measure, part, blank = content["poster"][:3]
    return chart_title(definitions()[measure], part, blank)


def _kept_series(place: Place, one: Organisation, series: Series) -> list[str]:
    """Measure, part and blank, with the code where they are not the organisation's figures."""
    return [*series] if one == place.organisation else [*series, one.code]


def _wanted(organisation: Organisation, measure: str, part: str, blank: str = "", code: str = "") -> Wanted:
    """The same as it was kept; before there were blanks and units nothing was kept of them."""
    return directory().get(code) if code else organisation, (measure, part, blank)


def _kept(one: Shown) -> dict[str, Any]:
    content = one.content
    assert content is not None  # noqa: S101 - shown_public leaves empty panels away
    return {
        "id": one.panel.id,
        "words": content.words,
        "lines": [
            {
                "text": line.text,
                "tag": line.tag,
                "colour": line.colour,
                "details": list(line.details),
                "then": line.then,
            }
            for line in content.lines
        ],
    }


def _read(panel: Panel, kept: Mapping[str, Any]) -> PublicPanel:
    lines = tuple(Line(**{**line, "details": tuple(line["details"])}) for line in kept["lines"])
    return PublicPanel(panel.id, panel.title, panel.wide, kept["words"], lines)
