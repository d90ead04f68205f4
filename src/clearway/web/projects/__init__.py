"""Improvement projects: charter, team, plans, work, barriers, involvement, ideas and needs."""
