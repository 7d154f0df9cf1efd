"""Imports point one way, and every module says what it is for."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "opendata"
MOST_LINES = 500
NAMES_THAT_SAY_NOTHING = {"utils", "util", "common", "helpers", "misc", "csv"}

# What each part may import of the others; app.py joins them, and alone may import anything.
VIEWS = {"web", "formats", "steps", "domain"}
MAY_IMPORT = {
    "domain": set(),
    "steps": {"domain"},
    "kind_folders": {"domain"},
    "formats": {"domain", "steps"},
    "intake": {"domain"},
    "validation": {"domain", "intake", "kind_folders", "config"},  # intake: validate_files is given nothing but paths
    "marking": {"domain", "intake"},
    "fence": {"steps", "domain", "intake", "validation", "marking", "kind_folders", "config"},
    "storage": {"steps", "domain", "config"},
    "answers": {"steps", "server"},
    "identity": {"steps", "domain"},
    "likeness": set(),
    "mail": {"steps", "domain"},
    "outgoing": {"steps", "domain"},
    "jobs": {"steps", "domain", "web", "config"},  # config: to say in one line why a worker cannot start
    "web": {"steps", "domain", "formats", "config", "server"},
    "api": VIEWS,
    "pictures": {"domain"},
    "site": VIEWS | {"pictures"},
    "portal": VIEWS,
    "cli": VIEWS | {"config", "example"},
    "static_copy": {"web", "domain"},
    "example": {"steps", "domain"},
    "config": set(),
    "server": set(),
}
READ_THE_ENVIRONMENT = {"opendata.config"}
# Requirements that stand in requirements.txt as direct ones for the reason given there.
USED_WITHOUT_IMPORT = {"gunicorn", "honcho", "chardet", "openpyxl", "defusedxml", "ezodf", "zxcvbn"}


@dataclass(frozen=True)
class Module:
    """A module of opendata/ and what it imports, inside functions as well."""

    name: str
    path: Path

    @property
    def part(self) -> str:
        return self.name.split(".")[1] if "." in self.name else ""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def imports(self) -> set[str]:
        found = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively"
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                found |= {str(each.value) for each in node.args if isinstance(each, ast.Constant)}
        return found

    @property
    def other_parts(self) -> set[str]:
        """The parts of opendata/ that it imports from, without its own."""
        parts = {each.split(".")[1] for each in self.imports if each.startswith("opendata.")}
        return parts - {self.part}


def _modules() -> Iterator[Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield Module(".".join(parts[:-1] if parts[-1] == "__init__" else parts), path)


MODULES = list(_modules())
# Where a module stands: the names of its folders, then its own. A package stands for its __init__.
Place = tuple[str, ...]


def _place(path: Path) -> Place:
    return path.relative_to(ROOT).with_suffix("").parts


PLACES = {_place(module.path) for module in MODULES}
FOLDERS = sorted({place[:-1] for place in PLACES})


def _place_imported(name: str) -> Place | None:
    """The module that an import of this name reads: the one of that name, or the one that defines the name."""
    parts = tuple(name.split("."))
    candidates = (parts, (*parts, "__init__"), parts[:-1], (*parts[:-1], "__init__"))
    return next((place for place in candidates if place in PLACES), None)


@cache
def _place_imports() -> frozenset[tuple[Place, Place]]:
    found = set()
    for module in MODULES:
        for name in module.imports:
            imported = _place_imported(name)
            if imported is not None and imported != _place(module.path):
                found.add((_place(module.path), imported))
    return frozenset(found)


def _imports_between_children(folder: Place) -> set[tuple[Place, Place]]:
    depth = len(folder)
    inside = (
        (importer[: depth + 1], imported[: depth + 1])
        for importer, imported in _place_imports()
        if importer[:depth] == imported[:depth] == folder
    )
    return {(importer, imported) for importer, imported in inside if importer != imported}


def _circle(imports: set[tuple[Place, Place]]) -> list[str] | None:
    """The places of one circle, in the order in which they import each other; None where there is no circle."""
    graph = TopologicalSorter[Place]()
    for importer, imported in sorted(imports):
        graph.add(importer, imported)
    try:
        graph.prepare()
    except CycleError as error:
        return [".".join(place) for place in reversed(error.args[1])]
    return None


def each_module(holds: Callable[[Module], None]) -> Callable[[], None]:
    """One test that something holds for each module, and names those for which it does not.

    A test for each module would be four thousand tests, which take longer to count than to run.
    """

    def test() -> None:
        wrong = []
        for module in MODULES:
            try:
                holds(module)
            except AssertionError as error:
                wrong.append(f"{module.name}: {error}")
        assert not wrong, "\n".join(wrong)

    test.__doc__ = holds.__doc__
    return test


@each_module
def test_imports_point_one_way(module: Module):
    if module.part in ("", "app"):
        return
    assert module.part in MAY_IMPORT, f"say in {Path(__file__).name} what '{module.part}' may import"

    assert module.other_parts <= MAY_IMPORT[module.part]


def test_modules_import_each_other_in_no_circle():
    assert _circle(set(_place_imports())) is None


@pytest.mark.parametrize("folder", FOLDERS, ids=".".join)
def test_the_children_of_a_folder_import_each_other_in_no_circle(folder: Place):
    """A child of a folder is a module in it, its __init__ among them, or a folder in it as a whole."""
    assert _circle(_imports_between_children(folder)) is None


def test_a_circle_is_told():
    circle = [(("a",), ("b",)), (("b",), ("c",)), (("c",), ("a",)), (("c",), ("d",))]
    assert _circle(set(circle[:2])) is None
    assert set(_circle(set(circle)) or "") == {"a", "b", "c"}


@each_module
def test_the_domain_imports_the_standard_library_and_polars_only(module: Module):
    if module.part == "domain":
        assert _tops(module) - {"opendata"} <= set(sys.stdlib_module_names) | {"polars"}


@each_module
def test_frictionless_is_imported_by_validation_only(module: Module):
    if module.part != "validation":
        assert "frictionless" not in _tops(module)


@each_module
def test_config_alone_reads_the_environment(module: Module):
    if module.name not in READ_THE_ENVIRONMENT:
        assert not {"environ", "getenv"} & {
            node.attr
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os"
        }


@each_module
def test_every_module_says_what_it_is_for(module: Module):
    assert ast.get_docstring(module.tree)


@each_module
def test_a_module_is_short_enough_to_be_read(module: Module):
    assert len(module.path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@each_module
def test_a_module_is_named_after_its_subject(module: Module):
    assert not NAMES_THAT_SAY_NOTHING & set(module.name.split("."))


@pytest.mark.parametrize("page", ["columns.md", "validation.md"])
def test_the_modules_that_the_pages_about_validation_name_are_there(page: str):
    """Such a page writes the path of a module from columns/, messages/ or a folder above them."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    columns = PACKAGE / "validation" / "columns"
    folders = (columns, columns.parent, columns.parent / "messages", PACKAGE, ROOT)
    for name in re.findall(r"`([\w/]+\.py)`", text):
        assert any((folder / name).is_file() for folder in folders), name


