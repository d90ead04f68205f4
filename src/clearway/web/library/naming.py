"""The names of a trust's people, and the look at words before they leave it."""

from django.utils.timezone import localdate

from clearway.common.organisations import Organisation
from clearway.web.cycles.models import Cycle
from clearway.web.people.models import User
from clearway.web.people.names import is_of_a_person
from clearway.web.people.recognised import Looker, rules
from clearway.web.projects.models import Action, Member


def names_of(organisation: Organisation) -> set[str]:
    """The names of staff with an account, of team members, and of whoever owns work.

    Owners are typed freely: where that names what somebody does (“Ward manager”), it is no name.
    """
    code = organisation.code
    owners = {
        *Action.objects.filter(org_code=code).values_list("owner", flat=True),
        *Cycle.objects.filter(project__org_code=code).values_list("owner", flat=True),
    }
    lists = rules().no_names, rules().particles
    return {
        *User.objects.filter(memberships__org_code=code).values_list("name", flat=True),
        *Member.objects.filter(project__org_code=code).values_list("name", flat=True),
        *(owner for owner in owners if is_of_a_person(owner, *lists)),
    }


def looker_of(organisation: Organisation) -> Looker:
    """Looks for them, and for all else by which somebody could be recognised; the trust's name is no name."""
    return Looker(names_of(organisation), things=[organisation.name], today=localdate())
