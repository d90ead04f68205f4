"""What pages ask of units; every answer is of one trust."""

from django.db.models import QuerySet

from clearway.common.organisations import Level, Organisation, directory
from clearway.web.units.models import Unit


def units(organisation: Organisation) -> QuerySet[Unit]:
    """All units of the trust with `state`, by name."""
    return Unit.objects.with_state().filter(org_code=organisation.code).order_by("name", "number")


def open_units(organisation: Organisation) -> QuerySet[Unit]:
    """Those that are not closed, by name."""
    return Unit.objects.open().filter(org_code=organisation.code).order_by("name", "number")


def unit(organisation: Organisation, number: int) -> Unit | None:
    """The trust's unit of that number with `state` and its steps, or None."""
    return units(organisation).filter(number=number).prefetch_related("steps").first()


def sites(organisation: Organisation) -> list[Organisation]:
    """The sites of the trust that the directory knows, by name."""
    return directory().children(organisation.code, levels={Level.SITE})
