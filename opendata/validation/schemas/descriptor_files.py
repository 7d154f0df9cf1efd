"""Where a descriptor stands: in a file of JSON or YAML, in a folder, or in a zip together with its data.

Here: reading it, and unpacking a zip for as long as it is checked. Not here: what a descriptor may say
(descriptors.py).
"""

import json
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from frictionless import helpers

from opendata.domain.errors import SchemaNotValid

Descriptor = Mapping[str, Any]
DESCRIPTOR = "datapackage.json"
MOST_UNPACKED_BYTES = 2 * 2**30
MOST_UNPACKED_FILES = 10_000
BLOCK_BYTES = 2**20
MOST_JSON_BYTES = 100 * 2**20  # data may stand in it
MOST_YAML_BYTES = 2 * 2**20  # read some hundred times slower
MOST_NODES = 1_000_000  # of YAML, once its aliases are written out


def name_of(descriptor: str | Path | Descriptor) -> str:
    """What to call a descriptor in a sentence."""
    return str(descriptor) if isinstance(descriptor, (str, Path)) else "schema"


def read_descriptor(descriptor: str | Path | Descriptor) -> Descriptor:
    """A descriptor from a file or as it stands; raises SchemaNotValid."""
    if isinstance(descriptor, Mapping):
        return descriptor
    if not isinstance(descriptor, (str, Path)):
        raise SchemaNotValid("schema", "must be an object, or the path of a file that holds one")
    name = name_of(descriptor)
    if helpers.is_remote_path(name):
        raise SchemaNotValid(name, "is not fetched; please download it first")
    content = _yaml(name) if name.endswith(".yaml") else _json(name)  # Frictionless takes no other name for YAML
    if not isinstance(content, dict):
        raise SchemaNotValid(name, "must be an object")
    return content


def _json(name: str) -> Any:
    try:
        return json.loads(_beginning(name, MOST_JSON_BYTES).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SchemaNotValid(name, f"is no JSON ({error})") from error


def _yaml(name: str) -> Any:
    """As Frictionless reads YAML, but for aliases that stand for more than anybody writes out."""
    try:
        text = _beginning(name, MOST_YAML_BYTES).decode("utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is not None and _written_out(root, {}) > MOST_NODES:
            raise SchemaNotValid(name, f"stands for more than {MOST_NODES:,} values by its aliases")
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SchemaNotValid(name, f"is no YAML that holds an object ({error})") from error


def _beginning(name: str, most: int) -> bytes:
    """A file's bytes; no more than a few are read of what is too large, or has no end."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise SchemaNotValid(name, f"cannot be read ({error.strerror})") from error
    if len(content) > most:
        raise SchemaNotValid(name, f"has more than {most:,} bytes")
    return content


def _written_out(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values a node stands for, if each of its aliases is written out; one within itself has no end."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = float("inf")  # until it is known
        parts = [each for pair in node.value for each in pair] if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_written_out(each, known) for each in parts)
    return known[id(node)]


@contextmanager
def standing(package: str | Path | Descriptor) -> Iterator[str | Path | Descriptor]:
    """A package where its files can be read: a folder's or a zip's own descriptor; raises SchemaNotValid.

    A zip is unpacked beside nothing else, and what was unpacked is gone afterwards.
    """
    if not isinstance(package, (str, Path)) or helpers.is_remote_path(str(package)):
        yield package
        return
    path = Path(package)
    if path.is_dir():
        yield path / DESCRIPTOR
    elif path.suffix.lower() == ".zip" and path.is_file():
        with tempfile.TemporaryDirectory() as folder:
            _unpack(path, Path(folder))
            yield Path(folder) / DESCRIPTOR
    else:
        yield package


def _unpack(packed: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(packed) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if DESCRIPTOR not in {each.filename for each in entries}:
                raise SchemaNotValid(str(packed), f"holds no {DESCRIPTOR} at its top")
            if len(entries) > MOST_UNPACKED_FILES:
                raise SchemaNotValid(str(packed), f"holds more than {MOST_UNPACKED_FILES:,} files")
            left = MOST_UNPACKED_BYTES
            for entry in entries:
                left = _unpack_file(archive, entry, folder, left)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
    ) as error:
        raise SchemaNotValid(str(packed), f"is no zip that can be read ({error})") from error
    except OSError as error:
        raise SchemaNotValid(str(packed), f"cannot be read ({error.strerror or error})") from error


def _unpack_file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int) -> int:
    """One file of a zip, and how many bytes may still come: what the zip says of sizes is not believed."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise SchemaNotValid(str(archive.filename), f"holds '{entry.filename}', which leads out of its folder")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # Others are unpacked by Python in one piece, however large.
        raise SchemaNotValid(str(archive.filename), "is packed in an unusual way; please pack it as an ordinary zip")
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("wb") as file:
        while block := source.read(BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                raise SchemaNotValid(str(archive.filename), "is too large when unpacked")
            file.write(block)
    return left
