"""The library: shared tests, case studies and tools of all trusts, for all who see improvement work."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from clearway.web.api import shown_answers as answers
from clearway.web.api.answers import Page
from clearway.web.api.paging import paged
from clearway.web.api.problems import SIGNED
from clearway.web.api.rules import operation_rule
from clearway.web.api.work_questions import Key, LibraryQuestion
from clearway.web.api.work_reading import SEES_LIBRARY, Reader, reader_of
from clearway.web.library import selectors
from clearway.web.library.models import LibraryItem, SharedVersion
from clearway.web.library.presenters.effects import EffectShown
from clearway.web.library.presenters.shared import SharedCard, cards
from clearway.web.library.vocabulary import vocabulary

router = Router(tags=["Library"], by_alias=True)
ITEM = "id kind title summary org_code driver link file_name".split()  # noqa: SIM905


@router.get(
    "library/tests",
    response={200: Page[answers.SharedTestLine], **SIGNED},
    auth=operation_rule(SEES_LIBRARY, logged="the shared tests"),
    summary="Shared tests",
    openapi_extra={"x-example": "library/tests?change_idea=identification-1"},
)
def tests(request: HttpRequest, asked: Query[LibraryQuestion]) -> object:
    """What trusts share of their decided cycles, the last decided first; what was withdrawn is not there."""
    rows = selectors.all_standing().filter(**_asked(asked, "shared__package_id"))
    return paged(request, rows, asked, _test)


@router.get(
    "library/tests/{shared}",
    response={200: answers.SharedTestItem, **SIGNED},
    auth=operation_rule(SEES_LIBRARY, logged="shared test {shared}"),
    summary="One shared test",
    openapi_extra={"x-example": "library/tests/1"},
)
def test(request: HttpRequest, shared: Path[Key]) -> object:
    """A shared test, whole: setting, texts, predictions, effect with its interval, whom to ask."""
    row = selectors.standing_test(shared)
    if row is None:
        raise Http404(f"there is no shared test {shared}")
    (card,) = cards([row])
    reader = reader_of(request, row.shared.organisation)
    titles = {text.id: text.title for text in vocabulary().texts}
    return _test(row) | {
        "setting": list(card.setting),
        "circumstances": row.circumstances,
        "texts": reader.texts(row.texts, titles),
        "predictions": [
            {"question": one.question, "words": one.words, "came_true": one.came_true} for one in card.told
        ],
        "effects": [_effect(one) for one in card.effects],
        "contact": _contact(card, reader),
    }


@router.get(
    "library/items",
    response={200: Page[answers.LibraryItemLine], **SIGNED},
    auth=operation_rule(SEES_LIBRARY, logged="the library"),
    summary="Case studies and tools",
    openapi_extra={"x-example": "library/items"},
)
def items(request: HttpRequest, asked: Query[LibraryQuestion]) -> object:
    """Case studies and tools that trusts offer to all, the newest first."""
    return paged(request, selectors.all_items().filter(**_asked(asked, "package_id")), asked, _item)


@router.get(
    "library/items/{item}",
    response={200: answers.LibraryItemWhole, **SIGNED},
    auth=operation_rule(SEES_LIBRARY, logged="library item {item}"),
    summary="One case study or tool",
    openapi_extra={"x-example": "library/items/1"},
)
def item(request: HttpRequest, item: Path[Key]) -> object:
    """A case study or a tool with its words."""
    row = selectors.item(item)
    if row is None:
        raise Http404(f"there is no library item {item}")
    reader = reader_of(request, row.organisation)
    named = reader.hide is None and row.contact_name
    contact = {"name": row.contact_name, "reached": row.contact_reached} if named else None
    return _item(row) | {"words": reader.words(row.words), "contact": contact}


def _asked(asked: LibraryQuestion, package: str) -> dict[str, Any]:
    given = {package: asked.package, "driver": asked.driver, "idea": asked.change_idea}
    return {name: value for name, value in given.items() if value}


def _test(row: SharedVersion) -> dict[str, object]:
    names = ("title", "driver", "decision", "decided_on", "scale", "measure", "component", "lesson", "copies")
    return {name: getattr(row, name) for name in names} | {
        "id": row.shared_id,
        "org_code": row.shared.org_code,
        "package": row.shared.package_id,
        "change_idea": row.idea,
        "version": row.number,
    }


def _effect(shown: EffectShown) -> object:
    effect = shown.effect
    words = {name: getattr(shown, name) for name in ("measure", "source", "finding")}
    numbers = {name: getattr(effect, name) for name in ("difference", "lower", "upper")}
    return {**words, **numbers, "kind": effect.kind.value}


def _contact(card: SharedCard, reader: Reader) -> object:
    if card.contact is None or reader.hide is not None:
        return None
    return {"name": card.contact.name, "reached": card.contact.reached}


def _item(row: LibraryItem) -> dict[str, object]:
    return {name: getattr(row, name) for name in ITEM} | {
        "package": row.package_id,
        "change_idea": row.idea,
    }
