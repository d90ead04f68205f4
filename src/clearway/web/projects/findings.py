"""Where actions come from, looked up: a finding is what is held, never what an address says of it.

Parts above the projects hand in how theirs are looked up when the site starts, in `AppConfig.ready`:

    from clearway.web.projects import findings
    findings.register("meeting", decision)
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation
from clearway.package.loader import shipped_packages
from clearway.web.charts.acting import named_by, reference_of, signal_of
from clearway.web.charts.one_chart import one_chart
from clearway.web.people.access import Access
from clearway.web.projects import selectors
from clearway.web.projects.models import Action
from clearway.web.projects.origins import Origin

NOT_CHECKED = ("plan", "review")
"""Kinds that name nothing that is held: a project's own plan, and a review outside Clearway."""


@dataclass(frozen=True)
class Asked:
    """What an address, or an action, says of its finding, and who looks it up."""

    organisation: Organisation
    reference: str
    words: str
    access: Access


@dataclass(frozen=True)
class Finding:
    """A finding that is there: its words by what is held, and the page that shows it."""

    origin: Origin
    address: str


Find = Callable[[Asked], Finding | None]
"""Looks a finding up; None where there is none of that reference that the person may see."""

_finders: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """From now on findings of that kind are looked up so."""
    _finders[kind] = find


def finding(kind: str, asked: Asked) -> Finding:
    """What an address asks to start from. Raises ClearwayError where it is not there."""
    if kind in NOT_CHECKED:
        return Finding(Origin(kind), "")
    find = _finders.get(Origin(kind).kind)
    found = find(asked) if find is not None else None
    if found is None:
        raise ClearwayError(
            f"The {Origin(kind).title.lower()} from which this was to start is not there",
            mend="Start again from its page",
        )
    return found


def address_of(row: Action, organisation: Organisation, access: Access) -> str:
    """The page of an action's finding; empty where it has none, or not for this visitor."""
    find = _finders.get(row.origin_kind)
    reference = row.origin_reference
    if row.origin_kind == "barrier" and "/" not in reference and row.project is not None:
        reference = f"{row.project.number}/{reference}"  # as they were written down at first
    found = find(Asked(organisation, reference, row.origin_words, access)) if find is not None else None
    return found.address if found is not None else ""


def _idea(asked: Asked) -> Finding | None:
    for package in shipped_packages().values():
        for idea in _ideas(package.id):
            if idea[0] == asked.reference:
                return Finding(Origin("idea", *idea), reverse("idea", args=[package.id, idea[0]]))
    return None


def _ideas(package_id: str) -> Iterator[tuple[str, str]]:
    for driver in shipped_packages()[package_id].drivers:
        yield from ((idea.id, idea.short_title) for idea in driver.change_ideas)


def _suggestion(asked: Asked) -> Finding | None:
    row = selectors.suggestions(asked.organisation).filter(number=_number(asked.reference)).first()
    if row is None:
        return None
    address = reverse("idea-box", args=[asked.organisation.code])
    return Finding(Origin("suggestion", str(row.number), row.title), f"{address}#idea-{row.number}")


def _barrier(asked: Asked) -> Finding | None:
    project, _, number = asked.reference.partition("/")
    row = (
        selectors.barriers_in({asked.organisation.code})
        .filter(project__number=_number(project), number=_number(number))
        .first()
    )
    if row is None:
        return None
    address = reverse("project-barriers", args=[asked.organisation.code, row.project.number])
    origin = Origin("barrier", f"{row.project.number}/{row.number}", row.title)
    return Finding(origin, f"{address}#barrier-{row.number}")


def _discussion(asked: Asked) -> Finding | None:
    project, _, place = asked.reference.partition("/")
    row = selectors.discussion(asked.organisation, _number(project), _number(place))
    if row is None:
        return None
    reference = f"{row.project.number}/{_number(place)}"
    address = reverse("project-involvement", args=[asked.organisation.code, row.project.number])
    return Finding(Origin("discussion", reference, row.said[:200]), f"{address}#discussion-{row.pk}")


def _chart(asked: Asked) -> Finding | None:
    measure, more = named_by(asked.reference)
    component, parameter = more.get("component", ""), more.get("parameter")
    chart = one_chart(asked.organisation.code, measure, component, asked.access, parameter)
    if chart is None:
        return None
    signal = signal_of(chart)
    reference = reference_of(measure, component, chart.parameter_asked, signal.month)
    address = reverse(
        "chart",
        args=[asked.organisation.code, measure],
        query={"component": component, "parameter": chart.parameter_asked},
    )
    return Finding(Origin("chart-signal", reference, signal.words), address)


def _number(text: str) -> int:
    """A number of an address; 0, which nothing has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


for _kind, _find in {
    "idea": _idea,
    "suggestion": _suggestion,
    "barrier": _barrier,
    "discussion": _discussion,
    "chart-signal": _chart,
}.items():
    register(_kind, _find)
