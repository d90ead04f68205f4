"""Where few months are held: from how many on limits are drawn, and what a past without exception allows."""

from clearway.records.plausibility import Entry, check_entry

MONTHS = [f"2025-{month:02d}" for month in range(1, 8)]


def entry(numerator: float, denominator: float, period: str = MONTHS[-1]) -> Entry:
    return Entry(
        measure="co-test-booking",
        org_level="provider",
        org_code="RJ7",
        period=period,
        numerator=numerator,
        denominator=denominator,
    )


def rules(now: Entry, counts: list[tuple[int, int]]) -> list[str]:
    before = [
        entry(*pair, period) for pair, period in zip(counts, MONTHS[-1 - len(counts) : -1], strict=True)
    ]
    return [finding.rule for finding in check_entry(now, before)]


def test_limits_are_drawn_from_six_months_on() -> None:
    steady = [(80 + 2 * (n % 2), 100) for n in range(6)]
    assert rules(entry(60, 100), steady) == ["sudden-change"]
    assert rules(entry(60, 100), steady[1:]) == []


def test_none_after_months_of_all_is_a_sudden_change_and_no_question_of_chance() -> None:
    always = [(50 + n, 50 + n) for n in range(6)]
    assert rules(entry(0, 55), always) == ["sudden-change"]
    assert rules(entry(55, 55), always) == []
