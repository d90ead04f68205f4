"""Rules about a figure and others of the same period."""

from collections.abc import Iterator, Sequence

from clearway.common.findings import Finding
from clearway.records.plausibility.figures import Entry, Figure, count_words, name
from clearway.records.plausibility.published import sums
from clearway.records.plausibility.rules import Count, Partition, plausibility, rule


def parts(entry: Entry, siblings: Sequence[Figure]) -> Iterator[Finding]:
    """Smokers, non-smokers, unknown and missing that do not make the total."""
    for partition in plausibility().partitions:
        if entry.measure == partition.measure and entry.denominator is not None:
            yield from _partition(entry, _own(entry, siblings), partition)


def _partition(entry: Entry, siblings: Sequence[Figure], partition: Partition) -> Iterator[Finding]:
    whole = entry.denominator
    counts = {
        figure.component: figure.numerator
        for figure in (*siblings, entry)
        if figure.measure == entry.measure and figure.numerator is not None
    }
    there = [part for part in (*partition.parts, *partition.optional) if part in counts]
    total = sum(counts[part] or 0 for part in there)
    complete = all(part in counts for part in partition.parts)
    if entry.component not in there or whole is None or total == whole or (total < whole and not complete):
        return
    yield rule("parts-not-total").finding(
        name=name(entry), parts=" + ".join(there), sum=count_words(total), total=count_words(whole)
    )


def related(entry: Entry, siblings: Sequence[Figure]) -> Iterator[Finding]:
    """Counts that depend on each other: tested and booked, referred and elevated."""
    figures = (entry, *_own(entry, siblings))
    for relation in plausibility().relations:
        sides = (relation.left, relation.right)
        if not any(_is(entry, side) for side in sides):
            continue
        left, right = (_count(figures, side) for side in sides)
        if left is None or right is None:
            continue
        if left > right or (relation.is_ == "equal" and left != right):
            found = rule("above-related" if relation.is_ == "at_most" else "differs-from-related")
            yield found.finding(
                name=name(entry),
                left=relation.left.words,
                left_count=count_words(left),
                right=relation.right.words,
                right_count=count_words(right),
                reason=relation.reason,
            )


def above_nation(entry: Entry, siblings: Sequence[Figure]) -> Iterator[Finding]:
    """Organisations that with this one add up to more than the nation, where its figure is given."""
    yield from sums((entry, *siblings))


def _own(entry: Entry, siblings: Sequence[Figure]) -> list[Figure]:
    place = (entry.org_level, entry.org_code, entry.parameter)
    return [one for one in siblings if (one.org_level, one.org_code, one.parameter) == place]


def _is(figure: Figure, count: Count) -> bool:
    return (figure.measure, figure.component) == (count.measure, count.component)


def _count(figures: Sequence[Figure], wanted: Count) -> float | None:
    found = [getattr(figure, wanted.field) for figure in figures if _is(figure, wanted)]
    return found[0] if found else None
