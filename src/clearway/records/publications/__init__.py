"""Published statistics read into values: NHS England maternity statistics, SATOD, Clearway's own layout."""

from clearway.records.publications.model import Publication, PublishedValue, SourceFile, State, Status

__all__ = ["Publication", "PublishedValue", "SourceFile", "State", "Status"]
