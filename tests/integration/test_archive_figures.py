"""Which figures go with an organisation: all that it made, however it was made, and nothing of others."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.lib.archive_story import arrive, contents, export, taken_back

from clearway.common.errors import ClearwayError
from clearway.common.stamps import Stamp
from clearway.web.archive.cells import canonical
from clearway.web.archive.own_part import own_part
from clearway.web.archive.tables import tables
from clearway.web.publications.computed import stamp_lines
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


def stamped(*codes: str) -> SourceFile:
    """A source of computed figures whose stamp says what was read of these trusts; one figure of each."""
    stamp = Stamp.model_validate(
        {"form": "exact", "as_of": "2026-04-30", "code": "0.1.0", "engine": "duckdb", "data": "0" * 16,
         "submissions": {"number": 24, "newest": dict.fromkeys(codes, "2026-03")}, "definitions": {"nrt": 1}}
    ).model_dump(mode="json")  # fmt: skip
    source = SourceFile.objects.create(
        name="own.csv", sha256="a" * 64, publisher="x", title="t", layout="clearway-values", stamp=stamp,
        status="final", licence="", rounding="", new=2, unchanged=0, restated=0, older=0, recorded_by="x",
    )  # fmt: skip
    for code in codes:
        figure(source, code)
    return source


def test_a_stamp_tells_of_its_own_trust_and_how_many_others_there_were(tmp_path: Path) -> None:
    stamped(TRUST, OTHER, "DEMO3")
    folder = export(TRUST, tmp_path / "out")
    text = (folder / "tables/publications.sourcefile.jsonl").read_text()
    stamp = json.loads(text)["stamp"]
    assert stamp["submissions"] == {"newest": {TRUST: "2026-03"}, "number": 24, "others": 2}
    assert ("From", f"24 monthly submissions of 3 trusts; records {'0' * 16}") in stamp_lines(
        Stamp.model_validate(stamp)
    )
    assert OTHER not in text


def test_a_stamp_of_one_trust_alone_is_what_it_was(tmp_path: Path) -> None:
    source = stamped(TRUST)
    folder = export(TRUST, tmp_path / "out")
    text = (folder / "tables/publications.sourcefile.jsonl").read_text()
    assert json.loads(text)["stamp"] == canonical(source.stamp)
    assert "others" not in text


def test_a_stamp_without_an_own_part_is_read_and_told() -> None:
    source = stamped(OTHER)
    stamp = Stamp.model_validate(own_part(tables()["publications.SourceFile"], "stamp", source.stamp, TRUST))
    assert (stamp.submissions.newest, stamp.submissions.providers) == ({}, 1)
    assert "Provisional" not in dict(stamp_lines(stamp))


def test_trusts_of_one_file_of_figures_move_one_after_the_other(tmp_path: Path) -> None:
    with taken_back():
        stamped(TRUST, OTHER)
        first = [export(code, tmp_path / code) for code in (TRUST, OTHER)]
    for folder in first:
        arrive(folder)
    assert SourceFile.objects.filter(sha256="a" * 64).count() == 1
    for folder in first:
        again = export(folder.name, tmp_path / f"{folder.name}-again")
        assert contents(again) == contents(folder)


def test_another_file_of_the_same_name_is_refused(tmp_path: Path) -> None:
    with taken_back():
        stamped(TRUST, OTHER)
        folder = export(TRUST, tmp_path / "out")
    stamped(OTHER)
    with pytest.raises(ClearwayError, match="the same is here already, with another"):
        arrive(folder)
