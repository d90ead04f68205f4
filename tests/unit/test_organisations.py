"""The directory on a small made-up hierarchy, then the facts that the packaged one must have."""

import itertools
from datetime import date

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.organisations import (
    DEMONSTRATION,
    NATION,
    Alias,
    Directory,
    Level,
    Organisation,
    Relation,
    boundaries,
    directory,
)

REGION, ICB, PROVIDER = Level.REGION, Level.ICB, Level.PROVIDER


@pytest.fixture(scope="module")
def small():
    """A nation, a region, two ICBs; a merger in 2020 and a trust that changed its ICB in 2022."""
    return Directory(
        [
            Organisation("ENG", "England", Level.NATIONAL),
            Organisation("Y1", "North", REGION, "ENG"),
            Organisation("Q1", "NHS Hills Integrated Care Board", ICB, "Y1", ons_code="E54000001"),
            Organisation("Q2", "NHS Dales Integrated Care Board", ICB, "Y1"),
            Organisation(
                "RA1", "King's Hill NHS Trust", PROVIDER, "Q1", closed=date(2020, 3, 31), successor="RA2"
            ),
            Organisation("RA2", "Hill and Vale NHS Trust", PROVIDER, "Q1", opened=date(2020, 4, 1)),
            Organisation("RB1", "Dale NHS Trust", PROVIDER, "Q2"),
            Organisation("RB9", "Old Dale NHS Trust", PROVIDER, "Q2", closed=date(2021, 3, 31)),
            Organisation("RA101", "Hill Hospital", Level.SITE, "RA1"),
            Organisation("S9", "Made-up Hill", Level.SYNTHETIC),
            Organisation("NK", "Site not known", Level.SITE),
            Organisation("NK-LA", "Local authority not known", Level.LOCAL_AUTHORITY),
        ],
        [
            Relation("RB1", "Q1", None, date(2022, 6, 30)),
            Relation("RB1", "Q2", date(2022, 7, 1), None),
        ],
        [
            Alias("ALL", Level.NATIONAL, "ENG"),
            Alias("Unknown", Level.SITE, "NK"),
            Alias("Unknown", Level.LOCAL_AUTHORITY, "NK-LA"),
            Alias("", Level.LOCAL_AUTHORITY, "NK-LA"),
        ],
    )


def codes(organisations):
    return [organisation.code for organisation in organisations]


def test_booking_and_delivery_sites_are_sites():
    assert Level("booking_site") is Level("delivery_site") is Level.SITE
    with pytest.raises(ValueError, match="ward"):
        Level("ward")


@pytest.mark.parametrize("word", ["Q1", "q1", " Q1 ", "E54000001", "e54000001"])
def test_an_organisation_answers_to_its_code_and_its_ons_code_in_any_case(small, word):
    assert small.get(word).code == "Q1"
    assert word in small


def test_the_nation_answers_to_the_word_of_the_publications(small):
    assert small.get("All").code == "ENG"


def test_a_word_that_means_something_at_each_level_needs_the_level(small):
    assert small.find("Unknown") is None
    assert small.get("unknown", "booking_site").code == "NK"
    assert small.get("Unknown", Level.LOCAL_AUTHORITY).code == "NK-LA"
    assert small.get("", Level.LOCAL_AUTHORITY).code == "NK-LA"
    assert small.find("") is None


def test_a_code_is_not_found_at_another_level(small):
    assert small.find("RA1", Level.ICB) is None


def test_a_code_that_is_not_there_is_answered_with_the_nearest(small):
    with pytest.raises(ClearwayError, match="RB1"):
        small.get("RB2")
    with pytest.raises(ClearwayError, match="RB1 "):
        small.get("dale nhs")
    with pytest.raises(ClearwayError, match="organisations search"):
        small.get("?????")


def test_words_find_a_name_in_any_order_without_case_or_apostrophe(small):
    assert codes(small.search("TRUST kings hil")) == ["RA1"]


def test_the_exact_code_comes_first_and_then_codes_that_begin_with_it(small):
    assert codes(small.search("ra1")) == ["RA1", "RA101"]


def test_current_organisations_come_before_closed_ones(small):
    assert codes(small.search("hill nhs trust")) == ["RA2", "RA1"]


def test_a_search_keeps_to_its_levels_and_its_limit(small):
    assert codes(small.search("hill", levels=["site"])) == ["RA101"]
    assert len(small.search("nhs", limit=2)) == 2
    assert codes(small.search("", levels=[ICB])) == ["Q2", "Q1"]  # no text: all of the level, by name


def test_ancestors_run_from_the_nearest_to_the_nation(small):
    assert codes(small.ancestors("RA101")) == ["RA1", "Q1", "Y1", "ENG"]
    assert small.ancestors("S9") == []
    assert small.parent("ENG") is None


def test_a_parent_is_the_one_of_the_day(small):
    assert small.parent("RB1", date(2022, 6, 30)).code == "Q1"
    assert small.parent("RB1", date(2022, 7, 1)).code == "Q2"
    assert small.parent("RB1").code == "Q2"
    assert codes(small.ancestors("RB1", date(2021, 1, 1))) == ["Q1", "Y1", "ENG"]


def test_children_are_those_of_the_day_and_open(small):
    assert codes(small.children("Q1")) == ["RA2"]
    assert codes(small.children("Q1", date(2019, 1, 1))) == ["RB1", "RA1"]
    assert codes(small.children("RA1", levels=[Level.SITE])) == ["RA101"]
    assert small.children("RA1", levels=[PROVIDER]) == []


