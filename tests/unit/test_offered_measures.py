"""What a trust may choose to collect: supporting measures of its drivers. The mandatory are asked anyway."""

from clearway.web.returns.choices import offered


def test_a_driver_offers_its_supporting_measures_and_none_that_is_mandatory() -> None:
    assert offered({"specialist-support"}) == {"quit-success", "nrt"}
    assert offered({"experience-networks"}) == frozenset()
