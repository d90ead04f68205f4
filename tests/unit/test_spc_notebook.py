"""One line in a notebook gives a picture; a picture can go into a paper."""

import zlib

from clearway.spc import spc
from clearway.spc.pictures import control_chart, show, to_pdf

CHART = spc([3, 5, 4, 6, 5, 4, 5, 6, 4, 5, 3, 4, 5, 12], series="Falls on the ward")


def test_a_chart_shows_itself_in_a_notebook() -> None:
    picture = show(CHART)._repr_svg_()
    assert picture.startswith("<svg")
    assert "<title>Falls on the ward</title>" in picture
    assert CHART.summary.text[:30] in picture


def test_a_pdf_holds_text_and_not_only_lines() -> None:
    page = to_pdf(control_chart(CHART, title="Falls on the ward"))
    assert page.startswith(b"%PDF")
    content = page
    for start in (b"stream\r\n", b"stream\n"):
        for part in page.split(start)[1:]:
            try:
                content += zlib.decompress(part.split(b"endstream")[0])
            except zlib.error:
                continue  # a stream that is not compressed, or no picture
    assert b"/Font" in content
    assert b"BT" in content  # a text object
