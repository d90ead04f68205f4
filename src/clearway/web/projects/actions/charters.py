"""Save a charter so that nobody's text is lost when two people write at the same time.

Sections that only one of them changed are taken from each, at once. Where both changed the same section, what
was typed last there waits beside the charter until a person merges it.
"""

from dataclasses import dataclass

from django.db import transaction

from clearway.common.errors import ClearwayError
from clearway.web.audit.models import Person
from clearway.web.projects.actions.common import LONGEST_WORDS, log, open_project, said, written
from clearway.web.projects.merging import Texts, changed, fights, together
from clearway.web.projects.models import CharterCollision, CharterVersion, Project, Status
from clearway.web.projects.vocabulary import sections

LONGEST_LINE = 200


@dataclass(frozen=True)
class Saved:
    """What came of saving: the newest version, and what could not be taken into it, if anything."""

    version: CharterVersion
    collision: CharterCollision | None = None


@transaction.atomic
def save_charter(
    *, project: Project, texts: Texts, base: int, by: Person, merges: CharterCollision | None = None
) -> Saved:
    """Save the sections in `texts` as typed over version `base`; sections that are not named stay.

    `merges` names the collision that these texts settle. Raises ClearwayError for an unknown section
    or version, for text that is too long, while the charter waits for approval, and for a collision that
    somebody else has merged already.
    """
    mine = open_project(project)
    if mine.status == Status.SUBMITTED:
        raise ClearwayError(
            "The charter waits for approval",
            mend="Withdraw it first, or wait until it is approved or returned",
        )
    typed = _checked(texts)
    newest = mine.charters.order_by("-number")[0]
    old = mine.charters.filter(number=base).first()
    if old is None:
        raise ClearwayError(f"there is no version {base} of this charter", mend="Load the page again")
    if merges is not None and (merges.project_id != mine.pk or _is_merged(merges)):
        raise ClearwayError("These texts were merged already", mend="Load the page again")
    both = fought_over(old.texts, newest.texts, typed)
    if both and merges is not None:  # a merge is one decision: it settles all of it, or waits as a whole
        return Saved(newest, _keep_aside(mine, typed, base, both, by))
    free = {each: text for each, text in typed.items() if each not in both}
    aside = _keep_aside(mine, {each: typed[each] for each in both}, base, both, by) if both else None
    after = together(old.texts, newest.texts, free)
    if after == newest.texts and merges is None:
        return Saved(newest, aside)
    version = CharterVersion.objects.create(
        project=mine, number=newest.number + 1, texts=after, merges=merges, **written(by)
    )
    moved = sorted(changed(newest.texts, after))
    log(mine, "change charter", by, version=version.number, sections=moved)
    return Saved(version, aside)


@transaction.atomic
def drop_collision(*, collision: CharterCollision, by: Person) -> CharterVersion:
    """Settle texts that waited by keeping the charter as it is; they stay readable in its history."""
    mine = open_project(collision.project)
    newest = mine.charters.order_by("-number")[0]
    return save_charter(project=mine, texts=newest.texts, base=newest.number, by=by, merges=collision).version


def _is_merged(aside: CharterCollision) -> bool:
    """Asked anew: whoever holds the row may have read it before another person merged it."""
    return CharterVersion.objects.filter(merges=aside).exists()


def fought_over(old: Texts, newest: Texts, typed: Texts) -> list[str]:
    """The sections that both changed since `old`, each in another way, in the charter's order."""
    return fights(sections(), old, newest, typed)


def _checked(texts: Texts) -> dict[str, str]:
    strange = sorted(set(texts) - set(sections()))
    if strange:
        raise ClearwayError(
            f"a charter has no section '{strange[0]}'", mend=f"Use one of {', '.join(sections())}"
        )
    return {
        each: said(
            # Browsers send line ends in two characters; a text that was only sent back is not changed.
            text.replace("\r\n", "\n"),
            sections()[each].title,
            needed=False,
            longest=LONGEST_LINE if sections()[each].short else LONGEST_WORDS,
        )
        for each, text in texts.items()
    }


def _keep_aside(project: Project, typed: Texts, base: int, both: list[str], by: Person) -> CharterCollision:
    aside = CharterCollision.objects.create(
        project=project, base=base, texts=dict(typed), sections=both, **written(by)
    )
    log(project, "keep charter text aside", by, base=base, sections=both)
    return aside
