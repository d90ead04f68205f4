"""Who reads improvement work through the API: people as on the pages, programs without the names of staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.http import HttpRequest

from clearway.common.organisations import Organisation
from clearway.web.boards.places import place_of, without_names
from clearway.web.people.access import access_of
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import Needs, NeedsSomewhere
from clearway.web.projects import selectors
from clearway.web.projects.here import Place

SEES_WORK = Needs(Permission.SEE_IMPROVEMENT, "code")
SEES_LIBRARY = NeedsSomewhere(Permission.SEE_IMPROVEMENT)


@dataclass(frozen=True)
class Reader:
    """Whoever asks. No role of a person is behind a program's token: it reads no name of a member of staff.

    `hide` takes the names that the site knows out of a text; None for a person, who reads what the pages say.
    """

    hide: Callable[[str], str] | None = None

    def name(self, name: str | None) -> str | None:
        """The name of a member of staff; null for a program, and where nobody is named."""
        return (name or None) if self.hide is None else None

    def words(self, text: str) -> str:
        """What somebody wrote."""
        return text if self.hide is None else self.hide(text)

    def texts(self, texts: Mapping[str, str], titles: Mapping[str, str]) -> list[dict[str, str]]:
        """The texts of a form in the order of its fields, without empty ones."""
        return [
            {"id": name, "title": title, "text": self.words(texts[name])}
            for name, title in titles.items()
            if texts.get(name, "").strip()
        ]


def reader_of(request: HttpRequest, organisation: Organisation) -> Reader:
    """Who asks about this organisation."""
    access = access_of(request)
    if access.acts_as is None:
        return Reader()
    projects = tuple(selectors.projects_at_or_below(organisation))  # closed ones too
    return Reader(without_names(replace(place_of(organisation, None, access), projects=projects)))


def reader_at(request: HttpRequest, at: Place) -> Reader:
    """Who asks about this place."""
    return reader_of(request, at.organisation)
