"""Measure pages: definition sheet, chart, comparison of trusts, map, table, downloads."""
