"""Rules about the tree itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
# Taken apart, so that this file does not break its own rule.
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "deb" + ".deb" + "ian.org",
]
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|root|home|farm)/[a-z.]")
# Written by other people's programs, or data.
NOT_OURS = ("src/clearway/web/design/static/vendor/",)
LONGEST_FILE, LONGEST_FUNCTION = 300, 40


def _tracked() -> list[Path]:
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    return [
        PROJECT / name
        for name in found
        if name and (PROJECT / name).is_file() and not name.startswith(NOT_OURS)
    ]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


TEXTS = {path.relative_to(PROJECT).as_posix(): text for path in _tracked() if (text := _text(path))}
PYTHON = {name: text for name, text in TEXTS.items() if name.endswith(".py") and "/migrations/" not in name}


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host: str) -> None:
    assert [name for name, text in TEXTS.items() if host in text] == []


def test_no_file_holds_a_path_of_a_machine() -> None:
    found = {
        f"{name}:{number}"
        for name, text in TEXTS.items()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATH.search(line)
    }
    assert found == set()


def test_files_stay_short() -> None:
    long = {name: count for name, text in PYTHON.items() if (count := text.count("\n")) > LONGEST_FILE}
    assert long == {}


def _body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what a function does: without its signature and its docstring."""
    does = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (does[-1].end_lineno or 0) - does[0].lineno + 1 if does else 0


def test_functions_stay_short() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": length
        for name, text in PYTHON.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := _body_length(node)) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_dependency_has_its_reason() -> None:
    lines = TEXTS["pyproject.toml"].splitlines()
    wanted = [line for line in lines if re.match(r'    "[a-z0-9-]+.*[><=].*",', line)]
    assert len(wanted) > 20
    assert [line for line in wanted if "#" not in line] == []


def test_lock_files_are_hashed_and_agree() -> None:
    pins = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = TEXTS[name]
        pins[name] = set(re.findall(r"^(\S+==\S+)", text, re.M))
        assert text.count("--hash=sha256:") >= len(pins[name])
    assert pins["requirements.txt"] <= pins["requirements-dev.txt"]


def test_the_nhs_macros_and_styles_are_of_matching_versions() -> None:
    assert "nhsuk-frontend-jinja==0.10.2" in TEXTS["requirements.txt"]
    versions = PROJECT / "src/clearway/web/design/static/vendor/VERSIONS.txt"
    assert versions.read_text().startswith("nhsuk-frontend 10.6.1 ")


def test_vendored_styles_and_scripts_ask_no_other_host() -> None:
    vendor = PROJECT / "src/clearway/web/design/static/vendor"
    css = (vendor / "nhsuk/nhsuk.css").read_text()
    assert "@font-face" not in css
    assert "http" not in re.sub(r"http://www\.w3\.org/\S+", "", css)
    for script in vendor.rglob("*.js"):
        assert "sourceMappingURL" not in script.read_text()


def test_every_shipped_data_folder_says_where_it_comes_from() -> None:
    folders = {
        Path(name).parent
        for name in TEXTS
        if name.startswith("src/") and name.endswith((".csv", ".geo.json"))
    }
    assert folders
    for folder in folders:
        assert any((PROJECT / folder / note).exists() for note in ("PROVENANCE.md", "README.md")), folder
