"""The page on FHIR is the one that the mapping makes."""

import importlib.util
import json
import re
from pathlib import Path

from tests.lib.fhir_bundles import bundle, pregnancy, read, rows, woman

PROJECT = Path(__file__).parents[2]
PAGE = PROJECT / "docs" / "reference" / "fhir.md"


def test_the_page_on_fhir_is_the_one_that_the_tool_makes() -> None:
    spec = importlib.util.spec_from_file_location(
        "make_fhir_reference", PROJECT / "tools" / "make_fhir_reference.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert PAGE.read_text(encoding="utf-8") == module.reference()


def test_the_example_of_a_submission_is_read(tmp_path: Path) -> None:
    found = re.search(r"^    \{\"resourceType.*?\}\}$", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert found
    episode = {k: v for k, v in pregnancy().items() if k != "managingOrganization"}
    records = read(tmp_path, bundle([json.loads(found[0]), woman(), episode]))
    assert rows(records, "SELECT provider, count(*) FROM pregnancies GROUP BY provider") == [("RJ7", 1)]
