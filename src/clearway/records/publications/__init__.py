"""Published statistics read into values: NHS England maternity statistics, SATOD, Clearway's own layout."""

from clearway.records.publications.bundled import bundled_folder, bundled_publications
from clearway.records.publications.model import Publication, PublishedValue, SourceFile, State, Status
from clearway.records.publications.reader import read_publication

__all__ = [
    "Publication",
    "PublishedValue",
    "SourceFile",
    "State",
    "Status",
    "bundled_folder",
    "bundled_publications",
    "read_publication",
]
