"""What an organisation owes for a month, and what the centre has filled in already."""

import pytest
from tests.lib.month import ANN, LAST, TRUST, booking, enter, held, published

from clearway.common.errors import ClearwayError
from clearway.web.returns.cells import earlier
from clearway.web.returns.changes import Changed, changes
from clearway.web.returns.choices import choose, chosen
from clearway.web.returns.feed import breaks, versions
from clearway.web.returns.obligations import Status, owed

pytestmark = pytest.mark.django_db


class TestWhatIsOwed:
    def test_every_team_owes_two_measures_before_it_has_chosen_anything(self):
        assert [each.measure for each in owed(TRUST, LAST)] == ["smoke-booking", "smoke-delivery"]

    def test_a_driver_brings_its_mandatory_measures_and_supporting_ones_only_when_chosen(self):
        choose(
            organisation=TRUST,
            period=LAST,
            drivers=["identification"],
            measures=["smoke-after-childbirth"],
            by=ANN,
        )
        asked = {each.measure: each.class_ for each in owed(TRUST, LAST)}
        assert {"smoke-36-weeks", "co-test-booking", "co-test-36-weeks", "smoke-after-childbirth"} < set(
            asked
        )
        assert "brief-intervention-positive" not in asked

    def test_each_component_and_each_filled_blank_is_a_cell_of_its_own(self):
        choose(
            organisation=TRUST, period=LAST, drivers=["specialist-support", "culture-capability"],
            measures=["quit-success"], parameters=[("staff-trained-subject", "human factors"),
            ("staff-trained-subject", "QI basics")], by=ANN,
        )  # fmt: skip
        keys = [each.key for each in owed(TRUST, LAST)]
        assert [key[1] for key in keys if key[0] == "quit-success"] == [
            "4-weeks",
            "12-weeks",
            "end-of-pregnancy",
        ]
        assert {key[2] for key in keys if key[0] == "staff-trained-subject"} == {"human factors", "QI basics"}

    def test_a_choice_holds_from_its_month_on_and_not_before(self):
        choose(organisation=TRUST, period=LAST, drivers=["learn-harm"], measures=[], by=ANN)
        assert not chosen(TRUST, LAST.previous()).drivers
        choose(organisation=TRUST, period=LAST.next(), drivers=[], measures=[], by=ANN)
        assert chosen(TRUST, LAST).drivers == {"learn-harm"}
        assert not chosen(TRUST, LAST.shift(3)).drivers

    @pytest.mark.parametrize(
        ("drivers", "measures", "blanks"),
        [
            (["no-such"], [], []),
            ([], ["nrt"], []),
            (["identification"], [], [("smoke-booking", "x")]),
        ],
    )
    def test_what_the_package_does_not_offer_is_refused(self, drivers, measures, blanks):
        with pytest.raises(ClearwayError):
            choose(
                organisation=TRUST, period=LAST, drivers=drivers, measures=measures, parameters=blanks, by=ANN
            )

    def test_a_figure_of_the_centre_fills_the_cell_and_is_not_typed_over(self):
        published("cqim-smoking-booking", 9)
        assert held().status is Status.CENTRE
        with pytest.raises(ClearwayError, match="is not typed"):
            enter(booking(3))


class TestFromTheCentre:
    def test_every_version_is_kept_and_shown_newest_first(self):
        first = published("cqim-smoking-delivery", 8, "provisional")
        last = published("cqim-smoking-delivery", 9, "final", before=first)
        cells = owed(TRUST, LAST)
        assert versions(TRUST, LAST, cells) == {last.pk: [last, first]}
        assert changes(TRUST, ANN.key).central == [Changed(last, 0)]

    def test_the_break_between_satod_and_the_data_set_is_told_of_smoking_at_delivery_alone(self):
        told = {each.measure: {one.id for one in breaks(each)} for each in owed(TRUST, LAST)}
        assert "cqim-and-satod" in told["smoke-delivery"]
        assert told["smoke-booking"] == set()

    def test_a_published_figure_stands_in_the_past_of_a_cell(self):
        row = published("cqim-smoking-booking", 9)
        assert earlier(TRUST, LAST.next(), ["smoke-booking"]) == {("smoke-booking", "", ""): [row]}
