"""What the layout of the code promises: a pure domain, one name for one thing, the environment read in one place."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import COMPUTING, WAITING, in_order
from tests.test_imports import MODULES, ROOT, Module

# What reads a file, takes a lock, asks for the time or draws a random number.
IMPURE_MODULES = {
    "os",
    "pathlib",
    "shutil",
    "tempfile",
    "threading",
    "secrets",
    "random",
    "time",
    "socket",
    "subprocess",
}
IMPURE_CALLS = {
    "open",
    "input",
    "print",
    "now",
    "today",
    "utcnow",
    "read_text",
    "read_bytes",
    "write_text",
    "write_bytes",
}
IMPURE_CALLS |= {"uuid1", "uuid4", "getenv"}


def _in(part: str) -> list[Module]:
    return [module for module in MODULES if module.part == part]


def _classes(module: Module) -> Iterator[str]:
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_the_domain_takes_values_and_gives_values():
    assert len(_in("domain")) > 20
    for module in _in("domain"):
        tops = {name.split(".")[0] for name in module.imports}
        assert not tops & IMPURE_MODULES, module.name
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                assert called not in IMPURE_CALLS, f"{module.name}:{node.lineno} calls {called}"


def test_the_domain_knows_no_port():
    for module in _in("domain"):
        assert not {name for name in module.imports if name.startswith("opendata.") and ".domain" not in name}
        assert "Protocol" not in {name.rpartition(".")[2] for name in module.imports}, module.name


def test_no_two_public_classes_have_one_name():
    places = defaultdict(list)
    for module in MODULES:
        for name in _classes(module):
            places[name].append(module.name)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_two_modules_of_one_part_have_one_name():
    places = defaultdict(list)
    for module in MODULES:
        if module.path.name != "__init__.py":
            places[module.part, module.path.name].append(module.name)

    assert {place: names for place, names in places.items() if len(names) > 1} == {}


def test_every_folder_of_code_has_tests_that_mirror_it():
    root = Path(__file__).parent
    for part in (
        "domain",
        "steps",
        "intake",
        "validation",
        "storage",
        "formats",
        "web",
        "api",
        "site",
        "portal",
        "identity",
        "jobs",
        "pictures",
        "outgoing",
    ):
        assert list((root / part).rglob("test_*.py")), part


def test_the_test_files_whose_time_is_known_are_there():
    assert [name for name in WAITING | COMPUTING if not (ROOT / name).is_file()] == []


def test_files_that_wait_are_begun_all_along_and_the_longest_first():
    others = [f"tests/test_{number}.py" for number in range(300)]
    order = in_order([*others, *COMPUTING, *WAITING])

    assert sorted(order) == sorted([*others, *COMPUTING, *WAITING])
    assert [name for name in order if name in WAITING] == list(WAITING)
    assert [name for name in order if name not in WAITING] == [*COMPUTING, *others]
    for half in (order[: len(order) // 2], order[len(order) // 2 :]):
        assert sum(name in WAITING for name in half) > 5
    assert not set(order[-30:]) & set(WAITING)
