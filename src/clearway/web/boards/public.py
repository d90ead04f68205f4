"""What the public reads of a board: the words that somebody looked at and agreed to, and charts.

The words are kept as they were agreed to. The charts are drawn anew from the figures held, published ones
or protected ones, so that a poster stays true without anybody touching it.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from clearway.common.organisations import Organisation
from clearway.measures.definitions import Definition, definitions
from clearway.spc.history import Settings
from clearway.web.boards.own_panels import CHARTS, MOST_CHARTS, planned_measures
from clearway.web.boards.panels import Line, Panel, Place, Public, Shown, registered, shown_public
from clearway.web.boards.places import without_names
from clearway.web.boards.plain_words import plain_words
from clearway.web.boards.protection import ROUNDED, is_own, left_out, protected
from clearway.web.boards.selectors import rows_to_draw
from clearway.web.charts.over_time import drawn, judged, one_rhythm
from clearway.web.charts.selectors import decided_charts
from clearway.web.design.pictures import Picture
from clearway.web.publications.models import Value

PUBLISHED, PROTECTED = "published", "own"
"""Which figures: published ones only, or own ones too, protected."""
PHASE = "A new phase begins"
Wanted = Sequence[tuple[str, str]]


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


def content_of(place: Place, chosen: Collection[str], figures: str) -> dict[str, Any]:
    """What is kept: every word of the chosen panels without the names of staff, and which charts to draw."""
    hide = without_names(place)
    panels = shown_public(place, set(chosen) - {CHARTS}, hide)
    return {
        "title": hide(place.title),
        "of": "" if place.project is None else place.organisation.name,
        "chosen": [panel.id for panel in offered() if panel.id in chosen],
        "figures": figures,
        "panels": [_kept(one) for one in panels],
        "measures": [list(each) for each in _measures(place, figures)] if CHARTS in chosen else [],
    }


def fingerprint(content: Mapping[str, Any]) -> str:
    """Changes with every word: what was agreed to is what was looked at."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def board_of(organisation: Organisation, content: Mapping[str, Any]) -> PublicBoard:
    """The page of what was kept, with its charts drawn now; panels without anything are left away."""
    kept = {one["id"]: one for one in content["panels"]}
    pictures = charts(organisation, [(name, part) for name, part in content["measures"]], content["figures"])
    panels = []
    for panel in offered():
        if panel.id == CHARTS and pictures:
            panels.append(PublicPanel(panel.id, panel.title, wide=True, pictures=pictures))
        elif panel.id in kept:
            panels.append(_read(panel, kept[panel.id]))
    return PublicBoard(content["title"], content["of"], tuple(panels))


def charts(organisation: Organisation, wanted: Wanted, figures: str) -> tuple[Picture, ...]:
    """The charts of those measures, in two queries; notes that people wrote on them are left away."""
    held = rows_to_draw(organisation, wanted, own=figures == PROTECTED)
    settings = decided_charts([organisation.code], {name for name, _ in wanted})
    pictures = []
    for name, part in wanted:
        sheet, rows = definitions().get(name), held.get((name, part), [])
        if sheet is None or not any(row.value is not None for row in rows):
            continue
        decided = settings.get((organisation.code, name, part))
        pictures.append(_picture(organisation, sheet, part, rows, _without_words(decided or Settings())))
    return tuple(pictures)


def _picture(
    organisation: Organisation, sheet: Definition, part: str, rows: Sequence[Value], decided: Settings
) -> Picture:
    shown = [protected(sheet, row) for row in rows]
    component = sheet.component(part)
    title = f"{sheet.short_title}: {component.title}" if component else sheet.short_title
    drawn_rows, _ = one_rhythm(shown)
    picture = drawn(sheet, organisation, shown, decided, title=title)
    away = left_out(drawn_rows)
    own = [is_own(row) for row in rows]
    # The source of own figures says that they are not rounded, which on this page they are.
    source = f"Source: {organisation.name}." if all(own) else picture.caption
    said = [source, ROUNDED if any(own) else ""]
    if away:
        said.append(f"{away} {'figure is' if away == 1 else 'figures are'} left out: too few people.")
    return replace(
        picture,
        id=f"public-{sheet.id}-{part}".rstrip("-"),
        title=title,
        finding=plain_words(sheet, judged(sheet, drawn_rows, decided=decided), drawn_rows),
        caption=" ".join(filter(None, said)),
    )


def _without_words(decided: Settings) -> Settings:
    """What was decided about the chart, without the reasons and notes that people typed."""
    return replace(
        decided,
        rebase_dates=dict.fromkeys(decided.rebase_dates, PHASE),
        exclude_dates=dict.fromkeys(decided.exclude_dates, ""),
        notes=(),
        profile_note=None,
    )


def _measures(place: Place, figures: str) -> list[tuple[str, str]]:
    """The first planned measures of which there is something to show: the own series, else the published."""
    planned = planned_measures(place)
    names = {
        (measure, part): [sheet.id, *sheet.published_as] if (sheet := definitions().get(measure)) else []
        for measure, part in planned
    }
    asked = [(name, part) for (_, part), each in names.items() for name in each]
    held = rows_to_draw(place.organisation, asked, own=figures == PROTECTED)
    found = []
    for (_, part), each in names.items():
        there = [
            (name, part) for name in each if any(row.value is not None for row in held.get((name, part), []))
        ]
        found += there[:1]
    return list(dict.fromkeys(found))[:MOST_CHARTS]


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
