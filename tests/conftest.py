"""What holds for all tests: no law is about time, and those that drive a browser come last."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# How long a busy machine takes for an example says nothing about the law.
settings.register_profile("clearway", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("clearway")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Put the browser's tests at the end, whatever other plugins did to the order.

    Once a browser has been started its event loop lives until the session ends, and beside it Django refuses
    to ask the database. A test with an argument called `page` would otherwise draw them all to itself.
    """
    yield
    items.sort(key=lambda item: "tests/browser/" in item.path.as_posix())
