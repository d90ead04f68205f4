"""The published files that come with Clearway; `bundled/README.md` says where each is from."""

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "bundled"


def bundled_folder() -> Path:
    """Where the bundled files lie."""
    return _FOLDER


def bundled_publications() -> list[Path]:
    """The bundled files by name; `read_publication` reads every one of them."""
    return sorted(_FOLDER.glob("*.csv"))
