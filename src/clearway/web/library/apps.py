"""Registers the app, its links on pages below it, and the page that it adds to every project."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Change-idea library."""

    name = "clearway.web.library"

    def ready(self) -> None:
        """Change ideas and cycles lead to the library from now on, and every project lists what it shared."""
        from clearway.web.cycles import notices
        from clearway.web.diagram import driver_parts, idea_links
        from clearway.web.library.links import (
            library_notices,
            shared_test,
            tests_of_driver,
            tests_of_idea,
        )
        from clearway.web.library.waiting import effects_to_renew
        from clearway.web.projects import findings, tabs, waiting

        idea_links.register(tests_of_idea)
        driver_parts.register(tests_of_driver)
        notices.register(library_notices)
        findings.register("library", shared_test)
        waiting.register(effects_to_renew)
        tabs.register("project-library", "Shared learning", after="project-progress")
