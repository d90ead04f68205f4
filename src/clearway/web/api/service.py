"""The API itself: version 1.0, read-only, described by its own OpenAPI 3.1 document."""

from ninja import NinjaAPI

from clearway.web.api import measures, organisations, packages, values
from clearway.web.api.problems import answer_problems, known_parameters

DESCRIPTION = (
    "Everything that the pages show, for other programs: change packages, drivers, measures, organisations, "
    "published values with their sources. It is read-only. Lists come in pages; an error says what is wrong "
    "and how to mend it."
)

api = NinjaAPI(
    title="Clearway API",
    version="1.0",
    description=DESCRIPTION,
    docs_url=None,  # our own page shows the document without scripts from elsewhere
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
api.add_decorator(known_parameters, mode="operation")
for part in (packages, measures, organisations, values):
    api.add_router("", part.router)
answer_problems(api)
