"""Organisations."""

from django.http import HttpRequest
from ninja import Path, Query, Router

from clearway.common.organisations import Organisation, directory
from clearway.web.api import answers
from clearway.web.api.paging import paged
from clearway.web.api.problems import NOT_FOUND
from clearway.web.api.questions import CodeText, OrganisationsQuestion
from clearway.web.publications import selectors

router = Router(tags=["Organisations"])


@router.get(
    "organisations",
    response={200: answers.Page[answers.OrganisationLine], **NOT_FOUND},
    summary="Organisations",
    openapi_extra={"x-example": "organisations?level=provider&q=leeds"},
)
def organisations(request: HttpRequest, asked: Query[OrganisationsQuestion]) -> object:
    """Organisations, best fit first; without `q` all of them, trusts first. Closed ones are among them."""
    known = directory()
    found = known.search(asked.q, [asked.level] if asked.level else None, limit=len(known))
    return paged(request, found, asked, _line)


@router.get(
    "organisations/{code}",
    response={200: answers.OrganisationItem, **NOT_FOUND},
    summary="One organisation",
    openapi_extra={"x-example": "organisations/R1H"},
)
def organisation(request: HttpRequest, code: Path[CodeText]) -> object:
    """An organisation by its ODS or ONS code, with what it belongs to and what belongs to it."""
    known = directory()
    found = known.get(code)
    return _line(found) | {
        "ancestors": [_name(one) for one in known.ancestors(found.code)],
        "children": [_name(one) for one in known.children(found.code)],
        "measures": sorted({measure for measure, _ in selectors.measures_of(found)}),
    }


def _name(one: Organisation) -> dict[str, object]:
    return {"code": one.code, "name": one.name, "level": one.level}


def _line(one: Organisation) -> dict[str, object]:
    return _name(one) | {
        "parent": one.parent or None,
        "opened": one.opened,
        "closed": one.closed,
        "successor": one.successor or None,
        "latitude": one.latitude,
        "longitude": one.longitude,
        "ons_code": one.ons_code or None,
    }
