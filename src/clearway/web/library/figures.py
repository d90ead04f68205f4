"""The months behind the effect of tests: published ones at any time, a trust's own ones once.

What is published may be read by everybody, so its effect is worked out whenever a page is opened, from
the figures that are current on that day: months that come later and restatements count. A trust's own
figures are seen by others only as they were when somebody ticked that they may be, so their effect is worked
out when the words are shared, rounded, and kept with that version; sharing anew brings it up to date,
and the trust is asked to when months have come since (`months_added`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from clearway.common.periods import Month
from clearway.measures.definitions import definitions
from clearway.measures.model import Kind
from clearway.web.charts.selectors import ChartKey, chart_key, decided_charts
from clearway.web.cycles.models import Cycle
from clearway.web.library.effect import Effect, Figure, effect_from, effect_of, protected
from clearway.web.library.models import SharedVersion
from clearway.web.publications.models import Value
from clearway.web.publications.selectors import of_one_parameter

RENEW_AFTER = 3
"""When so many months came since words were shared, the trust is asked to share its figures anew."""


def published_effects(versions: Sequence[SharedVersion]) -> Mapping[int, tuple[str, Effect]]:
    """By key of the version: the published measure and its effect; in two queries however many there are.

    A measure of the package stands for itself or for the national one that it is published as. Versions of
    which no figure is published are not in it.
    """
    watched = {each: _published_as(each.measure) for each in versions if each.measure}
    measures = {name for names in watched.values() for name in names}
    codes = {each.shared.org_code for each in watched}
    if not watched:
        return {}
    rows = Value.objects.open().current().filter(org_code__in=codes, measure__in=measures)
    held = _by_series(rows)
    decided = decided_charts(codes, measures)
    found: dict[int, tuple[str, Effect]] = {}
    for version, names in watched.items():
        keys = [
            chart_key(version.shared.org_code, name, version.component, version.parameter) for name in names
        ]
        key = next((each for each in keys if held.get(each)), None)
        if key is not None:
            share = is_share(key[1])
            effect = effect_of(
                held[key],
                began=version.began,
                decided=version.decided_on,
                ramp_began=version.ramp_began,
                is_share=share,
                settings=decided.get(key),
            )
            found[version.pk] = (key[1], effect)
    return found


def own_effect(cycle: Cycle, days: Mapping[str, object]) -> Effect | None:
    """The effect in the trust's own figures, rounded for others; None where it holds none of the measure.

    `days` are `began`, `decided` and `ramp_began`.
    """
    code = cycle.project.org_code
    key = chart_key(code, cycle.measure, cycle.component, cycle.parameter)
    rows = Value.objects.current().filter(org_code=code, measure=cycle.measure, component=cycle.component)
    figures = _by_series(rows).get(key)
    if not figures:
        return None
    share, settings = is_share(cycle.measure), decided_charts([code], [cycle.measure]).get(key)
    effect = effect_of(figures, is_share=share, settings=settings, **days)  # type: ignore[arg-type]
    return protected(effect, figures, is_share=share)


def months_added(versions: Iterable[SharedVersion]) -> Mapping[int, int]:
    """By key of the version: how many months since the decision its kept effect does not know yet.

    Only versions with an effect of own figures that at least `RENEW_AFTER` months were added to; in two
    queries however many there are.
    """
    kept = [each for each in versions if each.effect]
    if not kept:
        return {}
    codes, measures = {each.shared.org_code for each in kept}, {each.measure for each in kept}
    held = _by_series(Value.objects.current().filter(org_code__in=codes, measure__in=measures))
    decided = decided_charts(codes, measures)
    added = {}
    for each in kept:
        key = chart_key(each.shared.org_code, each.measure, each.component, each.parameter)
        now = effect_of(
            held.get(key, []),
            began=each.began,
            decided=each.decided_on,
            ramp_began=each.ramp_began,
            is_share=is_share(each.measure),
            settings=decided.get(key),
        )
        added[each.pk] = now.had[1] - effect_from(each.effect or {}).had[1]
    return {key: months for key, months in added.items() if months >= RENEW_AFTER}


def is_share(measure: str) -> bool:
    """Whether its figures are fractions of counted cases."""
    sheet = definitions().get(measure)
    return sheet is not None and sheet.kind is Kind.PROPORTION


def _published_as(measure: str) -> tuple[str, ...]:
    sheet = definitions().get(measure)
    return (measure, *(sheet.published_as if sheet else ()))


def _by_series(rows: Iterable[Value]) -> Mapping[ChartKey, list[Figure]]:
    held: dict[ChartKey, list[Value]] = defaultdict(list)
    for row in rows.filter(value__isnull=False).order_by("period_start", "pk"):  # type: ignore[attr-defined]
        if isinstance(row.when, Month):
            held[chart_key(row.org_code, row.measure, row.component, row.parameter)].append(row)
    return {
        key: [
            Figure(row.when, row.value, row.numerator, row.denominator)
            for row in of_one_parameter(found)
            if isinstance(row.when, Month) and row.value is not None
        ]
        for key, found in held.items()
    }
