"""Charts that everybody may read: on a wall, on the paper for a wall and on a public page.

Published figures are drawn as they are, own ones with small numbers protected (`boards.protection`). What
people typed on a chart is left away, and the finding is said in plain words. The rule stands here once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from clearway.common.organisations import Level, Organisation
from clearway.measures.definitions import Definition, definitions
from clearway.spc.history import Settings
from clearway.web.boards.panels import Place
from clearway.web.boards.plain_words import plain_words
from clearway.web.boards.protection import (
    how_rounded,
    is_own,
    left_out,
    protected,
    told,
)
from clearway.web.boards.selectors import Series, rows_to_draw
from clearway.web.charts.over_time import drawn, judged, one_rhythm
from clearway.web.charts.selectors import chart_key, decided_charts
from clearway.web.charts.titles import about, chart_title
from clearway.web.design.pictures import Picture, Spec
from clearway.web.publications.models import Value

PUBLISHED, PROTECTED = "published", "own"
"""Which figures: published ones only, or own ones too, protected."""
MOST_CHARTS, MOST_OF_UNIT = 4, 8
PHASE = "A new phase begins"
Held = Mapping[Series, Sequence[Value]]
Wanted = tuple[Organisation, Series]
"""A series, and whose figures of it are drawn."""
Figures = tuple[Organisation, Series, Sequence[Value]]
"""The same with its rows."""


def planned_charts(place: Place, planned: Sequence[Series]) -> tuple[tuple[Picture, ...], str]:
    """The charts of the first planned measures that have something to show, and what is said of others."""
    held = {one.code: _held(one, _asked(planned), PROTECTED) for one in place.drawn_of}
    pictures = _all_drawn(_first(place, planned, held), held, of_unit=place.unit is not None)
    return pictures, _not_drawn(place, planned, held)


def not_drawn(place: Place, planned: Sequence[Series], figures: str) -> str:
    """Which planned measures have figures that may not be shown; "" where there are none."""
    return _not_drawn(
        place, planned, {one.code: _held(one, _asked(planned), figures) for one in place.drawn_of}
    )


def series_to_show(place: Place, planned: Sequence[Series], figures: str) -> list[Wanted]:
    """What is drawn for the first planned measures that have something to show."""
    held = {one.code: _held(one, _asked(planned), figures) for one in place.drawn_of}
    return _first(place, planned, held)


def charts(wanted: Sequence[Wanted], figures: str, *, of_unit: bool = False) -> tuple[Picture, ...]:
    """The charts of those series; one of which nothing may be shown is not drawn."""
    asked: dict[Organisation, list[Series]] = {}
    for organisation, series in wanted:
        asked.setdefault(organisation, []).append(series)
    held = {one.code: _held(one, some, figures) for one, some in asked.items()}
    return _all_drawn(wanted, held, of_unit=of_unit)


def figures_on_wall(place: Place, planned: Sequence[Series]) -> Mapping[Series, Figures]:
    """The rows of each planned measure as everybody may see them."""
    return _of_each(
        place, planned, {one.code: _held(one, _asked(planned), PROTECTED) for one in place.drawn_of}
    )


def figures_of(place: Place, planned: Sequence[Series]) -> Mapping[Series, Figures]:
    """The rows of each planned measure that the visitor may see, as they are."""
    asked = _asked(planned)
    found = {one.code: rows_to_draw(one, asked, own=True, access=place.access) for one in place.drawn_of}
    return _of_each(place, planned, found)


def _of_each(place: Place, planned: Sequence[Series], held: Mapping[str, Held]) -> dict[Series, Figures]:
    """Those of the first name and place that show anything, else of the first that holds anything."""
    found: dict[Series, Figures] = {}
    for measure, part, blank in planned:
        there = [(one, (name, part, blank)) for one in place.drawn_of for name in _names(measure)]
        some = [each for each in there if held[each[0].code].get(each[1])]
        shows = [each for each in some if _shows(held[each[0].code], each[1])]
        for one, series in (shows or some)[:1]:
            found[measure, part, blank] = (one, series, held[one.code][series])
    return found


def most_charts(place: Place) -> int:
    """How many charts a board has at most: in a unit several projects share it."""
    return MOST_CHARTS if place.unit is None else MOST_OF_UNIT


def marked(picture: Picture, organisation: Organisation) -> Picture:
    """A chart on the board of a unit says whose figures it draws."""
    whose = "this site" if organisation.level is Level.SITE else "the whole trust"
    title = picture.title.removesuffix(f": {organisation.name}")
    return replace(picture, title=f"{title}, of {whose}")


def _held(organisation: Organisation, wanted: Sequence[Series], figures: str) -> Held:
    """The rows of those series as everybody may see them."""
    asked = set(wanted)
    found = {}
    for key, rows in rows_to_draw(organisation, wanted, own=figures == PROTECTED).items():
        sheet = definitions().get(key[0])
        if sheet is not None and key in asked and rows:
            found[key] = [protected(sheet, row) for row in rows]
    return found


def _shows(held: Held, series: Series) -> bool:
    return any(row.value is not None for row in held.get(series, ()))


def _not_drawn(place: Place, planned: Sequence[Series], held: Mapping[str, Held]) -> str:
    titles = []
    for measure, part, blank in planned:
        of_it = [(held[one.code], (name, part, blank)) for one in place.drawn_of for name in _names(measure)]
        away = any(left_out(rows.get(series, ())) for rows, series in of_it)
        if away and not any(_shows(rows, series) for rows, series in of_it):
            titles.append(chart_title(definitions()[measure], part, blank))
    return f"Not drawn, because too few people are behind each figure: {'; '.join(titles)}." if titles else ""


def _names(measure: str) -> tuple[str, ...]:
    """Under which names a measure's figures may be held: its own first, then those that are published."""
    sheet = definitions().get(measure)
    return (sheet.id, *sheet.published_as) if sheet else ()


