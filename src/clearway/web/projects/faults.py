"""What was wrong with a posted form, under the name by which pages of improvement work know it."""

from clearway.web.design.faults import NAMED, with_faults

__all__ = ["NAMED", "with_faults"]
