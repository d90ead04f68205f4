"""What comes with Clearway: open, small, as its README says, and no made-up figure in a real trust's name."""

import hashlib
import runpy
from pathlib import Path

import pytest

from clearway.common.findings import errors
from clearway.records.publications import State, bundled_publications, read_publication

FILES = bundled_publications()
README = (FILES[0].parent / "README.md").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
SYNTHETIC = next(path for path in FILES if path.name == "synthetic-trust.csv")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_bundled_file_is_read_without_an_error(path: Path) -> None:
    publication = read_publication(path)
    assert publication.values
    assert errors(publication.findings) == []
    assert not [finding for finding in publication.findings if finding.rule == "unknown-organisation"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_readme_has_the_digest_of_every_bundled_file(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert f"| `{digest}` | {path.stat().st_size} | `{path.name}` |" in README
    assert read_publication(path).source.sha256 == digest


def test_the_readme_has_the_notice_of_the_licence_and_names_nothing_else() -> None:
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in README
    assert "NHS England" in README
    assert "Office for Health Improvement and Disparities" in README
    digests = [line for line in README.splitlines() if line.startswith("| `") and line.count("|") == 4]
    assert len([line for line in digests if len(line.split("`")[1]) == 64]) == len(FILES)


def test_the_bundle_is_small() -> None:
    assert sum(path.stat().st_size for path in FILES) < 4_000_000


def test_the_april_file_is_provisional_and_the_rest_is_final() -> None:
    provisional = [path.name for path in FILES if read_publication(path).source.status == "provisional"]
    assert provisional == ["msds-apr2025Provisional-exp-measures.csv"]


def test_the_synthetic_trust_is_made_from_its_seed(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "tools" / "make_synthetic_trust.py"))
    script["main"](tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_bytes() == SYNTHETIC.read_bytes()


def test_the_synthetic_trust_is_all_there_is_in_its_file_and_is_in_no_other() -> None:
    for path in FILES:
        values = read_publication(path).values
        synthetic = {(value.org_level, value.org_code) == ("synthetic", "SYNTH") for value in values}
        assert synthetic == {path.name.startswith("synthetic-trust")}
    assert {value.org_name for value in read_publication(SYNTHETIC).values} == {
        "Synthetic Trust (made-up data)"
    }


def test_the_synthetic_trust_has_36_months_of_which_one_was_not_submitted() -> None:
    publication = read_publication(SYNTHETIC)
    assert len(publication.source.periods) == 36
    assert (publication.source.periods[0], publication.source.periods[-1]) == ("2022-05", "2025-04")
    for measure in {value.measure for value in publication.values}:
        missing = [
            v.period for v in publication.values if v.measure == measure and v.state is not State.VALUE
        ]
        assert missing == ["2023-08"]


def test_the_synthetic_trust_tells_the_story_its_script_says() -> None:
    values = {(v.measure, v.period): v for v in read_publication(SYNTHETIC).values}

    def mean(measure: str, first: str, last: str) -> float:
        shares = [
            v.value
            for (m, p), v in values.items()
            if m == measure and first <= p <= last and v.value is not None
        ]
        return sum(shares) / len(shares)

    before = mean("sbl-co-booking", "2022-05", "2023-10")
    after = mean("sbl-co-booking", "2024-02", "2025-04")
    assert after > before + 0.1
    assert values["sbl-co-booking", "2024-07"].value < before - 0.1
    assert "monitor" in values["sbl-co-booking", "2023-11"].note
    assert mean("cqim-smoking-delivery", "2024-05", "2025-04") < mean(
        "cqim-smoking-delivery", "2022-05", "2023-04"
    )
