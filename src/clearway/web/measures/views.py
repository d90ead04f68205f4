"""The list of measures, one measure with its charts, and the downloads of both."""

import csv
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from clearway.common.errors import ClearwayError
from clearway.common.organisations import NATION, Level, directory
from clearway.measures.definitions import Definition, definitions
from clearway.measures.examples import examples_of
from clearway.measures.team_examples import team_examples_of
from clearway.package.loader import shipped_packages
from clearway.web.charts.pictures import KINDS, Subject, picture_of, pictures_of
from clearway.web.design.picker import Group, organisation_groups
from clearway.web.design.pictures import Picture
from clearway.web.measures import presenters
from clearway.web.measures.choice import Choice, choose, series_of
from clearway.web.measures.parameters import parameter_list
from clearway.web.measures.setup_panel import setup_panel
from clearway.web.people.access import Access, access_of
from clearway.web.people.rules import open_to_everyone
from clearway.web.publications import selectors
from clearway.web.publications.checks import cautions
from clearway.web.publications.exports import COLUMNS, export_rows

MAIN_PACKAGE = "smoke-free-pregnancies"
CAUTIONS = 5  # more would hide the first
AREAS = (Level.NATIONAL, Level.REGION, Level.ICB, Level.SYNTHETIC)
FORMS = {"svg": "image/svg+xml", "png": "image/png"}


@open_to_everyone
def measures(request: HttpRequest) -> HttpResponse:
    """Every measure of the change package by how it is owed, and the national ones."""
    groups = presenters.measure_groups(shipped_packages()[MAIN_PACKAGE], access_of(request))
    return render(request, "measures/list.jinja", {"title": "Measures", "groups": groups})


@open_to_everyone
def measure(request: HttpRequest, measure_id: str) -> HttpResponse:
    """One measure: its sheet, who owes it, its figures."""
    asks = presenters.asks_for(measure_id)
    sheet = definitions().get(measure_id)
    if sheet is None:
        return _without_sheet(request, measure_id, asks)
    error, choice, access = "", None, access_of(request)
    try:
        choice = choose(sheet, request.GET.dict(), access)
    except ClearwayError as problem:
        error, choice = str(problem), _instead(sheet, request, access)
    context = {
        "title": sheet.title,
        "sheet": sheet,
        "rows": presenters.sheet_rows(sheet),
        "asks": asks,
        "choice": choice,
        "series": series_of(sheet, access),
        "pictures": _pictures(choice),
        "cautions": _cautions(choice),
        "examples": examples_of(sheet.id),
        "team_examples": team_examples_of(sheet.id),
        "compare_under": _compare_under(choice) if choice else "",
        "parameters": parameter_list(choice) if choice else None,
        "computed": presenters.how_computed(choice) if choice else None,
        "setup": setup_panel(choice) if choice else None,
        "groups": _groups(choice) if choice else (),
        "no_figures": presenters.when_computed(sheet),
        "error": error,
        "error_title": error,
        "charts": True,
    }
    return render(request, "measures/detail.jinja", context, status=404 if error else 200)


def _instead(sheet: Definition, request: HttpRequest, access: Access) -> Choice | None:
    """What is shown where the choice does not exist: of the organisation asked for where that does."""
    for kept in ({name: request.GET.get(name, "") for name in ("organisation", "series")}, {}):
        try:
            return choose(sheet, kept, access)
        except ClearwayError:
            continue
    return None


def _groups(choice: Choice) -> Sequence[Group]:
    """The organisations of which the visitor may see a figure."""
    return organisation_groups(
        selectors.organisation_codes(choice.series.id, choice.component, choice.access)
    )


def _compare_under(choice: Choice) -> str:
    """Under what the measure is compared: the chosen area itself, or the board of a chosen trust."""
    chosen = choice.organisation
    if chosen.level is not Level.PROVIDER:
        return chosen.code if chosen.level in AREAS else NATION
    above = directory().parent(chosen.code)
    return above.code if above is not None else NATION


