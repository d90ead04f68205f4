"""FHIR R4 and Clearway's records: the mapping as data, resources read from files, records written as Bundles.

`mapping.yaml` and `codes.csv` say what is read from which element; docs/reference/fhir.md says why.
"""

from clearway.records.fhir.documents import Document, Entry, Trouble, documents, entries, is_fhir
from clearway.records.fhir.mapping import Mapping, mapping
from clearway.records.fhir.resources import Remark, Row, read_resource
from clearway.records.fhir.writing import bundles

__all__ = [
    "Document",
    "Entry",
    "Mapping",
    "Remark",
    "Row",
    "Trouble",
    "bundles",
    "documents",
    "entries",
    "is_fhir",
    "mapping",
    "read_resource",
]
