"""Two pages with nothing around them: one inserts a row in one transaction, one reads a row and shows it."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

TABLE = "bare_insert"
CREATE = {
    "sqlite": f"CREATE TABLE IF NOT EXISTS {TABLE} (id INTEGER PRIMARY KEY, said TEXT)",
    "postgresql": f"CREATE TABLE IF NOT EXISTS {TABLE} (id BIGSERIAL PRIMARY KEY, said TEXT)",
}


def insert(request: HttpRequest) -> JsonResponse:
    """Insert what was posted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (said) VALUES (%s)", [request.POST.get("said", "")])
    return JsonResponse({"state": "saved"})


def one(request: HttpRequest) -> HttpResponse:
    """Show the first row."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT said FROM {TABLE} ORDER BY id LIMIT 1")
        (said,) = cursor.fetchone()
    return HttpResponse(f"<!doctype html><title>One</title><p>{said}</p>")
