"""Reads a YAML file as plain data and remembers the line of everything in it.

Only safe YAML is read: no tags that make objects, no anchors, one document. A key given twice, which
plain YAML readers let the last one win, is a fault.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from clearway.common.findings import Finding, Severity

KINDS = ("bool", "float", "int", "map", "null", "seq", "str", "timestamp", "value")
TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in KINDS)

Keys = tuple[str | int, ...]


@dataclass
class YamlFile:
    """A file as read: `data` is None where nothing could be read, and then `findings` says why.

    `lines` gives the line, from 1, of every key and list entry by the keys that lead to it.
    """

    label: str
    data: dict[str, Any] | None = None
    lines: dict[Keys, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def line(self, path: Keys) -> int:
        """The line of `path`, or of the nearest thing around it that the file holds."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, rule: str, line: int, what: str, mend: str) -> None:
        """Note an error at a line; `what` comes without its full stop, as ClearwayError takes it."""
        self.findings.append(Finding(Severity.ERROR, rule, f"{what}.", mend, self.label, line))


def read_yaml(path: Path, label: str) -> YamlFile:
    """Read one file; `label` is how findings call it. Faults are findings, nothing is raised."""
    read = YamlFile(label)
    text = _text(path, read)
    if text is None:
        return read
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        line, what = _syntax(error, text)
        read.fault("not-yaml", line, what, "Mend the line, or the one before it.")
        return read
    except RecursionError:
        read.fault("not-yaml", 1, "the file is nested too deeply", "Write it out flat.")
        return read
    if root is None:
        read.fault("empty-file", 1, "the file is empty", "Fill it in or remove it.")
    elif not isinstance(root, yaml.MappingNode):
        read.fault("not-yaml", 1, "the file is not a list of `key: value` lines", "Start with `id: ...`.")
    else:
        data = _Reader(read).value(root, ())
        # After an anchor the data has holes, and complaints about those would mislead.
        read.data = None if any(found.rule == "anchor" for found in read.findings) else data
    return read


def _text(path: Path, read: YamlFile) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        read.fault("not-readable", 1, f"the file cannot be read ({error.strerror})", "Check its permissions.")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"the file is not UTF-8: byte 0x{raw[error.start]:02x} on this line"
        read.fault("not-utf-8", line, what, "Save it again with the encoding UTF-8.")
        return None


def _syntax(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return error.problem_mark.line + 1, f"this is not YAML: {error.problem}"
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return line, f"a character that YAML does not allow (U+{int(error.character):04X})"
    return 1, "this is not YAML"


class _Reader:
    """Turns nodes into plain data and writes lines and faults into the file's record."""

    def __init__(self, read: YamlFile) -> None:
        self.read = read
        self.seen: set[int] = set()
        self.scalars = yaml.constructor.SafeConstructor()

    def value(self, node: yaml.Node, path: Keys) -> Any:
        line = node.start_mark.line + 1
        # The line of the key, where there is one, stands: that is what a person looks for.
        self.read.lines.setdefault(path, line)
        if id(node) in self.seen:
            used = self.read.line(path)
            self.read.fault("anchor", used, "an anchor (&) is used again", "Write the text out in full.")
            return None
        self.seen.add(id(node))
        if node.tag not in TAGS:
            kind = node.tag.removeprefix("tag:yaml.org,2002:")
            self.read.fault("tag", line, f"the tag {kind} is not read", "Take the tag (!) out.")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line, key = key_node.start_mark.line + 1, str(key_node.value)
            if not isinstance(key_node, yaml.ScalarNode):
                self.read.fault(
                    "not-yaml", line, "a key must be one word", "Put braces or brackets in quotes."
                )
            elif key in found:
                first = self.read.lines[(*path, key)]
                what = f"the key '{key}' is given twice; first on line {first}"
                self.read.fault("duplicate-key", line, what, "Keep one of them.")
            else:
                self.read.lines[(*path, key)] = line
                found[key] = self.value(value_node, (*path, key))
        return found

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag not in TAGS:
            return node.value
        try:
            return self.scalars.construct_object(node)
        except (ValueError, yaml.YAMLError):
            return node.value  # such as the date 2022-13-40; the model says what should stand here
