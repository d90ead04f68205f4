"""Boards are shared with a group, or opened to everybody for a time; both are recorded, and counted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from clearway.common.errors import ClearwayError
from clearway.common.organisations import Organisation, directory
from clearway.common.periods import Month
from clearway.web.audit.models import Person, record
from clearway.web.boards.about import About
from clearway.web.boards.looking import look_at, without_words
from clearway.web.boards.models import LinkStep, PublicLink, Share
from clearway.web.boards.places import place_of
from clearway.web.boards.protected_charts import PROTECTED, PUBLISHED
from clearway.web.boards.public import content_of, fingerprint, offered
from clearway.web.boards.secrets import digest, new_nonce, secret_of
from clearway.web.design.filters import day
from clearway.web.people.access import NOBODY
from clearway.web.people.looking import check
from clearway.web.projects.actions.common import next_number, said, written
from clearway.web.projects.models import Project
from clearway.web.projects.vocabulary import check_word, vocabulary
from clearway.web.units.models import Unit

LONGEST_MONTHS, USUAL_MONTHS = 12, 3
"""For how long a board may be open to everybody, and for how long it usually is."""


@transaction.atomic
def share_board(
    *,
    organisation: Organisation,
    project: Project | None,
    with_whom: str,
    audience: str,
    on: date,
    by: Person,
    unit: Unit | None = None,
) -> Share:
    """The board was shared with that group on that day; `audience` is an id of the projects' vocabulary.

    Raises ClearwayError where nobody is named, the day has not come, there is no such audience, or the
    project or the unit is another's.
    """
    about = About(project, unit)
    if on > localdate():
        raise ClearwayError("The day has not come yet", mend="Enter the day on which it was shared")
    about.check(organisation)
    row = Share.objects.create(
        org_code=organisation.code,
        project=project,
        unit=unit,
        on=on,
        with_whom=said(with_whom, "With whom it was shared", longest=200),
        audience=check_word(vocabulary().audiences, audience, "audience"),
        **written(by),
    )
    record(
        organisation=organisation.code,
        action="share learning board",
        subject=about.subject(organisation.code),
        by=by,
        details={"with_whom": row.with_whom, "audience": row.audience, "on": on},
    )
    return row


def months_ahead(months: int, today: date | None = None) -> date:
    """The same day so many months later; the last day of a month that has no such day."""
    start = today or localdate()
    month = Month.of(start).shift(months)
    return month.first_day.replace(day=min(start.day, month.last_day.day))


@transaction.atomic
def publish_board(
    *,
    organisation: Organisation,
    project: Project | None,
    expires_on: date,
    panels: Collection[str],
    nobody_recognised: bool,
    by: Person,
    figures: str = PUBLISHED,
    seen: str = "",
    looked: Collection[str] = (),
    taken_out: Collection[str] = (),
    unit: Unit | None = None,
    poster: str = "",
) -> PublicLink:
    """The board is open to everybody who has its new address, until the end of `expires_on`.

    `nobody_recognised`: the person confirms that no woman and no colleague can be recognised. `seen` is the
    fingerprint of what they looked at; where the board says something else by now, they look again.
    `looked` are the words that may name somebody and that they looked at, `taken_out` those that they had
    taken out, `poster` the chart of the poster ("": by the rule). It counts as sharing with women and
    families on the day.

    Raises ClearwayError where one of these is not so, no panel is chosen, the day is past or more than 12
    months ahead, or the project or the unit is another's; and RecognisedError where a woman is named, or
    where words may name somebody and nobody looked at them.
    """
    about = About(project, unit)
    about.check(organisation)
    chosen = _Chosen(panels, figures, seen, looked, taken_out, poster)
    content = _agreed(organisation, about, chosen, nobody_recognised)
    nonce = new_nonce()
    link = PublicLink.objects.create(
        org_code=organisation.code,
        number=next_number(organisation.code, "public-link"),
        project=project,
        unit=unit,
        nonce=nonce,
        digest=digest(secret_of(nonce)),
        **written(by),
    )
    _show(link, LinkStep.PUT_UP, expires_on, content, by)
    return link


@transaction.atomic
def renew_link(
    *,
    link: PublicLink,
    expires_on: date,
    panels: Collection[str],
    nobody_recognised: bool,
    by: Person,
    figures: str = PUBLISHED,
    seen: str = "",
    looked: Collection[str] = (),
    taken_out: Collection[str] = (),
    poster: str = "",
) -> None:
    """The same address shows what the board says now, until another day: posters may stay where they are.

    Raises ClearwayError as `publish_board` does, and for a link that was taken down.
    """
    _not_taken_down(link)
    place = directory().get(link.org_code)
    chosen = _Chosen(panels, figures, seen, looked, taken_out, poster)
    content = _agreed(place, link.about, chosen, nobody_recognised)
    _show(link, LinkStep.RENEWED, expires_on, content, by)


@transaction.atomic
def revoke_link(*, link: PublicLink, by: Person, reason: str = "") -> None:
    """Nobody reads the page any longer, from this moment. Raises ClearwayError when it was so before."""
    _not_taken_down(link)
    why = said(reason, "Why", longest=300, needed=False)
    LinkStep.objects.create(link=link, step=LinkStep.REVOKED, reason=why, **written(by))
    _record_link(link, "take down public board", by, reason=why)


def check_last_day(expires_on: date) -> None:
    """Raises ClearwayError for a day on which no page may end: today, a past one, or one too far ahead."""
    latest = months_ahead(LONGEST_MONTHS)
    if not localdate() < expires_on <= latest:
        raise ClearwayError(
            f"The last day has to lie ahead, at most {LONGEST_MONTHS} months",
            mend=f"Choose a day up to {day(latest)}",
        )


@dataclass(frozen=True)
class _Chosen:
    """What somebody chose to show, and what of it they looked at."""

    panels: Collection[str]
    figures: str
    seen: str
    looked: Collection[str]
    taken_out: Collection[str]
    poster: str


def _agreed(
    organisation: Organisation, about: About, chosen: _Chosen, nobody_recognised: bool
) -> dict[str, Any]:
    """What the public will read. Raises ClearwayError where somebody has to look (again) first."""
    if not nobody_recognised:
        raise ClearwayError(
            "It is not confirmed that nobody can be recognised",
            mend="Read the page as the public will, then tick the box",
        )
    unknown = set(chosen.panels) - {panel.id for panel in offered()}
    if not chosen.panels or unknown or chosen.figures not in (PUBLISHED, PROTECTED):
        raise ClearwayError("No part of the board is chosen that may be shown", mend="Choose at least one")
    place = place_of(organisation, about.project, NOBODY, unit=about.unit, on_wall=True)
    whole = content_of(place, chosen.panels, chosen.figures, chosen.poster)
    content = without_words(whole, chosen.taken_out)
    if chosen.seen and chosen.seen != fingerprint(content):
        raise ClearwayError(
            "The board has changed since you looked at it", mend="Read it once more, then tick the box"
        )
    check(look_at(organisation, content), chosen.looked)
    return content


def _show(link: PublicLink, step: str, expires_on: date, content: dict[str, Any], by: Person) -> None:
    check_last_day(expires_on)
    LinkStep.objects.create(link=link, step=step, expires_on=expires_on, content=content, **written(by))
    told = {"until": expires_on, "panels": content["chosen"], "figures": content["figures"]}
    _record_link(link, "publish board" if step == LinkStep.PUT_UP else "renew public board", by, **told)
    share_board(
        organisation=directory().get(link.org_code),
        project=link.project,
        unit=link.unit,
        with_whom=f"Everybody: public page {link.number} {step}, shown until {day(expires_on)}",
        audience="women-families",
        on=localdate(),
        by=by,
    )


def _not_taken_down(link: PublicLink) -> None:
    """Raises ClearwayError for a link that was taken down; it is ours until the transaction ends."""
    PublicLink.objects.select_for_update().get(pk=link.pk)
    if link.steps.filter(step=LinkStep.REVOKED).exists():
        raise ClearwayError("This page was taken down before", mend="Publish the board anew")


def _record_link(link: PublicLink, action: str, by: Person, **details: object) -> None:
    record(
        organisation=link.org_code,
        action=action,
        subject=link.about.subject(link.org_code),
        by=by,
        details={"public link": link.number, **details},
    )
