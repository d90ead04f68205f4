"""Where on the site something was logged: the page that a line behind a figure leads to."""

from collections.abc import Mapping

from django.urls import reverse

from clearway.common.periods import parse_month

OF_PROJECT = {
    "discussion": "project-involvement",
    "barrier": "project-barriers",
    "charter": "project-charter",
    "review": "project-discussion",
    "score": "project-progress",
}
OF_MEASURE: Mapping[str, str] = {
    "projects-reporting-measures": "project-measures",
    "measures-collected": "project-measures",
    "projects-sharing-learning-board": "project-board",
    "mean-progress-score": "project-progress",
    "progress-communicated-staff": "project-communication",
    "progress-reported-women": "project-communication",
}
BOARD = "learning board"
HANDED_IN = ", month "
"""Between the name of a local system and the month that was approved for it."""


def of_line(code: str, project: str, line: str) -> str:
    """The page of a participation, by its identifier (`taking_part.py`)."""
    kind, number = line.split(":")[:2]
    if kind == "meeting":
        return reverse("department-meeting", args=[code, int(number)])
    if kind == "reach":
        return reverse("department-reach", args=[code])
    if kind == "cycle":
        return reverse("cycle", args=[code, int(project), int(number)])
    return reverse(OF_PROJECT[kind], args=[code, int(project)])


def called(upload: str) -> str:
    """What an upload is called: the system, or the local system with the month that was approved for it."""
    system, _, period = upload.rpartition(HANDED_IN)
    return f"{system}, {parse_month(period).label}" if system else upload[:1].upper() + upload[1:]


def of_item(code: str, measure: str, project: str, item: str) -> str:
    """The page of a row that a measure counts; empty where it has none of its own."""
    if measure == "measures-uploaded" and HANDED_IN in item:
        return reverse("month", args=[code, item.rpartition(HANDED_IN)[2]])
    if measure == "measures-uploaded":
        return reverse("submissions", args=[code])
    if measure == "actionable-changes-tested":
        return reverse("action", args=[code, int(item)])
    if measure == "staff-using-improvement-methodology":
        return reverse("cycle", args=[code, int(project), int(item)])
    if item == BOARD or measure == "measures-shared-month":
        return reverse("project-board", args=[code, int(project)])
    return reverse(OF_MEASURE.get(measure, "project"), args=[code, int(project)])
