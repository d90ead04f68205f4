"""Organisations side by side: one measure as small multiples, many measures as a grid of icons."""
