"""What a chart is called."""

from clearway.measures.definitions import Definition


def chart_title(sheet: Definition, component: str = "", parameter: str = "") -> str:
    """The measure in a few words, with its part and what fills its blank."""
    part = sheet.component(component) if component else None
    named = ", ".join(filter(None, (part.title if part else "", parameter)))
    return f"{sheet.short_title}: {named}" if named else sheet.short_title


def about(sheet: Definition, parameter: str) -> str:
    """What a series is about, of a measure that has one for each training subject or aim, as a sentence."""
    if sheet.parameter is None:
        return ""
    name = sheet.parameter.name.capitalize()
    return f"{name}: {parameter}." if parameter else f"{name}: none named."
