"""One identity provider that speaks OpenID Connect (NHS CIS2, NHSmail), named by environment variables.

CLEARWAY_OIDC_SERVER and CLEARWAY_OIDC_CLIENT_ID switch it on; CLEARWAY_OIDC_SECRET goes with them.
CLEARWAY_OIDC_ID and CLEARWAY_OIDC_NAME are its short id in addresses and its name on the button.
CLEARWAY_OIDC_TRUSTED_EMAIL=yes joins somebody new by the verified address of the provider.
CLEARWAY_OIDC_SECOND_FACTOR names the claims that count as a second factor: "acr=AAL3_ANY amr=mfa,hwk".
CLEARWAY_OIDC_SCOPE replaces the scopes, CLEARWAY_OIDC_ACR_VALUES asks the provider for a level.
"""

import re
from collections.abc import Mapping
from typing import Any

from clearway.common.errors import ClearwayError

PREFIX = "CLEARWAY_OIDC_"
DEFAULT_SCOPE = "openid profile email"
CLAIMS = ("acr", "amr")


def identity_provider(environment: Mapping[str, str]) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS; empty when no provider is named.

    Raises ClearwayError when a variable is missing or cannot be understood.
    """
    said = {
        name[len(PREFIX) :]: value.strip() for name, value in environment.items() if name.startswith(PREFIX)
    }
    if not said.get("SERVER"):
        return {}
    if not said.get("CLIENT_ID"):
        raise ClearwayError("CLEARWAY_OIDC_CLIENT_ID is not set", mend="It is the id the provider gave you")
    provider_id = said.get("ID", "provider")
    if not re.fullmatch(r"[a-z0-9-]{1,40}", provider_id):
        raise ClearwayError("CLEARWAY_OIDC_ID is not an id", mend="Use small letters, digits and hyphens")
    ours = {
        "trusted_email": said.get("TRUSTED_EMAIL", "no").lower() == "yes",
        "second_factor": _claims(said.get("SECOND_FACTOR", "")),
    }
    app = {
        "provider_id": provider_id,
        "name": said.get("NAME") or "your identity provider",
        "client_id": said["CLIENT_ID"],
        "secret": said.get("SECRET", ""),
        "settings": {"server_url": said["SERVER"], "oauth_pkce_enabled": True, "clearway": ours},
    }
    extra = {"acr_values": said["ACR_VALUES"]} if said.get("ACR_VALUES") else {}
    scope = said.get("SCOPE", DEFAULT_SCOPE).split()
    provider = {"OAUTH_PKCE_ENABLED": True, "SCOPE": scope, "AUTH_PARAMS": extra, "APPS": [app]}
    return {"openid_connect": provider}


def _claims(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for part in text.split():
        claim, _, values = part.partition("=")
        if claim not in CLAIMS or not values:
            raise ClearwayError(
                "CLEARWAY_OIDC_SECOND_FACTOR cannot be understood", mend="Write it as: acr=VALUE amr=mfa,hwk"
            )
        found[claim] = values.split(",")
    return found
