"""Who publishes and is published about: trusts and their sites, ICBs, regions, the nation.

The reference data lie beside this package in `data/`, with their sources and licences in
`data/PROVENANCE.md`.
"""

from clearway.common.organisations.boundary import boundaries
from clearway.common.organisations.directory import Directory, directory
from clearway.common.organisations.model import (
    DEMONSTRATION,
    NATION,
    SYNTHETIC_TRUST,
    Alias,
    Level,
    Organisation,
    Relation,
)

__all__ = [
    "DEMONSTRATION",
    "NATION",
    "SYNTHETIC_TRUST",
    "Alias",
    "Directory",
    "Level",
    "Organisation",
    "Relation",
    "boundaries",
    "directory",
]
