"""A page that inserts one row in one transaction and says so."""

from django.db import connection, transaction
from django.http import HttpRequest, JsonResponse

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
