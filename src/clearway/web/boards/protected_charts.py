"""Charts that everybody may read: on a wall, on the paper for a wall and on a public page.

Published figures are drawn as they are, own ones with small numbers protected (`boards.protection`). What
people typed on a chart is left away, and the finding is said in plain words. The rule stands here once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clearway.common.organisations import Organisation
from clearway.measures.definitions import Definition, definitions
from clearway.spc.history import Settings
from clearway.web.boards.plain_words import plain_words
from clearway.web.boards.protection import ROUNDED, is_own, left_out, protected
from clearway.web.boards.selectors import Series, rows_to_draw
from clearway.web.charts.over_time import drawn, judged, one_rhythm
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.titles import about, chart_title
from clearway.web.design.pictures import Picture
from clearway.web.publications.models import Value

PUBLISHED, PROTECTED = "published", "own"
"""Which figures: published ones only, or own ones too, protected."""
MOST_CHARTS = 4
PHASE = "A new phase begins"
Held = Mapping[Series, Sequence[Value]]


def planned_charts(organisation: Organisation, planned: Sequence[Series]) -> tuple[Picture, ...]:
    """The charts of the first planned measures that have something to show, in two queries."""
    held = _held(organisation, _asked(planned), PROTECTED)
    return _drawn(organisation, _first(planned, held), held)


def series_to_show(organisation: Organisation, planned: Sequence[Series], figures: str) -> list[Series]:
    """What is drawn for the first planned measures that have something to show."""
    return _first(planned, _held(organisation, _asked(planned), figures))


def charts(organisation: Organisation, wanted: Sequence[Series], figures: str) -> tuple[Picture, ...]:
    """The charts of those series, in two queries; one of which nothing may be shown is not drawn."""
    return _drawn(organisation, wanted, _held(organisation, wanted, figures))


def _held(organisation: Organisation, wanted: Sequence[Series], figures: str) -> Held:
    """The rows of those series as everybody may see them, of which at least one has a figure."""
    asked = set(wanted)
    found = {}
    for key, rows in rows_to_draw(organisation, wanted, own=figures == PROTECTED).items():
        sheet = definitions().get(key[0])
        if sheet is None or key not in asked:
            continue
        shown = [protected(sheet, row) for row in rows]
        if any(row.value is not None for row in shown):
            found[key] = shown
    return found


def _names(measure: str) -> tuple[str, ...]:
    """Under which names a measure's figures may be held: its own first, then those that are published."""
    sheet = definitions().get(measure)
    return (sheet.id, *sheet.published_as) if sheet else ()


def _asked(planned: Sequence[Series]) -> list[Series]:
    return [(name, part, blank) for measure, part, blank in planned for name in _names(measure)]


def _first(planned: Sequence[Series], held: Held) -> list[Series]:
    found: dict[Series, None] = {}
    for measure, part, blank in planned:
        there = [(name, part, blank) for name in _names(measure) if (name, part, blank) in held]
        found |= dict.fromkeys(there[:1])
    return list(found)[:MOST_CHARTS]


def _drawn(organisation: Organisation, wanted: Sequence[Series], held: Held) -> tuple[Picture, ...]:
    decided = decided_charts([organisation.code], {series[0] for series in wanted})
    pictures: list[Picture] = []
    for series in wanted:
        if series in held:
            key = chart_key(organisation.code, *series)
            picture = _picture(organisation, series, held[series], decided.get(key))
            place = f"-{len(pictures)}" if series[2] else ""  # what fills a blank is no id
            pictures.append(replace(picture, id=f"{picture.id}{place}"))
    return tuple(pictures)


def _picture(
    organisation: Organisation, series: Series, shown: Sequence[Value], decided: Settings | None
) -> Picture:
    sheet = definitions()[series[0]]
    title = chart_title(sheet, series[1], series[2])
    settings = _without_words(decided or Settings())
    rows, _ = one_rhythm(shown)
    picture = drawn(sheet, organisation, shown, settings, title=title)
    return replace(
        picture,
        id=f"public-{sheet.id}-{series[1]}".rstrip("-"),
        title=title,
        finding=plain_words(sheet, judged(sheet, rows, decided=settings), rows),
        caption=_caption(organisation, sheet, picture, shown, rows),
    )


def _caption(
    organisation: Organisation,
    sheet: Definition,
    picture: Picture,
    shown: Sequence[Value],
    rows: Sequence[Value],
) -> str:
    own = [is_own(row) for row in shown]
    away = left_out(rows)
    said = [
        # The source of own figures says that they are not rounded, which here they are.
        f"{about(sheet, shown[-1].parameter)} Source: {organisation.name}.".strip()
        if all(own)
        else picture.caption,
        ROUNDED if any(own) else "",
        f"{away} {'figure is' if away == 1 else 'figures are'} left out: too few people." if away else "",
    ]
    return " ".join(filter(None, said))


def _without_words(decided: Settings) -> Settings:
    """What was decided about the chart, without the reasons and notes that people typed."""
    return replace(
        decided,
        rebase_dates=dict.fromkeys(decided.rebase_dates, PHASE),
        exclude_dates=dict.fromkeys(decided.exclude_dates, ""),
        notes=(),
        profile_note=None,
    )
