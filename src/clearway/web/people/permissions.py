"""Everything that a role can allow, in one list."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that somebody may do in an organisation and in everything below it.

    The value is what the pages and the audit trail say.
    """

    SEE_FIGURES = "see the organisation's own figures and returns"
    ENTER_FIGURES = "enter and import figures"
    CHOOSE_DRIVERS = "choose the drivers the organisation works on"
    APPROVE_RETURNS = "approve a month's figures for the organisation"
    ACCEPT_RETURNS = "accept what trusts approved"
    LOCK_MONTHS = "lock a month, and grant a dated exception"
    MANAGE_PEOPLE = "invite people, change their roles and end them"
    MANAGE_TOKENS = "make and revoke tokens of devices, walls and programs"
    MAKE_WALLS = "put learning boards on walls: make and revoke their tokens"
    SEE_AUDIT = "see who changed and who looked at what"
    ERASE_PERSONAL_DATA = "carry out a lawful erasure"
    CHANGE_CHARTS = "set phases, baselines, exclusions and notes of charts"
    SEE_IMPROVEMENT = "see projects, tests of change and learning boards"
    OFFER_IDEAS = "offer ideas, raise barriers, ask for what is needed, and join projects"
    RUN_IMPROVEMENT = "run projects, tests of change and learning boards"
    APPROVE_PROJECTS = "approve charters and remove barriers"
    COACH = "give feedback on projects and progress scores"
    RECORD_CARE = "record carbon monoxide readings, smoking status and referrals"
    SEE_WOMEN = "see the women behind a figure or a work list"
    RECORD_SUPPORT = "record contacts, quit dates and outcomes of stop smoking support"
    SEE_JOBS = "see what runs in the background, and cancel it"
    EXPORT = "export everything that the organisation keeps"
    ADMINISTER = "set up organisations, calendars and connections"
    # These two are for tokens only; no role holds them.
    REPORT_AND_TALLY = "report and tally from a shared device, and read nothing back"
    SHOW_BOARD = "show one board on a wall"


# What changes something or shows women's records: a second factor is needed for roles that have one of these.
READING = frozenset(
    {
        Permission.SEE_FIGURES,
        Permission.SEE_AUDIT,
        Permission.SEE_IMPROVEMENT,
        Permission.SEE_JOBS,
    }
)

# What goes with working in a trust, whatever the role there: a role held above a trust does not bring it.
OF_STAFF = frozenset({Permission.OFFER_IDEAS})

# What goes with a profession: whoever manages people gives it without holding it.
PROFESSIONAL = frozenset({Permission.RECORD_CARE, Permission.SEE_WOMEN, Permission.RECORD_SUPPORT})
