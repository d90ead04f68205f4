"""Events as sentences. Each app keeps the sentences of its own actions in a `sentences.yaml`.

A sentence goes on after the name: `import publication: read the published figures in {subject}`.
"""

from functools import cache
from pathlib import Path

import yaml
from django.apps import apps

FILE = "sentences.yaml"


@cache
def sentences() -> dict[str, str]:
    """The sentence of every action that an app has one for."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        file = Path(app.path) / FILE
        if app.name.startswith("clearway.") and file.exists():
            found.update(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found


def sentence(action: str, subject: str) -> str:
    """What was done, after the name of who did it. An action without a sentence speaks for itself."""
    said = sentences().get(action)
    return said.format(subject=subject) if said else f"– {action}: {subject}"
