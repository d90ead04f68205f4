"""Validation in sets: a rule is one statement over a table; a finding says where, and what to do."""

from clearway.records.validation.checks import Check, canonical_rules, check, staged_rules, standing_rules
from clearway.records.validation.rules import rule_text, rule_texts, rules, severities

__all__ = [
    "Check",
    "canonical_rules",
    "check",
    "rule_text",
    "rule_texts",
    "rules",
    "severities",
    "staged_rules",
    "standing_rules",
]
