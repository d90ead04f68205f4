"""The roles, each a class that can be read aloud: who it is for and what it allows.

A role is held at an organisation and applies there and in everything below it: a lead of an LMNS sees
the trusts of the LMNS, an analyst at the nation sees England.
"""

from typing import ClassVar

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, directory
from clearway.web.people.permissions import OF_STAFF, READING, Permission

TRUST = frozenset({Level.PROVIDER, Level.SYNTHETIC})
ABOVE_TRUSTS = frozenset({Level.ICB, Level.REGION})
EVERYWHERE = TRUST | ABOVE_TRUSTS | {Level.NATIONAL}


class Role:
    """What all roles have: a stored id, a title and a sentence for people, what they allow and where."""

    id: ClassVar[str]
    title: ClassVar[str]
    sentence: ClassVar[str]
    permissions: ClassVar[frozenset[Permission]]
    levels: ClassVar[frozenset[Level]] = TRUST
    # Roles that it may give although it does not hold all that they allow.
    appoints: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def allowed_at(cls, org_code: str) -> frozenset[Permission]:
        """What the role allows where it is held at that organisation.

        What goes with working in a trust does not come with a role that is held above it.
        """
        organisation = directory().find(org_code)
        works_there = organisation is not None and organisation.level in TRUST
        return cls.permissions if works_there else cls.permissions - OF_STAFF

    @classmethod
    def writes_at(cls, org_code: str) -> bool:
        """Whether the role, held there, can change something or see women's records.

        Then a second factor is needed.
        """
        return not cls.allowed_at(org_code) <= READING


# What every role of somebody who looks at an organisation has.
LOOKING = frozenset({Permission.SEE_FIGURES, Permission.SEE_IMPROVEMENT})


class Reader(Role):
    """Somebody who needs to know how it goes."""

    id = "reader"
    title = "Reader"
    sentence = (
        "Sees the organisation's figures, projects and boards; of a trust, also offers ideas, says what is "
        "needed or stands in the way, and joins projects."
    )
    permissions = LOOKING | OF_STAFF
    levels = EVERYWHERE


class Contributor(Role):
    """A member of staff who takes part."""

    id = "contributor"
    title = "Contributor"
    sentence = "Enters figures, offers ideas and joins projects."
    permissions = Reader.permissions | {Permission.ENTER_FIGURES}


class Midwife(Role):
    """A midwife or a maternity care assistant."""

    id = "midwife"
    title = "Midwife"
    sentence = "Records readings and smoking status, refers, and sees what came of it."
    permissions = Reader.permissions | {
        Permission.RECORD_CARE,
        Permission.SEE_WOMEN,
    }


class StopSmokingAdviser(Role):
    """Whoever supports women to stop smoking."""

    id = "adviser"
    title = "Stop smoking adviser"
    sentence = "Works the list of referrals: contacts, quit dates, outcomes, feedback to maternity."
    permissions = Reader.permissions | {
        Permission.RECORD_SUPPORT,
        Permission.SEE_WOMEN,
    }


class ImprovementLead(Role):
    """Whoever runs the improvement work of a trust."""

    id = "improvement-lead"
    title = "Improvement lead"
    sentence = "Chooses drivers, runs projects and tests, keeps the charts and the learning board."
    permissions = Contributor.permissions | {
        Permission.CHOOSE_DRIVERS,
        Permission.CHANGE_CHARTS,
        Permission.RUN_IMPROVEMENT,
        Permission.MAKE_WALLS,
        Permission.SEE_JOBS,
    }


class TrustLead(Role):
    """Whoever answers for the trust's part in the programme."""

    id = "trust-lead"
    title = "Trust lead"
    sentence = "Answers for the trust: invites people, approves months and projects, sees the audit trail."
    permissions = ImprovementLead.permissions | {
        Permission.APPROVE_RETURNS,
        Permission.APPROVE_PROJECTS,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_TOKENS,
        Permission.SEE_AUDIT,
        Permission.EXPORT,
    }


class BoardChampion(Role):
    """The member of the board who speaks for the work."""

    id = "board-champion"
    title = "Board champion"
    sentence = "Sees whether the pathway is followed, approves projects and removes barriers."
    permissions = Reader.permissions | {Permission.APPROVE_PROJECTS, Permission.SEE_AUDIT}


class NetworkLead(Role):
    """A lead of an LMNS or of a region."""

    id = "network-lead"
    title = "LMNS or region lead"
    sentence = "Sees the trusts below, coaches them, accepts their months, locks them and grants exceptions."
    permissions = LOOKING | {
        Permission.ACCEPT_RETURNS,
        Permission.LOCK_MONTHS,
        Permission.COACH,
        Permission.MANAGE_PEOPLE,
        Permission.SEE_AUDIT,
        Permission.SEE_JOBS,
    }
    levels = ABOVE_TRUSTS
    appoints = frozenset({"reader", "trust-lead"})


class NationalAnalyst(Role):
    """Somebody who compares and evaluates for the nation."""

    id = "national-analyst"
    title = "National analyst"
    sentence = "Sees figures, projects and boards of all trusts, and changes nothing."
    permissions = LOOKING
    levels = frozenset({Level.NATIONAL, Level.REGION})


class Administrator(Role):
    """Whoever runs this Clearway; no access to women's records and no say over figures."""

    id = "administrator"
    title = "Administrator"
    sentence = "Sets up people, tokens, calendars and connections, and carries out erasures."
    permissions = frozenset(
        {
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_TOKENS,
            Permission.SEE_AUDIT,
            Permission.ERASE_PERSONAL_DATA,
            Permission.SEE_JOBS,
            Permission.ADMINISTER,
        }
    )
    levels = EVERYWHERE
    # Not those who see women's records: a trust's own lead knows who they are.
    appoints = frozenset({"reader", "trust-lead", "board-champion", "network-lead", "national-analyst"})


ROLES: dict[str, type[Role]] = {
    role.id: role
    for role in (
        Reader,
        Contributor,
        Midwife,
        StopSmokingAdviser,
        ImprovementLead,
        TrustLead,
        BoardChampion,
        NetworkLead,
        NationalAnalyst,
        Administrator,
    )
}


def role(role_id: str) -> type[Role]:
    """The role with that id. Raises ClearwayError when there is none."""
    if role_id not in ROLES:
        raise ClearwayError(f"there is no role '{role_id}'", mend=f"Use one of {', '.join(ROLES)}")
    return ROLES[role_id]
