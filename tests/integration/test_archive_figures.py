"""Which figures go with an organisation: all that it made, however it was made, and nothing of others."""

from datetime import date
from pathlib import Path

import pytest
from tests.lib.archive_story import export

from clearway.web.publications.models import COMPUTED, RETURN, SourceFile, Value

pytestmark = pytest.mark.django_db
TRUST, OTHER = "DEMO1", "DEMO2"


def figure(source: SourceFile, code: str, period: str = "2026-03") -> Value:
    """A figure of that source."""
    return Value.objects.create(
        measure="improvement-projects", version="1", org_level="provider", org_code=code, period=period,
        period_start=date(2026, 3, 1), state="value", value=3.0, numerator=3.0, source=source, status="final",
        recorded_by="x",
    )  # fmt: skip


def of_layout(layout: str) -> SourceFile:
    """A source of figures of two trusts, with a finding about the other one."""
    return SourceFile.objects.create(
        name=f"from {layout}", sha256=layout.ljust(64, "0"), publisher="x", title="t", layout=layout,
        status="final", licence="", rounding="", new=2, unchanged=0, restated=0, older=0, recorded_by="x",
        findings=[{"rule": "twice-as-many", "what": f"Projects of {OTHER} (provider), 2026-03: 41 were 3"}],
    )  # fmt: skip


@pytest.mark.parametrize("layout", [RETURN, *COMPUTED])
def test_a_figure_goes_with_its_trust_by_whatever_way_it_was_made(layout: str, tmp_path: Path) -> None:
    figure(of_layout(layout), TRUST)
    folder = export(TRUST, tmp_path / "out")
    assert (folder / "tables/publications.value.jsonl").read_text().count("improvement-projects") == 1
    assert f'"from {layout}"' in (folder / "tables/publications.sourcefile.jsonl").read_text()


def test_what_was_found_about_figures_of_others_stays_behind(tmp_path: Path) -> None:
    source = of_layout("clearway-values")
    figure(source, TRUST)
    figure(source, OTHER)
    folder = export(TRUST, tmp_path / "out")
    assert not [path.name for path in folder.rglob("*.json*") if OTHER in path.read_text()]
