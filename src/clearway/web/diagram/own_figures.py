"""A driver's measures in the figures of the visitor's own trust, as the page of the trust shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from clearway.common.organisations import Level, Organisation, directory
from clearway.package.model import Package
from clearway.web.diagram.presenters.figures import series_for
from clearway.web.organisations.cards import Beside, judge
from clearway.web.organisations.doing import DoingGroup, doing
from clearway.web.organisations.selectors import figures_of
from clearway.web.organisations.series import series_of
from clearway.web.people.access import Access
from clearway.web.people.permissions import Permission


@dataclass(frozen=True)
class OwnFigures:
    """The rows of one trust; for people of several trusts `several` leads to where those are compared."""

    organisation: Organisation | None
    doing: Sequence[DoingGroup]
    several: Sequence[Organisation]


def own_figures(package: Package, driver_id: str, access: Access) -> OwnFigures | None:
    """What the visitor's own trust holds of the driver's measures; None for whoever has no trust."""
    trusts = [one for code in sorted(access.trusts(Permission.SEE_FIGURES)) if (one := _trust(code))]
    if not trusts:
        return None
    if len(trusts) > 1:
        places = (directory().find(code) for code in sorted(access.organisations(Permission.SEE_FIGURES)))
        return OwnFigures(
            None, (), [one for one in places if one is not None and one.level is not Level.PROVIDER]
        )
    asked = {ask.measure for ask in package.driver(driver_id).measures}
    names = asked | {name for measure in asked for name in series_for(measure)}
    found = series_of(figures_of(trusts[0], access, names))
    charts = judge(trusts[0], found, access)
    return OwnFigures(trusts[0], doing(found, charts, Beside({}, {}, "")), ())


def _trust(code: str) -> Organisation | None:
    found = directory().find(code)
    return found if found is not None and found.level is Level.PROVIDER else None
