"""What the list of organisations shows: the tree of the nation, and what a search found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from clearway.common.organisations import NATION, SYNTHETIC_TRUST, Level, Organisation, directory
from clearway.web.organisations.levels import LEVELS, many

MOST = 60
"""So many results are shown; more than that is no answer."""


@dataclass(frozen=True)
class Leaf:
    """A trust in the tree."""

    organisation: Organisation
    has_figures: bool


@dataclass(frozen=True)
class Board:
    """An ICB with its trusts."""

    organisation: Organisation
    trusts: Sequence[Leaf]


@dataclass(frozen=True)
class Region:
    """A region with its boards; `summary` counts them and the trusts with figures."""

    organisation: Organisation
    boards: Sequence[Board]
    summary: str


@dataclass(frozen=True)
class Closed:
    """A trust that closed, with the one that took it over."""

    organisation: Organisation
    successor: Organisation | None


@dataclass(frozen=True)
class Tree:
    """The whole of it."""

    nation: Organisation
    synthetic: Organisation
    summary: str
    regions: Sequence[Region]
    closed: Sequence[Closed]
    others: Sequence[tuple[str, Sequence[Organisation]]]


@dataclass(frozen=True)
class Hit:
    """An organisation that a search found, with what tells it apart from its like."""

    organisation: Organisation
    level: str
    belongs_to: str
    successor: Organisation | None
    has_figures: bool


def tree(with_figures: Collection[str]) -> Tree:
    """Nation, regions, boards and trusts by name; `with_figures` are the codes of which figures are held."""
    known = directory()
    trusts = known.providers(NATION)
    return Tree(
        nation=known.get(NATION),
        synthetic=known.get(SYNTHETIC_TRUST),
        summary=_summary(trusts, with_figures),
        regions=[_region(one, with_figures) for one in known.children(NATION, levels=[Level.REGION])],
        closed=[
            Closed(one, known.find(one.successor) if one.successor else None)
            for one in sorted(known, key=lambda one: one.name)
            if one.closed and one.level is Level.PROVIDER
        ],
        others=_others(),
    )


def _region(region: Organisation, with_figures: Collection[str]) -> Region:
    known = directory()
    boards = []
    for board in known.children(region.code, levels=[Level.ICB]):
        leaves = [Leaf(one, one.code in with_figures) for one in known.providers(board.code)]
        boards.append(Board(board, leaves))
    trusts = known.providers(region.code)
    return Region(region, boards, f"{many(len(boards), Level.ICB)}, {_summary(trusts, with_figures)}")


def _summary(trusts: Sequence[Organisation], with_figures: Collection[str]) -> str:
    held = sum(one.code in with_figures for one in trusts)
    return f"{many(len(trusts), Level.PROVIDER)}, {held} with figures"


def _others() -> list[tuple[str, list[Organisation]]]:
    """The levels that are not in the tree, because they cut across boards."""
    found = []
    for level in (Level.SUB_ICB, Level.LOCAL_AUTHORITY, Level.MBRRACE):
        named = sorted((one for one in directory() if one.level is level), key=lambda one: one.name)
        found.append((many(len(named), level), named))
    return found


def hits(text: str, with_figures: Collection[str]) -> tuple[list[Hit], bool]:
    """What a search finds, best first, and whether there was more than is shown."""
    found = directory().search(text, limit=MOST + 1)
    return [_hit(one, with_figures) for one in found[:MOST]], len(found) > MOST


def _hit(organisation: Organisation, with_figures: Collection[str]) -> Hit:
    known = directory()
    above = known.ancestors(organisation.code)
    return Hit(
        organisation,
        LEVELS[organisation.level],
        ", ".join(one.name for one in above if one.level is not Level.NATIONAL),
        known.find(organisation.successor) if organisation.successor else None,
        organisation.code in with_figures,
    )
