"""Archives (zip, and with it XLSX, ODS and packaged tables) opened without trusting what they say about themselves.

Here: which entries an archive has, and their bytes, within limits. Not here: what the entries mean.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from opendata.domain.model import SourceFile
from opendata.domain.tables.archive_sizes import most_unpacked
from opendata.intake.bilingual_sentences import unreadable
from opendata.intake.size_limits import Limits, part_too_long

CHUNK_BYTES = 1 << 16
MOST_UNCLOSED_BYTES = 2**20  # of a mark: office programs write some hundred bytes


class ZipArchive:
    """The entries of a zip file; their bytes are counted while they are unpacked."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self.file = source.name
        try:
            self._zip = zipfile.ZipFile(BytesIO(source.content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise damaged(source.name) from error
        entries = self._zip.infolist()
        if len(entries) > limits.archive_entries:
            raise unreadable(
                source.name,
                f"Das Archiv enthält mehr als {limits.archive_entries} Dateien; so viele werden nicht geöffnet.",
                f"The archive holds more than {limits.archive_entries} files; so many are not opened.",
            )
        self._entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        for entry in entries:
            self._check(entry)
        if len({entry.filename for entry in entries}) < len(entries):
            raise unreadable(
                source.name,
                "Das Archiv enthält zwei Dateien mit demselben Namen und wird deshalb nicht geöffnet.",
                "The archive holds two files of the same name and is not opened for that reason.",
            )
        self._left = most_unpacked(len(source.content))
        self._limits = limits

    @property
    def names(self) -> list[str]:
        """The files in the archive, without folders."""
        return list(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def chunks(self, name: str) -> Iterator[bytes]:
        """An entry's bytes, piece by piece; raises UnreadableFile when it is too large or damaged."""
        try:
            with self._zip.open(self._entries[name]) as stream:
                while piece := stream.read(CHUNK_BYTES):
                    self._left -= len(piece)
                    self._limits.left.unpacked_bytes -= len(piece)
                    if self._left < 0 or self._limits.left.unpacked_bytes < 0:
                        raise unreadable(
                            self.file,
                            "Die Datei wird beim Entpacken unverhältnismäßig groß und wird nicht gelesen.",
                            "The file grows out of proportion when unpacked and is not read.",
                        )
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.file) from error

    def xml_chunks(self, name: str) -> Iterator[bytes]:
        """An entry's bytes as chunks(); raises UnreadableFile also for XML of too many or too long marks."""
        # Before version 2.6 expat reads a mark from its beginning again for each piece of it that arrives.
        unclosed = 0
        for piece in self.chunks(name):
            self._limits.take_elements(self.file, piece.count(b"<"))
            opened, closed = piece.rfind(b"<"), piece.rfind(b">")
            if opened > closed:
                unclosed = len(piece) - opened
            elif closed >= 0:
                unclosed = 0
            elif unclosed:
                unclosed += len(piece)
            if unclosed > MOST_UNCLOSED_BYTES:
                raise part_too_long(self.file)
            yield piece

    def read(self, name: str) -> bytes:
        """All bytes of an entry."""
        return b"".join(self.chunks(name))

    def _check(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if entry.flag_bits & 0x1:
            raise protected(self.file)
        # orig_filename, because in filename Python cuts the name at a NUL and on some systems replaces backslashes.
        parts = entry.orig_filename.split("/")
        if (
            name.startswith("/")
            or ".." in parts
            or any(sign in entry.orig_filename for sign in "\\\0")
            or (len(name) > 1 and name[1] == ":")
            or stat.S_ISLNK(entry.external_attr >> 16)
        ):
            raise unreadable(
                self.file,
                f"Das Archiv enthält einen Pfad, der aus ihm herausführt ({name!r}), und wird nicht geöffnet.",
                f"The archive holds a path that leads out of it ({name!r}) and is not opened.",
            )
        # Python unpacks other compressions in one piece, however large it is.
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise unreadable(
                self.file,
                "Das Archiv ist auf ungewöhnliche Weise gepackt. Bitte packen Sie es als gewöhnliches ZIP.",
                "The archive is packed in an unusual way. Please pack it as an ordinary zip.",
            )


def damaged(file: str) -> Exception:
    """The error for a file that breaks off or contradicts itself."""
    return unreadable(
        file,
        "Die Datei ist beschädigt oder unvollständig. Bitte speichern Sie sie neu und senden Sie sie noch einmal.",
        "The file is damaged or incomplete. Please open and save it anew and send it again.",
    )


def protected(file: str) -> Exception:
    """The error for a file with a password."""
    return unreadable(
        file,
        "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort und senden Sie sie neu.",
        "The file is protected by a password. Please save it without one and send it again.",
    )
