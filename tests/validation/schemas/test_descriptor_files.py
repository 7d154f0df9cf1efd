"""Descriptors in YAML, in folders and in zips: read as Frictionless reads them, and nothing left behind."""

import json
import os
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, Resource, Schema

from opendata.domain.errors import SchemaNotValid, UnreadableFile
from opendata.validation import validate_files
from tests.validation.test_files_as_they_are import our_lines, reference_lines

SCHEMA: dict[str, Any] = {"fields": [{"name": "a", "type": "integer"}, {"name": "b"}]}
YAML = "fields:\n  - name: a\n    type: integer\n  - name: b\n"
PACKAGE = json.dumps({"resources": [{"name": "t", "path": "data/t.csv", "schema": "schema.yaml"}]})
TABLE = "a,b\nx,1\n2\n"
LETTERS = [f"a{number}" for number in range(40)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/t.csv").write_text(TABLE)
    (tmp_path / "schema.yaml").write_text(YAML)
    (tmp_path / "datapackage.json").write_text(PACKAGE)
    (tmp_path / "datapackage.yaml").write_text("resources:\n- {name: t, path: data/t.csv, schema: schema.yaml}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return path


def test_a_schema_of_yaml(folder: Path):
    expected = Resource(path="data/t.csv", schema=Schema.from_descriptor("schema.yaml")).validate()

    assert our_lines(validate_files("data/t.csv", schema=folder / "schema.yaml")) == reference_lines(expected)


def test_a_package_of_yaml(folder: Path):
    expected = Package("datapackage.yaml").validate()

    assert our_lines(validate_files([], package=folder / "datapackage.yaml")) == reference_lines(expected)


def test_a_folder_is_the_package_in_it(folder: Path):
    expected = Package("datapackage.json").validate()

    assert our_lines(validate_files([], package=folder)) == reference_lines(expected)


def test_a_zip_is_the_package_in_it_and_nothing_stays(folder: Path, monkeypatch: pytest.MonkeyPatch):
    packed = zipped(folder / "p.zip", datapackage_json=PACKAGE, schema_yaml=YAML, data__t_csv=TABLE)
    expected = Package("p.zip").validate()
    temporary = folder / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))

    assert our_lines(validate_files([], package=packed)) == reference_lines(expected)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    "files",
    [
        {"data__t_csv": TABLE},
        {"x__datapackage_json": PACKAGE},
        {"datapackage_json": PACKAGE, "__t_csv": "a\n"},
        {"datapackage_json": PACKAGE, **{f"f{number}": "" for number in range(10_001)}},
    ],
    ids=["no descriptor", "a descriptor in a folder", "a path of its own", "very many files"],
)
def test_zips_that_are_refused(files: dict[str, str], tmp_path: Path):
    with pytest.raises(SchemaNotValid):
        validate_files([], package=zipped(tmp_path / "p.zip", **files))


def test_a_zip_that_leads_out_of_its_folder(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        archive.writestr("datapackage.json", PACKAGE)
        archive.writestr("../../out.csv", TABLE)
    with pytest.raises(SchemaNotValid, match="leads out"):
        validate_files([], package=tmp_path / "p.zip")


@pytest.mark.parametrize("text", ["a: [", "- a", "", "!!python/object/apply:os.getcwd []"])
def test_yaml_that_is_no_schema(text: str, folder: Path):
    (folder / "schema.yaml").write_text(text)
    with pytest.raises(SchemaNotValid):
        validate_files("data/t.csv", schema="schema.yaml")
    with pytest.raises(SchemaNotValid):
        validate_files([], package="datapackage.json")


@pytest.mark.parametrize(
    "text",
    [
        "a0: &a0 [1, 2]\n" + "".join(f"{to}: &{to} [{f'*{of}, ' * 9}]\n" for of, to in pairwise(LETTERS)),
        "a0: &a0 {x: 1}\n" + "".join(f"{to}: &{to} {{<<: [*{of}, *{of}]}}\n" for of, to in pairwise(LETTERS)),
        "fields: &a [*a]\n",
        "[\n" * 20_000,
        f"fields: []\ntitle: {'x' * 2**21}\n",
    ],
    ids=["aliases of aliases", "merged aliases", "an alias within itself", "very deep", "too long"],
)
def test_yaml_that_stands_for_more_than_it_says(text: str, folder: Path):
    (folder / "schema.yaml").write_text(text)
    with pytest.raises(SchemaNotValid):
        validate_files("data/t.csv", schema="schema.yaml")
    with pytest.raises(SchemaNotValid):
        validate_files([], package="datapackage.json")
    (folder / "datapackage.yaml").write_text(text)
    with pytest.raises(SchemaNotValid):
        validate_files([], package="datapackage.yaml")


def test_aliases_of_yaml_are_read(folder: Path):
    text = "fields:\n  - &a {name: a, type: integer}\n  - {<<: *a, name: b}\n"
    (folder / "schema.yaml").write_text(text)
    expected = Resource(path="data/t.csv", schema=Schema.from_descriptor("schema.yaml")).validate()

    assert our_lines(validate_files("data/t.csv", schema="schema.yaml")) == reference_lines(expected)


def test_descriptors_from_pipes_are_read_once(folder: Path):
    for content, given in ((json.dumps(SCHEMA), "schema"), (PACKAGE, "package")):
        read, write = os.pipe()
        os.write(write, content.encode())
        os.close(write)
        try:
            options: dict[str, Any] = {given: f"/dev/fd/{read}"}
            if given == "package":  # whose files lie beside it
                with pytest.raises(SchemaNotValid, match=r"schema\.yaml"):
                    validate_files([], **options)
            else:
                assert not validate_files("data/t.csv", **options)["valid"]
        finally:
            os.close(read)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_zip_that_python_unpacks_in_one_piece(method: int, folder: Path):
    with zipfile.ZipFile(folder / "p.zip", "w", method) as archive:
        archive.writestr("datapackage.json", PACKAGE)
    with pytest.raises(SchemaNotValid, match="ordinary zip"):
        validate_files([], package="p.zip")


def test_a_zip_that_is_damaged(folder: Path):
    with zipfile.ZipFile(folder / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", PACKAGE * 100)
    content = bytearray((folder / "p.zip").read_bytes())
    content[50:60] = b"\xff" * 10
    (folder / "p.zip").write_bytes(content)
    with pytest.raises(SchemaNotValid, match="no zip"):
        validate_files([], package="p.zip")


def test_a_zip_that_is_none(folder: Path):
    (folder / "p.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(SchemaNotValid):
        validate_files([], package="p.zip")


def test_what_is_neither_an_object_nor_a_path(folder: Path):
    odd: Any = [SCHEMA]
    with pytest.raises(SchemaNotValid):
        validate_files("data/t.csv", schema=odd)
    with pytest.raises(SchemaNotValid):
        validate_files([], package=odd)


def test_a_dialect_that_is_not_there(folder: Path):
    resource = {"name": "t", "path": "data/t.csv", "schema": SCHEMA, "dialect": "dialect.json"}
    with pytest.raises(SchemaNotValid, match="dialect"):
        validate_files([], package={"resources": [resource]})


def test_a_link_is_the_file_it_leads_to(folder: Path):
    (folder / "link.csv").symlink_to("data/t.csv")

    assert validate_files("link.csv", schema=SCHEMA)["errors"][0]["code"] == "type-error"


def test_a_folder_is_no_table(folder: Path):
    with pytest.raises(UnreadableFile, match="folder"):
        validate_files("data", schema=SCHEMA)
