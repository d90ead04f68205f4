"""How to read a chart: every rule with a picture that shows it and no other."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from clearway.spc.pictures import rule_examples
from clearway.web.design.pictures import NARROW, WIDE
from clearway.web.people.rules import open_to_everyone


@dataclass(frozen=True)
class Lesson:
    """One rule: what it is called, what it means, its picture at both widths."""

    title: str
    sentence: str
    wide: Markup
    narrow: Markup


@cache  # the pictures are the same for everybody and take a second to draw
def _lessons() -> tuple[Lesson, ...]:
    return tuple(
        # SVG of our own drawing, whose text is escaped where it is made.
        Lesson(one.title, one.sentence, Markup(one.svg(WIDE)), Markup(one.svg(NARROW)))  # noqa: S704
        for one in rule_examples()
    )


@open_to_everyone
def how_to_read(request: HttpRequest) -> HttpResponse:
    """The page."""
    context = {"title": "How to read a chart", "lessons": _lessons()}
    return render(request, "charts/how_to_read.jinja", context)
