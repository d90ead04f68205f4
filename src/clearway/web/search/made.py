"""Learning boards and reports: pages that are made from the records when somebody opens them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from django.utils.timezone import localdate

from clearway.web.projects.selectors import projects_in
from clearway.web.reports.spans import last_month, last_quarter, offered
from clearway.web.search.index import Entry, Found, Kind, Rank
from clearway.web.search.seeing import Sight
from clearway.web.search.words import asked_words, begins, words
from clearway.web.search.work import Part
from clearway.web.search.work_entries import name_of

Held = Sequence[tuple[str, int, str]]
"""Code, number and title of each project."""
_folded = lru_cache(maxsize=20_000)(words)


def found_made(text: str, sight: Sight, part_of: Callable[[Kind], Part]) -> Iterator[Found]:
    """The boards and reports whose titles fit, of the projects in sight and of the trusts that have some."""
    asked = asked_words(text)
    if not asked or not sight.codes:
        return
    rows = projects_in(sight.codes).order_by("-pk").values_list("org_code", "number", "title")
    held: Held = list(rows)
    for kind, entries in ((Kind.BOARD, _boards(held)), (Kind.REPORT, _reports(held))):
        ranked = sorted(
            ((rank, entry) for entry in entries if (rank := _rank(entry, asked)) is not None),
            key=lambda one: one[0],
        )
        if ranked:
            part = part_of(kind)
            first = part.first if part.first < len(ranked) else 0
            shown = [entry for _, entry in ranked[first : first + part.most]]
            yield Found(kind, shown, len(ranked), ranked[0][0])


def _rank(entry: Entry, asked: tuple[str, ...]) -> Rank | None:
    title = _folded(entry.title)
    whole = (*title, *_folded(entry.about))
    if asked == title:
        return Rank.TITLE
    if set(whole).issuperset(asked):
        return Rank.NAMED
    return Rank.BEGINS if all(any(begins(word, one) for one in whole) for word in asked) else None


def _boards(held: Held) -> Iterator[Entry]:
    for code in dict.fromkeys(code for code, _, _ in held):
        about = "All open projects together"
        yield Entry(
            Kind.BOARD, (), f"Learning board of {name_of(code)}", about, "", "organisation-board", (code,)
        )
    for code, number, title in held:
        about = f"Project {number} of {name_of(code)}"
        yield Entry(
            Kind.BOARD, (), f"Learning board of {title}", about, "", "project-board", (code, str(number))
        )


def _reports(held: Held) -> Iterator[Entry]:
    today = localdate()
    months, quarters = offered(last_month(today)), offered(last_quarter(today))
    for code in dict.fromkeys(code for code, _, _ in held):
        about = name_of(code)
        for page, title, spans in (
            ("trust-highlight", "Highlight report", months),
            ("board-paper", "Board paper", (*quarters, *months)),
        ):
            for span in spans:
                yield Entry(Kind.REPORT, (), f"{title}, {span.label}", about, "", page, (code, span.id))
    for code, number, title in held:
        place = (code, str(number))
        yield Entry(
            Kind.REPORT, (), f"Highlight report of {title}", name_of(code), "", "project-reports", place
        )
