"""The patient-level measures by site, deprivation, ethnic group and age band."""

from clearway.measures.strata.counting import Breakdown, by_stratum
from clearway.measures.strata.disclosure import published_strata, suppressed_strata
from clearway.measures.strata.kinds import MISSING, SITE, Kind, Stratum, kind_ids, kinds
from clearway.measures.strata.rows import COLUMNS, StratumRow, write_strata

__all__ = [
    "COLUMNS",
    "MISSING",
    "SITE",
    "Breakdown",
    "Kind",
    "Stratum",
    "StratumRow",
    "by_stratum",
    "kind_ids",
    "kinds",
    "published_strata",
    "suppressed_strata",
    "write_strata",
]
