"""A package as one ZIP file; the same package gives the same bytes, however its files are read."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from operator import methodcaller
from typing import BinaryIO, cast

EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest time that ZIP can hold; the real time is in the descriptor
Write = Callable[[BinaryIO], object]


def zip_package(files: Mapping[str, bytes]) -> bytes:
    """The files in the order given, compressed."""
    buffer = io.BytesIO()
    write_package(buffer, [(name, len(content), methodcaller("write", content)) for name, content in files.items()])
    return buffer.getvalue()


def write_package(file: BinaryIO, files: Iterable[tuple[str, int, Write]]) -> None:
    """The same to a file in which one can go back, of files that are written piece by piece.

    files: name, size in bytes, and what writes it; the size may be wrong below a gigabyte.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, size, write in files:
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.file_size = size
            with archive.open(info, "w") as entry:
                write(cast("BinaryIO", entry))
