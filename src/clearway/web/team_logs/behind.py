"""The records behind one figure: each project or occasion, why it counts, and where it was logged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from clearway.common.organisations import Organisation
from clearway.common.periods import Month
from clearway.measures.computed import Computed, team_measure
from clearway.measures.definitions import definitions
from clearway.measures.teamwork import (
    TeamComputation,
    TeamMember,
    lines_behind,
    professions_of,
    team_members,
)
from clearway.records.core_professions import core_professions
from clearway.web.projects.models import Action
from clearway.web.projects.vocabulary import title_of, vocabulary
from clearway.web.team_logs import places
from clearway.web.team_logs.canonical import members_of, projects_of, team_log_rows
from clearway.web.team_logs.computing import computation
from clearway.web.team_logs.parts import names
from clearway.web.team_logs.subjects import Words, words
from clearway.web.team_logs.team import Teams

OPEN = "improvement-projects"


@dataclass(frozen=True)
class Proof:
    """One thing that was logged, its day, and the page where it stands."""

    text: str
    day: date | None
    address: str


@dataclass(frozen=True)
class Record:
    """A project, occasion, person or change, with what was logged of it and what was missed."""

    title: str
    address: str
    proofs: Sequence[Proof]
    missed: Sequence[str] = ()


@dataclass(frozen=True)
class Behind:
    """What is listed, what is not and why, and the figure as the logs give it now; None where none does."""

    words: Words
    listed: Sequence[Record]
    others: Sequence[Record]
    numerator: float | None
    denominator: int | None
    covered: bool


def behind(organisation: Organisation, measure: str, month: Month, today: date) -> Behind:
    """The records of one organisation. Raises ClearwayError for a measure that is not of the work."""
    counted = team_measure(measure)
    with computation(dict(team_log_rows([organisation.code], today))) as found:
        figure = next(
            (
                row
                for row in (found.results() if found else ())
                if (row.measure, row.org_code, row.period) == (measure, organisation.code, str(month))
            ),
            None,
        )
        if found is None or figure is None or figure.numerator is None:
            return Behind(words()[measure], (), (), None, None, covered=False)
        teller = _Teller(organisation.code, found, counted, month)
        listed, others = teller.projects() if counted.rows == "open_projects" else teller.rows()
    return Behind(words()[measure], listed, others, figure.numerator, figure.denominator, covered=True)


class _Teller:
    """Puts the rows of the engine into words."""

    def __init__(self, code: str, found: TeamComputation, measure: Computed, month: Month) -> None:
        self._code, self._found, self._measure, self._month = code, found, measure, month
        self._projects = {str(each.number): each for each in projects_of([code])}

    def projects(self) -> tuple[list[Record], list[Record]]:
        """Open projects, those that count first."""
        inside = {each.project for each in self._members(self._measure) if each.in_numerator}
        proofs = self._proofs()
        missed = self._missed(proofs)
        listed: list[Record] = []
        others: list[Record] = []
        for each in self._members(team_measure(OPEN)):
            number = each.project
            record = self._record(number, [proof for _, proof in proofs[number]], missed.get(number, ()))
            (listed if number in inside else others).append(record)
        return listed, others

    def rows(self) -> tuple[list[Record], list[Record]]:
        """Occasions, persons, changes or scores; for scores the open projects without one too."""
        members = self._members(self._measure)
        if self._measure.distinct:
            return self._people(members), []
        titles = self._titles(members)
        listed: list[Record] = []
        for number, together in groupby(members, key=lambda one: one.project):
            proofs = [
                Proof(
                    titles.get(each.item, each.item),
                    each.day,
                    places.of_item(self._code, self._measure.measure, number, each.item),
                )
                for each in together
            ]
            if number:
                listed.append(self._record(number, proofs))
            else:  # of all projects together, or of none
                listed += [Record(one.text, one.address, [Proof("", one.day, "")]) for one in proofs]
        if not words()[self._measure.measure].other:
            return listed, []
        scored = {each.project for each in members}
        still_open = self._members(team_measure(OPEN))
        return listed, [self._record(one.project, ()) for one in still_open if one.project not in scored]

    def _members(self, measure: Computed) -> list[TeamMember]:
        return team_members(self._found, measure, self._month, self._code)

    def _record(self, number: str, proofs: Sequence[Proof], missed: Sequence[str] = ()) -> Record:
        project = self._projects.get(number)
        address = reverse("project", args=[self._code, int(number)])
        return Record(project.title if project else number, address, proofs, missed)

    def _proofs(self) -> Mapping[str, list[tuple[str, Proof]]]:
        """What was logged of each project, with the item it is about."""
        found: dict[str, list[tuple[str, Proof]]] = defaultdict(list)
        for line in lines_behind(self._found, self._measure, self._month, self._code):
            if line.line:
                where = places.of_line(self._code, line.project, line.line)
            else:
                where = places.of_item(self._code, self._measure.measure, line.project, line.item)
            text = self._said(line.item, line.line)
            if not any(proof == Proof(text, line.day, where) for _, proof in found[line.project]):
                found[line.project].append((line.item, Proof(text, line.day, where)))
        return found

    def _said(self, item: str, line: str) -> str:
        if self._measure.measure == "projects-multidisciplinary":
            kind = KINDS.get(line.partition(":")[0], "")
            return f"{title_of(vocabulary().professions, item)}: {kind}" if kind else item
        if self._measure.measure == "projects-sharing-learning-board":
            return f"Board shared, {item} points on its fullest chart"
        sheet = definitions().get(item)
        return sheet.short_title if sheet else item[:1].upper() + item[1:]

    def _missed(self, proofs: Mapping[str, list[tuple[str, Proof]]]) -> Mapping[str, Sequence[str]]:
        """The core professions that are not in the team of a project, or that did not take part."""
        if self._measure.measure != "projects-multidisciplinary":
            return {}
        missed: dict[str, list[str]] = defaultdict(list)
        named = {(project, each) for _, project, each in professions_of(self._found, self._month, self._code)}
        for each in self._members(team_measure(OPEN)):
            came = {item for item, _ in proofs[each.project]}
            for profession in core_professions():
                title = title_of(vocabulary().professions, profession)
                if (each.project, profession) not in named:
                    missed[each.project].append(f"{title} (nobody in the team)")
                elif profession not in came:
                    missed[each.project].append(title)
        return missed

    def _people(self, members: Sequence[TeamMember]) -> list[Record]:
        """Each person once, with their parts."""
        projects = list(self._projects.values())
        called = names(projects, Teams(members_of(projects)))
        parts: dict[str, list[Proof]] = defaultdict(list)
        for each in members:
            where = places.of_item(self._code, self._measure.measure, each.project, each.item)
            project = self._projects.get(each.project)
            text = f"Test of change {each.item} of {project.title if project else each.project}"
            parts[each.person].append(Proof(text, each.day, where))
        people = sorted((called.get(sign, sign), found) for sign, found in parts.items())
        return [Record(name, "", found) for name, found in people]

    def _titles(self, members: Sequence[TeamMember]) -> Mapping[str, str]:
        """Items as people call them."""
        name = self._measure.measure
        if name == "actionable-changes-tested":
            rows = Action.objects.filter(org_code=self._code, number__in=[int(one.item) for one in members])
            return {str(row.number): row.title for row in rows}
        if name == "mean-progress-score":
            return {one.item: f"Score {float(one.item):.1f}" for one in members}
        if name == "measures-uploaded":
            return {one.item: places.called(one.item) for one in members}
        sheets = {one.item: definitions().get(one.item) for one in members}
        return {
            item: sheet.short_title if sheet else item[:1].upper() + item[1:]
            for item, sheet in sheets.items()
        }


KINDS = {
    "meeting": "at a meeting",
    "discussion": "listened to in a discussion",
    "cycle": "in a test of change",
    "reach": "noted by number",
}
