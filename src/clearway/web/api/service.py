"""The API itself: version 1.0, described by its own OpenAPI 3.1 document."""

from ninja import NinjaAPI

from clearway.web.api import (
    changes,
    choosing,
    cycling,
    departments,
    entering,
    exchanging,
    improving,
    measures,
    organisations,
    packages,
    sharing,
    showing,
    steps,
    uploading,
    values,
)
from clearway.web.api.problems import answer_problems, known_parameters
from clearway.web.api.rules import open_operation, rules_of, say_rules

DESCRIPTION = (
    "Everything that the pages show and do, for other programs: change packages, drivers, measures, "
    "organisations, published values with their sources, the months of an organisation with their figures, "
    "and its improvement work. What is published is open to everyone. What an organisation entered, and "
    "every change, needs a program's token with that scope, or a session of the site. Names of members of "
    "staff are answered to people, not to programs. Lists come in pages; an error says what is wrong and "
    "how to mend it."
)
OPEN = (packages, measures, organisations, values)
# `entering` adds its operations to the addresses of `months`.
SIGNED_IN = (
    entering,
    steps,
    choosing,
    exchanging,
    uploading,
    improving,
    cycling,
    departments,
    showing,
    sharing,
    changes,
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
for part in OPEN:
    api.add_router("", part.router, auth=open_operation)
for part in SIGNED_IN:
    api.add_router("", part.router)
answer_problems(api)
list(rules_of(api))  # an operation without a rule stops the site before it answers anybody
say_rules(api)
