"""What an organisation chose: secondary drivers, supporting measures, and what fills a measure's blank.

Choices are dated by month and only ever added to. The newest decision about a thing holds from its own
month on, whatever was decided before about the months after it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.common.parameters import reading, spelling
from clearway.common.periods import Month, parse_month
from clearway.measures.blanks import filled
from clearway.measures.register import MAIN_PACKAGE
from clearway.package.loader import shipped_packages
from clearway.package.parts import MeasureClass
from clearway.web.audit.models import Person, record
from clearway.web.returns.models import Choice


@dataclass(frozen=True)
class Chosen:
    """What holds in one month. `parameters` are (measure, what fills its blank)."""

    drivers: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    parameters: tuple[tuple[str, str], ...] = ()

    def blanks(self, measure: str) -> tuple[str, ...]:
        """What fills the blank of a measure's name, each a series of its own."""
        named = {reading(text): text for subject, text in self.parameters if subject == measure}
        return tuple(named.values())


def decided(choices: Iterable[Choice], period: Month) -> Chosen:
    """What holds in a month, from decisions in the order in which they were made."""
    standing: dict[tuple[str, str, str], bool] = {}
    for choice in choices:
        if parse_month(choice.period) <= period:
            standing[choice.kind, choice.subject, choice.parameter] = choice.chosen
    kept = [key for key, chosen in standing.items() if chosen]
    return Chosen(
        drivers=frozenset(subject for kind, subject, _ in kept if kind == Choice.DRIVER),
        measures=frozenset(subject for kind, subject, _ in kept if kind == Choice.MEASURE),
        parameters=tuple(sorted((subject, text) for kind, subject, text in kept if kind == Choice.PARAMETER)),
    )


def chosen(organisation: Organisation, period: Month, package_id: str = MAIN_PACKAGE) -> Chosen:
    """What an organisation has chosen for a month."""
    return decided(choices_of([organisation.code], package_id)[organisation.code], period)


def choices_of(org_codes: Collection[str], package_id: str = MAIN_PACKAGE) -> Mapping[str, list[Choice]]:
    """All decisions of several organisations, in the order in which they were made, in one query."""
    found: dict[str, list[Choice]] = defaultdict(list)
    for row in Choice.objects.filter(org_code__in=set(org_codes), package=package_id).order_by("pk"):
        found[row.org_code].append(row)
    return found


@transaction.atomic
def choose(
    *,
    organisation: Organisation,
    period: Month,
    drivers: Collection[str],
    measures: Collection[str],
    by: Person,
    parameters: Collection[tuple[str, str]] = (),
    package_id: str = MAIN_PACKAGE,
) -> Chosen:
    """From a month on, work on exactly these drivers and collect exactly these supporting measures.

    Only what differs from what held is written. Raises ClearwayError for a driver or measure that the
    package does not have, a supporting measure that none of the drivers offers, and a blank that a
    measure does not have.
    """
    before = chosen(organisation, period, package_id)
    blanks = tuple(sorted(_tidy(sorted(set(parameters)), before)))
    wanted = Chosen(frozenset(drivers), frozenset(measures), blanks)
    _check(wanted, package_id)
    changes = [
        *_changes(Choice.DRIVER, before.drivers, wanted.drivers),
        *_changes(Choice.MEASURE, before.measures, wanted.measures),
        *_changes(Choice.PARAMETER, set(before.parameters), set(wanted.parameters)),
    ]
    if not changes:
        return before
    event = record(
        organisation=organisation.code,
        action="choose drivers",
        subject=f"{period} of {organisation.code}",
        by=by,
        details={"from": str(period), "changes": changes},
    )
    for kind, subject, parameter, taken in changes:
        Choice.objects.create(
            org_code=organisation.code,
            package=package_id,
            kind=kind,
            subject=subject,
            parameter=parameter,
            chosen=taken,
            period=str(period),
            period_start=period.first_day,
            recorded_at=event.at,
            person=by.name,
            key=by.key,
        )
    return wanted


def offered(drivers: Collection[str], package_id: str = MAIN_PACKAGE) -> frozenset[str]:
    """The supporting measures that somebody who works on these drivers may choose."""
    return frozenset(
        measure.id
        for measure in shipped_packages()[package_id].measures
        if measure.class_ is MeasureClass.SUPPORTING and set(measure.drivers) & set(drivers)
    )


def _check(wanted: Chosen, package_id: str) -> None:
    known = {driver.id for driver in shipped_packages()[package_id].drivers}
    for driver in sorted(wanted.drivers - known):
        raise ClearwayError(f"There is no driver '{driver}'", mend="Choose from the driver diagram")
    strangers = wanted.measures - offered(wanted.drivers, package_id)
    if strangers:
        names = ", ".join(sorted(strangers))
        raise ClearwayError(
            f"None of the chosen drivers offers {names}",
            mend="Choose its driver too, or leave the measure out",
        )
    asked = {measure.id for measure in shipped_packages()[package_id].measures}
    for measure, text in wanted.parameters:
        if measure not in asked:
            raise ClearwayError(f"The name of {measure} has no blank to fill in", mend="Leave it empty")
        filled(measure, text)


def _tidy(parameters: Iterable[tuple[str, str]], before: Chosen) -> set[tuple[str, str]]:
    """Each once, as it was spelt before where it was chosen already."""
    found: dict[tuple[str, str], str] = {}
    for measure, text in parameters:
        if reading(text):
            found.setdefault((measure, reading(text)), spelling(text, before.blanks(measure)))
    return {(measure, text) for (measure, _), text in found.items()}


def _changes(
    kind: str, before: Collection[str | tuple[str, str]], after: Collection[str | tuple[str, str]]
) -> list[tuple[str, str, str, bool]]:
    changed = [(subject, True) for subject in sorted(set(after) - set(before))]
    changed += [(subject, False) for subject in sorted(set(before) - set(after))]
    return [(kind, *(each if isinstance(each, tuple) else (each, "")), taken) for each, taken in changed]
