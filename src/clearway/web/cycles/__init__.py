"""Tests of change: PDSA cycles, the predictions they make, and the progress of a project."""
