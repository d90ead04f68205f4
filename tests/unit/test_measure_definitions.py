"""A definition sheet can be read in one way only; a faulty one is refused with what to do about it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import (
    Definition,
    Kind,
    check_definitions,
    definition,
    definitions,
    load_definitions,
)
from clearway.measures.model import SHORT_TITLE_LENGTH

BAD = Path(__file__).parent.parent / "data" / "bad_definitions"

# Every file of the folder has one fault: the rule, and a word that says what or where.
FAULTS = {
    "address-unreadable": ("bad-address", "nhs.uk"),
    "available-without-figures": ("sheet-rule", "available"),
    "component-alone": ("sheet-rule", "one component"),
    "components-alike": ("sheet-rule", "same id"),
    "count-with-denominator": ("sheet-rule", "count with a denominator"),
    "denominator-left-out": ("missing-key", "denominator"),
    "direction-unknown": ("wrong-choice", "'up'"),
    "empty": ("empty-file", "empty"),
    "key-misspelt": ("unknown-key", "numeratr"),
    "key-missing": ("missing-key", "why"),
    "key-twice": ("duplicate-key", "unit"),
    "kind-unknown": ("wrong-choice", "'ratio'"),
    "local-choice-without-reason": ("sheet-rule", "without a reason"),
    "mean-without-denominator": ("sheet-rule", "mean without a denominator"),
    "national-from-records": ("sheet-rule", "computed_from"),
    "neutral-without-reason": ("sheet-rule", "neutral"),
    "not-utf-8": ("not-utf-8", "UTF-8"),
    "not-yaml": ("not-yaml", "not YAML"),
    "numerator-not-a-sentence": ("sheet-rule", "numerator is not a full sentence"),
    "numerator-placeholder": ("sheet-rule", "TBC"),
    "proportion-without-denominator": ("sheet-rule", "proportion without a denominator"),
    "published-as-itself": ("sheet-rule", "itself"),
    "published-as-unknown": ("published-as", "no-such-measure"),
    "review-before-review": ("sheet-rule", "next_review"),
    "review-not-a-date": ("bad-date", "last spring"),
    "scale-of-a-count": ("sheet-rule", "scale of its own"),
    "scale-upside-down": ("sheet-rule", "not below"),
    "score-with-denominator": ("sheet-rule", "score with a denominator"),
    "second/sheet-twice": ("id-twice", "first/sheet-twice.yaml"),
    "short-title-too-long": ("too-long", "40"),
    "version-zero": ("out-of-range", "version"),
    "wrong-file-name": ("file-name", "another-name"),
}


def sheet(**changes: Any) -> dict[str, Any]:
    """The fields of a sound sheet, with changes."""
    fields: dict[str, Any] = yaml.safe_load((BAD / "first" / "sheet-twice.yaml").read_text(encoding="utf-8"))
    return fields | changes


def write(folder: Path, **changes: Any) -> Path:
    fields = sheet(**changes)
    path = folder / f"{fields['id']}.yaml"
    path.write_text(yaml.safe_dump(fields), encoding="utf-8")
    return path


def refusal(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        Definition.model_validate(sheet(**changes))
    return str(caught.value)


class TestFaultyFiles:
    def test_each_fault_gets_one_message_with_file_line_and_mend(self) -> None:
        findings = check_definitions(BAD)
        assert [finding.file.removesuffix(".yaml") for finding in findings] == sorted(FAULTS)
        for finding in findings:
            rule, word = FAULTS[finding.file.removesuffix(".yaml")]
            assert finding.rule == rule
            assert word in finding.what
            assert finding.mend.endswith((".", "?", "https://"))
            assert finding.row is not None

    def test_a_rule_across_fields_points_at_the_field_to_mend(self) -> None:
        finding = next(f for f in check_definitions(BAD) if f.file == "neutral-without-reason.yaml")
        lines = (BAD / finding.file).read_text(encoding="utf-8").splitlines()
        assert lines[(finding.row or 0) - 1] == "direction: neutral"

    def test_loading_stops_at_the_first_fault_and_says_how_many_more(self) -> None:
        with pytest.raises(ClearwayError, match=rf"address-unreadable\.yaml.*\({len(FAULTS) - 1} more\)"):
            load_definitions(BAD)

    def test_a_folder_that_is_not_there_is_said_to_be_so(self, tmp_path: Path) -> None:
        with pytest.raises(ClearwayError, match="no such folder"):
            check_definitions(tmp_path / "nowhere")

    def test_a_faulty_national_sheet_is_not_reported_again_by_those_that_name_it(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, id="series", class_national=True, computed_from="published", available="later")
        write(tmp_path, id="measure", available="published", published_as=["series"])
        assert [finding.file for finding in check_definitions(tmp_path)] == ["series.yaml"]


class TestRules:
    def test_sound_sheets_are_read_by_id(self, tmp_path: Path) -> None:
        write(tmp_path, id="series", class_national=True, computed_from="published", available="published")
        write(tmp_path, id="measure", available="published", published_as=["series"])
        loaded = load_definitions(tmp_path)
        assert list(loaded) == ["measure", "series"]
        assert loaded["measure"].reviewed == date(2026, 1, 1)

    def test_published_as_may_only_name_a_national_measure(self, tmp_path: Path) -> None:
        write(tmp_path, id="other")
        write(tmp_path, id="measure", available="published", published_as=["other"])
        assert [finding.rule for finding in check_definitions(tmp_path)] == ["published-as"]

    @pytest.mark.parametrize("kind", [Kind.PROPORTION, Kind.MEAN])
    def test_proportions_and_means_need_a_denominator(self, kind: Kind) -> None:
        assert Definition.model_validate(sheet(kind=kind)).denominator
        assert "without a denominator" in refusal(kind=kind, denominator=None)

    @pytest.mark.parametrize("kind", [Kind.COUNT, Kind.SCORE, Kind.STATUS])
    def test_counts_scores_and_statuses_have_no_denominator(self, kind: Kind) -> None:
        assert Definition.model_validate(sheet(kind=kind, denominator=None)).denominator is None
        assert "with a denominator" in refusal(kind=kind)

    def test_a_short_title_fits_over_a_chart(self) -> None:
        assert Definition.model_validate(sheet(short_title="x" * SHORT_TITLE_LENGTH))
        assert "40 characters" in refusal(short_title="x" * (SHORT_TITLE_LENGTH + 1))

    @pytest.mark.parametrize(
        "text", ["TBC", "tbc.", "To be confirmed.", "N/A", "?", "Women, TBC with the team."]
    )
    def test_a_text_that_only_holds_a_place_is_refused(self, text: str) -> None:
        assert "only holds a place" in refusal(denominator=text)

    def test_a_local_choice_gives_its_reason(self) -> None:
        reason = "local choice: the package names no denominator"
        assert Definition.model_validate(sheet(source={"text": reason})).source.is_local_choice
        assert "without a reason" in refusal(source={"text": "Local choice: ours"})

    def test_only_measures_of_team_logs_may_count_things_that_are_no_people(self) -> None:
        things = {"of_people": False, "class_national": False, "available": "later"}
        assert not Definition.model_validate(sheet(**things, computed_from="team_logs")).of_people
        assert "not of team logs" in refusal(**things, computed_from="records")

    def test_a_sheet_never_changes_once_read(self) -> None:
        read = Definition.model_validate(sheet())
        with pytest.raises(ValidationError, match="frozen"):
            read.version = 2  # type: ignore[misc]

    def test_a_component_is_found_by_its_id(self) -> None:
        parts = [{"id": "one", "title": "The one"}, {"id": "two", "title": "The two"}]
        read = Definition.model_validate(sheet(components=parts))
        found = read.component("two")
        assert found is not None
        assert found.title == "The two"
        assert read.component("three") is None


class TestLookingUp:
    def test_a_shipped_sheet_is_found_by_its_id(self) -> None:
        assert definition("nrt").title == "Proportion of women prescribed Nicotine Replacement Therapy"

    def test_the_shipped_sheets_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            definitions()["nrt"] = definition("nrt")  # type: ignore[index]

    @pytest.mark.parametrize(
        ("wrong", "meant"),
        [("smoke-bookin", "smoke-booking"), ("NRT", "nrt"), ("huddles", "huddles-multidisciplinary")],
    )
    def test_a_misspelt_id_gets_suggestions(self, wrong: str, meant: str) -> None:
        with pytest.raises(ClearwayError, match=rf"Did you mean .*\b{meant}\b"):
            definition(wrong)

    def test_an_id_like_no_other_points_to_the_list(self) -> None:
        with pytest.raises(ClearwayError, match="measures list"):
            definition("zzzzzz")
