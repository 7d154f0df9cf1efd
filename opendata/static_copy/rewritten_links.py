"""Links: answers of the application, with their links leading to the files of a copy.

Here: finding addresses in answers, and writing others in their place. Not here: which file an address has
(copied_addresses.py). Addresses that begin with a slash become relative, so that pages work wherever the copy stands;
full addresses begin with the copy's own, because feeds, JSON and search engines need them whole.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from posixpath import dirname, relpath
from urllib.parse import unquote

# What full addresses of the application begin with while it is asked; it cannot stand in anybody's data by chance.
ASKED_AS = "https://static-copy.invalid"
_END = r"(?:&amp;|\\u002[67]|&(?!#|quot;|lt;|gt;|apos;)|[A-Za-z0-9_.~%/?=+*!$:,;@()'-])*"
_FULL = re.compile(re.escape(ASKED_AS) + f"(?P<rest>{_END})(?P<brace>[{{]?)")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_LINK = re.compile(
    rf"""(?P<name>\s(?:href|src|action)=|\scontent=(?=["']{re.escape(ASKED_AS)}))(?P<mark>["'])"""
    rf"""(?P<host>{re.escape(ASKED_AS)}|)(?P<address>[/?](?!/).*?|)(?P=mark)"""
)
_SELF = re.compile(rf'"self":\s?"{re.escape(ASKED_AS)}(?P<rest>(?:[^"\\]|\\.)*)"')
_FOLDED = re.compile(rb"\r\n[ \t]")
MOST_OCTETS = 75  # of a line of a calendar (RFC 5545)
CHUNK = 2**20

FileOf = Callable[[str], str]  # from an address that begins with a slash to a file of the copy


class LinkedAnswers:
    """Rewrites answers; file_of says where in the copy an address is, and learns in this way which are linked."""

    def __init__(self, base: str, file_of: FileOf) -> None:
        self._base, self._file_of = base, file_of

    def example(self, text: str) -> str:
        """A text whose full addresses are examples, which nobody follows."""
        return text.replace(ASKED_AS, self._base)

    def page(self, text: str, address: str, file: str) -> str:
        """A page: its own links become relative to its file; addresses in its texts stay those of the service."""

        def linked(found: re.Match[str]) -> str:
            target = unescape(found["address"])
            if target.startswith("?"):
                target = f"{address}{target}"
            target, mark, fragment = target.partition("#")
            to = self._file_of(target) if target else file
            link = f"{self._base}/{to}" if found["host"] else relative(to, file)
            return f"{found['name']}{found['mark']}{escape(link + mark + fragment)}{found['mark']}"

        return self.example(_TAG.sub(lambda tag: _LINK.sub(linked, tag[0]), text))

    def full(self, text: str, *, keep_names: bool = False) -> str:
        """A text with full addresses.

        keep_names: they name things, and only those with a query lead elsewhere. What they name is linked as well.
        """

        def rewritten(found: re.Match[str]) -> str:
            rest = found["rest"]
            address = rest.replace("&amp;", "&").replace("\\u0026", "&").replace("\\u0027", "'")
            if found["brace"]:
                return f"{self._base}{found[0].removeprefix(ASKED_AS)}"
            file = self._file_of(address or "/")
            is_name = keep_names and "?" not in address
            return f"{self._base}{found[0].removeprefix(ASKED_AS)}" if is_name else f"{self._base}/{file}"

        return _FULL.sub(rewritten, text)

    def json_chunks(self, chunks: Iterable[bytes], address: str, file: str) -> Iterator[bytes]:
        """JSON of any length, part by part; its `self` may lack escapes, so that it cannot be taken apart."""

        def own(found: re.Match[str]) -> str:
            path = str(json.loads(f'"{found["rest"]}"')).partition("?")[0]
            return f'"self":"{self._base}/{file}"' if unquote(path) == unquote(address) else found[0]

        held = b""
        for chunk in chunks:
            whole, mark, held = (held + chunk).rpartition(b'":')
            if not mark:
                continue
            # A name ends here, whose value follows.
            whole, mark, name = whole.rpartition(b'"')
            held = mark + name + b'":' + held
            yield self.full(_SELF.sub(own, whole.decode())).encode()
        yield self.full(_SELF.sub(own, held.decode())).encode()

    def calendar(self, content: bytes) -> bytes:
        """A calendar, whose long lines are folded."""
        lines = self.full(_FOLDED.sub(b"", content).decode()).split("\r\n")
        return "\r\n".join(_folded(line) for line in lines).encode()


def relative(target: str, file: str) -> str:
    """The link from one file of a copy to another; the names of files need no escapes."""
    return relpath(f"/{target}", f"/{dirname(file)}")


def _folded(line: str) -> str:
    parts, length = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if length + octets > MOST_OCTETS:
            parts.append("")
            length = 1  # the blank in front
        parts[-1] += letter
        length += octets
    return "\r\n ".join(parts)
