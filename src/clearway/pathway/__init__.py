"""The smoke-free pathway as facts about a pregnancy: the clinical protocol, written once.

Ibis expressions only; which engine computes them is decided elsewhere. Each module is one step of
care and says where its rule comes from.
"""

from clearway.pathway.facts import Steps, attempts, births, conversations, pathway, steps
from clearway.pathway.settings import Settings, default_settings, read_settings
from clearway.pathway.tables import DETAILS, KEY, NUMBER, Tables
from clearway.pathway.thirty_six_weeks import contact_months, contacts_by_half

__all__ = [
    "DETAILS",
    "KEY",
    "NUMBER",
    "Settings",
    "Steps",
    "Tables",
    "attempts",
    "births",
    "contact_months",
    "contacts_by_half",
    "conversations",
    "default_settings",
    "pathway",
    "read_settings",
    "steps",
]
