"""One search: through what ships with Clearway, and through the improvement work that the visitor may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clearway.web.search.contents import index
from clearway.web.search.index import Found, Kind, Results, in_order
from clearway.web.search.made import found_made
from clearway.web.search.presenters import A_PAGE, FEW, Group, Pages, group
from clearway.web.search.seeing import Sight
from clearway.web.search.work import Part, found_work


@dataclass(frozen=True)
class Search:
    """What is asked: words, one kind or every kind, a page of that kind."""

    text: str
    sight: Sight
    kind: Kind | None = None
    page: int = 1

    def part_of(self, kind: Kind) -> Part:
        """Which of the results of a kind are shown: a page of the chosen one, the best few of others."""
        return Part((self.page - 1) * A_PAGE, A_PAGE) if kind is self.kind else Part(0, FEW)


@dataclass(frozen=True)
class Page:
    """What is shown: every kind with how much there is of it, and the groups with their hits."""

    kinds: Sequence[tuple[str, str, int]]
    groups: Sequence[Group]
    total: int
    instead: str
    pages: Pages

    @property
    def shown(self) -> int:
        """How many results fit what was chosen."""
        return sum(one.total for one in self.groups)


def page_of(search: Search) -> Page:
    """The page of results. The number of questions to the database does not grow with what is in it."""
    shipped = index().search(search.text)
    found = in_order(
        [
            *found_work(search.text, search.sight, search.part_of),
            *found_made(search.text, search.sight, search.part_of),
            *(_part(one, search) for one in _chosen(shipped, search.sight)),
        ]
    )
    groups = [group(one, shipped.asked) for one in found]
    chosen = [one for one in groups if search.kind in (None, one.kind)]
    last = max((-(-one.total // A_PAGE) for one in chosen), default=1) if search.kind else 1
    return Page(
        kinds=[(one.kind, one.heading, one.total) for one in groups],
        groups=chosen,
        total=sum(one.total for one in groups),
        instead=shipped.instead if not found else "",
        pages=Pages(search.page if search.page <= last else 1, last),
    )


def _chosen(shipped: Results, sight: Sight) -> Iterable[Found]:
    """What ships belongs to no organisation, but for the organisations themselves."""
    if not sight.only:
        return shipped.groups
    return [
        replace(one, entries=kept, total=len(kept))
        for one in shipped.groups
        if one.kind is Kind.ORGANISATION
        and (kept := [entry for entry in one.entries if entry.arguments[0] in sight.below])
    ]


def _part(found: Found, search: Search) -> Found:
    part = search.part_of(found.kind)
    first = part.first if part.first < found.total else 0
    return replace(found, entries=found.entries[first : first + part.most])
