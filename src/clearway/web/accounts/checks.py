"""What must never be true of a server that others reach."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register(checks.Tags.security)
def no_demonstration_for_others(app_configs: Any, **options: Any) -> Sequence[checks.CheckMessage]:
    """People who sign in without a password exist only where nobody else reaches the site."""
    if settings.DEMONSTRATION and not settings.LOOPBACK_ONLY:
        return [
            checks.Error(
                "the demonstration is on, and this site answers other computers",
                hint="Take DEMONSTRATION out of the settings: its people sign in without a password.",
                id="clearway.E001",
            )
        ]
    return []


@checks.register(checks.Tags.security, deploy=True)
def nothing_of_a_laptop(app_configs: Any, **options: Any) -> Sequence[checks.CheckMessage]:
    """What belongs to the demonstration is off where a server is deployed."""
    wrong = [
        name
        for name in ("DEMONSTRATION", "LOOPBACK_ONLY", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN")
        if getattr(settings, name, False)
    ]
    return [
        checks.Error(
            f"{name} is on", hint="It belongs to the demonstration on one computer.", id="clearway.E002"
        )
        for name in wrong
    ]
