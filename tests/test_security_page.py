"""The page about security names only tests that exist, and says of each point what shows it or that it is missing."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"(tests/[\w/]+\.py)::(\w+)")
POINTS = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count(" | ") == 2]


def test_every_test_that_the_page_names_exists():
    named = set(NAMED.findall(PAGE))
    functions = {
        (path, node.name)
        for path in {path for path, _ in named}
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }

    assert len(named) > 50
    assert named - functions == set()


def test_every_point_names_its_test_or_says_that_it_is_missing():
    points = [line for line in POINTS if not line.startswith("| point ")]
    unproven = [
        line for line in points if not NAMED.search(line) and "*not yet*" not in line and "`make audit`" not in line
    ]

    assert len(points) > 50
    assert [line for line in unproven if "not yet*" not in line] == []
