"""Made-up maternity records of any number, alike in shape to England's: for demonstration, tests and speed.

No row stands for a person. Trust codes are real ones, so that boards, regions and the nation can be
added up; every identifier begins with SYN and every NHS number with 999, which is given to no one.
"""

from clearway.records.synthetic.calibration import Calibration, default_calibration, read_calibration
from clearway.records.synthetic.make import FORMS, synthesise
from clearway.records.synthetic.plan import Plan, make_plan
from clearway.records.synthetic.trust_tables import TrustTables, make_trust

__all__ = [
    "FORMS",
    "Calibration",
    "Plan",
    "TrustTables",
    "default_calibration",
    "make_plan",
    "make_trust",
    "read_calibration",
    "synthesise",
]
