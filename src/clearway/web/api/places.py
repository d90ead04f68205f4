"""What the addresses of months name, and how cells and months are answered."""

from django.http import Http404

from clearway.common.organisations import Organisation
from clearway.common.periods import Month, parse_month
from clearway.web.jobs.models import JobRun
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs
from clearway.web.publications.models import Value
from clearway.web.returns.keys import read_key
from clearway.web.returns.obligations import Owed, owed
from clearway.web.returns.overview import MonthCard
from clearway.web.uploads.selectors import trust_of

SEES = Needs(Permission.SEE_FIGURES, "code")
ENTERS = Needs(Permission.ENTER_FIGURES, "code")

__all__ = ["ENTERS", "SEES", "cell_item", "cell_of", "month_line", "month_of", "progress_of", "trust_of"]


def month_of(period: str) -> Month:
    """The month of an address. Raises ClearwayError, answered as 404, where the calendar has none."""
    return parse_month(period)


def cell_of(organisation: Organisation, month: Month, key: tuple[str, str, str]) -> Owed:
    """One cell that is asked for. Raises Http404 where it is not."""
    wanted = read_key(key)
    found = next((cell for cell in owed(organisation, month) if read_key(cell.key) == wanted), None)
    if found is None:
        raise Http404(f"{'/'.join(filter(None, key))} is not asked of {organisation.code} for {month}")
    return found


def cell_item(cell: Owed) -> dict[str, object]:
    """One cell as it is answered."""
    row = cell.value if cell.held else None
    detail = getattr(row, "detail", None)
    return {
        "measure": cell.measure,
        "component": cell.component,
        "parameter": cell.parameter,
        "title": cell.title,
        "class": cell.class_.value,
        "drivers": list(cell.drivers),
        "sampled": cell.sampled,
        "due": cell.due,
        "status": cell.status,
        "to_enter": cell.to_enter,
        **_numbers(row),
        "comment": detail.comment if detail else "",
        "follow_up": detail.follow_up if detail else False,
        "population": detail.population if detail else None,
        "source": row.source.title if row else "",
        "version": cell.value.pk if cell.value else None,
    }


def _numbers(row: Value | None) -> dict[str, object]:
    if row is None:
        return {"numerator": None, "denominator": None, "value": None, "state": None, "reason": ""}
    numbers = {name: getattr(row, name) for name in ("numerator", "denominator", "value", "state")}
    return {**numbers, "reason": row.note}


def month_line(card: MonthCard, *, is_open: bool) -> dict[str, object]:
    """One month as it is answered."""
    return {
        "org_code": card.org_code,
        "period": str(card.period),
        "state": card.state.state,
        "open": is_open,
        "exception_until": card.state.exception_until,
        **card.dates.model_dump(),
        "owed": len(card.owed),
        "held": card.held,
        "missing": card.missing,
        "modified": card.modified,
    }


def progress_of(run: JobRun | None) -> dict[str, object] | None:
    """How far a job is; None where there is none any more."""
    if run is None:
        return None
    names = ("status", "done", "total", "words", "result", "mend")
    return {name: getattr(run, name) for name in names}
