"""The list of projects, filtered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from clearway.common.organisations import Organisation
from clearway.package.loader import shipped_packages
from clearway.web.people.models import User
from clearway.web.projects import selectors
from clearway.web.projects.here import COLOURS
from clearway.web.projects.models import (
    AtUnit,
    Barrier,
    BarrierStep,
    Focus,
    Member,
    Phase,
    Project,
    Status,
)
from clearway.web.projects.names import driver_name
from clearway.web.units.models import Unit

WHOLE_TRUST = "trust"
"""What is asked for where no unit is said of a project."""


@dataclass(frozen=True)
class Choice:
    """What is asked for; empty is everything."""

    status: str = ""
    phase: str = ""
    driver: str = ""
    unit: str = ""
    text: str = ""
    mine: bool = False

    def __bool__(self) -> bool:
        return self != Choice()


class ProjectFilter(forms.Form):
    """Which projects to list."""

    text = forms.CharField(label="Words in the title", required=False, max_length=200)
    status = forms.ChoiceField(label="Status", required=False, choices=[("", "Any"), *Status.choices])
    phase = forms.ChoiceField(label="Phase", required=False, choices=[("", "Any"), *Phase.choices])
    driver = forms.ChoiceField(label="Driver", required=False)
    unit = forms.ChoiceField(label="Where", required=False)
    mine = forms.BooleanField(label="Only those I am in the team of", required=False)

    def __init__(self, *args: Any, units: Iterable[Unit] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(str(unit.number), unit.name) for unit in units]
        if offered:
            whole = (WHOLE_TRUST, "The whole trust")
            self.fields["unit"].choices = [("", "Anywhere"), whole, *offered]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]
        drivers = [(each.id, each.short_title) for one in shipped_packages().values() for each in one.drivers]
        self.fields["driver"].choices = [("", "Any"), *drivers]  # type: ignore[attr-defined]

    @property
    def choice(self) -> Choice:
        """What is asked for; everything where the form makes no sense."""
        return Choice(**self.cleaned_data) if self.is_valid() else Choice()


@dataclass(frozen=True)
class ProjectLine:
    """One project of the list."""

    code: str
    trust: str
    number: int
    title: str
    status: str
    colour: str
    phase: str
    drivers: tuple[str, ...]
    units: tuple[str, ...]
    lead: str
    members: int
    barriers: int


def project_list(organisation: Organisation, choice: Choice, user: User | None) -> list[ProjectLine]:
    """The projects that fit, the newest first; the number of queries does not grow with them."""
    rows = fitting(selectors.projects_at_or_below(organisation), choice, user)
    there = Prefetch("at_units", AtUnit.objects.filter(left=None).select_related("unit"))
    return [_line(row) for row in rows.annotate(**_counts()).prefetch_related(there)]


def fitting(rows: QuerySet[Project], choice: Choice, user: User | None) -> QuerySet[Project]:
    """Those of the projects that are asked for."""
    if choice.status:
        rows = rows.filter(status=choice.status)
    if choice.phase:
        rows = rows.filter(phase=choice.phase)
    if choice.text:
        rows = rows.filter(title__icontains=choice.text)
    if choice.driver:
        rows = rows.filter(
            pk__in=Focus.objects.filter(kind=Focus.DRIVER, subject=choice.driver, ended_at=None).values(
                "project"
            )
        )
    if choice.unit == WHOLE_TRUST:
        rows = rows.exclude(pk__in=AtUnit.objects.filter(left=None).values("project"))
    elif choice.unit:
        there = AtUnit.objects.filter(left=None, unit__number=int(choice.unit))
        rows = rows.filter(pk__in=there.values("project"))
    if choice.mine:
        places = Member.objects.filter(user=user, ended_at=None) if user else Member.objects.none()
        rows = rows.filter(pk__in=places.values("project"))
    return rows


def _counts() -> dict[str, Any]:
    barriers = (
        Barrier.objects.with_state()
        .filter(Q(project=OuterRef("pk"), state__in=BarrierStep.OPEN))
        .order_by()
        .values("project")
        .annotate(found=Count("pk"))
        .values("found")
    )
    return {
        "open_barriers": Coalesce(Subquery(barriers), 0),
        "people": Count("members", filter=Q(members__ended_at=None), distinct=True),
        "lead": Subquery(_leads()),
    }


def _leads() -> Any:
    return (
        Member.objects.filter(project=OuterRef("pk"), role="lead", ended_at=None)
        .order_by("pk")
        .values("name")[:1]
    )


def _line(row: Any) -> ProjectLine:
    return ProjectLine(
        code=row.org_code,
        trust=row.organisation.name,
        number=row.number,
        title=row.title,
        status=row.get_status_display(),
        colour=COLOURS[Status(row.status)],
        phase=row.get_phase_display(),
        drivers=tuple(driver_name(row.package_id, each) for each in row.drivers),
        units=tuple(sorted(at.unit.name for at in row.at_units.all())),
        lead=row.lead or "",
        members=row.people,
        barriers=row.open_barriers,
    )
