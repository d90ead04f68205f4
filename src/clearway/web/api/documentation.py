"""Reads the OpenAPI document into what a page shows a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter of an operation or a field of an answer."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True)
class Response:
    """What an operation answers with a status: a shape, which is described by its name."""

    status: str
    phrase: str
    shape: str
    items: str


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked."""

    anchor: str
    method: str
    path: str
    summary: str
    about: str
    needs: str
    parameters: Sequence[Field]
    body: Response | None
    example: str
    responses: Sequence[Response]

    @property
    def can_be_opened(self) -> bool:
        """Whether the example is a link that answers everybody."""
        return self.method == "GET" and not self.needs


@dataclass(frozen=True)
class Shape:
    """The fields of an answer."""

    name: str
    about: str
    fields: Sequence[Field]


@dataclass(frozen=True)
class Section:
    """Operations under one heading."""

    heading: str
    operations: Sequence[Operation]


@dataclass(frozen=True)
class Documentation:
    """The whole page."""

    title: str
    version: str
    about: str
    root: str
    sections: Sequence[Section]
    shapes: Sequence[Shape]


def described(document: Json) -> Documentation:
    """The document in the order of its operations; shapes by name."""
    schemas = document["components"]["schemas"]
    operations = [
        (operation["tags"][0], _operation(path, method, operation, schemas))
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    headings = dict.fromkeys(tag for tag, _ in operations)
    return Documentation(
        title=document["info"]["title"],
        version=document["info"]["version"],
        about=document["info"]["description"],
        root=_root(document),
        sections=[Section(tag, [one for its, one in operations if its == tag]) for tag in headings],
        shapes=[shape for name in sorted(schemas) for shape in _shape(name, schemas)],
    )


def _root(document: Json) -> str:
    """What all addresses begin with: `/api/v1/`."""
    first = next(iter(document["paths"]))
    return str(first[: first.index("/v1/") + len("/v1/")])


def _operation(path: str, method: str, operation: Json, schemas: Json) -> Operation:
    root = path[: path.index("/v1/") + len("/v1/")]
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=_plain(operation.get("description", "")),
        needs=operation.get("x-needs", ""),
        parameters=[_parameter(one, schemas) for one in operation["parameters"]],
        body=_body(operation.get("requestBody"), schemas),
        example=root + operation["x-example"],
        responses=[_response(str(status), one, schemas) for status, one in operation["responses"].items()],
    )


def _body(body: Json | None, schemas: Json) -> Response | None:
    """What is sent: a shape, or the kind of a file."""
    if body is None:
        return None
    return _response("200", {"content": body["content"]}, schemas)


def _parameter(parameter: Json, schemas: Json) -> Field:
    schema = parameter["schema"]
    about = parameter.get("description") or schema.get("description", "")
    kind = kind_of(schema, schemas).removesuffix(" or null")  # leaving a parameter out is no value of it
    if parameter["in"] == "path":
        return Field(parameter["name"], kind, about or "part of the address, as the list has it")
    if schema.get("default") not in (None, ""):
        about = f"{about}; {_written(schema['default'])} where it is left out"
    return Field(parameter["name"], kind, _plain(about))


def _response(status: str, response: Json, schemas: Json) -> Response:
    phrase = HTTPStatus(int(status)).phrase
    content = response.get("content", {})
    schema = next(iter(content.values()))["schema"] if content else {}
    name = _name(schema)
    if not name:
        return Response(status, phrase, "", next(iter(content), ""))
    inner = schemas[name].get("properties", {}).get("items")
    return Response(status, phrase, name, _name(inner.get("items", {})) if inner else "")


def _shape(name: str, schemas: Json) -> Iterator[Shape]:
    """The shape, unless it is a list of words (shown where it is used) or a page (all pages are alike)."""
    schema = schemas[name]
    fields = schema.get("properties")
    if fields and not name.startswith("Page_"):
        rows = [
            Field(one, kind_of(of, schemas), _plain(of.get("description", ""))) for one, of in fields.items()
        ]
        yield Shape(name, _plain(schema.get("description", "")), rows)


def kind_of(schema: Json, schemas: Json) -> str:
    """The kind of a value in words: "text, at most 80 letters", "list of Term", "date or null"."""
    if "anyOf" in schema:
        return " or ".join(kind_of(one, schemas) for one in schema["anyOf"])
    name = _name(schema)
    if name:
        choices = schemas[name].get("enum")
        return f"one of {', '.join(map(str, choices))}" if choices else name
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    if "const" in schema:
        return str(schema["const"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {kind_of(schema.get('items', {}), schemas)}"
    word = {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)
    word = {"date": "date", "date-time": "date and time"}.get(schema.get("format", ""), word)
    return word + _bounds(schema)


def _bounds(schema: Json) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {low:,} to {high:,}"
    longest = schema.get("maxLength")
    return f", at most {longest} letters" if longest else ""


def _name(schema: Json) -> str:
    """The name of the shape that a schema refers to, or an empty text."""
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(text: str) -> str:
    """Text for a page: the marks around words of the program are left out."""
    return text.replace("`", "")
