"""Rows are reached through an organisation: views ask selectors, and never a table by themselves."""

import ast
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "clearway" / "web"
VIEWS = sorted(path for path in WEB.rglob("views*.py"))


def _asks_a_table(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_view_asks_no_table_directly(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if _asks_a_table(node)] == []


def test_there_are_views_to_look_at() -> None:
    assert len(VIEWS) > 10


def test_a_view_that_asks_a_table_would_be_found() -> None:
    assert any(_asks_a_table(node) for node in ast.walk(ast.parse("Token.objects.filter(pk=1)")))
