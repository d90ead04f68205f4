"""Where figures come from, as it stands under every picture."""

from clearway.web.publications.models import SourceFile


def source_line(source: SourceFile | None) -> str:
    """Publisher, title, whether provisional, and what was rounded."""
    if source is None:
        return ""
    rounding = source.rounding.rstrip(".")
    status = source.status if source.stamp is None else "newest month provisional"
    return f"Source: {source.publisher}, {source.title} ({status}). {rounding}."
