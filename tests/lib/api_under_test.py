"""The site as a program that makes up questions meets it: on this machine, with addresses that exist."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

from clearway.web.api.service import api
from clearway.web.config.wsgi import application

DESCRIPTION = "/api/v1/openapi.json"
Environ = dict[str, Any]


def described_with(**examples: str) -> Callable[[Environ, Any], Iterable[bytes]]:
    """The site, whose description allows only these values for the arguments of addresses."""
    document = json.loads(json.dumps(api.get_openapi_schema()))
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [_fixed(one, examples) for one in operation["parameters"]]
    body = json.dumps(document).encode()

    def site(environ: Environ, start_response: Any) -> Iterable[bytes]:
        environ["REMOTE_ADDR"] = "127.0.0.1"
        if environ["PATH_INFO"] == DESCRIPTION:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [body]
        return application(environ, start_response)

    return site


def _fixed(parameter: dict[str, Any], examples: dict[str, str]) -> dict[str, Any]:
    if parameter["in"] != "path" or parameter["name"] not in examples:
        return parameter
    fixed = deepcopy(parameter)
    fixed["schema"] = {"type": "string", "enum": [examples[parameter["name"]]]}
    return fixed