@each_module
def test_the_modules_that_a_docstring_of_validation_names_are_there(module: Module):
    if module.part == "validation":
        names = {path.name for path in (*PACKAGE.glob("*.py"), *(PACKAGE / "validation").rglob("*.py"))}
        named = re.findall(r"\b(\w+\.py)\b", ast.get_docstring(module.tree) or "")
        assert set(named) <= names


def test_every_requirement_is_pinned():
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in _requirement_lines(name):
            assert re.fullmatch(r"[\w.-]+==[\w.]+(; .+)?|-r requirements\.txt", line), f"{name}: {line}"


def test_what_opendata_imports_is_required_directly_and_nothing_else_is():
    imported = set().union(*(_tops(module) for module in MODULES)) - set(sys.stdlib_module_names) - {"opendata"}
    distributions = metadata.packages_distributions()
    needed = {_normal(distributions[name][0]) for name in imported}

    assert needed | USED_WITHOUT_IMPORT == _direct("requirements.txt")


def test_what_is_installed_is_what_is_required():
    """As `pip check`, and against the pins: a missing or contradicting requirement fails here, not at a start."""
    pinned = {}
    for line in _requirement_lines("requirements.txt") + _requirement_lines("requirements-dev.txt"):
        if "==" in line and ";" not in line:
            name, version = line.split("==")
            pinned[_normal(name)] = version
    assert {name: metadata.version(name) for name in pinned} == pinned
    for name in pinned:
        for needed in metadata.requires(name) or []:
            requirement, _, condition = needed.partition(";")
            if not condition:
                bare = re.match(r"[\w.-]+", requirement)
                assert bare
                assert _normal(bare[0]) in {*pinned, "pip"}, f"{name} needs {needed}, which is not pinned"


def test_a_process_that_checks_mappings_and_reads_no_file_does_without_the_libraries_for_files():
    used = ["opendata.intake.matching.mapping_files", "opendata.intake.files.json_files"]  # by web processes
    told = f"import sys, {', '.join(used)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=True, capture_output=True, text=True)

    loaded = set(done.stdout.split())
    assert loaded >= set(used)
    assert not loaded & {"openpyxl", "lxml.etree", "opendata.intake.upload_reading"}


def _tops(module: Module) -> set[str]:
    return {name.split(".")[0] for name in module.imports}


def _requirement_lines(name: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def _direct(name: str) -> set[str]:
    """What stands in the file before "Brought by the above"."""
    head = (ROOT / name).read_text(encoding="utf-8").split("# Brought by")[0]
    return {_normal(line.split("==")[0]) for line in head.splitlines() if "==" in line}


def _normal(name: str) -> str:
    return name.lower().replace("_", "-")
