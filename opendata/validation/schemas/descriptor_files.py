"""A descriptor may be a file of JSON or YAML, or lie in a folder or in a zip together with its data.

Here: reading it, and unpacking a zip for as long as the check lasts. Not here: what a descriptor may say
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
MOST_JSON_BYTES = 100 * 2**20  # a descriptor may hold data
MOST_YAML_BYTES = 2 * 2**20  # YAML is read some hundred times slower than JSON
MOST_NODES = 1_000_000  # of a YAML file, each alias counted as all that it stands for


def name_of(descriptor: str | Path | Descriptor) -> str:
    """The name of a descriptor in a message: its path, or "schema" where it is no file."""
    return str(descriptor) if isinstance(descriptor, (str, Path)) else "schema"


def read_descriptor(descriptor: str | Path | Descriptor) -> Descriptor:
    """A descriptor, read from a file where a path is given; raises SchemaNotValid."""
    if isinstance(descriptor, Mapping):
        return descriptor
    if not isinstance(descriptor, (str, Path)):
        raise SchemaNotValid("schema", "must be an object, or the path of a file that holds one")
    name = name_of(descriptor)
    if helpers.is_remote_path(name):
        raise SchemaNotValid(name, "is not fetched; please download it first")
    content = _yaml(name) if name.endswith(".yaml") else _json(name)  # Frictionless knows YAML by this ending alone
    if not isinstance(content, dict):
        raise SchemaNotValid(name, "must be an object")
    return content


def _json(name: str) -> Any:
    try:
        return json.loads(_beginning(name, MOST_JSON_BYTES).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SchemaNotValid(name, f"is no JSON ({error})") from error


def _yaml(name: str) -> Any:
    """Read YAML as Frictionless does, but refuse aliases that multiply into too many values."""
    try:
        text = _beginning(name, MOST_YAML_BYTES).decode("utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is not None and _written_out(root, {}) > MOST_NODES:
            raise SchemaNotValid(name, f"stands for more than {MOST_NODES:,} values by its aliases")
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise SchemaNotValid(name, f"is no YAML that holds an object ({error})") from error


def _beginning(name: str, most: int) -> bytes:
    """A file's bytes; reads at most one byte more than `most`, as a file may be too large or endless."""
    try:
        with Path(name).open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise SchemaNotValid(name, f"cannot be read ({error.strerror})") from error
    if len(content) > most:
        raise SchemaNotValid(name, f"has more than {most:,} bytes")
    return content


def _written_out(node: yaml.Node, known: dict[int, float]) -> float:
    """How many values a node holds, each alias counted in full; infinitely many where a node contains itself."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = float("inf")  # stands until the sum is known, so a node within itself counts as infinite
        parts = [part for pair in node.value for part in pair] if isinstance(node, yaml.MappingNode) else node.value
        known[id(node)] = 1 + sum(_written_out(part, known) for part in parts)
    return known[id(node)]


@contextmanager
def standing(package: str | Path | Descriptor) -> Iterator[str | Path | Descriptor]:
    """A package where its files can be read: for a folder or a zip the descriptor inside; raises SchemaNotValid.

    A zip is unpacked into a folder of its own, which is removed afterwards.
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
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if DESCRIPTOR not in {entry.filename for entry in entries}:
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
    """Unpack one file; returns how many bytes may follow. It counts bytes, as a zip may state wrong sizes."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise SchemaNotValid(str(archive.filename), f"holds '{entry.filename}', which leads out of its folder")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        # Python unpacks other compressions in one piece, however large it is.
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
