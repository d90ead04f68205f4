"""Turns what went wrong into an answer: what, and how to mend it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel

from clearway.common.errors import ClearwayError
from clearway.web.api.answers import Problem
from clearway.web.design.turns import MeanwhileError, came_between

SEE = "See /api/v1/docs for what can be asked"
NOT_FOUND = {404: Problem, 422: Problem}
"""The answers that every operation may give besides its own."""


HEADERS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}
SIGNED = dict.fromkeys((401, 403, 404, 422, 429), Problem)
"""The same for operations that ask who it is."""
CHANGES = SIGNED | {409: Problem}
"""The same for operations that change something: 409 where what is held does not allow it now."""


class ProblemError(Exception):
    """An answer of any status in the form of all problems."""

    def __init__(self, status: int, what: str, mend: str = SEE) -> None:
        self.status, self.what, self.mend = status, what, mend
        super().__init__(what)


class QuestionError(ClearwayError):
    """A question that makes no sense as a whole, though each of its parts does."""


def answer_problems(api: NinjaAPI) -> None:
    """Register what is answered for each kind of problem."""

    def answer(request: HttpRequest, status: int, error: str, mend: str) -> HttpResponse:
        return api.create_response(request, Problem(error=error, mend=mend), status=status)

    _answer_meanwhile(api, answer)

    @api.exception_handler(QuestionError)
    def question(request: HttpRequest, problem: QuestionError) -> HttpResponse:
        return answer(request, 422, problem.what, problem.mend)

    @api.exception_handler(ProblemError)
    def said(request: HttpRequest, problem: ProblemError) -> HttpResponse:
        response = answer(request, problem.status, problem.what, problem.mend)
        for name, value in HEADERS.get(problem.status, {}).items():
            response[name] = value
        return response

    @api.exception_handler(ClearwayError)
    def unknown(request: HttpRequest, problem: ClearwayError) -> HttpResponse:
        return answer(request, 404, problem.what, problem.mend)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, problem: Http404) -> HttpResponse:
        return answer(request, 404, str(problem) or "there is no such thing", SEE)

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, problem: PermissionDenied) -> HttpResponse:
        return answer(request, 403, str(problem) or "that is not allowed", SEE)

    @api.exception_handler(HttpError)
    def refused(request: HttpRequest, problem: HttpError) -> HttpResponse:
        # A body that is no JSON is a question that cannot be understood, as every other one.
        status = 422 if problem.status_code == 400 else problem.status_code
        return answer(request, status, str(problem), SEE)

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, problem: ValidationError) -> HttpResponse:
        first, more = problem.errors[0], len(problem.errors) - 1
        rest = f" ({more} more)" if more else ""
        return answer(request, 422, f"{first['loc'][-1]}: {first['msg']}{rest}", SEE)


def _answer_meanwhile(api: NinjaAPI, answer: Callable[[HttpRequest, int, str, str], HttpResponse]) -> None:
    """What is answered to the second of two who write the same thing at once."""

    @api.exception_handler(MeanwhileError)
    def quicker(request: HttpRequest, problem: MeanwhileError) -> HttpResponse:
        return answer(request, 409, problem.what, problem.mend)

    @api.exception_handler(DatabaseError)
    def overtaken(request: HttpRequest, problem: DatabaseError) -> HttpResponse:
        if not came_between(problem):
            raise problem
        return quicker(request, MeanwhileError())


@contextmanager
def conflicts() -> Iterator[None]:
    """What the rules refuse inside is answered as 409: the question is right, but not now."""
    try:
        yield
    except ClearwayError as problem:
        raise ProblemError(
            409, ": ".join(filter(None, (problem.where, problem.what))), problem.mend
        ) from None


def known_parameters(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuses a parameter that the operation does not have: misspelt, it would widen the answer unseen."""

    @functools.wraps(view)
    def checked(request: HttpRequest, *args: Any, **asked: Any) -> Any:
        known = {
            field.alias or name
            for question in asked.values()
            if isinstance(question, BaseModel)
            for name, field in type(question).model_fields.items()
        }
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            mend = f"Use {', '.join(sorted(known))}" if known else "Ask without parameters"
            raise QuestionError(f"there is no parameter '{unknown[0]}'", mend=mend)
        return view(request, *args, **asked)

    return checked
