"""Addresses of reports: of a trust, of a project, for the board; each as page, PDF and workbook."""

from django.urls import URLPattern, path

from clearway.web.reports import views

TRUST = "organisations/<str:code>/reports"
PROJECT = "organisations/<str:code>/projects/<int:number>"

urlpatterns: list[URLPattern] = [
    path(f"{TRUST}/", views.reports, name="reports"),
    path(f"{TRUST}/highlight/<str:period>/", views.trust_highlight, name="trust-highlight"),
    path(
        f"{TRUST}/highlight/<str:period>.<str:form>", views.trust_highlight_file, name="trust-highlight-file"
    ),
    path(f"{TRUST}/board-paper/<str:period>/", views.paper, name="board-paper"),
    path(f"{TRUST}/board-paper/<str:period>.<str:form>", views.paper_file, name="board-paper-file"),
    path(f"{PROJECT}/highlight/", views.project_reports, name="project-reports"),
    path(f"{PROJECT}/highlight/<str:period>/", views.project_highlight, name="project-highlight"),
    path(
        f"{PROJECT}/highlight/<str:period>.<str:form>",
        views.project_highlight_file,
        name="project-highlight-file",
    ),
]
