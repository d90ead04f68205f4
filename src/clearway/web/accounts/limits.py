"""Limits for open addresses that somebody could try out: how often one network address may be wrong."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

LIMITS = {"wrong-public-link": "30/m/ip"}
APP = "clearway"


def too_often(request: HttpRequest, action: str) -> bool:
    """Counts one wrong try, and says whether there were too many of them."""
    return ratelimit.consume(request, app=APP, action=action, config=LIMITS, limit_get=True) is None
