"""The encoding of a CSV file: from bytes to text.

Here: detecting UTF-8, UTF-16 and Windows-1252, and lines of the one among lines of the other. Not here: records and
cells (csv_files.py), and text that was damaged before the file was written (cells/characters.py).
"""

import codecs
import re

from opendata.domain.model import SourceFile
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, comma_list, unreadable

# No table is written in these encodings of Python; some take quadratic time, others produce lone surrogates.
NOT_OF_FILES = ("punycode", "idna", "unicode-escape", "raw-unicode-escape", "utf-7")
MAX_NAMED_LINES = 20
# A character of UTF-8 that is not ASCII, as Latin letters, currency signs and typographic marks are written.
_BEYOND_ASCII = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|\xe2[\x80-\x9d][\x80-\xbf]")


def decoded(source: SourceFile, encoding: str | None = None) -> tuple[str, list[Note]]:
    """The file's text, in the declared encoding, or else in the first of UTF-8, UTF-16 and Windows-1252 that fits."""
    content = source.content
    if encoding:
        try:
            if codecs.lookup(encoding).name in NOT_OF_FILES:
                raise LookupError(encoding)
            return content.decode(encoding).removeprefix("\ufeff"), []
        except (LookupError, ValueError) as error:
            raise unreadable(
                source.name,
                f"Die Datei ist nicht, wie angegeben, in {encoding} geschrieben.",
                f"The file is not written in {encoding}, as it is said to be.",
            ) from error
    wide = _utf_16(content)
    try:
        text = content.decode(wide or "utf-8-sig")
    except UnicodeDecodeError:
        if wide:
            raise no_text(source.name) from None
        return _mixed(source) if _BEYOND_ASCII.search(content) else _windows_1252(source)
    if "\0" in text:
        raise no_text(source.name)
    return text, []


def _mixed(source: SourceFile) -> tuple[str, list[Note]]:
    """A file of UTF-8 with lines of Windows-1252 among the others, each line read as what it is."""
    lines, others, proper = [], [], 0
    for number, line in enumerate(source.content.removeprefix(codecs.BOM_UTF8).split(b"\n"), 1):
        try:
            lines.append(line.decode("utf-8"))
            proper += not line.isascii()
        except UnicodeDecodeError:
            others.append(number)
            if _BEYOND_ASCII.search(line):
                raise _two_encodings(source.name, [number]) from None
            lines.append(_line_of_windows_1252(source.name, line, number))
    if proper < len(others):
        # Most lines are Windows-1252, and what looks like UTF-8 may be text such as "Ã¼" that was damaged before.
        raise _two_encodings(source.name, others)
    text = "\n".join(lines)
    if re.search("[\0-\x08\x0e-\x1a]", text):
        raise no_text(source.name)
    named = comma_list(others, MAX_NAMED_LINES)
    lines_de = f"Zeile {named}" if len(others) == 1 else f"die Zeilen {named}"
    note = Note(
        "two-encodings",
        bilingual(
            f"{source.name} ist in UTF-8 gespeichert, aber {lines_de} in Windows-1252; beides wurde so gelesen. "
            "Bitte prüfen Sie dort die Umlaute.",
            f"{source.name} is saved in UTF-8, but line {named} in Windows-1252, and was read as such. "
            "Please check the umlauts there.",
        ),
        row=others[0],
    )
    return text, [note]


def _line_of_windows_1252(file: str, line: bytes, number: int) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        raise _two_encodings(file, [number]) from None


def _two_encodings(file: str, lines: list[int]) -> Exception:
    named = comma_list(lines, MAX_NAMED_LINES)
    lines_de = f"Zeile {named} ist" if len(lines) == 1 else f"Die Zeilen {named} sind"
    return unreadable(
        file,
        f"{lines_de} anders gespeichert als die übrigen Zeilen (Windows-1252 und UTF-8 gemischt). Bitte "
        "speichern Sie die Datei einheitlich als „CSV UTF-8“ oder als .xlsx und prüfen Sie dort die Umlaute.",
        f"Line {named} is saved in another encoding than the other lines (Windows-1252 and UTF-8 are mixed). Please "
        "save the whole file as 'CSV UTF-8' or as .xlsx, and check the umlauts there.",
    )


def _utf_16(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    sample = content[:2000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    # In UTF-16 text of European languages nearly every second byte is zero: the first or the second of each pair.
    if odd > len(sample) * 0.35 and even < len(sample) * 0.05:
        return "utf-16-le"
    if even > len(sample) * 0.35 and odd < len(sample) * 0.05:
        return "utf-16-be"
    return None


def _windows_1252(source: SourceFile) -> tuple[str, list[Note]]:
    try:
        text = source.content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = source.content.count(b"\n", 0, error.start) + 1
        raise unreadable(
            source.name,
            f"Die Zeichen in Zeile {line} sind weder UTF-8 noch Windows-1252. "
            "Bitte speichern Sie die Datei als „CSV UTF-8“ oder als .xlsx.",
            f"The characters in line {line} are neither UTF-8 nor Windows-1252. "
            "Please save the file as 'CSV UTF-8' or as .xlsx.",
        ) from None
    if re.search("[\0-\x08\x0e-\x1a]", text):
        raise no_text(source.name)
    note = Note(
        "encoding",
        bilingual(
            f"{source.name} wurde als Windows-1252 gelesen. Bitte prüfen Sie, ob die Umlaute stimmen.",
            f"{source.name} was read as Windows-1252. Please check that umlauts are right.",
        ),
    )
    return text, [note]


def no_text(file: str) -> Exception:
    """The error for bytes that are no text."""
    return unreadable(
        file,
        "Die Datei ist keine Textdatei und keine Tabelle, die wir kennen. Bitte senden Sie .xlsx, .ods oder .csv.",
        "The file is neither text nor a table we know. Please send .xlsx, .ods or .csv.",
    )
