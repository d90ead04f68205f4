"""Figures of a month as other systems hold them: ADX, FHIR MeasureReport and CSV, both ways."""
