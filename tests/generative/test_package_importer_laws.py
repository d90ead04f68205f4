"""Laws of the importer: any package written in the form is read back, and no word of a document is lost."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.package.importer import ImportReport, import_document
from clearway.package.loader import check_package

# Letters that no key, mark or small word of the form is made of.
WORDS = st.text("bdgklmqvwxz", min_size=4, max_size=8)
PHRASES = st.lists(WORDS, min_size=2, max_size=6).map(lambda words: " ".join(words).capitalize())
STRAYS = st.sampled_from(
    ["{}", "**{}**", "## {}", "*{}*", "- {}", "{}\t{}", "| {} | {} |", "<p>{}</p>", "{}: {}"]
)


@dataclass(frozen=True)
class Measure:
    name: str
    mandatory: bool
    bold: bool
    mark: str


@dataclass(frozen=True)
class Driver:
    title: str
    ideas: list[str]
    measures: list[Measure]
    split: bool


@dataclass(frozen=True)
class Layout:
    bold_keys: bool
    bold_values: bool
    bullet: str  # "html", or the sign of a list in Markdown
    pipes: bool
    ending: str
    dash: str


LAYOUTS = st.builds(
    Layout,
    bold_keys=st.booleans(),
    bold_values=st.booleans(),
    bullet=st.sampled_from(["html", "•", "*", "-"]),
    pipes=st.booleans(),
    ending=st.sampled_from(["\n", "\r\n"]),
    dash=st.sampled_from(["-", "–", "—"]),
)


@st.composite
def packages(draw: st.DrawFn) -> tuple[str, list[tuple[str, list[Driver]]]]:
    texts = iter(draw(st.lists(PHRASES, min_size=60, max_size=60, unique=True)))
    primaries = []
    for _ in range(draw(st.integers(1, 3))):
        drivers = []
        title = next(texts)
        for _ in range(draw(st.integers(1, 2))):
            ideas = [next(texts) for _ in range(draw(st.integers(0, 3)))]
            measures = [draw(measure(next(texts))) for _ in range(draw(st.integers(0, 4)))]
            drivers.append(Driver(next(texts), ideas, measures, draw(st.booleans())))
        primaries.append((title, drivers))
    return next(texts), primaries


@st.composite
def measure(draw: st.DrawFn, name: str) -> Measure:
    mandatory = draw(st.booleans())
    mark = draw(st.sampled_from(["", " [PSMU]", " [s]", "[ S ]", " [psmu] [s]"]))
    return Measure(name, mandatory, mandatory and draw(st.booleans()), mark)


def bold(text: str, layout: Layout) -> str:
    return f"<b>{text}</b>" if layout.bullet == "html" and not layout.pipes else f"**{text}**"


def row(key: str, value: str, items: list[str], layout: Layout) -> list[str]:
    key = bold(key, layout) if layout.bold_keys else key
    value = bold(value, layout) if layout.bold_values and value else value
    if layout.pipes:
        return [f"| {key} | {'<br>'.join([value] * bool(value) + [f'• {item}' for item in items])} |"]
    if layout.bullet == "html":
        listed = "<ul>" + "".join(f"<li>• {item}</li>" for item in items) + "</ul>" if items else ""
        return [f"{key}\t{value}{listed}"]
    return [f"{key}\t{value}", *(f"{layout.bullet} {item}" for item in items)]


def pages(title: str, primary: str, driver: Driver, layout: Layout) -> list[list[str]]:
    ideas = row("Change ideas", "", driver.ideas, layout) if driver.ideas else []
    data = []
    for key, mandatory in (("Mandatory data", True), ("Supporting data", False)):
        items = [
            (bold(one.name, layout) if one.bold else one.name) + one.mark
            for one in driver.measures
            if one.mandatory == mandatory
        ]
        data += row(key, "", items, layout) if items else []
    bodies = [ideas, data] if driver.split else [[*ideas, *data]]
    listed = []
    for number, body in enumerate(bodies, start=1):
        part = f" {layout.dash} Part {number}" if driver.split else ""
        head = [
            *row("Change package", title, [], layout),
            *row("Primary driver", primary, [], layout),
            *row("Secondary driver", driver.title + part, [], layout),
        ]
        listed.append([*head, *body, ""])
    return listed


def imported(lines: list[str], layout: Layout) -> ImportReport:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "document.md"
        document.write_bytes(layout.ending.join(lines).encode("utf-8"))
        report = import_document(document, Path(folder) / "out")
        assert check_package(Path(folder) / "out") == []
        return report


@given(packages(), LAYOUTS)
@settings(max_examples=40, deadline=None)
def test_a_package_written_in_the_form_is_read_back(
    written: tuple[str, list[tuple[str, list[Driver]]]], layout: Layout
) -> None:
    title, primaries = written
    lines = [
        line
        for primary, drivers in primaries
        for driver in drivers
        for page in pages(title, primary, driver, layout)
        for line in page
    ]
    report = imported(lines, layout)
    assert report.package.title == title
    assert [primary.title for primary in report.package.primary_drivers] == [name for name, _ in primaries]
    expected = [driver for _, drivers in primaries for driver in drivers]
    for read, driver in zip(report.package.drivers, expected, strict=True):
        assert read.title == driver.title
        assert [idea.text for idea in read.change_ideas] == driver.ideas
        asked = sorted(driver.measures, key=lambda one: not one.mandatory)
        assert [ask.name for ask in read.measures] == [one.name for one in asked]
        for ask, one in zip(read.measures, asked, strict=True):
            class_ = "all" if one.bold else "driver" if one.mandatory else "supporting"
            assert (ask.class_, ask.psmu) == (class_, "psmu" in one.mark.lower())
            assert ask.sampled == ("s" in one.mark.lower().replace("psmu", ""))
            assert one.name in lines[ask.position.line - 1]
        for idea in read.change_ideas:
            assert idea.text in lines[idea.position.line - 1]
    assert not [finding for finding in report.unplaced if finding.rule == "unplaced"]


@given(
    packages(),
    LAYOUTS,
    st.lists(st.tuples(STRAYS, WORDS, WORDS, st.integers(0, 200)), min_size=1, max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_no_word_is_lost_wherever_lines_are_put_in(
    written: tuple[str, list[tuple[str, list[Driver]]]],
    layout: Layout,
    strays: list[tuple[str, str, str, int]],
) -> None:
    title, primaries = written
    blocks = [
        page
        for primary, drivers in primaries
        for driver in drivers
        for page in pages(title, primary, driver, layout)
    ]
    for form, first, second, place in strays:
        blocks.insert(place % (len(blocks) + 1), [form.format(first, second), ""])
    report = imported([line for block in blocks for line in block], layout)
    kept = report.package.model_dump_json().casefold()
    told = " ".join(finding.what for finding in report.unplaced).casefold()
    for form, first, second, _ in strays:
        for word in (first, second)[: form.count("{}")]:
            assert word in kept or word in told
    assert {driver.title for _, drivers in primaries for driver in drivers} == {
        driver.title for driver in report.package.drivers
    }
