"""Figures that were computed from records, on their way into the value table: which are taken, and how
their stamp is told."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from clearway.common.organisations import Level, directory
from clearway.common.periods import parse_period
from clearway.common.stamps import Stamp
from clearway.measures.definitions import definitions
from clearway.records.publications import Publication, PublishedValue

NATIONAL = "measures that are published nationally: the publisher's figures are shown, not a second set"
PART = "boards, regions and England of which not every trust was read: a part would pass for the whole"
_ADDED_UP = frozenset({Level.ICB.value, Level.REGION.value, Level.NATIONAL.value})


def for_the_site(publication: Publication) -> Publication:
    """The publication with the figures that the site takes; published files are taken whole.

    Of computed figures two kinds are left out and counted as unused: national measures, whose published
    figures have the same names, and sums over organisations of which not every trust was read.
    """
    stamp = publication.stamp
    if stamp is None:
        return publication
    whole = _whole_levels(stamp)
    left_out: Counter[str] = Counter()
    taken = []
    for value in publication.values:
        sheet = definitions().get(value.measure)
        if sheet is not None and sheet.class_national:
            left_out[NATIONAL] += 1
        elif value.org_level in _ADDED_UP and not whole(value):
            left_out[PART] += 1
        else:
            taken.append(value)
    unused: Mapping[str, int] = MappingProxyType({**publication.unused, **left_out})
    return replace(publication, values=tuple(taken), unused=unused)


def _whole_levels(stamp: Stamp) -> Callable[[PublishedValue], bool]:
    read = frozenset(stamp.submissions.newest)

    @cache
    def of(code: str, period: str) -> bool:
        on = parse_period(period).first_day
        return {provider.code for provider in directory().providers(under=code, on=on)} <= read

    return lambda value: of(value.org_code, value.period)


def stamp_lines(stamp: Stamp) -> list[tuple[str, str]]:
    """The stamp as question and answer."""
    newest = stamp.submissions.newest
    of = stamp.submissions.providers
    trusts = f"{of:,} trusts" if of > 1 else "1 trust"
    last = parse_period(max(newest.values())).label if newest else ""
    lines = [
        ("As known on", f"{stamp.as_of:%-d %B %Y}"),
        ("From", f"{stamp.submissions.number:,} monthly submissions of {trusts}; records {stamp.data}"),
        ("Provisional", f"{last}, the newest month: later submissions may change it" if last else ""),
        ("By", f"Clearway {stamp.code}, {stamp.engine}"),
    ]
    return [(question, answer) for question, answer in lines if answer]


def how_computed(stamp: Stamp, measure: str) -> str:
    """The stamp as one line for the page of a measure."""
    parts = [f"{name.lower()} {text}" for name, text in stamp_lines(stamp)]
    version = stamp.definitions.get(measure)
    known = [f"definition version {version}"] if version else []
    return "; ".join([*known, *parts])
