"""The Jinja2 environment: the NHS design system's macros, and the few globals and filters of ours."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from clearway.web.accounts.filters import FILTERS
from clearway.web.accounts.providers import identity_providers
from clearway.web.design import filters


def environment(**options: Any) -> Environment:
    """Make the environment that Django's Jinja2 backend asks for."""
    options["undefined"] = ChainableUndefined  # the NHS macros read keys that are not there
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    env = Environment(**options, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - Django sets autoescape
    env.globals.update(static=static, url=_url, identity_providers=identity_providers)
    env.filters.update(filters.FILTERS, **FILTERS)
    return env


def _url(name: str, *arguments: str, **query: str) -> str:
    """The address of a named page; keyword arguments that are not empty become its query string."""
    return reverse(name, args=arguments, query={k: v for k, v in query.items() if v} or None)
