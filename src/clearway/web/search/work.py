"""Finds improvement work in the database: each kind by the rows that its own pages show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window

from clearway.web.cycles.selectors import cycles_in
from clearway.web.department.selectors.meetings import meetings_in
from clearway.web.library.selectors import all_items, all_standing
from clearway.web.projects.models import CharterVersion
from clearway.web.projects.selectors import actions_in, barriers_in, projects_in
from clearway.web.search import work_entries as entries
from clearway.web.search.index import Entry, Found, Kind, Rank
from clearway.web.search.matching import Question, with_words
from clearway.web.search.seeing import Sight

Rows = Any  # a query of any model; what it holds is known to the function that makes entries of it


@dataclass(frozen=True)
class Source:
    """One kind: which rows the visitor sees, the fields that are searched, what it is called, its entry."""

    kind: Kind
    nouns: frozenset[str]
    rows: Callable[[Sight], Rows]
    texts: tuple[str, ...]
    entry: Callable[[Any], Entry]
    numbered: bool = True


@dataclass(frozen=True)
class Part:
    """Which of the rows that fit are wanted."""

    first: int
    most: int


def found_work(text: str, sight: Sight, part_of: Callable[[Kind], Part]) -> Iterator[Found]:
    """What fits of each kind: as many rows as are wanted of it, and how many there are.

    Two questions to the database a kind, however many rows there are.
    """
    for source in SOURCES:
        question = Question(text, source.nouns)
        if question.words and _is_seen(source, sight):
            found = _find(source, question, sight, part_of(source.kind))
            if found is not None:
                yield found


def _is_seen(source: Source, sight: Sight) -> bool:
    return sight.library if source.kind in LIBRARY else bool(sight.codes)


def _find(source: Source, question: Question, sight: Sight, part: Part) -> Found | None:
    rows = with_words(source.rows(sight), *source.texts)
    fitting = rows.filter(question.fits(numbered=source.numbered)).annotate(
        rank=question.rank(numbered=source.numbered), how_many=Window(Count("pk"))
    )
    ordered = fitting.order_by("rank", "-pk").values_list("pk", "rank", "how_many")
    chosen = list(ordered[part.first : part.first + part.most])
    if not chosen and part.first:
        chosen = list(ordered[: part.most])  # a page after the last one is the first one
    if not chosen:
        return None
    by_key = {row.pk: row for row in rows.filter(pk__in=[pk for pk, *_ in chosen])}
    entered = [source.entry(by_key[pk]) for pk, *_ in chosen]
    return Found(source.kind, entered, chosen[0][2], Rank(chosen[0][1]))


def _projects(sight: Sight) -> Rows:
    """With the words of their newest charter."""
    newest = CharterVersion.objects.filter(project=OuterRef("pk")).order_by("-number")
    return projects_in(sight.codes).annotate(charter=Subquery(newest.values("texts")[:1]))


def _tests(sight: Sight) -> Rows:
    rows = all_standing()
    return rows.filter(shared__org_code__in=sight.below) if sight.only else rows


def _items(sight: Sight) -> Rows:
    rows = all_items()
    return rows.filter(org_code__in=sight.below) if sight.only else rows


def _with_project(rows: QuerySet[Any]) -> Rows:
    return rows.select_related("project")


LIBRARY = (Kind.SHARED_TEST, Kind.LIBRARY_ITEM)
SOURCES = (
    Source(
        Kind.PROJECT,
        frozenset({"project", "projects"}),
        _projects,
        ("charter",),
        entries.project,
    ),
    Source(
        Kind.CYCLE,
        frozenset({"cycle", "cycles", "pdsa", "test", "tests"}),
        lambda sight: _with_project(cycles_in(sight.codes)),
        ("texts",),
        entries.cycle,
    ),
    Source(
        Kind.ACTION,
        frozenset({"action", "actions"}),
        lambda sight: actions_in(sight.codes),
        ("words", "origin_words"),
        entries.action,
    ),
    Source(
        Kind.BARRIER,
        frozenset({"barrier", "barriers"}),
        lambda sight: barriers_in(sight.codes),
        ("words",),
        entries.barrier,
    ),
    Source(
        Kind.MEETING,
        frozenset({"meeting", "meetings"}),
        lambda sight: _with_project(meetings_in(sight.codes)),
        ("agenda", "decisions"),
        entries.meeting,
    ),
    Source(
        Kind.SHARED_TEST,
        frozenset({"shared", "test", "tests"}),
        _tests,
        ("lesson", "circumstances", "who", "texts"),
        entries.shared_test,
        numbered=False,
    ),
    Source(
        Kind.LIBRARY_ITEM,
        frozenset({"case", "study", "studies", "tool", "tools"}),
        _items,
        ("summary", "words"),
        entries.item,
        numbered=False,
    ),
)
