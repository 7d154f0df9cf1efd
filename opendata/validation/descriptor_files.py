"""Where a descriptor stands: in a file of JSON or YAML, in a folder, or in a zip together with its data.

Here: reading it, and unpacking a zip for as long as it is checked. Not here: what a descriptor may say
(descriptors.py).
"""

import json
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from frictionless import FrictionlessException, Metadata, helpers

from opendata.domain.errors import SchemaNotValid

Descriptor = Mapping[str, Any]
DESCRIPTOR = "datapackage.json"
MOST_UNPACKED_BYTES = 2 * 2**30
MOST_UNPACKED_FILES = 10_000
BLOCK_BYTES = 2**20


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
    try:
        if name.endswith(".yaml"):  # Frictionless takes no other name for YAML
            Path(name).open("rb").close()  # whoever may not read it is told that, not that it is no YAML
            content: Any = Metadata.metadata_retrieve(name)
        else:
            content = json.loads(Path(name).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SchemaNotValid(name, f"cannot be read ({error.strerror})") from error
    except FrictionlessException as error:
        raise SchemaNotValid(name, f"is no YAML that holds an object ({error.error.note})") from error
    except (ValueError, RecursionError) as error:
        raise SchemaNotValid(name, f"is no JSON ({error})") from error
    if not isinstance(content, dict):
        raise SchemaNotValid(name, "must be a JSON object")
    return content


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
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise SchemaNotValid(str(packed), f"is no zip that can be read ({error})") from error
    except OSError as error:
        raise SchemaNotValid(str(packed), f"cannot be read ({error.strerror or error})") from error


def _unpack_file(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, left: int) -> int:
    """One file of a zip, and how many bytes may still come: what the zip says of sizes is not believed."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
        raise SchemaNotValid(str(archive.filename), f"holds '{entry.filename}', which leads out of its folder")
    target = folder.joinpath(*path.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("wb") as file:
        while block := source.read(BLOCK_BYTES):
            left -= len(block)
            if left < 0:
                raise SchemaNotValid(str(archive.filename), "is too large when unpacked")
            file.write(block)
    return left
