"""What we owe this month and what else waits: where somebody comes after signing in."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware, localdate, now
from django.views.decorators.cache import never_cache

from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs, signed_in
from clearway.web.returns import home_parts
from clearway.web.returns.changes import Changes, changes, mark_looked
from clearway.web.returns.choices import Chosen, chosen
from clearway.web.returns.obligations import Owed
from clearway.web.returns.overview import MonthCard, cards
from clearway.web.returns.past import counts_text
from clearway.web.returns.views import place

EARLIER_MONTHS = 3
SHOWN_IN_FULL = 3
"""People of more trusts than this see a line a trust instead."""


@dataclass(frozen=True)
class Line:
    """One cell of the list: its title, where it is on the entry page, and what is held."""

    title: str
    number: int
    owed: Owed
    figure: str


@dataclass(frozen=True)
class TrustCard:
    """What one trust owes for the month that is due, and what else is open."""

    organisation: Organisation
    card: MonthCard
    missing: tuple[Line, ...]
    filled: tuple[Line, ...]
    others: tuple[MonthCard, ...]
    changes: Changes
    chosen: Chosen
    until: datetime
    late: bool
    days_left: int
    may_enter: bool
    may_choose: bool


@signed_in
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What the visitor's trusts owe this month."""
    access = access_of(request)
    codes = sorted(access.trusts(Permission.SEE_FIGURES))
    last = Month.of(localdate()).previous()
    context: dict[str, object] = {"title": "Home", "period": last, "many": [], "trusts": []}
    context["today"] = localdate()
    if len(codes) <= SHOWN_IN_FULL:
        context["trusts"] = trusts = [_trust(request, directory().get(code), last) for code in codes]
        if any(trust.may_enter and trust.missing for trust in trusts):
            context["title"] = "What we owe this month"
    else:
        held = cards(codes, [last])
        context["many"] = [(directory().get(code), held[code, last]) for code in codes]
    context["before"] = home_parts.shown(access, first=True)
    context["after"] = home_parts.shown(access, first=False)
    return render(request, "returns/home.jinja", context)


@accepts_post
@needs(Permission.SEE_FIGURES, organisation="code")
@never_cache
def looked(request: HttpRequest, code: str) -> HttpResponse:
    """The visitor has seen what changed; what came after the list was made stays new."""
    organisation, _ = place(code)
    if request.method == "POST":
        until = _moment(request.POST.get("until", ""))
        if until is not None:
            mark_looked(organisation=organisation, key=access_of(request).person.key, until=until)
    return redirect("home")


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and is_aware(moment) and moment <= now() else None


def _trust(request: HttpRequest, organisation: Organisation, last: Month) -> TrustCard:
    access, today, code = access_of(request), localdate(), organisation.code
    periods = [last.shift(-back) for back in range(EARLIER_MONTHS + 1)]
    held = cards([code], periods)
    card = held[code, last]
    lines = [_line(number, each) for number, each in enumerate(card.owed)]
    return TrustCard(
        organisation=organisation,
        card=card,
        missing=tuple(line for line in lines if not line.owed.held),
        filled=tuple(line for line in lines if line.owed.held),
        others=tuple(each for (_, period), each in held.items() if period != last and each.open_on(today)),
        changes=changes(organisation, access.person.key),
        chosen=chosen(organisation, last),
        until=now(),
        late=card.late_on(today),
        days_left=(card.dates.due - today).days,
        may_enter=access.allows(Permission.ENTER_FIGURES, code) and card.open_on(today),
        may_choose=access.allows(Permission.CHOOSE_DRIVERS, code),
    )


def _line(number: int, owed: Owed) -> Line:
    row = owed.value
    figure = counts_text(owed.definition, row) if row is not None and owed.held else ""
    return Line(owed.title, number, owed, figure)
