"""How tests ask the API about months: with a token, or as somebody who has signed in."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from clearway.web.accounts.models import Token, TokenKind
from clearway.web.accounts.secrets import digest_of, new_secret
from clearway.web.people.permissions import Permission

ROOT = "/api/v1/"
DAY = timedelta(days=1)


def token(*, org_code: str = "DEMO1", scopes: Iterable[Permission] = (), **fields: Any) -> str:
    """The text of a token that is taken for a day."""
    text = new_secret("cwp_")
    given = {"kind": TokenKind.PROGRAM, "name": "Ward system", "expires_at": timezone.now() + DAY}
    Token.objects.create(
        org_code=org_code,
        prefix=text[:12],
        digest=digest_of(text),
        scopes=[scope.name for scope in scopes],
        **(given | fields),
    )
    return text


class Program:
    """A program with a token."""

    def __init__(self, *scopes: Permission, org_code: str = "DEMO1") -> None:
        self.client = Client(REMOTE_ADDR="127.0.0.1")
        self.headers = {"Authorization": f"Bearer {token(org_code=org_code, scopes=scopes)}"}

    def ask(
        self,
        method: str,
        address: str,
        body: object = None,
        *,
        expect: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """The answer as data, or its text where it is no JSON; its status must be `expect`."""
        raw = isinstance(body, bytes)
        data = body if raw else (None if body is None else json.dumps(body))
        response = self.client.generic(
            method,
            address if address.startswith(("/", "http")) else ROOT + address,
            data if data is not None else "",
            content_type="application/octet-stream" if raw else "application/json",
            headers=self.headers | (headers or {}),
        )
        content = response.getvalue()
        assert response.status_code == expect, content
        self.answer = response
        return (
            json.loads(content) if response["Content-Type"] == "application/json; charset=utf-8" else content
        )
