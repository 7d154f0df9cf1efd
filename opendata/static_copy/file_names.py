"""Names of files: how an address of the service is called in a copy.

Here: pure functions from an address to a path below the copy's folder. Not here: which addresses a copy holds
(copied_addresses.py). A name never leads out of the folder, can be kept by every disk and asked of every server
without escapes, and two addresses have the same name only where they differ in the case of letters alone.

A letter that is not plain is written as "=" and two hexadecimal digits for each of its bytes; "~" begins what an
address asks for behind its question mark. Neither of the two stands for itself, so nobody's key can look like them.
"""

import hashlib
import re
from collections.abc import Sequence

INDEX = "index"
MOST_LETTERS = 120  # of one part of a path; file systems have room for 255 bytes, other systems for less
KEPT_LETTERS = 60  # of a part that is longer; its digest follows
_UNPLAIN = re.compile(r"[^A-Za-z0-9_.,-]")
_HALF_ESCAPE = re.compile(r"=[0-9A-F]?$")
# Names that Windows takes for devices, whatever their ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)

Asked = Sequence[tuple[str, str]]  # what stands behind the question mark, in a fixed order


def folder_of(parts: Sequence[str]) -> str:
    """The folder for the parts of an address, which are not escaped; ends with a slash where there are any parts."""
    return "".join(f"{part_name(part)}/" for part in parts)


def file_of(parts: Sequence[str], asked: Asked = ()) -> str:
    """The file for an address that ends with the name of a file, such as feeds/all.atom."""
    stem, dot, ending = parts[-1].rpartition(".")
    if not stem:
        stem, dot, ending = parts[-1], "", ""
    return f"{folder_of(parts[:-1])}{part_name(stem)}{_suffix(asked)}{dot}{part_name(ending) if dot else ''}"


def index_of(parts: Sequence[str], ending: str, asked: Asked = ()) -> str:
    """The file for an address that is a folder in the copy: its index, a page or JSON."""
    return f"{folder_of(parts)}{INDEX}{_suffix(asked)}.{ending}"


def apart(file: str, path: str) -> str:
    """Another name for the file of this address, where another address has its name but for the case of letters."""
    stem, dot, ending = file.rpartition(".")
    return f"{stem}~{_digest(path)}{dot}{ending}"


def part_name(part: str) -> str:
    """One part of an address as one part of a path."""
    name = _UNPLAIN.sub(lambda letter: _escaped(letter[0]), part)
    if name.startswith(".") or name.lower().startswith(INDEX) or _DEVICE.match(name):
        name = _escaped(name[0]) + name[1:]
    if name.endswith("."):
        name = name[:-1] + _escaped(".")
    if len(name) > MOST_LETTERS:
        kept = _HALF_ESCAPE.sub("", name[:KEPT_LETTERS])
        name = f"{kept}=h{_digest(part)}"
    return name or "=h"


def _suffix(asked: Asked) -> str:
    return "".join(
        f"~{part_name(value) if name == 'lang' else f'{name}-{part_name(value)}'}" for name, value in asked
    )


def _escaped(letter: str) -> str:
    return "".join(f"={byte:02X}" for byte in letter.encode("utf-8", "surrogatepass"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