def test_providers_of_a_wider_level_are_all_open_trusts_below_it(small):
    assert codes(small.providers()) == ["RB1", "RA2"]
    assert codes(small.providers("Q1")) == ["RA2"]
    assert codes(small.providers("RA2")) == ["RA2"]
    assert codes(small.providers("Y1", date(2020, 3, 31))) == ["RB1", "RA1", "RB9"]


def test_a_closed_trust_is_replaced_from_the_day_after_its_last(small):
    assert small.current("RA1").code == "RA2"
    assert small.current("RA1", date(2020, 3, 31)).code == "RA1"
    assert small.current("RA1", date(2020, 4, 1)).code == "RA2"
    assert small.current("RB9").code == "RB9"  # closed, successor not known


# The packaged directory ----------------------------------------------------------------------


def test_the_packaged_directory_holds_england():
    known = directory()
    count = {level: sum(o.level is level for o in known) for level in Level}
    assert count[REGION] == 7
    assert count[ICB] == 42
    assert len(known.providers()) == 119
    assert sorted(o.code for o in known.children("ENG")) == ["Y56", "Y58", "Y59", "Y60", "Y61", "Y62", "Y63"]


@pytest.mark.parametrize(
    ("code", "name", "chain"),
    [
        ("R1H", "Barts Health NHS Trust", ["QMF", "Y56", "ENG"]),
        ("RJ1", "Guy's and St Thomas' NHS Foundation Trust", ["QKK", "Y56", "ENG"]),
        ("RCX", "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust", ["QMM", "Y61", "ENG"]),
        ("RTD", "The Newcastle upon Tyne Hospitals NHS Foundation Trust", ["QHM", "Y63", "ENG"]),
        ("REP", "Liverpool Women's NHS Foundation Trust", ["QYG", "Y62", "ENG"]),
        ("RBN", "Mersey and West Lancashire Teaching Hospitals NHS Trust", ["QYG", "Y62", "ENG"]),
        ("Y62", "North West", ["ENG"]),
        ("QNC", "NHS Staffordshire and Stoke-on-Trent Integrated Care Board", ["Y60", "ENG"]),
        ("R1H12", "The Royal London Hospital", ["R1H", "QMF", "Y56", "ENG"]),
        ("E0A3H", "Royal Sussex County Hospital", []),
        ("00L", "NHS North East and North Cumbria ICB - 00L", ["QHM", "Y63", "ENG"]),
        ("E07000221", "Stratford-on-Avon", []),
        ("SYNTH", "Synthetic Trust (made-up data)", []),
    ],
)
def test_names_are_as_people_write_them_and_the_chain_is_right(code, name, chain):
    assert directory().get(code).name == name
    assert codes(directory().ancestors(code)) == chain


@pytest.mark.parametrize(
    ("old", "last_day", "new"),
    [
        ("RD3", date(2020, 9, 30), "R0D"),
        ("RDZ", date(2020, 9, 30), "R0D"),
        ("RXH", date(2021, 3, 31), "RYR"),
        ("RW6", date(2021, 9, 30), "RM3"),
        ("RBZ", date(2022, 3, 31), "RH8"),
        ("RA4", date(2023, 3, 31), "RH5"),
        ("RVY", date(2023, 6, 30), "RBN"),
        ("RAP", date(2024, 12, 31), "RAL"),
        ("RNL", date(2019, 9, 30), "RNN"),
    ],
)
def test_mergers_since_2019_are_known(old, last_day, new):
    known = directory()
    assert known.get(old).closed == last_day
    assert known.current(old).code == new
    assert known.current(old, last_day).code == old


def test_bassetlaw_changed_its_system_in_july_2022():
    assert directory().parent("02Q", date(2022, 6, 30)).code == "QF7"
    assert directory().parent("02Q").code == "QT1"


def test_the_words_of_the_publications_are_known():
    known = directory()
    assert known.get("ALL") is known.get("National") is known.get("ENG") is known.get("E92000001")
    assert known.get("Unknown", "sub_icb").name == "Sub-ICB not known"
    assert known.get("Group 2. Level 3 NICU").level is Level.MBRRACE
    assert known.get("E40000010").code == known.get("E40000014").code == "Y62"  # two vintages of one region
    assert known.get("E38000014").code == "00Q"


def test_a_current_trust_is_placed_within_england():
    for trust in directory().providers():
        assert 49.8 < trust.latitude < 55.9, trust
        assert -6.5 < trust.longitude < 1.8, trust


def test_each_icb_has_an_outline_around_its_centre():
    shape = boundaries("icb")
    assert shape is boundaries("icb")
    known = {o.code for o in directory() if o.level is ICB}
    assert {feature["properties"]["code"] for feature in shape["features"]} == known
    for feature in shape["features"]:
        assert feature["properties"] == {
            "code": (code := feature["properties"]["code"]),
            "name": directory().get(code).name,
            "ons_code": directory().get(code).ons_code,
        }


def test_outlines_wind_clockwise_so_that_the_inside_is_filled():
    for feature in boundaries("icb")["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for number, ring in enumerate(polygon):
                assert ring[0] == ring[-1]
                area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
                assert (area < 0) is (number == 0), feature["properties"]


def test_a_level_without_outlines_is_refused():
    with pytest.raises(ClearwayError, match="icb"):
        boundaries("provider")


def test_the_made_up_collaborative_is_apart_from_the_nation() -> None:
    known = directory()
    trusts = known.providers(DEMONSTRATION)
    assert len(trusts) == 8
    assert all(trust.demonstration and "made up" in trust.name for trust in trusts)
    assert all(NATION not in {above.code for above in known.ancestors(trust.code)} for trust in trusts)
    assert not {trust.code for trust in trusts} & {one.code for one in known}
    assert known.search("Alderbrook") == []
    assert known.find("DEMO1") is trusts[0]
