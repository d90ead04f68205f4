"""Words on paper keep what our fonts can show, and say where something is missing."""

import pytest

from clearway.web.design.glyphs import showable


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ann said: 3 of 4", "Ann said: 3 of 4"),
        ("Siân’s “idea”, £5 – Привет, مرحبا", "Siân’s “idea”, £5 – Привет, مرحبا"),
        ("two\nlines\tand more", "two\nlines\tand more"),
        ("well done 🤰🏽🥳!", "well done \ufffd!"),
        ("你 好", "\ufffd \ufffd"),
        ("bell\x07, turned\u202e, joined\u200d, drawn\ufe0f", "bell, turned, joined, drawn"),
    ],
)
def test_what_cannot_be_shown_is_replaced_once_in_a_row(typed: str, shown: str) -> None:
    assert showable(typed) == shown
