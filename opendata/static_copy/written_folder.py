"""The folder of a copy: a run writes beside the site first, and changes the site at the end, so that it stays whole.

Here: what is written, replaced and removed. Not here: what the files hold (exported_site.py).

The end is made in an order in which every link leads somewhere at any moment: new files, which nothing links to yet,
come first, then those that have changed, and files that nothing links to any more are removed last. MANIFEST lists
what an export has written, as `sha256sum -c` reads it; nothing else in the folder is ever replaced or removed.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from opendata.domain.errors import RequestNotValid
from opendata.static_copy.known_files import CHANGED, NEW, UNCHANGED, KnownFiles

MANIFEST = "export-manifest.txt"
BESIDE = ".export-in-progress"
CHUNK = 2**20


class WrittenFolder:
    """A folder that a copy is written to; use it with `with`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder.resolve()
        self._beside = self._folder / BESIDE
        self._safe: set[Path] = set()  # folders that were looked at
        self._free: set[Path] = set()  # folders in whose way nothing stands

    def __enter__(self) -> Self:
        self._lock = os.open(self._folder, os.O_RDONLY)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            german = "dort schreibt gerade ein anderer Export"
            raise RequestNotValid("DIRECTORY", "another export is writing there", (), german) from None
        shutil.rmtree(self._beside, ignore_errors=True)  # left behind by a run that was killed
        self._beside.mkdir()
        self.known = KnownFiles(self._beside / "known.sqlite")
        for file, digest in self._manifest():
            self.known.note_earlier(file, digest)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.known.close()
        shutil.rmtree(self._beside, ignore_errors=True)
        os.close(self._lock)

    def put(self, number: int, file: str, chunks: Iterable[bytes]) -> None:
        """Keep the content of a file, beside the site, if it is not there already."""
        kept, digest = self._beside / str(number), hashlib.sha256()
        with kept.open("wb") as written:
            for chunk in chunks:
                digest.update(chunk)
                written.write(chunk)
        target = self._folder / file
        state = self._state(target, kept, digest.hexdigest(), file)
        if state == UNCHANGED:
            kept.unlink()
        self.known.note(number, state, digest.hexdigest())

    def finish(self) -> int:
        """Bring the site up to date; returns how many files were removed."""
        # Whatever happens from here on, a later run knows which files are its own.
        self._write_manifest(with_earlier=True)
        for state in (NEW, CHANGED):
            for number, file in self.known.in_state(state):
                target = self._folder / file
                self._make_room(target)
                (self._beside / str(number)).replace(target)
        removed = sum(self._remove(file, digest) for file, digest in self.known.gone())
        self._write_manifest(with_earlier=False)
        return removed

    def _state(self, target: Path, kept: Path, digest: str, file: str) -> str:
        if not target.is_file():
            self._must_be_free(target)
            return NEW
        if target.stat().st_size == kept.stat().st_size and _digest_of(target) == digest:
            return UNCHANGED
        if not self.known.is_earlier(file):
            raise _in_the_way(target)
        return CHANGED

    def _must_be_free(self, target: Path) -> None:
        """Raise RequestNotValid where something of somebody else stands where a file or one of its folders must be.

        It is looked for before anything is changed, because the end of a run must not stop halfway.
        """
        if target.is_dir() or target.is_symlink():
            raise _in_the_way(target)
        for above in target.parents:
            if above in self._free or above == self._folder:
                break
            is_ours = above.is_file() and self.known.is_earlier(str(above.relative_to(self._folder)))
            if above.is_symlink() or not (above.is_dir() or is_ours or not above.exists()):
                raise _in_the_way(above)
        self._free.update(target.parents[: len(target.relative_to(self._folder).parts) - 1])

    def _make_room(self, target: Path) -> None:
        """Make the folder of a file; raises RequestNotValid where a link leads out of the site."""
        parent = target.parent
        if parent in self._safe:
            return
        for above in reversed(parent.relative_to(self._folder).parents):
            self._make_way(self._folder / above)
        self._make_way(parent)
        if parent.resolve() != parent:
            german = f"{parent} führt aus dem Verzeichnis hinaus"
            raise RequestNotValid("DIRECTORY", f"{parent} leads out of the directory", (), german)
        parent.mkdir(parents=True, exist_ok=True)
        self._safe.add(parent)

    def _make_way(self, folder: Path) -> None:
        """Remove a file of an earlier run that stands where a folder must be."""
        if folder.is_file() and self.known.is_earlier(str(folder.relative_to(self._folder))):
            folder.unlink()

    def _remove(self, file: str, digest: str) -> bool:
        """Remove a file of an earlier run, unless somebody has changed it since, and folders that are then empty."""
        target = self._folder / file
        if target.parent.resolve() != target.parent or target.is_symlink() or not target.is_file():
            return False
        if _digest_of(target) != digest:
            return False
        target.unlink()
        for above in target.relative_to(self._folder).parents[:-1]:
            try:
                (self._folder / above).rmdir()
            except OSError:  # something else is in it
                break
        return True

    def _manifest(self) -> Iterator[tuple[str, str]]:
        path = self._folder / MANIFEST
        if not path.is_file():
            return
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                digest, _, file = line.rstrip("\n").partition("  ")
                if file and ".." not in file.split("/") and not file.startswith("/"):
                    yield file, digest

    def _write_manifest(self, *, with_earlier: bool) -> None:
        written = self._beside / MANIFEST
        with written.open("w", encoding="utf-8") as lines:
            lines.writelines(f"{digest}  {file}\n" for file, digest in self.known.listed(with_earlier=with_earlier))
            lines.flush()
            os.fsync(lines.fileno())
        path = self._folder / MANIFEST
        if not path.is_file() or _digest_of(path) != _digest_of(written):
            written.replace(path)


def _in_the_way(path: Path) -> RequestNotValid:
    reason = f"{path} is there already, and no export has written it; name an empty directory"
    german = f"{path} ist schon da und stammt aus keinem Export; bitte ein leeres Verzeichnis nennen"
    return RequestNotValid("DIRECTORY", reason, (), german)


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
