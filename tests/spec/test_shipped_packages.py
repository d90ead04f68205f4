"""What the shipped packages hold: the figures that the published driver diagram gives."""

import re
from pathlib import Path

import pytest

import clearway.package
from clearway.common.findings import Finding
from clearway.package.loader import check_package, shipped_packages
from clearway.package.model import MeasureClass, Package

CODE = Path(clearway.package.__path__[0])
CONTENT = CODE / "content"

DRIVERS = {
    "clinical-excellence": ["identification", "training", "specialist-support", "multi-agency"],
    "safety-culture": ["culture-understand", "culture-capability", "culture-just-safe"],
    "reliable-systems": ["systems-processes", "systems-pathways"],
    "experience": ["experience-women", "experience-staff", "experience-networks"],
    "learning": ["learn-harm", "learn-excellence", "learn-share"],
}
# Change ideas a driver, counted in the published document.
IDEAS = [5, 4, 5, 5, 5, 14, 13, 4, 6, 5, 6, 2, 14, 6, 4]
# Mandatory and supporting lines a driver, bold lines included.
LINES = [
    (5, 2), (4, 5), (5, 2), (4, 1), (1, 2), (1, 8), (1, 6), (1, 3), (1, 4), (1, 2), (1, 4), (0, 0), (1, 6),
    (1, 4), (1, 1),
]  # fmt: skip
MEASURES = [
    "smoke-booking",
    "smoke-delivery",
    "smoke-36-weeks",
    "co-test-booking",
    "co-test-36-weeks",
    "brief-intervention-positive",
    "smoke-after-childbirth",
    "staff-trained-brief-intervention",
    "staff-trained-co-monitoring",
    "staff-trained-co-monitor-use",
    "midwifery-staff-trained-brief-intervention",
    "neonatal-staff-trained-brief-intervention",
    "brief-intervention-conversations",
    "clinical-staff-mandatory-training",
    "elevated-co-referred",
    "referred-specialist",
    "quit-date-set",
    "quit-success",
    "nrt",
    "clear-improvement",
    "smokefree-hospital",
    "stop-smoking-feedback",
    "culture-survey",
    "listening-events",
    "actionable-changes-tested",
    "staff-trained-subject",
    "safety-walk-rounds",
    "staff-trained-safety-culture",
    "improvement-projects",
    "mean-progress-score",
    "staff-using-improvement-methodology",
    "projects-senior-leadership",
    "staff-safety-in-pdr",
    "projects-sharing-learning-board",
    "cultural-components",
    "staff-trained-team-working",
    "huddles-multidisciplinary",
    "safety-briefing",
    "safety-debrief",
    "sbar-used",
    "projects-reporting-measures",
    "measures-collected",
    "measures-uploaded",
    "measures-shared-month",
    "pathways-reliable",
    "process-implemented-accurately",
    "new-processes-tested",
    "pathways-mapped",
    "projects-achieving-reliability",
    "projects-women-involved",
    "women-invited",
    "progress-reported-women",
    "projects-multidisciplinary",
    "staff-engagement-events",
    "staff-part-of-project",
    "progress-communicated-staff",
    "staff-trained-aim",
    "harm-incidents-learning",
    "care-omitted",
    "dissatisfaction-reported",
    "harm-reported-staff",
    "staff-trained-report-harm",
    "harm-investigations",
    "near-misses",
    "excellence-incidents-learning",
    "satisfaction-reported",
    "excellence-reported-staff",
    "staff-informed-report-excellence",
    "excellence-investigated",
    "incidents-shared-external",
    "learning-shared-outside",
]


@pytest.fixture(scope="module")
def package() -> Package:
    return shipped_packages()["smoke-free-pregnancies"]


def test_the_real_package_comes_first_and_the_example_says_that_it_is_one() -> None:
    shipped = shipped_packages()
    assert list(shipped) == ["smoke-free-pregnancies", "neonatal-hypoglycaemia-example"]
    assert [each.example for each in shipped.values()] == [False, True]


