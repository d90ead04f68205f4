"""How tests decide about the chart of a made-up trust, as a person with a browser does."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from tests.lib.visitors import somebody

from clearway.web.charts.one_chart import OneChart, one_chart
from clearway.web.people.access import Access, access_of_user

CHART = "/organisations/DEMO1/charts/smoke-booking/"
STEP = "2025-04-01"
"""The sixteenth month, with which the figures fall."""


def access() -> Access:
    return access_of_user(somebody(("improvement-lead", "DEMO1"), demonstration=True))


def the_chart() -> OneChart:
    found = one_chart("DEMO1", "smoke-booking", "", access())
    assert found is not None
    return found


def looked(client: Client, word: str, **asked: object) -> HttpResponse:
    query = urlencode({"look": "1", "reason": "a named midwife asks", **asked}, doseq=True)
    return client.get(f"{CHART}decide/{word}/?{query}")


def recorded(client: Client, response: HttpResponse) -> HttpResponse:
    """Press the button of the page on which one looks before recording."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form.app-record")
    assert form is not None, text(response)
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name]"):
        sent.setdefault(str(field["name"]), []).append(str(field["value"]))
    return client.post(str(form["action"]), sent, follow=True)


def picture(response: HttpResponse, name: str) -> dict[str, Any]:
    """The specification of a picture of the page."""
    script = BeautifulSoup(response.content, "html.parser").find(id=f"{name}-wide")
    assert script is not None
    return json.loads(script.get_text())


def finding(response: HttpResponse, name: str) -> str:
    """The sentences above a picture of the page."""
    found = BeautifulSoup(response.content, "html.parser").find(id=f"{name}-finding")
    assert found is not None
    return found.get_text()


def text(response: HttpResponse) -> str:
    main = BeautifulSoup(response.content, "html.parser").main
    assert main is not None
    for script in main.select("script, svg"):
        script.decompose()
    return re.sub(r"\s+", " ", main.get_text(" "))
