"""Cuts a list into pages with addresses of the pages beside it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

from clearway.web.api.questions import Paging

T = TypeVar("T")


def paged(
    request: HttpRequest, found: Sequence[T] | QuerySet[Any, T], asked: Paging, item: Callable[[T], object]
) -> dict[str, object]:
    """The page asked for, as the fields of `Page`. A page after the last has no items and is no error."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    start = (asked.page - 1) * asked.page_size
    last = max(1, -(-total // asked.page_size))
    # Beyond the end nothing is asked of the database: the offset could be too large a number for it.
    chosen = found[start : start + asked.page_size] if start < total else ()
    return {
        "items": [item(one) for one in chosen],
        "total": total,
        "page": asked.page,
        "page_size": asked.page_size,
        "next": _address(request, asked.page + 1) if asked.page < last else None,
        "previous": _address(request, min(asked.page - 1, last)) if asked.page > 1 else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    """The same question for another page."""
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
