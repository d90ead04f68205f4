"""What a cell of a month is of, and how it is found again."""

from clearway.common.parameters import reading

CellKey = tuple[str, str, str]
"""Measure, component, and what fills the measure's blank."""


def read_key(key: CellKey) -> CellKey:
    """The key by which cells are looked up: every spelling of what fills the blank is one."""
    return key[0], key[1], reading(key[2])