def _without_sheet(request: HttpRequest, measure_id: str, asks: list[presenters.Ask]) -> HttpResponse:
    """A measure of an example or imported package, which asks for it but does not define it."""
    if not asks:
        raise Http404("no such measure")
    name = asks[0].package.measure(measure_id).name
    return render(request, "measures/without_sheet.jinja", {"title": name, "asks": asks})


@open_to_everyone
def figures(request: HttpRequest, measure_id: str) -> HttpResponse:
    """The rows behind a measure page as CSV: the chosen organisation's series and the compared period."""
    choice = _choice_or_404(request, measure_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="clearway-{measure_id}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    level = choice.level.value if choice.level else ""
    of, seen = (choice.series.id, choice.component), (choice.access, choice.parameter)
    rows = selectors.series(choice.organisation, *of, None, *seen)
    if choice.period:
        rows += selectors.comparison(of[0], choice.period, level, of[1], *seen)
    writer.writerows(export_rows(rows))
    return response


@open_to_everyone
def picture(request: HttpRequest, measure_id: str, kind: str, form: str) -> HttpResponse:
    """One picture of the page as SVG or PNG."""
    if kind not in KINDS or form not in FORMS:
        raise Http404("no such picture")
    found = picture_of(kind, _subject(_choice_or_404(request, measure_id)))
    if found is None:
        raise Http404("there are no figures for this picture")
    content: str | bytes = found.svg if form == "svg" else found.png
    response = HttpResponse(content, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="clearway-{measure_id}-{kind}.{form}"'
    return response


def _choice_or_404(request: HttpRequest, measure_id: str) -> Choice:
    sheet: Definition | None = definitions().get(measure_id)
    if sheet is None:
        raise Http404("no such measure")
    try:
        choice = choose(sheet, request.GET.dict(), access_of(request))
    except ClearwayError as problem:
        raise Http404(str(problem)) from problem
    if choice is None:
        raise Http404("no figures are published for this measure")
    return choice


def _subject(choice: Choice) -> Subject:
    return Subject(
        choice.series,
        choice.component,
        choice.organisation,
        choice.period,
        choice.level,
        choice.setup,
        choice.access,
        choice.parameter,
    )


def _pictures(choice: Choice | None) -> list[Picture]:
    """The pictures of the page, each with the addresses of its downloads."""
    if choice is None:
        return []
    pictures = []
    for kind, drawn in pictures_of(_subject(choice)).items():
        downloads = [
            (
                form.upper(),
                reverse("measure-picture", args=[choice.measure_id, kind, form], query=_query(choice)),
            )
            for form in FORMS
        ]
        downloads.append(("CSV", reverse("measure-figures", args=[choice.measure_id], query=_query(choice))))
        pictures.append(drawn.with_downloads(downloads))
    return pictures


def _cautions(choice: Choice | None) -> list[str]:
    """What to know before reading the chosen organisation's figures, England's oddities included."""
    if choice is None:
        return []
    rows = [
        row
        for code in dict.fromkeys((choice.organisation.code, NATION))
        for component in [one.id for one in choice.series.components] or [""]
        for row in selectors.series(
            directory().get(code), choice.series.id, component, None, choice.access, choice.parameter
        )
    ]
    findings = [finding for finding in cautions(rows) if finding.rule != "numerator-above-denominator"]
    return [f"{_in_words(finding.what, choice)} {finding.mend}" for finding in findings][:CAUTIONS]


def _in_words(text: str, choice: Choice) -> str:
    """A finding with titles and names for the ids that it speaks in."""
    for component in choice.series.components:
        text = text.replace(
            f"{choice.series.id} {component.id} ", f"{choice.series.short_title}, {component.title} "
        )
    text = text.replace(choice.series.id, choice.series.short_title)
    for organisation in (choice.organisation, directory().get(NATION)):
        text = text.replace(f"{organisation.code} ({organisation.level})", organisation.name)
    return text


def _query(choice: Choice) -> dict[str, str]:
    return {name: value for name, value in choice.query.items() if value}
