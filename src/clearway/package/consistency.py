"""Whether the parts of a package fit together: ids, names of files, and who points at whom.

The rules work on plain data, as it stands in the files, so that every fault can be told at once even
where some other part of the package cannot be read. Data of a wrong type is passed over here: the
model reports it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from clearway.package.parts import MeasureClass

Path = tuple[str | int, ...]
Data = Mapping[str, Any]

PACKAGE = ""
"""The key of the package's own file where places are given; a driver's file goes by its name."""


@dataclass(frozen=True)
class Fault:
    """One thing that does not fit: `source` is PACKAGE or the driver's file name without its ending,
    `path` the keys and indices that lead to it within the file."""

    rule: str
    source: str
    path: Path
    what: str
    mend: str


def faults(package: Data | None, drivers: Mapping[str, Data | None]) -> Iterator[Fault]:
    """Everything that does not fit, in order.

    `package` is the package's own file, `drivers` the driver files by name without their ending;
    None is a file that is there and could not be read. What such a file may have said is not held
    against the others.
    """
    readable = {name: driver for name, driver in drivers.items() if driver is not None}
    if package is not None:
        yield from _driver_files(package, drivers)
    yield from _ids(package or {}, readable)
    yield from _measures(readable)
    if package is not None and len(readable) == len(drivers):
        yield from _pointers(package, readable)


def entries(data: Data, key: str) -> Iterator[tuple[int, Data]]:
    """The entries of a list of mappings, with their index; nothing where there is no such list."""
    listed = data.get(key)
    for index, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, Mapping):
            yield index, entry


def _driver_files(package: Data, drivers: Mapping[str, Data | None]) -> Iterator[Fault]:
    owner: dict[str, str] = {}
    whole = bool(package.get("primary_drivers")) and isinstance(package["primary_drivers"], list)
    for number, primary in entries(package, "primary_drivers"):
        listed = primary.get("secondary_drivers", [])
        whole = whole and isinstance(listed, list)
        for index, name in enumerate(listed if isinstance(listed, list) else []):
            path: Path = ("primary_drivers", number, "secondary_drivers", index)
            if name in owner:
                what = f"driver '{name}' is named twice: by {owner[name]} and by {primary.get('id')}"
                yield Fault("driver-named-twice", PACKAGE, path, what, "Keep one of them.")
            elif isinstance(name, str):
                owner[name] = str(primary.get("id"))
                if name not in drivers:
                    what = f"primary driver {owner[name]} names driver '{name}', which has no file"
                    mend = _nearest(name, drivers) or f"Write drivers/{name}.yaml or take the name out."
                    yield Fault("driver-without-file", PACKAGE, path, what, mend)
    for name, driver in drivers.items():
        if name not in owner and whole:
            what = f"no primary driver names driver '{name}'"
            mend = "Add it to the secondary_drivers of its primary driver in package.yaml, or remove it."
            yield Fault("driver-not-named", name, (), what, mend)
        yield from _own_names(name, driver or {}, owner.get(name))


def _own_names(name: str, driver: Data, owner: str | None) -> Iterator[Fault]:
    if "id" in driver and driver["id"] != name:
        what = f"the id is '{driver['id']}', but the file is called {name}.yaml"
        yield Fault("id-not-file-name", name, ("id",), what, "Give both the same name.")
    said = driver.get("primary_driver")
    if owner is not None and said is not None and said != owner:
        what = f"the driver says its primary driver is '{said}', package.yaml says '{owner}'"
        yield Fault("primary-driver-disagrees", name, ("primary_driver",), what, "Make them agree.")


def _declared(package: Data, drivers: Mapping[str, Data]) -> Iterator[tuple[str, Path, Any]]:
    yield PACKAGE, ("id",), package.get("id")
    for key in ("instructions", "primary_drivers"):
        for index, entry in entries(package, key):
            yield PACKAGE, (key, index, "id"), entry.get("id")
    for name, driver in drivers.items():
        yield name, ("id",), driver.get("id")
        for key in ("change_ideas", "references", "resources"):
            for index, entry in entries(driver, key):
                yield name, (key, index, "id"), entry.get("id")


def _ids(package: Data, drivers: Mapping[str, Data]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for source, path, given in _declared(package, drivers):
        if not isinstance(given, str):
            continue
        if given in first:
            what = f"the id '{given}' is used twice; first in {first[given]}"
            yield Fault("duplicate-id", source, path, what, "Give one of them another id.")
        first.setdefault(given, file_name(source))
    for name, index, ask in _asks(drivers):
        measure = ask.get("measure")
        if isinstance(measure, str) and measure in first:
            what = f"the measure id '{measure}' is also the id of another part, in {first.pop(measure)}"
            yield Fault("duplicate-id", name, ("measures", index, "measure"), what, "Rename one of them.")


def _asks(drivers: Mapping[str, Data]) -> Iterator[tuple[str, int, Data]]:
    for name, driver in drivers.items():
        for index, ask in entries(driver, "measures"):
            yield name, index, ask


def _measures(drivers: Mapping[str, Data]) -> Iterator[Fault]:
    first: dict[str, tuple[str, Data]] = {}
    asked: set[tuple[str, str]] = set()
    for name, index, ask in _asks(drivers):
        measure = ask.get("measure")
        if not isinstance(measure, str):
            continue
        if (name, measure) in asked:
            what = f"measure '{measure}' is asked for twice by one driver"
            yield Fault("measure-twice", name, ("measures", index, "measure"), what, "Keep one line.")
        asked.add((name, measure))
        origin, earlier = first.setdefault(measure, (name, ask))
        for key in ("name", "class", "psmu", "sampled"):
            here, there = _said(ask, key), _said(earlier, key)
            if None not in (here, there) and here != there:
                what = f"measure '{measure}' has {key} {here} here and {there} in {file_name(origin)}"
                path: Path = ("measures", index, key if key in ask else "measure")
                yield Fault(f"measure-{key}-differs", name, path, what, "Make them the same.")


def _said(ask: Data, key: str) -> str | None:
    """What an ask says under a key, as text; None where it says nothing that the model accepts."""
    if key in ("psmu", "sampled"):
        mark = ask.get(key, False)
        return str(mark).lower() if isinstance(mark, bool) else None
    word = ask.get(key)
    if key == "class" and word not in tuple(MeasureClass):
        return None
    return f"'{word}'" if isinstance(word, str) else None


def _pointers(package: Data, drivers: Mapping[str, Data]) -> Iterator[Fault]:
    known = {ask["measure"] for _, _, ask in _asks(drivers) if isinstance(ask.get("measure"), str)}
    for path, measure in _aimed(package):
        if isinstance(measure, str) and measure not in known:
            what = f"no driver asks for measure '{measure}' of the aim"
            mend = _nearest(measure, known) or "Name a measure that a driver asks for."
            yield Fault("aim-measure-unknown", PACKAGE, path, what, mend)
    kept = {entry.get("id"): name for name, _, _, entry in _references(drivers)}
    for name, list_key, index, entry in _references(drivers):
        for key in ("superseded_by", "duplicate_of"):
            other = entry.get(key)
            if not isinstance(other, str) or (key == "superseded_by" and "://" in other):
                continue
            if other not in kept or other == entry.get("id"):
                what = f"{key} '{other}' is no other reference or resource of this package"
                mend = _nearest(other, {str(i) for i in kept if i != entry.get("id")})
                mend = mend or "Name the id of one, or leave the key out."
                yield Fault(f"{key.replace('_', '-')}-unknown", name, (list_key, index, key), what, mend)


def _aimed(package: Data) -> Iterator[tuple[Path, Any]]:
    aim = package.get("aim")
    if not isinstance(aim, Mapping):
        return
    for index, entry in entries(aim, "measures"):
        yield ("aim", "measures", index, "measure"), entry.get("measure")
    if isinstance(aim.get("target"), Mapping):
        yield ("aim", "target", "measure"), aim["target"].get("measure")


def _references(drivers: Mapping[str, Data]) -> Iterator[tuple[str, str, int, Data]]:
    for name, driver in drivers.items():
        for key in ("references", "resources"):
            for index, entry in entries(driver, key):
                yield name, key, index, entry


def file_name(source: str) -> str:
    """The path of a file within the package's folder."""
    return f"drivers/{source}.yaml" if source else "package.yaml"


def _nearest(wanted: str, known: Mapping[str, Any] | set[str]) -> str:
    near = get_close_matches(wanted, known, n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""