def _asked(planned: Sequence[Series]) -> list[Series]:
    return [(name, part, blank) for measure, part, blank in planned for name in _names(measure)]


def _first(place: Place, planned: Sequence[Series], held: Mapping[str, Held]) -> list[Wanted]:
    """Of each planned measure the figures of the first that has any, under the first name that has any."""
    found: dict[tuple[str, Series], Wanted] = {}
    for measure, part, blank in planned:
        there = (
            (one, (name, part, blank))
            for one in place.drawn_of
            for name in _names(measure)
            if _shows(held[one.code], (name, part, blank))
        )
        for one, series in islice(there, 1):
            found[one.code, series] = (one, series)
    return list(found.values())[: most_charts(place)]


def _all_drawn(wanted: Sequence[Wanted], held: Mapping[str, Held], *, of_unit: bool) -> tuple[Picture, ...]:
    codes, measures = {one.code for one, _ in wanted}, {series[0] for _, series in wanted}
    decided = decided_charts(sorted(codes), measures)
    pictures: list[Picture] = []
    for one, series in wanted:
        if _shows(held[one.code], series):
            settings = decided.get(chart_key(one.code, *series))
            picture = _picture(one, series, held[one.code][series], settings)
            place = f"-{len(pictures)}" if series[2] else ""  # what fills a blank is no id
            picture = replace(picture, id=f"{picture.id}{place}")
            pictures.append(marked(picture, one) if of_unit else picture)
    return tuple(pictures)


def _picture(
    organisation: Organisation, series: Series, shown: Sequence[Value], decided: Settings | None
) -> Picture:
    sheet = definitions()[series[0]]
    title = chart_title(sheet, series[1], series[2])
    settings = _without_words(decided or Settings())
    rows, _ = one_rhythm(shown)
    picture = drawn(sheet, organisation, shown, settings, title=title, words=told)
    if sheet.of_people and any(is_own(row) for row in shown):
        picture = _headed(picture, sheet, rows)
    return replace(
        picture,
        id=f"public-{sheet.id}-{series[1]}".rstrip("-"),
        title=title,
        finding=plain_words(sheet, judged(sheet, rows, decided=settings), rows),
        caption=_caption(organisation, sheet, picture, shown, rows),
    )


def _headed(picture: Picture, sheet: Definition, rows: Sequence[Value]) -> Picture:
    """The newest figure in the picture itself, with how sure it is; the verdict stands in the finding."""
    last = next((row for row in reversed(rows) if row.value is not None), None)
    line = f"{last.when.label}: {told(sheet, last)}" if last else ""

    def headed(spec: Spec) -> Spec:
        return {**spec, "description": line, "title": {**spec["title"], "text": [line]}}

    return replace(picture, spec=headed(picture.spec), narrow=headed(picture.narrow))


def _caption(
    organisation: Organisation,
    sheet: Definition,
    picture: Picture,
    shown: Sequence[Value],
    rows: Sequence[Value],
) -> str:
    own = [is_own(row) for row in shown]
    said = [
        # The source of own figures says that they are not rounded, which those of people are here.
        f"{about(sheet, shown[-1].parameter)} Source: {organisation.name}.".strip()
        if all(own)
        else picture.caption,
        how_rounded(sheet) if any(own) else "",
        *_left_out(rows),
    ]
    return " ".join(filter(None, said))


def _left_out(rows: Sequence[Value]) -> Iterator[str]:
    """How many figures are held and not shown, by why."""
    for why, away in Counter(row.note for row in rows if left_out([row])).items():
        yield f"{away} {'figure is' if away == 1 else 'figures are'} {why}."


def _without_words(decided: Settings) -> Settings:
    """What was decided about the chart, without the reasons and notes that people typed."""
    return replace(
        decided,
        rebase_dates=dict.fromkeys(decided.rebase_dates, PHASE),
        exclude_dates=dict.fromkeys(decided.exclude_dates, ""),
        notes=(),
        profile_note=None,
    )
