"""Writes a package as its folder of YAML files; the same package always gives the same bytes."""

from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from clearway.common.errors import ClearwayError
from clearway.package.model import Package

# Texts stay on one line, so that a change of wording is a change of one line.
WIDTH = 1_000_000


def save_package(package: Package, folder: Path, *, replace: bool = False) -> None:
    """Write `package.yaml` and `drivers/<id>.yaml` into `folder`, which is made where it is missing.

    Loading the folder gives an equal package. Each file is written whole or not at all, and the
    package's own file last. With `replace`, driver files of the package that was there before are
    removed. Raises ClearwayError where the folder holds anything and `replace` is not set, or where
    what it holds is no package.
    """
    if folder.exists() and not folder.is_dir():
        raise ClearwayError("this is a file, not a folder", where=str(folder), mend="Name another folder.")
    if folder.is_dir() and any(folder.iterdir()):
        if not replace:
            mend = "Name another folder, or replace what is there."
            raise ClearwayError("the folder is not empty", where=str(folder), mend=mend)
        if not (folder / "package.yaml").is_file():
            what = "the folder holds other things than a package"
            raise ClearwayError(what, where=str(folder), mend="Name another folder.")
    (folder / "drivers").mkdir(parents=True, exist_ok=True)
    frame = _plain(package.model_dump(by_alias=True, exclude_none=True))
    drivers = {driver["id"]: driver for driver in frame.pop("drivers")}
    for name, driver in drivers.items():
        _write(folder / "drivers" / f"{name}.yaml", driver)
    for path in (folder / "drivers").glob("*.yaml"):
        if path.stem not in drivers:
            path.unlink()
    _write(folder / "package.yaml", frame)


def _write(path: Path, data: Mapping[str, Any]) -> None:
    text = yaml.dump(
        data,
        Dumper=_Dumper,
        default_flow_style=False,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )
    part = path.with_name(f".{path.name}.part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


def _plain(value: Any) -> Any:
    """Words of a fixed choice as text, tuples as lists; dates stay dates, which YAML knows."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value.value if isinstance(value, Enum) else value


# Signs that YAML counts as line ends; they come back whole only as escapes, in double quotes.
LINE_ENDS = ("\x85", "\u2028", "\u2029")


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, and writes a text twice where it stands twice."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if any(sign in text for sign in LINE_ENDS) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
