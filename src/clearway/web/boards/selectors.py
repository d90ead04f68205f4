"""What pages, and later a measure, ask of shared boards."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.common.parameters import reading
from clearway.web.boards.about import About
from clearway.web.boards.models import LinkStep, PublicLink, Share
from clearway.web.people.access import Access
from clearway.web.publications.models import COMPUTED, RETURN, Value
from clearway.web.publications.selectors import of_one_parameter

ENDS_SOON = timedelta(days=14)
Series = tuple[str, str, str]
"""A measure, the part of it that is drawn ("" where it has none), and what fills its blank."""


def shares(organisation: Organisation, about: About) -> QuerySet[Share]:
    """Each time that this very board was shared, the newest first."""
    return Share.objects.filter(org_code=organisation.code, project=about.project, unit=about.unit)


def projects_shared(organisation: Organisation, first: date, last: date) -> int:
    """How many projects of the organisation had their board shared from one day to another, both included."""
    rows = Share.objects.filter(org_code=organisation.code, project__isnull=False, on__range=(first, last))
    return rows.values("project").distinct().count()


def public_links(organisation: Organisation) -> QuerySet[PublicLink]:
    """All links of the organisation, the newest first, with how they stand."""
    rows: QuerySet[PublicLink] = PublicLink.objects.with_last().filter(org_code=organisation.code)
    return rows.select_related("project", "unit").order_by("-number")


def public_link(organisation: Organisation, number: int) -> PublicLink | None:
    """The link of that number with its steps, or None."""
    return public_links(organisation).filter(number=number).prefetch_related("steps").first()


def link_of_digest(digest: str) -> PublicLink | None:
    """The link that is known by that digest while it is shown; neither an ended one nor one taken down."""
    rows = PublicLink.objects.with_last().filter(Q(digest=digest, expires_on__gte=localdate()))
    return rows.filter(~Q(state=LinkStep.REVOKED)).first()


def links_to_renew(organisation: Organisation, about: About) -> QuerySet[PublicLink]:
    """The links of this very board that end soon."""
    today = localdate()
    mine = Q(project=about.project, unit=about.unit)
    rows = public_links(organisation).filter(mine, Q(expires_on__range=(today, today + ENDS_SOON)))
    return rows.filter(~Q(state=LinkStep.REVOKED))


def rows_to_draw(
    organisation: Organisation, wanted: Sequence[Series], *, own: bool, access: Access | None = None
) -> Mapping[Series, list[Value]]:
    """The current figures of those series, oldest first; own ones only where they are asked for.

    With `access` those that the person may see; without, what the settings of the site open to everybody
    plays no part: own figures are own figures.
    """
    seen = Value.objects.visible_to(access) if access is not None else Value.objects.all()
    rows = seen.current().of(organisation).filter(measure__in={each[0] for each in wanted})
    if not own:
        rows = rows.exclude(source__layout__in=(RETURN, *COMPUTED))
    found: dict[Series, list[Value]] = defaultdict(list)
    for row in rows.select_related("source").order_by("period_start", "pk"):
        found[row.measure, row.component, reading(row.parameter)].append(row)
    return {
        (measure, part, parameter): of_one_parameter(found.get((measure, part, reading(parameter)), []))
        for measure, part, parameter in wanted
    }
