"""Finds out which layout a file has, from its headings and never from its name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clearway.common.errors import ClearwayError
from clearway.records.publications.layouts import Layout, known
from clearway.records.publications.tables import ReadFile, Table

_SHOWN = 12  # headings named in a message; more would not be read


@dataclass(frozen=True)
class Recognised:
    """The sheet to read, its layout, and the position and heading of each field it has."""

    table: Table
    layout: Layout
    positions: Mapping[str, int]
    unknown_headings: tuple[str, ...]

    def heading(self, field: str) -> str:
        """The file's own heading of `field`, for messages."""
        return self.table.headings[self.positions[field]]


def recognise(file: ReadFile) -> Recognised:
    """The first sheet whose headings fit a layout. Raises ClearwayError when none does.

    When several layouts fit, the one that asks for most columns is meant.
    """
    for table in file.tables:
        fitting = [layout for layout in known().layouts if not _missing(layout, table.headings)]
        if fitting:
            layout = max(fitting, key=lambda candidate: len(candidate.required))
            return _placed(table, layout, file.name)
    raise _not_known(file)


def _placed(table: Table, layout: Layout, name: str) -> Recognised:
    positions: dict[str, int] = {}
    unknown = []
    for position, heading in enumerate(table.headings):
        field = layout.field_of(heading)
        if field is None and heading:
            unknown.append(heading)
        if field is None or field == "ignored":
            continue
        if field in positions:
            first = table.headings[positions[field]]
            raise ClearwayError(
                f"The columns '{first}' and '{heading}' mean the same in this layout ({layout.title})",
                where=f"{name}, row {table.heading_row}",
                mend="Leave one of them out",
            )
        positions[field] = position
    return Recognised(table, layout, positions, tuple(unknown))


def _missing(layout: Layout, headings: Iterable[str]) -> list[str]:
    """The required columns that are not there, each with all its spellings."""
    there = {layout.field_of(heading) for heading in headings}
    return [" or ".join(layout.columns[field]) for field in layout.required if field not in there]


def _not_known(file: ReadFile) -> ClearwayError:
    """Names what was found, the nearest layout (fewest columns missing) and what it lacks."""
    candidates = [(table, layout) for table in file.tables for layout in known().layouts]
    table, nearest = min(
        candidates, key=lambda pair: len(_missing(pair[1], pair[0].headings)) / len(pair[1].required)
    )
    found = [heading for heading in table.headings if heading]
    shown = ", ".join(found[:_SHOWN]) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
    return ClearwayError(
        f"The headings are of no layout that Clearway knows: {shown}. The nearest is '{nearest.title}', "
        f"which also needs: {', '.join(_missing(nearest, table.headings))}",
        where=f"{file.name}, row {table.heading_row}",
        mend="Use the file as published, or give the columns these names",
    )
