"""What a hostile visitor sends: one request, made as bytes when it is needed.

Here: the shape of a request, and the forms in which files are sent. Not here: what is in them (tables.py,
workbooks.py, requests.py), sending them (visits.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

BOUNDARY = "opendata-hostile"
CHECK = "/api/v1/validate"


@dataclass(frozen=True)
class Hostile:
    """One request; its body is made only when it is sent, because all of them together are large.

    is_whole: the body is all that is sent, with a head of its own or none.
    """

    name: str
    body: Callable[[], bytes] = bytes
    path: str = CHECK
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = False


def checked(name: str, file: str, content: Callable[[], bytes], **form: str) -> Hostile:
    """A file sent to the open check of climate measures; form: further parts, such as a mapping."""

    def body() -> bytes:
        return multipart({"kind": "climate-measures", **form}, {file: content()})

    return Hostile(name, body, headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})


def multipart(form: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """The body of a form with these texts and files."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
        for name, text in form.items()
    ]
    for name, content in files.items():
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        parts += [head.encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def files_in(folder: Path) -> Iterator[Hostile]:
    """Each file of a folder, sent to the open check."""
    for path in sorted(folder.iterdir()):
        yield checked(f"beside the repository: {path.name}", path.name, path.read_bytes)
