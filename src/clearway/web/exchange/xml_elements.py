"""XML from strangers: elements in their order, and no document type, so no entities and nothing fetched."""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from clearway.common.errors import ClearwayError

Begin = Callable[[str, Mapping[str, str], int, int], None]
DEEPEST = 16
SEPARATOR = " "


def walk(document: bytes, begin: Begin) -> None:
    """Call `begin` for every element: its name (namespace, a space, local name), attributes, depth and line.

    Raises ClearwayError when the document is not well-formed, has a document type or is nested too deeply.
    """
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth >= DEEPEST:
            raise ClearwayError("The XML is nested too deeply", where=_line(parser), mend="Check the file")
        begin(name, attributes, depth, parser.CurrentLineNumber)
        depth += 1

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> int:
        raise ClearwayError(
            "The XML has a document type or an entity, and those are not read",
            where=_line(parser),
            mend="Take the DOCTYPE out of the file",
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    try:
        parser.Parse(document, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise ClearwayError(
            f"The file is not well-formed XML: {problem}", mend="Write it anew with the program it comes from"
        ) from None


def _line(parser: expat.XMLParserType) -> str:
    return f"line {parser.CurrentLineNumber}"
