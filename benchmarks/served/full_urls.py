"""Clearway's addresses, and a bare insert behind the same doors: session, rule, access log, CSRF."""

from benchmarks.served.plain_pages import insert, one
from django.urls import path

from clearway.web.config.urls import handler400, handler403, handler404, handler500
from clearway.web.config.urls import urlpatterns as clearway_urls
from clearway.web.people.permissions import Permission
from clearway.web.people.rules import accepts_post, needs_somewhere

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [
    path("insert/", accepts_post(needs_somewhere(Permission.ENTER_FIGURES)(insert))),
    path("one/", needs_somewhere(Permission.SEE_IMPROVEMENT)(one)),
    *clearway_urls,
]
