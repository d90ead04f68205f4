"""Open, change and close the units of a trust."""

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Level, Organisation
from clearway.web.audit.models import Person, record
from clearway.web.audit.rows import said, written
from clearway.web.design.turns import in_turn
from clearway.web.units.kinds import check_kind, kind_title
from clearway.web.units.models import Unit, UnitStep
from clearway.web.units.selectors import sites

LONGEST_NAME = 120
OF_TRUSTS = (Level.PROVIDER, Level.SYNTHETIC)


@in_turn
def open_unit(*, organisation: Organisation, name: str, kind: str, by: Person, site_code: str = "") -> Unit:
    """A new unit of the trust.

    `site_code` is that of one of the trust's sites in the directory, where the unit is one. Raises
    ClearwayError for an organisation that is no trust, without a name, for an unknown kind, for a site of
    somebody else, and where an open unit has that name or is that site already.
    """
    if organisation.level not in OF_TRUSTS:
        raise ClearwayError(f"{organisation.name} has no units itself", mend="Choose one of its trusts")
    others = _all_held(organisation.code)
    words = _checked(organisation, name, kind, site_code, others)
    number = max((each.number for each in others), default=0) + 1
    unit = Unit.objects.create(org_code=organisation.code, number=number, **words, **written(by))
    _step(unit, UnitStep.OPENED, by)
    _log(unit, "open unit", by, **words)
    return unit


@in_turn
def change_unit(*, unit: Unit, name: str, kind: str, site_code: str, by: Person, seen: int = 0) -> Unit:
    """The unit has another name, kind or site from now on; what it was stays with its steps.

    `seen` is the number of the step that the person saw last; 0 where nobody looked. Raises ClearwayError as
    `open_unit` does, for a closed unit, and where somebody else changed it since `seen`.
    """
    mine, last, others = _held(unit)
    if last.step == UnitStep.CLOSED:
        raise ClearwayError("The unit is closed", mend="Open it again first")
    if seen and seen != last.pk:
        raise ClearwayError(
            f"{last.person} changed this while you had it open. It is now: {last.name}, "
            f"{kind_title(last.kind).lower()}{', site ' + last.site_code if last.site_code else ''}",
            mend="Check what you typed against it, and save again",
        )
    words = _checked(mine.organisation, name, kind, site_code, others, had=mine.site_code)
    before = {field: getattr(mine, field) for field in words if getattr(mine, field) != words[field]}
    if not before:
        return mine
    for field, value in words.items():
        setattr(mine, field, value)
    mine.save(update_fields=list(words))
    _step(mine, UnitStep.CHANGED, by)
    _log(mine, "change unit", by, old=before, new={field: words[field] for field in before})
    return mine


@in_turn
def close_unit(*, unit: Unit, reason: str, by: Person) -> Unit:
    """Nothing new is begun in the unit; what was, stays. Raises ClearwayError without a reason, or again."""
    mine, last, _ = _held(unit)
    if last.step == UnitStep.CLOSED:
        raise ClearwayError("The unit is closed already", mend="Load the page again")
    why = said(reason, "Reason")
    _step(mine, UnitStep.CLOSED, by, why)
    _log(mine, "close unit", by, reason=why)
    return mine


@in_turn
def reopen_unit(*, unit: Unit, by: Person, reason: str = "") -> Unit:
    """Go on with a closed unit. Raises ClearwayError where it is open, or where its name or site is taken."""
    mine, last, others = _held(unit)
    if last.step != UnitStep.CLOSED:
        raise ClearwayError("The unit is open already", mend="Load the page again")
    _checked(mine.organisation, mine.name, mine.kind, mine.site_code, others, had=mine.site_code)
    why = said(reason, "Reason", needed=False)
    _step(mine, UnitStep.REOPENED, by, why)
    _log(mine, "reopen unit", by, reason=why)
    return mine


def _all_held(org_code: str) -> list[Unit]:
    """All units of the trust, ours until the transaction ends: no two get one name. Two who open the first
    at one moment want the same number; the second looks again (`in_turn`)."""
    pks = [row.pk for row in Unit.objects.select_for_update().filter(org_code=org_code).order_by("pk")]
    return list(Unit.objects.with_state().filter(pk__in=pks))


def _held(unit: Unit) -> tuple[Unit, UnitStep, list[Unit]]:
    """The unit as it stands, its last step, and the others of the trust."""
    others = _all_held(unit.org_code)
    mine = next(each for each in others if each.pk == unit.pk)
    return mine, mine.steps.order_by("-pk")[0], [each for each in others if each is not mine]


def _checked(
    organisation: Organisation, name: str, kind: str, site_code: str, others: list[Unit], *, had: str = ""
) -> dict[str, str]:
    """What a unit may be called. Two open units of one name, or of one site, could not be told apart.

    `had` is the site that it was so far, which it may stay even where the directory lost it.
    """
    called = " ".join(said(name, "Name", longest=LONGEST_NAME).split())
    site = site_code.strip().upper()
    if site and site not in {each.code for each in sites(organisation)} | {had}:
        raise ClearwayError(
            f"{organisation.name} has no site '{site}' in the directory",
            mend="Choose one of its sites, or leave it empty",
        )
    for each in others:
        if not each.is_open:
            continue
        if each.name.casefold() == called.casefold():
            raise ClearwayError(
                f"Unit {each.number} is called “{each.name}” already", mend="Choose another name"
            )
        if site and each.site_code == site:
            raise ClearwayError(f"“{each.name}” is the site {site} already", mend="Choose another site")
    return {"name": called, "kind": check_kind(kind), "site_code": site}


def _step(unit: Unit, step: str, by: Person, reason: str = "") -> None:
    UnitStep.objects.create(
        unit=unit,
        step=step,
        name=unit.name,
        kind=unit.kind,
        site_code=unit.site_code,
        reason=reason,
        **written(by),
    )


def _log(unit: Unit, action: str, by: Person, **details: object) -> None:
    record(organisation=unit.org_code, action=action, subject=unit.subject, by=by, details=details)
