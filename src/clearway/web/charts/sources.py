"""Where figures come from, as it stands under every picture."""

from clearway.web.publications.models import RETURN, SourceFile


def source_line(source: SourceFile | None) -> str:
    """Publisher, title, whether provisional, and what was rounded.

    Entered figures have a source a month; the newest one stands for all.
    """
    if source is None:
        return ""
    if source.layout == RETURN:
        return f"Source: own figures, entered month by month by {source.publisher} (newest {source.status})."
    rounding = source.rounding.rstrip(".")
    status = source.status if source.stamp is None else "newest month provisional"
    return f"Source: {source.publisher}, {source.title} ({status}). {rounding}."
