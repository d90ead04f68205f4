"""The same document, published in another layout, gives the same package."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clearway.package.importer import ImportReport, import_document
from clearway.package.model import Package

DOCUMENT = Path(__file__).parents[1] / "data" / "change_packages" / "warm-babies.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
# Nested lists stand in one line of HTML only; the layouts below have no way to say them.
PLAIN = TEXT.replace(
    "Offer a choice of:<ul><li>wrap</li><li>sling</li></ul>", "Offer a choice of: wrap; sling"
)

NOWHERE = (
    "Draft 4, autumn edition",
    "Touch a driver to open it",
    "A heading of no driver",
    "Page 9 of 12",
    "the ward clerk",
    "orphaned thermometers",
)

Layout = Callable[[str, str, list[str]], str]


def laid_out(layout: Layout) -> str:
    """The document with its rows in another layout: `layout` gets key, text before the list, and items."""
    lines = []
    for line in PLAIN.split("\n"):
        if "\t" not in line:
            lines.append(line)
            continue
        key, value = line.split("\t")
        if value.startswith("<b><ul"):  # bold of a whole list is nothing that a line of stars could say
            value = value.removeprefix("<b>").removesuffix("</b>")
        items = re.findall(r"<li>(?:• )?(.*?)</li>", value)
        before = re.sub(r"<ul.*</ul>|</?p>", "", value).strip()
        lines.append(layout(re.sub("</?p>", "", key), before, items))
    return "\n".join(lines)


def starred(text: str) -> str:
    return re.sub("</?b>", "**", text)


def as_pipes(key: str, before: str, items: list[str]) -> str:
    header = "|  |  |\n| --- | :-- |\n" if "Change package" in key else ""
    cell = "<br>".join([before] * bool(before) + [f"• {item}" for item in items])
    return starred(f"{header}| {key} | {cell} |")


def as_lines(bullet: str, between: str) -> Layout:
    def layout(key: str, before: str, items: list[str]) -> str:
        first = f"{key}{between}{before}" if before else key
        return starred("\n".join([first, *(f"{bullet} {item}" for item in items)]))

    return layout


def as_html_table(key: str, before: str, items: list[str]) -> str:
    cells = "".join(f"\n<li>{item}</li>" for item in items)
    ul = f"<ul>{cells}\n</ul>" if items else ""
    start = "</table>\n<table>\n" if "Change package" in key else ""
    return f"{start}<tr>\n<td>{key}</td>\n<td>{before}{ul}</td>\n</tr>"


def over_lines(key: str, before: str, items: list[str]) -> str:
    cells = "".join(f"\n  <li>• {item}\n  </li>" for item in items)
    return f"{key}\t{before}" + (f"<ul>{cells}\n</ul>" if items else "")


LAYOUTS = {
    "table with pipes": laid_out(as_pipes),
    "stars as bullets": laid_out(as_lines("*", "\t")),
    "dashes as bullets": laid_out(as_lines("-", "\t")),
    "keys with a colon": laid_out(as_lines("-", ": ")),
    "blanks for tabs": laid_out(as_lines("•", "     ")),
    "table in HTML": laid_out(as_html_table),
    "lists over several lines": laid_out(over_lines),
    "Windows": "\ufeff" + TEXT.replace("\n", "\r\n"),
    "spaces that do not break": re.sub(r"(?<=\w) (?=[a-z]+ )", "\u00a0", TEXT).replace("ul\u00a0", "ul "),
    "strong for b": TEXT.replace("<b>", "<strong>").replace("</b>", "</strong>"),
    "escaped brackets": re.sub(r"\[( ?(?:psmu|s) ?)\]", r"\\[\1\\]", TEXT, flags=re.I),
    "lists that are not closed": PLAIN.replace("</li>", ""),
    "comments": TEXT.replace("\n\n<b>", "\n\n<!-- page\nbreak --><b>"),
}


def content(package: Package) -> list[object]:
    """All of a package but the lines, which a layout may change."""
    drivers = [
        (
            driver.title,
            [idea.text for idea in driver.change_ideas],
            [(ask.measure, ask.name, ask.class_, ask.psmu, ask.sampled) for ask in driver.measures],
            [(entry.title, entry.address) for entry in (*driver.references, *driver.resources)],
        )
        for driver in package.drivers
    ]
    front = [package.title, package.aim, package.publisher, package.values]
    primaries = [(primary.title, primary.explanation) for primary in package.primary_drivers]
    return [*front, *drivers, *primaries, [rule.rule for rule in package.instructions]]


def imported(text: str, tmp_path: Path) -> ImportReport:
    document = tmp_path / "document.md"
    document.write_bytes(text.encode("utf-8"))
    return import_document(document)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_gives_the_same_package(layout: str, tmp_path: Path) -> None:
    text = LAYOUTS[layout]
    report = imported(text, tmp_path)
    expected = content(import_document(DOCUMENT).package)
    assert content(report.package) == expected
    lines = re.split(r"\r?\n", text.replace("\u00a0", " "))
    for nowhere in NOWHERE:
        (number,) = [number for number, line in enumerate(lines, start=1) if nowhere in line]
        (finding,) = [finding for finding in report.unplaced if finding.row == number]
        assert finding.rule == "unplaced"
    assert len([finding for finding in report.unplaced if finding.rule == "unplaced"]) <= len(NOWHERE) + 1


def test_items_on_lines_of_their_own_have_their_own_line(tmp_path: Path) -> None:
    for layout in ("stars as bullets", "lists over several lines"):
        lines = LAYOUTS[layout].split("\n")
        for driver in imported(LAYOUTS[layout], tmp_path).package.drivers:
            for ask in driver.measures:
                assert (
                    ask.name.split()[-1].rstrip(">") in lines[ask.position.line - 1].casefold() or ask.sampled
                )
