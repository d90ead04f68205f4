"""The sites that `benchmarks/writers.py` writes to: Clearway's own, and one page that only inserts a row."""
