"""Laws of periods, and of every organisation in the packaged directory."""

import itertools
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clearway.common.organisations import NATION, Level, directory
from clearway.common.periods import (
    FinancialYear,
    Month,
    months_between,
    parse_period,
    period_range,
    reporting_month,
)

months = st.builds(Month, st.integers(1950, 2150), st.integers(1, 12))
years = st.builds(FinancialYear, st.integers(1950, 2150))
periods = st.one_of(months, years)
organisations = st.sampled_from(list(directory()))
days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@given(periods)
def test_the_text_of_a_period_is_read_back_as_itself(period):
    assert parse_period(str(period)) == period


@given(periods)
def test_next_and_previous_undo_each_other_and_leave_no_gap(period):
    assert period.next().previous() == period.previous().next() == period
    assert (period.next().first_day - period.last_day).days == 1
    assert period.previous() < period < period.next()


@given(periods, periods)
def test_the_order_of_periods_is_total(one, two):
    assert (one < two) + (one == two) + (one > two) == 1
    assert (one <= two) == (one < two or one == two)


@given(months, st.integers(-480, 480))
def test_months_between_undoes_shift(month, count):
    assert months_between(month, month.shift(count)) == count


@given(months, st.integers(0, 60))
def test_a_range_has_one_more_than_the_months_between(first, count):
    found = list(period_range(first, first.shift(count)))
    assert len(found) == count + 1
    assert all(one.next() == two for one, two in itertools.pairwise(found))


@given(months)
def test_a_month_lies_in_its_financial_year(month):
    year = month.financial_year
    assert month in year.months
    assert year.contains(month.first_day)
    assert year.contains(month.last_day)


@given(months)
def test_a_swapped_first_day_is_always_mended(month):
    swapped = f"{month.year:04d}-01-{month.month:02d}"  # the first of a month, read as a day in January
    assert reporting_month(swapped, month.last_day.strftime("%d/%m/%Y")) == month
    assert reporting_month(month.first_day, month.last_day) == month


@given(organisations, st.one_of(st.none(), days))
def test_the_chain_of_ancestors_ends_at_the_nation_or_is_empty(organisation, day):
    chain = [above.code for above in directory().ancestors(organisation.code, day)]
    assert len(chain) == len(set(chain))
    assert (chain[-1] == NATION) if chain else (not organisation.parent)


@given(organisations, st.one_of(st.none(), days))
def test_successors_end_and_were_open_when_they_took_over(organisation, day):
    heir = directory().current(organisation.code, day)
    assert heir.closed is None or not heir.successor or (day is not None and day <= heir.closed)
    if organisation.successor:
        assert organisation.closed is not None
        taken_over_by = directory().get(organisation.successor)
        assert taken_over_by.closed is None or taken_over_by.closed > organisation.closed
        assert taken_over_by.level is organisation.level


@given(organisations)
def test_search_finds_every_organisation_by_its_code_first_and_by_its_name(organisation):
    assert directory().search(organisation.code, limit=1) == [organisation]
    assert organisation in directory().search(organisation.name, [organisation.level], limit=1000)


@given(organisations)
def test_every_organisation_is_found_by_its_code_at_its_level(organisation):
    assert directory().get(organisation.code.lower(), organisation.level) is organisation
    if organisation.ons_code:
        assert directory().get(organisation.ons_code) is organisation


@given(organisations)
def test_a_parent_is_of_a_wider_level(organisation):
    width = [Level.SITE, Level.PROVIDER, Level.ICB, Level.REGION, Level.NATIONAL]
    parent = directory().parent(organisation.code)
    if parent is not None and organisation.level in width:
        assert width.index(parent.level) == width.index(organisation.level) + 1


@given(organisations, days)
def test_the_providers_of_a_parent_are_those_of_its_children(organisation, day):
    if organisation.level in (Level.NATIONAL, Level.REGION):
        parts = [
            p
            for child in directory().children(organisation.code, day)
            for p in directory().providers(child.code, day)
        ]
        assert sorted(p.code for p in parts) == sorted(
            p.code for p in directory().providers(organisation.code, day)
        )
