"""The pages of documentation say what the program does: code is run, pictures are drawn again."""

import doctest
import importlib.util
import re
from pathlib import Path

import pytest

from clearway.spc import Rule
from clearway.spc.pictures import rule_examples

PROJECT = Path(__file__).parents[2]
CHARTS = PROJECT / "docs" / "how-to-read-a-chart.md"
PICTURES = PROJECT / "docs" / "images" / "spc"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.M | re.S)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def pages_with_sessions() -> list[Path]:
    """Pages with a Python session in them, this one first."""
    found = [path for path in (PROJECT / "docs").rglob("*.md") if ">>> " in path.read_text(encoding="utf-8")]
    return sorted({CHARTS, *found})


@pytest.mark.parametrize("page", pages_with_sessions(), ids=lambda page: page.stem)
def test_the_code_of_a_page_gives_the_output_that_the_page_states(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert all(">>> " in block for block in blocks)
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page.name, str(page), 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(session, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
    assert len(session.examples) == text.count("\n>>> ")


def drawn() -> dict[str, str]:
    place = PROJECT / "tools" / "make_spc_pictures.py"
    spec = importlib.util.spec_from_file_location("make_spc_pictures", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    pictures: dict[str, str] = module.pictures()
    return pictures


def test_every_picture_is_the_one_that_the_tool_draws() -> None:
    made = drawn()
    assert {path.name for path in PICTURES.glob("*.svg")} == set(made)
    for name, svg in made.items():
        kept = (PICTURES / name).read_text(encoding="utf-8")
        assert NUMBER.sub("#", kept) == NUMBER.sub("#", svg), name
        # Another machine's Arial may move words by a hair; figures and shapes stay.
        pairs = zip(NUMBER.findall(kept), NUMBER.findall(svg), strict=True)
        assert max(abs(float(one) - float(other)) for one, other in pairs) < 2, name


def test_every_picture_is_one_image_with_title_description_and_text() -> None:
    for path in PICTURES.glob("*.svg"):
        svg = path.read_text(encoding="utf-8")
        assert re.match(r'<svg [^>]*role="img"[^>]*><title>[^<]+</title><desc>[^<]+</desc>', svg), path.name
        assert svg.count("<text") > 5, path.name


def test_the_page_shows_every_picture_once_with_words_for_it() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(images/spc/([^)]+)\)", CHARTS.read_text(encoding="utf-8"))
    assert sorted(name for _, name in shown) == sorted(path.name for path in PICTURES.glob("*.svg"))
    assert all(len(words.split()) >= 4 for words, _ in shown)


def test_every_rule_has_a_sentence_and_a_picture_on_the_page() -> None:
    text = " ".join(CHARTS.read_text(encoding="utf-8").split())
    for example in rule_examples():
        assert f"(images/spc/{example.name}.svg)" in text
        if example.name != "common-cause":
            assert example.sentence in text, example.name
    assert {example.rule for example in rule_examples()} == {None, *Rule}
