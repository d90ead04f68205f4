"""How tests ask the API."""

from typing import Any

from django.test import Client

ROOT = "/api/v1/"


def get(client: Client, address: str, expect: int = 200, **query: object) -> Any:
    response = client.get(address if address.startswith(("/", "http")) else ROOT + address, query)
    assert response.status_code == expect, response.content
    assert response["Content-Type"].startswith("application/json")
    return response.json()


def all_pages(client: Client, address: str, **query: object) -> list[Any]:
    page = get(client, address, **query)
    items = page["items"]
    while page["next"]:
        page = get(client, page["next"])
        items += page["items"]
    return items
