"""The audit app's tables and the two functions that write to them, under the names that others import."""

from clearway.web.audit.person import Person
from clearway.web.audit.recording import record, record_access
from clearway.web.audit.tables import (
    AccessDetail,
    AccessEvent,
    ChainHead,
    ChangeDetail,
    ChangeEvent,
    Erasure,
)

__all__ = [
    "AccessDetail",
    "AccessEvent",
    "ChainHead",
    "ChangeDetail",
    "ChangeEvent",
    "Erasure",
    "Person",
    "record",
    "record_access",
]
