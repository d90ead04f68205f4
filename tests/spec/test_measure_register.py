"""The register: every measure that the change package asks for is defined, and every definition is used."""

from collections import Counter
from datetime import date, timedelta

import pytest

from clearway.common.errors import ClearwayError
from clearway.measures.definitions import Available, ComputedFrom, Definition, Direction, Kind, definitions
from clearway.measures.register import MAIN_PACKAGE, check_register, measure_sheet, overdue, register
from clearway.package.loader import shipped_packages

EXAMPLE = "neonatal-hypoglycaemia-example"
SHEETS = sorted(definitions().values(), key=lambda sheet: sheet.id)
each_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)

NATIONAL = {
    *(f"cqim-dq-0{number}" for number in range(2, 8)),
    *("cqim-smoking-booking", "cqim-smoking-delivery", "sbl-co-booking", "sbl-co-36-weeks"),
    *("msds-smoking-status-booking", "msds-co-delivery", "msds-total-bookings", "msds-total-deliveries"),
    *("smokefree-pregnancy", "satod"),
}
COMPONENTS = {
    "quit-success": ["4-weeks", "12-weeks", "end-of-pregnancy"],
    "harm-incidents-learning": ["incidents", "learning-activities"],
    "excellence-incidents-learning": ["incidents", "learning-activities"],
    "smokefree-hospital": ["asked-and-recorded", "support-offered", "estates-policy"],
    "msds-smoking-status-booking": ["smoker", "non-smoker", "unknown", "missing"],
    "msds-co-delivery": ["zero", "below-4", "elevated", "missing"],
}
# A figure that a person could push in one direction at the cost of what it is for.
NEUTRAL = {"near-misses", "harm-reported-staff", "dissatisfaction-reported", "harm-incidents-learning"}


def changed(measure_id: str, **changes: object) -> dict[str, Definition]:
    sheets = dict(definitions())
    sheets[measure_id] = sheets[measure_id].model_copy(update=changes)
    return sheets


class TestWhatIsAsked:
    def test_the_package_asks_for_71_measures_and_16_national_ones_follow(self) -> None:
        asked = [measure.id for measure in shipped_packages()[MAIN_PACKAGE].measures]
        listed = [sheet.id for sheet in register()]
        assert len(asked) == 71
        assert listed[:71] == asked
        assert set(listed[71:]) == NATIONAL
        assert len(listed) == 71 + len(NATIONAL)

    def test_classes_are_2_for_all_20_for_a_driver_49_supporting(self) -> None:
        classes = Counter(sheet.class_ for sheet in register())
        assert classes == {"all": 2, "driver": 20, "supporting": 49, "national": 16}

    def test_every_measure_asked_for_has_a_sheet_and_every_sheet_is_asked_for_or_national(self) -> None:
        assert check_register() == []
        assert all(sheet.definition for sheet in register())

    def test_a_measure_of_two_drivers_is_one_measure(self) -> None:
        rounds = measure_sheet("safety-walk-rounds")
        assert [ask.drivers for ask in rounds.asks] == [("culture-capability", "culture-just-safe")]
        assert [sheet.id for sheet in register()].count("safety-walk-rounds") == 1

    def test_the_two_measures_for_all_are_asked_by_the_four_clinical_drivers_and_collected_centrally(
        self,
    ) -> None:
        clinical = shipped_packages()[MAIN_PACKAGE].primary("clinical-excellence").secondary_drivers
        for sheet in register():
            if sheet.class_ == "all":
                assert sheet.asks[0].drivers == clinical
                assert sheet.asks[0].psmu

    def test_only_the_two_36_week_measures_may_be_sampled_and_their_sheets_say_so(self) -> None:
        sampled = {sheet.id: sheet for sheet in register() if sheet.asks and sheet.asks[0].sampled}
        assert set(sampled) == {"smoke-36-weeks", "co-test-36-weeks"}
        for sheet in sampled.values():
            assert sheet.definition is not None
            assert any("sampled" in note for note in sheet.definition.notes)


