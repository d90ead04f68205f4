"""Measures and their definition sheets."""

from collections.abc import Collection
from functools import cache

from django.http import HttpRequest
from ninja import Path, Query, Router

from clearway.measures.definitions import definitions
from clearway.measures.register import MeasureSheet, measure_sheet
from clearway.package.loader import shipped_packages
from clearway.web.api import answers
from clearway.web.api.packages import package_of
from clearway.web.api.paging import paged
from clearway.web.api.problems import NOT_FOUND
from clearway.web.api.questions import IdText, MeasuresQuestion
from clearway.web.publications import selectors

router = Router(tags=["Measures"], by_alias=True)


@router.get(
    "measures",
    response={200: answers.Page[answers.MeasureLine], **NOT_FOUND},
    summary="Measures",
    openapi_extra={"x-example": "measures?class=all"},
)
def measures(request: HttpRequest, asked: Query[MeasuresQuestion]) -> object:
    """The measures of the change packages in their order, then the ones that are published nationally."""
    if asked.package:
        package_of(asked.package)
    held = selectors.measures_held()
    found = [sheet for sheet in _all() if _fits(sheet, asked)]
    return paged(request, found, asked, lambda sheet: _line(sheet, held))


@router.get(
    "measures/{measure_id}",
    response={200: answers.MeasureItem, **NOT_FOUND},
    summary="One measure",
    openapi_extra={"x-example": "measures/smoke-booking"},
)
def measure(request: HttpRequest, measure_id: Path[IdText]) -> object:
    """A measure with its definition sheet: what is counted, over what, when, why, and who says so."""
    sheet = measure_sheet(measure_id)
    return _line(sheet, selectors.measures_held()) | {"definition": sheet.definition}


@cache
def _all() -> tuple[MeasureSheet, ...]:
    asked = [measure.id for package in shipped_packages().values() for measure in package.measures]
    return tuple(measure_sheet(measure_id) for measure_id in dict.fromkeys([*asked, *definitions()]))


def _fits(sheet: MeasureSheet, asked: MeasuresQuestion) -> bool:
    """The class is that of the package asked for, else that of the first package that asks."""
    asks = [ask for ask in sheet.asks if asked.package in (None, ask.package)]
    if asked.package and not asks:
        return False
    return asked.class_ in (None, asks[0].class_ if asks else sheet.class_)


def _line(sheet: MeasureSheet, held: Collection[str]) -> dict[str, object]:
    definition = sheet.definition
    published = definition.published_as if definition else ()
    return {
        "id": sheet.id,
        "title": sheet.title,
        "class": sheet.class_,
        "kind": definition.kind.value if definition else None,
        "unit": definition.unit if definition else None,
        "direction": definition.direction.value if definition else None,
        "has_values": any(name in held for name in (sheet.id, *published)),
        "asked_by": [
            {
                "package": ask.package,
                "class": ask.class_,
                "psmu": ask.psmu,
                "sampled": ask.sampled,
                "drivers": ask.drivers,
            }
            for ask in sheet.asks
        ],
    }
