"""Readers: files of records become canonical tables in DuckDB, with a report of what was found.

A reader is a function of a path and a `Staging` that returns `Records`: it stages files, fills the
`loaded_` tables and calls `finish`. New forms of input are added to READERS.
"""

from clearway.records.readers.reading import READERS, read_records
from clearway.records.readers.report import FileRead, FindingCount, ReadReport, Records

__all__ = ["READERS", "FileRead", "FindingCount", "ReadReport", "Records", "read_records"]
