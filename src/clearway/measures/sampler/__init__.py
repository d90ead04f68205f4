"""The sampled variant of measures marked `[s]`: draw, review, estimate.

Pure functions: who is in the denominator comes in, a sample and later an estimate go out. Nothing is read
or stored here.
"""

from clearway.measures.sampler.drawing import Sample, Subject, draw, grow, may_be_sampled, seed_for
from clearway.measures.sampler.estimate import SAMPLED_COLUMNS, Answer, Estimate, evaluate, sampled_cells
from clearway.measures.sampler.interval import finite_interval
from clearway.measures.sampler.sheet import Sheet, SheetRow, fill, read_sheet, sheet_text

__all__ = [
    "SAMPLED_COLUMNS",
    "Answer",
    "Estimate",
    "Sample",
    "Sheet",
    "SheetRow",
    "Subject",
    "draw",
    "evaluate",
    "fill",
    "finite_interval",
    "grow",
    "may_be_sampled",
    "read_sheet",
    "sampled_cells",
    "seed_for",
    "sheet_text",
]
