"""All addresses of the site, one list an app."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("clearway.web.design.urls")),
    path("", include("clearway.web.returns.urls")),
    path("", include("clearway.web.accounts.urls")),
    path("", include("clearway.web.diagram.urls")),
    path("how-to-read/", include("clearway.web.charts.urls")),
    path("measures/", include("clearway.web.measures.urls")),
    path("compare/", include("clearway.web.organisations.compare.urls")),
    path("organisations/", include("clearway.web.trail.urls")),
    path("organisations/", include("clearway.web.uploads.urls")),
    path("organisations/", include("clearway.web.charts.chart_urls")),
    path("organisations/", include("clearway.web.organisations.urls")),
    path("publications/", include("clearway.web.publications.urls")),
    path("jobs/", include("clearway.web.jobs.urls")),
    path("", include("clearway.web.coordination.urls")),
    path("", include("clearway.web.units.urls")),
    path("", include("clearway.web.projects.urls")),
    path("", include("clearway.web.cycles.urls")),
    path("", include("clearway.web.library.urls")),
    path("", include("clearway.web.boards.urls")),
    path("", include("clearway.web.department.urls")),
    path("", include("clearway.web.reports.urls")),
    path("", include("clearway.web.team_logs.urls")),
    path("", include("clearway.web.archive.urls")),
    path("search/", include("clearway.web.search.urls")),
    path("api/", include("clearway.web.api.urls")),
]

handler400 = "clearway.web.design.errors.bad_request"
handler403 = "clearway.web.design.errors.forbidden"
handler404 = "clearway.web.design.errors.not_found"
handler429 = "clearway.web.design.errors.too_many_requests"  # asked for by the sign-in library
handler500 = "clearway.web.design.errors.server_error"
