"""What the documents say is so."""

import argparse
import re
from pathlib import Path

import pytest

from clearway.cli.main import NOUNS, module_of

PROJECT = Path(__file__).parents[2]
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
COMMAND = re.compile(r"^\s*\./clearway ([a-z]+)(?: ([a-z][a-z-]*))?", re.M)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def _commands() -> set[tuple[str, str]]:
    found = {match for path in DOCUMENTS for match in COMMAND.findall(path.read_text(encoding="utf-8"))}
    return {(noun, verb) for noun, verb in found if noun != "test"}


def _verbs(noun: str) -> set[str]:
    parser = argparse.ArgumentParser()
    module_of(noun).add_arguments(parser)
    choices = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return {verb for each in choices for verb in each}


@pytest.mark.parametrize(("noun", "verb"), sorted(_commands()))
def test_every_command_in_a_document_exists(noun: str, verb: str) -> None:
    assert noun in NOUNS
    verbs = _verbs(noun)
    assert not verbs or verb in verbs


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_link_inside_the_project_leads_somewhere(path: Path) -> None:
    broken = [
        link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()
    ]
    assert broken == []


def test_every_noun_has_its_module_and_says_what_it_does() -> None:
    for noun, what in NOUNS.items():
        module = module_of(noun)
        assert module.__doc__
        assert what


def _terms() -> list[str]:
    text = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    first = [re.sub(r"[^a-z0-9 ]", "", term.lower()) for term in re.findall(r"^\*\*(.+?)\*\*", text, re.M)]
    assert len(first) > 50
    return first


def test_the_glossary_is_in_the_order_of_the_alphabet_and_defines_each_word_once() -> None:
    assert _terms() == sorted(set(_terms()))


def test_the_first_page_leads_to_every_document() -> None:
    """Decisions are a folder that one link opens."""
    linked = set(LINK.findall((PROJECT / "README.md").read_text(encoding="utf-8")))
    names = {path.relative_to(PROJECT).as_posix() for path in DOCUMENTS} - {"README.md"}
    assert {name for name in names if not name.startswith("docs/adr/")} - linked == set()
