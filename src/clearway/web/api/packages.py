"""Change packages and their drivers."""

from django.http import HttpRequest
from ninja import Path, Query, Router

from clearway.common.errors import ClearwayError
from clearway.package.loader import shipped_packages
from clearway.package.model import Package
from clearway.package.parts import SecondaryDriver
from clearway.web.api import answers
from clearway.web.api.paging import paged
from clearway.web.api.problems import NOT_FOUND
from clearway.web.api.questions import DriverQuestion, IdText, Paging

router = Router(tags=["Change packages"], by_alias=True)


@router.get(
    "packages",
    response={200: answers.Page[answers.PackageLine], **NOT_FOUND},
    summary="Change packages",
    openapi_extra={"x-example": "packages"},
)
def packages(request: HttpRequest, asked: Query[Paging]) -> object:
    """The change packages that Clearway holds, with how much each has."""
    return paged(request, list(shipped_packages().values()), asked, _line)


@router.get(
    "packages/{package_id}",
    response={200: answers.PackageItem, **NOT_FOUND},
    summary="One change package",
    openapi_extra={"x-example": "packages/smoke-free-pregnancies"},
)
def package(request: HttpRequest, package_id: Path[IdText]) -> object:
    """A change package with its aim, primary drivers, terms and rules."""
    found = package_of(package_id)
    return _line(found) | {
        "language": found.language,
        "licence": found.licence,
        "provenance": found.provenance,
        "aim": found.aim.statement,
        "evidence": found.aim.evidence,
        "aim_measures": found.aim.measures,
        "target": found.aim.target,
        "values": found.values,
        "terms": [{"term": one.term, "meaning": one.meaning} for one in found.definitions],
        "rules": [{"id": one.id, "rule": one.rule} for one in found.instructions],
        "drivers": [one.model_dump(include=_PRIMARY) for one in found.primary_drivers],
    }


@router.get(
    "packages/{package_id}/drivers",
    response={200: answers.Page[answers.DriverLine], **NOT_FOUND},
    summary="Secondary drivers of a package",
    openapi_extra={"x-example": "packages/smoke-free-pregnancies/drivers"},
)
def drivers(request: HttpRequest, package_id: Path[IdText], asked: Query[Paging]) -> object:
    """The secondary drivers of a package in its order, with how much each holds."""
    found = package_of(package_id)
    return paged(request, found.drivers, asked, lambda driver: _driver_line(found, driver))


@router.get(
    "drivers/{driver_id}",
    response={200: answers.DriverItem, **NOT_FOUND},
    summary="One secondary driver",
    openapi_extra={"x-example": "drivers/identification"},
)
def driver(request: HttpRequest, driver_id: Path[IdText], asked: Query[DriverQuestion]) -> object:
    """A secondary driver with its change ideas, measures, references and resources."""
    looked_in = [package_of(asked.package)] if asked.package else list(shipped_packages().values())
    for package in looked_in:
        for one in package.drivers:
            if one.id == driver_id:
                return one.model_dump(by_alias=True) | {"package": package.id}
    if len(looked_in) == 1:
        looked_in[0].driver(driver_id)  # says which ids are near
    mend = "See /api/v1/packages/smoke-free-pregnancies/drivers"
    raise ClearwayError(f"there is no secondary driver '{driver_id}'", mend=mend)


_PRIMARY = {"id", "title", "short_title", "explanation", "secondary_drivers"}


def package_of(package_id: str) -> Package:
    """The package with this id. Raises ClearwayError, which is answered as 404."""
    found = shipped_packages().get(package_id)
    if found is None:
        known = " or ".join(shipped_packages())
        raise ClearwayError(f"there is no package '{package_id}'", mend=f"Use {known}")
    return found


def _line(found: Package) -> dict[str, object]:
    counts = found.counts
    return {
        "id": found.id,
        "title": found.title,
        "edition": found.edition,
        "example": found.example,
        "publisher": found.publisher,
        "primary_drivers": counts.primary_drivers,
        "secondary_drivers": counts.secondary_drivers,
        "change_ideas": counts.change_ideas,
        "measures": counts.measures,
    }


def _driver_line(package: Package, one: SecondaryDriver) -> dict[str, object]:
    return {
        "package": package.id,
        "id": one.id,
        "title": one.title,
        "short_title": one.short_title,
        "primary_driver": one.primary_driver,
        "change_ideas": len(one.change_ideas),
        "mandatory_measures": len(one.mandatory),
        "supporting_measures": len(one.supporting),
    }
