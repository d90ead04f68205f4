"""Work that takes longer than a page may: asked for by a person or by the clock, done by a worker.

Another app asks for work with `start_job`, writes the work itself as a function marked with `@job` in its
module `jobs.py`, and says when it is due by the clock in its `schedules.yaml`.
"""
