"""A stand-in for curl, for machines that have none: it sends the requests that the documentation shows.

It knows the options that the documentation uses, and refuses all others. Not for anything but tests/test_docs.py,
which takes the real curl where there is one.
"""

import argparse
import sys
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4


def main() -> None:
    """Send one request, and print the body of its answer, whatever its status."""
    parser = argparse.ArgumentParser(prog="curl", allow_abbrev=False)
    parser.add_argument("-s", "--silent", action="store_true")
    parser.add_argument("-H", "--header", action="append", default=[])
    parser.add_argument("-F", "--form", action="append", default=[])
    parser.add_argument("url")
    given = parser.parse_args()
    headers = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in given.header)}
    content = None
    if given.form:
        edge = uuid4().hex
        headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        content = form(given.form, edge)
    try:
        with urllib.request.urlopen(urllib.request.Request(given.url, content, headers), timeout=60) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        with error:
            body = error.read()
    sys.stdout.buffer.write(body)


def form(fields: Sequence[str], edge: str) -> bytes:
    """The body of a form whose fields are given as `name=value` or `name=@path of a file`."""
    parts = b""
    for field in fields:
        name, _, value = field.partition("=")
        disposition, content = f'form-data; name="{name}"', value.encode()
        if value.startswith("@"):
            path = Path(value[1:])
            disposition, content = f'{disposition}; filename="{path.name}"', path.read_bytes()
        parts += f"--{edge}\r\nContent-Disposition: {disposition}\r\n\r\n".encode() + content + b"\r\n"
    return parts + f"--{edge}--\r\n".encode()


if __name__ == "__main__":
    main()
