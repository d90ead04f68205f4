"""Addresses of reports: of a trust, of a project, for the board; each as page, PDF and workbook."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from clearway.web.reports import views

TRUST = "organisations/<str:code>/reports"
PROJECT = "organisations/<str:code>/projects/<int:number>"

FORMS = ("pdf", "xlsx")


def _files(route: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """A report as PDF and as a workbook: `<name>-pdf` and `<name>-xlsx`."""
    return [path(f"{route}.{form}", view, {"form": form}, name=f"{name}-{form}") for form in FORMS]


HIGHLIGHT = f"{TRUST}/highlight/<str:period>"
PAPER = f"{TRUST}/board-paper/<str:period>"
OF_PROJECT = f"{PROJECT}/highlight/<str:period>"
urlpatterns: list[URLPattern] = [
    path(f"{TRUST}/", views.reports, name="reports"),
    path(f"{HIGHLIGHT}/", views.trust_highlight, name="trust-highlight"),
    *_files(HIGHLIGHT, views.trust_highlight_file, "trust-highlight"),
    path(f"{PAPER}/", views.paper, name="board-paper"),
    *_files(PAPER, views.paper_file, "board-paper"),
    path(f"{PROJECT}/highlight/", views.project_reports, name="project-reports"),
    path(f"{OF_PROJECT}/", views.project_highlight, name="project-highlight"),
    *_files(OF_PROJECT, views.project_highlight_file, "project-highlight"),
]