class TestWhatIsDefined:
    def test_these_measures_have_components_and_no_other_has(self) -> None:
        found = {sheet.id: [part.id for part in sheet.components] for sheet in SHEETS if sheet.components}
        assert found == COMPONENTS

    def test_slash_measures_are_two_counts_and_never_a_ratio(self) -> None:
        for name in ("harm-incidents-learning", "excellence-incidents-learning"):
            sheet = definitions()[name]
            assert sheet.kind is Kind.COUNT
            assert sheet.denominator is None

    def test_a_blank_in_the_published_name_is_a_parameter_and_nothing_else_is(self) -> None:
        parameters = {sheet.id: sheet.parameter.name for sheet in SHEETS if sheet.parameter}
        assert parameters == {"staff-trained-subject": "subject", "staff-trained-aim": "aim"}
        assert {sheet.id for sheet in SHEETS if "<" in sheet.title} == set(parameters)

    def test_the_kind_agrees_with_the_published_name(self) -> None:
        for sheet in SHEETS:
            if sheet.title.startswith("Proportion of"):
                assert sheet.kind is Kind.PROPORTION, sheet.id
            if sheet.title.startswith("Number of"):
                assert sheet.kind is Kind.COUNT, sheet.id

    @each_sheet
    def test_a_share_says_of_what_and_a_count_does_not(self, sheet: Definition) -> None:
        assert (sheet.denominator is not None) == (sheet.kind in (Kind.PROPORTION, Kind.MEAN))

    def test_published_as_names_national_measures_with_the_same_direction(self) -> None:
        pairs = [(sheet, definitions()[name]) for sheet in SHEETS for name in sheet.published_as]
        assert pairs
        assert all(series.class_national and series.direction is sheet.direction for sheet, series in pairs)

    def test_published_figures_stand_for_four_measures(self) -> None:
        assert {sheet.id: list(sheet.published_as) for sheet in SHEETS if sheet.published_as} == {
            "smoke-booking": ["cqim-smoking-booking"],
            "smoke-delivery": ["cqim-smoking-delivery", "satod"],
            "co-test-booking": ["sbl-co-booking"],
            "co-test-36-weeks": ["sbl-co-36-weeks"],
        }

    def test_figures_are_there_for_national_measures_and_those_they_stand_for_only(self) -> None:
        available = {sheet.id for sheet in SHEETS if sheet.available is Available.PUBLISHED}
        assert available == NATIONAL | {
            "smoke-booking",
            "smoke-delivery",
            "co-test-booking",
            "co-test-36-weeks",
        }

    def test_smoking_should_fall_and_testing_referral_and_training_should_rise(self) -> None:
        for sheet in SHEETS:
            if sheet.title.startswith("Proportion of women who smoke"):
                assert sheet.direction is Direction.DECREASE, sheet.id
            if any(word in sheet.title for word in ("CO test", "referred", "trained", "learning is shared")):
                assert sheet.direction is Direction.INCREASE, sheet.id

    @pytest.mark.parametrize("name", sorted(NEUTRAL))
    def test_reporting_more_is_not_worse(self, name: str) -> None:
        sheet = definitions()[name]
        assert sheet.direction is Direction.NEUTRAL
        assert any(note.startswith("Neutral:") for note in sheet.notes)

    @each_sheet
    def test_a_neutral_direction_gives_its_reason(self, sheet: Definition) -> None:
        gives_reason = any(note.startswith("Neutral:") for note in sheet.notes)
        assert gives_reason == (sheet.direction is Direction.NEUTRAL)

    def test_proportions_of_staff_in_post_say_that_the_denominator_is_a_local_choice(self) -> None:
        in_post = [
            sheet for sheet in SHEETS if "in post at the end of the month" in (sheet.denominator or "")
        ]
        assert len(in_post) >= 8
        assert all(sheet.source.is_local_choice for sheet in in_post)

    def test_patient_level_measures_come_from_records_and_the_rest_from_the_team(self) -> None:
        origins = {
            name: definitions()[name].computed_from for name in ("nrt", "quit-success", "care-omitted")
        }
        assert set(origins.values()) == {ComputedFrom.RECORDS}
        assert definitions()["safety-walk-rounds"].computed_from is ComputedFrom.TEAM_LOGS
        assert {sheet.id for sheet in SHEETS if sheet.computed_from is ComputedFrom.PUBLISHED} == NATIONAL

    def test_elevated_is_4_ppm_or_more_wherever_it_is_a_denominator(self) -> None:
        for name in ("elevated-co-referred", "brief-intervention-positive"):
            assert "4 ppm or more" in (definitions()[name].denominator or "")

    def test_the_progress_scale_runs_from_a_half_to_five(self) -> None:
        sheet = definitions()["mean-progress-score"]
        assert sheet.kind is Kind.MEAN
        assert "0.5 to 5.0" in sheet.unit
        assert any("no score of 0" in note for note in sheet.notes)


class TestWhereTheyDoNotFit:
    def test_a_measure_without_a_sheet_is_found(self) -> None:
        sheets = {name: sheet for name, sheet in definitions().items() if name != "nrt"}
        found = check_register(sheets=sheets)
        assert [finding.rule for finding in found] == ["sheet-missing"]
        assert "nrt" in found[0].what
        assert found[0].mend

    def test_a_sheet_that_nobody_asks_for_is_found(self) -> None:
        stray = definitions()["nrt"].model_copy(update={"id": "stray"})
        found = check_register(sheets={**definitions(), "stray": stray})
        assert [finding.rule for finding in found] == ["sheet-unasked"]

    def test_a_title_that_is_not_the_published_name_is_found(self) -> None:
        found = check_register(sheets=changed("nrt", title="Women given NRT"))
        assert [finding.rule for finding in found] == ["title-differs"]

    def test_a_national_measure_is_not_asked_for_by_a_package(self) -> None:
        found = check_register(sheets=changed("nrt", class_national=True))
        assert [finding.rule for finding in found] == ["sheet-national"]

    def test_example_packages_need_no_sheets(self) -> None:
        example = register(EXAMPLE)
        assert example
        assert all(sheet.definition is None for sheet in example)
        assert check_register({EXAMPLE: shipped_packages()[EXAMPLE]}, {}) == []

    def test_national_measures_are_not_listed_with_a_package_they_say_nothing_about(self) -> None:
        assert "national" not in {sheet.class_ for sheet in register(EXAMPLE)}

    def test_an_unknown_package_or_measure_is_said_to_be_so(self) -> None:
        with pytest.raises(ClearwayError, match=MAIN_PACKAGE):
            register("no-such-package")
        with pytest.raises(ClearwayError, match="smoke-booking"):
            measure_sheet("smoke-bookng")


class TestReviews:
    def test_no_sheet_is_past_its_review_on_the_day_it_is_due(self) -> None:
        first_due = min(sheet.next_review for sheet in SHEETS)
        assert overdue(first_due) == []

    def test_a_sheet_is_overdue_from_the_day_after(self) -> None:
        due = definitions()["nrt"].next_review
        sheets = {"nrt": definitions()["nrt"]}
        found = overdue(due + timedelta(days=1), sheets)
        assert len(found) == 1
        assert "nrt" in found[0].what
        assert str(due) in found[0].what

    def test_those_overdue_longest_come_first(self) -> None:
        sheets = changed("satod", next_review=date(2026, 12, 1))
        found = overdue(date(2030, 1, 1), sheets)
        assert "satod" in found[0].what
        assert len(found) == len(sheets)
