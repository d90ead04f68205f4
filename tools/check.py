"""What `./clearway test` runs: the static checks, then the tests. Arguments go to pytest instead.

./clearway test                      all of it
./clearway test tests/unit -k spc    only these tests, no static checks
"""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
STATIC_CHECKS = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "import directions": ["lint-imports", "--no-cache"],
    "types": ["mypy"],
}


def _run(name: str, command: list[str]) -> bool:
    print(f"== {name}", flush=True)
    tool = str(Path(sys.executable).parent / command[0])
    return subprocess.run([tool, *command[1:]], cwd=PROJECT, check=False).returncode == 0  # noqa: S603 - fixed commands


def main(arguments: list[str]) -> int:
    """0 when everything passes; every check runs, so that one run shows all that is wrong."""
    # Static checks read the same path as the tests.
    os.environ.setdefault("MYPYPATH", "src")
    passed = [] if arguments else [_run(name, command) for name, command in STATIC_CHECKS.items()]
    passed.append(_run("tests", ["pytest", *arguments]))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
