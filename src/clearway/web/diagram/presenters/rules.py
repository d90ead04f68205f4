"""The list of packages, and the rules of one: what has to be measured, and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clearway.package.model import Counts, Package, PackageMeasure
from clearway.web.design.pictures import Table


@dataclass(frozen=True)
class PackageCard:
    """A package in the list."""

    id: str
    title: str
    publisher: str
    edition: str
    example: bool
    counts: Counts


@dataclass(frozen=True)
class RulesPage:
    """What is mandatory, as a table, and the measures that everybody owes."""

    table: Table
    everyones: Sequence[PackageMeasure]


def package_cards(packages: Iterable[Package]) -> list[PackageCard]:
    """The packages in their order."""
    return [
        PackageCard(one.id, one.title, one.publisher, one.edition, one.example, one.counts)
        for one in packages
    ]


def rules_page(package: Package) -> RulesPage:
    """The rules of a package, counted."""
    everyones = [measure for measure in package.measures if measure.class_ == "all"]
    rows = (
        ("Mandatory for all", "In bold", "Every team, whichever driver it works on", len(everyones)),
        ("Mandatory for a driver", "Not bold", "Teams that work on that driver", _count(package, "driver")),
        ("Supporting", "Listed apart", "Nobody; a team may choose it", _count(package, "supporting")),
    )
    headings = ("Kind of measure", "In the published package", "Who has to collect it", "Measures")
    return RulesPage(Table(headings, rows, numeric=(3,)), everyones)


def _count(package: Package, class_: str) -> int:
    return sum(measure.class_ == class_ for measure in package.measures)
