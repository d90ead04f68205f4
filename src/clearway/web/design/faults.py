"""What was wrong with a posted form, at the top of its page, wherever on the page the form stands."""

from collections.abc import Mapping
from typing import Any

from django import forms

NAMED = "faulty"
"""The key of a form that stands in the context only inside something else."""


def with_faults(context: Mapping[str, Any]) -> dict[str, Any]:
    """The context with `faults` of its faulty form; the form itself says them no second time.

    The page puts them before its heading by a macro `summary(faults)`, as `projects/parts.jinja` has one.
    """
    form = context.get(NAMED) or next((each for each in context.values() if _is_faulty(each)), None)
    if form is None:
        return dict(context)
    form.summary_above = True
    about_fields = [
        {"text": text, "href": f"#{field.id_for_label or field.auto_id}"}
        for field in form
        for text in field.errors
    ]
    about_all = [{"text": text} for text in form.non_field_errors()]
    return {**context, "faults": about_fields + about_all, "error_title": True}


def _is_faulty(value: object) -> bool:
    return isinstance(value, forms.BaseForm) and value.is_bound and bool(value.errors)
