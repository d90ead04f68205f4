"""The place, trust and month that an address names, or 404."""

from django.http import Http404, HttpRequest

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month, parse_month
from clearway.web.coordination.selectors import ABOVE_TRUSTS, trusts_of
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission


def place_of(code: str) -> Organisation:
    """The LMNS, region or nation. Raises Http404 for anything else."""
    place = directory().find(code)
    if place is None or place.level not in ABOVE_TRUSTS:
        raise Http404
    return place


def trust_of(place: Organisation, code: str) -> Organisation:
    """A trust of that place. Raises Http404 for one of another."""
    for trust in trusts_of(place):
        if trust.code == code:
            return trust
    raise Http404


def month_of(text: str) -> Month:
    """The month. Raises Http404 where the text is none."""
    try:
        return parse_month(text)
    except ClearwayError:
        raise Http404 from None


def places_of(request: HttpRequest) -> list[Organisation]:
    """The places above trusts at which the visitor may see figures."""
    codes = access_of(request).organisations(Permission.SEE_FIGURES)
    found = [directory().get(code) for code in sorted(codes)]
    return [place for place in found if place.level in ABOVE_TRUSTS]
