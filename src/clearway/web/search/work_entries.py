"""Rows of improvement work as entries of the search: title, what it is, its text, its page."""

from collections.abc import Mapping
from typing import Any

from clearway.common.organisations import directory
from clearway.web.cycles.form import fields
from clearway.web.cycles.models import Cycle
from clearway.web.cycles.presenters.cycles import standing_tag
from clearway.web.department.models import Meeting
from clearway.web.department.presenters.meetings import TAGS
from clearway.web.department.vocabulary import vocabulary as of_department
from clearway.web.design.filters import day
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.library.presenters.shared import DECISIONS
from clearway.web.projects.models import Action, Barrier, Project
from clearway.web.projects.presenters.work import ACTION_TAGS, BARRIER_TAGS
from clearway.web.projects.vocabulary import sections, title_of
from clearway.web.search.index import Entry, Kind


def project(row: Any) -> Entry:
    """A project, read with the words of its newest `charter`."""
    return Entry(
        Kind.PROJECT,
        (),
        row.title,
        f"Project {row.number} of {name_of(row.org_code)}: {row.get_status_display().lower()}",
        _joined(row.charter or {}, sections()),
        "project",
        _of(row),
    )


def cycle(row: Cycle) -> Entry:
    """A cycle, read with its project."""
    standing, _ = standing_tag(row)
    about = (
        f"Cycle {row.number} of “{row.project.title}”, {name_of(row.project.org_code)}: {standing.lower()}"
    )
    place = (*_of(row.project), str(row.number))
    return Entry(Kind.CYCLE, (), row.title, about, _joined(row.texts, fields()), "cycle", place)


def action(row: Action) -> Entry:
    """An action."""
    of = f" in “{row.project.title}”" if row.project else ""
    due = f", due {day(row.due)}" if row.due else ""
    standing = ACTION_TAGS[row.state][0].lower()
    about = f"Action {row.number}{of}, {name_of(row.org_code)}: {standing}{due}"
    text = _lines(row.words, row.origin_words)
    return Entry(Kind.ACTION, (), row.title, about, text, "action", _of(row))


def barrier(row: Barrier) -> Entry:
    """A barrier, on the page of its project's barriers."""
    standing = BARRIER_TAGS[row.state][0].lower()
    of = f"“{row.project.title}”, {name_of(row.project.org_code)}"
    about = f"Barrier {row.number} of {of}: {standing}"
    return Entry(Kind.BARRIER, (), row.title, about, row.words, "project-barriers", _of(row.project))


def meeting(row: Meeting) -> Entry:
    """A meeting with its agenda and decisions."""
    kind, standing = title_of(of_department().meetings, row.kind), TAGS[row.state][0].lower()
    about = f"{kind} {row.number} of {name_of(row.org_code)}, {day(row.on)}: {standing}"
    text = _lines(row.agenda, row.decisions)
    return Entry(Kind.MEETING, (), row.title, about, text, "department-meeting", _of(row))


def shared_test(row: SharedVersion) -> Entry:
    """A shared test."""
    decided, _ = DECISIONS[row.decision]
    about = f"{decided}, {name_of(row.shared.org_code)}, {day(row.decided_on)}"
    text = _lines(row.lesson, row.who, row.circumstances, *row.texts.values())
    return Entry(Kind.SHARED_TEST, (), row.title, about, text, "library-test", (str(row.shared_id),))


def item(row: LibraryItem) -> Entry:
    """A case study or a tool."""
    about = f"{row.get_kind_display()} from {name_of(row.org_code)}"
    text = _lines(row.summary, row.words)
    return Entry(Kind.LIBRARY_ITEM, (), row.title, about, text, "library-item", (str(row.pk),))


def name_of(code: str) -> str:
    """The name of a trust."""
    found = directory().find(code)
    return found.name if found else code


def _of(row: Project | Action | Meeting) -> tuple[str, str]:
    return row.org_code, str(row.number)


def _joined(texts: Mapping[str, str], order: Mapping[str, object]) -> str:
    """The texts of a form in its order, then those that the form no longer has."""
    known = [name for name in order if name in texts]
    return _lines(*(texts[name] for name in (*known, *(one for one in texts if one not in order))))


def _lines(*texts: str) -> str:
    """Texts of several fields as one line; a reader sees where one ends."""
    return " · ".join(" ".join(text.split()) for text in texts if text.strip())
