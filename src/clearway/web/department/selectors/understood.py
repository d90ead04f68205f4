"""Who has confirmed the plan, and who may: people with a role in the trust itself."""

from collections.abc import Collection

from clearway.common.organisations import Organisation
from clearway.web.department.models import PlanVersion, Understood
from clearway.web.people.access import Access
from clearway.web.people.models import User
from clearway.web.projects.models import Member


def is_own(access: Access, code: str) -> bool:
    """Whether the visitor has a role in this very organisation: not above it, and no device."""
    return access.user is not None and any(held.org_code == code for held in access.held)


def confirmed(user: User, organisation: Organisation) -> Understood | None:
    """The person's last confirmation, with the version it was of."""
    rows = Understood.objects.filter(user=user, org_code=organisation.code)
    return rows.select_related("plan").order_by("-pk").first()


def profession_of(user: User, code: str) -> str:
    """What the person said last that their profession is."""
    said = Understood.objects.filter(user=user).exclude(profession="").order_by("-pk")
    last = said.values_list("profession", flat=True).first()
    if last:
        return last
    rows = Member.objects.filter(user=user, project__org_code=code).exclude(profession="")
    return rows.order_by("-pk").values_list("profession", flat=True).first() or ""


def to_confirm(user: User, codes: Collection[str]) -> list[PlanVersion]:
    """The newest plans of these organisations that the person has not confirmed."""
    newest: dict[str, PlanVersion] = {}
    for row in PlanVersion.objects.filter(org_code__in=codes).order_by("number"):
        newest[row.org_code] = row
    done = set(
        Understood.objects.filter(user=user, plan__in=newest.values()).values_list("plan_id", flat=True)
    )
    return [row for row in newest.values() if row.pk not in done]