@pytest.mark.parametrize("folder", sorted(path.name for path in CONTENT.iterdir()))
def test_a_shipped_package_is_without_findings_and_its_folder_has_its_id(folder: str) -> None:
    nothing: list[Finding] = []
    assert check_package(CONTENT / folder) == nothing
    assert folder in shipped_packages()


def test_counts_of_the_published_package(package: Package) -> None:
    counts = package.counts
    assert (counts.primary_drivers, counts.secondary_drivers, counts.change_ideas) == (5, 15, 98)
    assert (counts.mandatory_lines, counts.supporting_lines) == (28, 50)
    assert (counts.measures, counts.mandatory_measures, counts.supporting_measures) == (71, 22, 49)


def test_drivers_stand_in_the_order_of_the_diagram(package: Package) -> None:
    diagram = {each.id: list(each.secondary_drivers) for each in package.primary_drivers}
    assert diagram == DRIVERS
    assert [driver.id for driver in package.drivers] == [name for names in DRIVERS.values() for name in names]


def test_change_ideas_and_data_lines_of_each_driver(package: Package) -> None:
    assert [len(driver.change_ideas) for driver in package.drivers] == IDEAS
    assert [(len(driver.mandatory), len(driver.supporting)) for driver in package.drivers] == LINES
    for driver in package.drivers:
        numbered = [f"{driver.id}-{number}" for number in range(1, len(driver.change_ideas) + 1)]
        assert [idea.id for idea in driver.change_ideas] == numbered


def test_measures_have_their_ids_in_the_order_of_the_document(package: Package) -> None:
    assert [measure.id for measure in package.measures] == MEASURES


def test_two_measures_are_owed_whatever_driver_a_team_works_on(package: Package) -> None:
    owed = [measure for measure in package.measures if measure.class_ is MeasureClass.ALL]
    assert [measure.id for measure in owed] == ["smoke-booking", "smoke-delivery"]
    assert all(measure.psmu and list(measure.drivers) == DRIVERS["clinical-excellence"] for measure in owed)
    assert [measure.id for measure in package.measures if measure.psmu] == ["smoke-booking", "smoke-delivery"]


def test_two_measures_may_be_sampled(package: Package) -> None:
    sampled = [measure.id for measure in package.measures if measure.sampled]
    assert sampled == ["smoke-36-weeks", "co-test-36-weeks"]


def test_only_one_measure_beside_those_is_asked_for_by_two_drivers(package: Package) -> None:
    shared = {measure.id: measure.drivers for measure in package.measures if len(measure.drivers) > 1}
    assert shared.pop("safety-walk-rounds") == ("culture-capability", "culture-just-safe")
    assert set(shared) == {"smoke-booking", "smoke-delivery"}


def test_networks_and_commissioning_asks_for_no_measure(package: Package) -> None:
    assert package.driver("experience-networks").measures == ()


def test_the_aim_is_judged_at_booking_36_weeks_and_delivery(package: Package) -> None:
    judged = [each.measure for each in package.aim.measures]
    assert judged == ["smoke-booking", "smoke-36-weeks", "smoke-delivery"]


def test_six_values(package: Package) -> None:
    wanted = ("collaboration", "trust", "respect", "innovation", "courage", "compassion")
    assert package.values == wanted


def test_everything_of_the_published_package_says_where_it_stands(package: Package) -> None:
    for driver in package.drivers:
        assert driver.position is not None, driver.id
        for part in (*driver.change_ideas, *driver.measures):
            assert part.position is not None, part


def test_the_example_fits_beside_the_real_package() -> None:
    """Both are worked with at once, so no measure id may mean two things."""
    real, example = shipped_packages().values()
    assert not {each.id for each in real.measures} & {each.id for each in example.measures}
    assert example.counts.primary_drivers >= 2
    assert "not clinical advice" in example.provenance
    assert not any(driver.references or driver.resources for driver in example.drivers)


def test_the_code_knows_no_clinical_area() -> None:
    """A package of any area is data; code that knew one would treat the others differently."""
    for path in CODE.rglob("*.py"):
        assert not re.search("smok", path.read_text(encoding="utf-8"), re.IGNORECASE), path.name
