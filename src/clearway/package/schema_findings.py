"""Turns what pydantic has against a file into findings in plain words, with line and mend."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from clearway.package.yaml_file import Keys, YamlFile

# What should stand there, by the kind of error. {pydantic's context} is filled in.
EXPECTED = {
    "string_type": ("wrong-type", "should be text", "Put it in quotes."),
    "string_too_short": ("empty-text", "should not be empty", "Write something, or leave the key out."),
    "int_type": ("wrong-type", "should be a whole number", "Write it without quotes."),
    "float_type": ("wrong-type", "should be a number", "Write it without quotes."),
    "float_parsing": ("wrong-type", "should be a number", "Write digits with a decimal point."),
    "finite_number": ("wrong-type", "should be a finite number", "Write digits with a decimal point."),
    "bool_type": ("wrong-type", "should be true or false", "Write it without quotes."),
    "tuple_type": ("wrong-type", "should be a list", "Write one entry a line, each after a dash."),
    "model_type": ("wrong-type", "should be a group of `key: value` lines", "Indent its keys below it."),
    "enum": ("wrong-choice", "should be one of {expected}", "Choose one of them."),
    "literal_error": ("wrong-choice", "should be one of {expected}", "Choose one of them."),
    "greater_than_equal": ("out-of-range", "should be at least {ge}", "Correct the number."),
    "less_than_equal": ("out-of-range", "should be at most {le}", "Correct the number."),
    "too_short": ("empty-list", "should have at least {min_length} entry", "Add one."),
    "string_too_long": ("too-long", "should have at most {max_length} characters", "Shorten it."),
}
DATE = ("bad-date", "should be a date", "Write it as year-month-day, such as 2026-04-01.")
PATTERN = ("bad-pattern", "has characters that do not belong", "Correct it.")
# The patterns of parts.py in words, by the text they must hold.
PATTERNS = (
    ("|https?", "bad-id", "should be an id, or an address", "Such as my-reference-1 or https://..."),
    ("https?", "bad-address", "should be an address", "Write it in full, starting with https://"),
    ("[a-z]{2,3}", "bad-language", "should be a language code", "Such as en."),
    ("-", "bad-id", "should be an id", "Use small letters, digits and single hyphens, such as my-driver-1."),
)


def note_errors(error: ValidationError, model: type[BaseModel], read: YamlFile) -> None:
    """Add one finding to the file for each thing the model refused.

    A key that was misspelt is one fault: its right name is not reported as missing as well.
    """
    details = [detail for detail in error.errors(include_url=False) if not _follows(detail, error)]
    meant = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            near = _nearest_key(detail["loc"], model)
            meant.add((*detail["loc"][:-1], near))
            mend = (
                f"Did you mean '{near}'?"
                if near
                else f"Known here: {', '.join(_keys(detail['loc'], model))}."
            )
            read.fault("unknown-key", read.line(detail["loc"]), f"unknown key {_name(detail['loc'])}", mend)
    for detail in details:
        if detail["type"] == "missing" and detail["loc"] not in meant:
            around = read.line(detail["loc"][:-1])
            key = detail["loc"][-1]
            read.fault(
                "missing-key", around, f"the key {_name(detail['loc'])} is missing", f"Add `{key}: ...`."
            )
        elif detail["type"] not in ("missing", "extra_forbidden"):
            _note(detail, read)


def _follows(detail: ErrorDetails, error: ValidationError) -> bool:
    """Whether a list is only called too short because its entries were refused."""
    place = detail["loc"]
    return detail["type"] == "too_short" and any(
        other["loc"][: len(place)] == place != other["loc"] for other in error.errors(include_url=False)
    )


def _note(detail: ErrorDetails, read: YamlFile) -> None:
    rule, expected, mend = _words(detail)
    what = f"{_name(detail['loc'])} {expected.format(**detail.get('ctx', {}))}, not {_shown(detail['input'])}"
    read.fault(rule, read.line(detail["loc"]), what, mend)


def _words(detail: ErrorDetails) -> tuple[str, str, str]:
    kind = detail["type"]
    if kind.startswith("date"):
        return DATE
    if kind == "string_pattern_mismatch":
        pattern = detail["ctx"]["pattern"]
        return next((words for sign, *words in PATTERNS if sign in pattern), PATTERN)  # type: ignore[return-value]
    return EXPECTED.get(kind, ("wrong-value", f"is refused ({detail['msg']})", "Correct it."))


def _name(path: Keys) -> str:
    """The path as a person reads it: change_ideas 2, text."""
    words: list[str] = []
    for key in path:
        if isinstance(key, int) and words:
            words[-1] += f" {key + 1}"
        else:
            words.append(str(key))
    return "'" + ", ".join(words) + "'"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if value is None:
        return "nothing"
    # Truth values as YAML writes them, not as Python does.
    text = f"'{value}'" if isinstance(value, str) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= 60 else text[:57] + "..."


def _nearest_key(path: Keys, model: type[BaseModel]) -> str:
    near = get_close_matches(str(path[-1]), _keys(path, model), n=1, cutoff=0.6)
    return near[0] if near else ""


def _keys(path: Keys, model: type[BaseModel]) -> list[str]:
    """The keys that may stand where the last key of `path` stands."""
    for key in path[:-1]:
        if isinstance(key, str):
            fields = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(fields[key].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model_in(inner))), None)
