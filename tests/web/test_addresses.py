"""Addresses are made in one place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "opendata"
ADDRESSES = PACKAGE / "web" / "addresses.py"
# The description names addresses as patterns; tests/api/test_description.py holds them against the map of the views.
DESCRIPTION = PACKAGE / "api" / "description"
ELSEWHERE = [path for path in sorted(PACKAGE.rglob("*.py")) if path != ADDRESSES and DESCRIPTION not in path.parents]
ADDRESS = re.compile(r"/(api/v1|feeds)(/.*)?|(api/v1|feeds)/.*")
PART = re.compile("api/v1|feeds")  # some part of each address; reading all modules takes seconds
IN_A_TEMPLATE = re.compile(r"(href|src|action)=\"/(api|feeds)\b")


def test_no_other_module_builds_an_address_of_the_api_or_of_a_feed():
    assert len(ELSEWHERE) > 500
    built = [(path, text) for path in ELSEWHERE for text in texts(path) if ADDRESS.fullmatch(text)]
    assert built == []


def test_no_template_builds_an_address_of_the_api_or_of_a_feed():
    templates = sorted(PACKAGE.rglob("*.html"))
    assert len(templates) > 50
    assert [path for path in templates if IN_A_TEMPLATE.search(path.read_text(encoding="utf-8"))] == []


def test_the_one_place_would_be_noticed():
    assert [text for text in texts(ADDRESSES) if ADDRESS.fullmatch(text)] == ["/api/v1", "/feeds"]


def texts(path: Path) -> Iterator[str]:
    """Every constant text of a module, and of its formatted strings; none where no part of an address stands."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)) if PART.search(source) else ():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
