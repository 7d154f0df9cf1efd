"""The format of a file, detected from its content and never from its name.

Here: recognising spreadsheets, archives and text, and for other files the message about what to send instead.
Not here: reading them (xlsx_workbooks.py, xlsb_workbooks.py, xls_workbooks.py, ods_spreadsheets.py, data_packages.py,
json_files.py, csv_files.py, pdf_documents.py).
"""

import re
import struct
from collections.abc import Collection
from enum import Enum
from pathlib import PurePath

from opendata.domain.model import SourceFile
from opendata.domain.report.findings import Note
from opendata.intake.bilingual_sentences import bilingual, unreadable
from opendata.intake.files.ole_streams import OLE_MAGIC, CompoundFile, DamagedStream
from opendata.intake.files.zip_archives import ZipArchive, protected
from opendata.intake.size_limits import Limits


class FileFormat(Enum):
    """The formats that tables are read from; the value is the name that people use."""

    CSV = "CSV"
    XLSX = "XLSX"
    XLSB = "XLSB"
    XLS = "XLS"
    ODS = "ODS"
    PACKAGE = "Data Package"
    DESCRIPTOR = "datapackage.json"
    JSON = "JSON"
    PDF = "PDF"


ENDINGS = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".tab": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".xlsx": FileFormat.XLSX,
    ".xlsm": FileFormat.XLSX,
    ".xltx": FileFormat.XLSX,
    ".xlsb": FileFormat.XLSB,
    ".xls": FileFormat.XLS,
    ".xlt": FileFormat.XLS,
    ".ods": FileFormat.ODS,
    ".ots": FileFormat.ODS,
    ".json": FileFormat.JSON,
    ".pdf": FileFormat.PDF,
}
ODS_TYPES = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
# What is said to whoever sends a text.
AS_PDF = (" Einen Bericht speichern Sie bitte als PDF.", " Please save a report as PDF.")
_OLE_NAMES = ("EncryptedPackage", "WordDocument", "PowerPoint Document", "Workbook", "Book")
PDF_MAGIC = b"%PDF-"
# The first bytes of a format, and the name that people use for it in German and English.
FOREIGN = (
    (b"\xff\xd8\xff", "ein Bild (JPEG)", "a picture (JPEG)"),
    (b"\x89PNG", "ein Bild (PNG)", "a picture (PNG)"),
    (b"GIF8", "ein Bild (GIF)", "a picture (GIF)"),
    (b"II*\0", "ein Bild (TIFF)", "a picture (TIFF)"),
    (b"MM\0*", "ein Bild (TIFF)", "a picture (TIFF)"),
    (b"{\\rtf", "ein Textdokument (RTF)", "a text document (RTF)"),
    (b"\x1f\x8b", "ein gepacktes Archiv (gzip)", "a packed archive (gzip)"),
    (b"7z\xbc\xaf", "ein gepacktes Archiv (7z)", "a packed archive (7z)"),
    (b"Rar!", "ein gepacktes Archiv (RAR)", "a packed archive (RAR)"),
    (b"BZh", "ein gepacktes Archiv (bzip2)", "a packed archive (bzip2)"),
    (b"\xfd7zXZ", "ein gepacktes Archiv (xz)", "a packed archive (xz)"),
    (b"PAR1", "eine Parquet-Datei", "a Parquet file"),
    (b"SQLite format 3", "eine Datenbank (SQLite)", "a database (SQLite)"),
    (b"ID;PWXL", "eine SYLK-Datei", "a SYLK file"),
)


def format_of(source: SourceFile, limits: Limits) -> FileFormat:
    """The format of the file; raises UnreadableFile, which names the apparent format, where it holds no table."""
    content = source.content
    if not content.strip(b"\0\t\n\r \xa0\xef\xbb\xbf\xff\xfe"):
        raise empty_file(source.name)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _archive_format(source, limits)
    if content.startswith(OLE_MAGIC):
        return _ole_format(source)
    if content[:64].lstrip(b"\0\t\n\r \xef\xbb\xbf").startswith(PDF_MAGIC):
        return FileFormat.PDF
    for magic, de, en in FOREIGN:
        if content.startswith(magic):
            raise _no_table(source.name, de, en)
    beginning = _beginning(content)
    if re.match(r"<(!doctype html|html|head|body|table|meta)\b", beginning):
        raise _no_table(source.name, "eine Webseite (HTML)", "a web page (HTML)")
    if re.match(r"<(\?xml|[a-z]+:|workbook)", beginning):
        raise _no_table(source.name, "eine XML-Datei", "an XML file")
    if beginning.startswith("mime-version:"):
        raise _no_table(source.name, "eine Webseite (MHTML)", "a web page (MHTML)")
    if PurePath(source.name).name.lower() == "datapackage.json":
        return FileFormat.DESCRIPTOR
    if re.match(r'\{\s*("|\})|\[\s*[\[{]', beginning):
        return FileFormat.JSON
    return FileFormat.CSV


def name_note(source: SourceFile, read_as: FileFormat) -> list[Note]:
    """A note where the ending of a file's name does not fit the format in which it was read."""
    ending = PurePath(source.name).suffix.lower()
    if ENDINGS.get(ending, read_as) is read_as:
        return []
    return [
        Note(
            "file-type",
            bilingual(
                f"{source.name} ist trotz seiner Endung eine {read_as.value}-Datei und wurde als solche gelesen.",
                f"{source.name} is a {read_as.value} file in spite of its name and was read as one.",
            ),
        )
    ]


def empty_file(file: str) -> Exception:
    """The error for an empty file."""
    return unreadable(
        file,
        "Die Datei ist leer. Bitte prüfen Sie, ob die richtige Datei gespeichert wurde.",
        "The file is empty. Please check that the right file was saved.",
    )


def _archive_format(source: SourceFile, limits: Limits) -> FileFormat:
    archive = ZipArchive(source, limits)
    names = archive.names
    if "mimetype" in archive:
        mimetype = archive.read("mimetype").strip()
        if mimetype in ODS_TYPES:
            return FileFormat.ODS
        if mimetype.startswith(b"application/vnd.oasis.opendocument."):
            raise _no_table(
                source.name, "ein OpenDocument-Text oder -Bild", "an OpenDocument text or drawing", AS_PDF
            )
    if "[Content_Types].xml" in archive:
        if any(name.lower().endswith("workbook.bin") for name in names):
            return FileFormat.XLSB
        if any(name.startswith("word/") for name in names):
            raise _no_table(source.name, "ein Word-Dokument", "a Word document", AS_PDF)
        if any(name.startswith("ppt/") for name in names):
            raise _no_table(source.name, "eine Präsentation", "a presentation")
        return FileFormat.XLSX
    if any(name.rpartition("/")[2] == "datapackage.json" and name.count("/") <= 1 for name in names):
        return FileFormat.PACKAGE
    raise unreadable(
        source.name,
        "Das Archiv enthält keine datapackage.json. Bitte senden Sie die Tabellen selbst: als .xlsx, .ods oder .csv.",
        "The archive holds no datapackage.json. Please send the tables themselves, as .xlsx, .ods or .csv.",
    )


def _ole_format(source: SourceFile) -> FileFormat:
    """The format of a file of old Office programs: a workbook, or none that is read."""
    try:
        names: Collection[str] = CompoundFile(source.content).names
    except (DamagedStream, struct.error, IndexError):
        # The names of a damaged file still say what it was.
        names = [name for name in _OLE_NAMES if name.encode("utf-16-le") in source.content]
    if "EncryptedPackage" in names:
        raise protected(source.name)
    if "Workbook" in names or "Book" in names:
        return FileFormat.XLS
    if "WordDocument" in names:
        raise _no_table(source.name, "ein altes Word-Dokument (.doc)", "an old Word document (.doc)", AS_PDF)
    if "PowerPoint Document" in names:
        raise _no_table(source.name, "eine alte Präsentation (.ppt)", "an old presentation (.ppt)")
    raise _no_table(source.name, "ein anderes Office-Dokument", "another document of Office")


def _no_table(file: str, de: str, en: str, more: tuple[str, str] = ("", "")) -> Exception:
    return unreadable(
        file,
        f"Das ist offenbar {de} und keine Tabelle. Bitte senden Sie die Tabelle als .xlsx, .ods oder .csv.{more[0]}",
        f"This seems to be {en} and no table. Please send the table as .xlsx, .ods or .csv.{more[1]}",
    )


def _beginning(content: bytes) -> str:
    """The first characters in lower case, without a byte order mark and blanks before them."""
    text = content[:2000].replace(b"\0", b"").decode("latin-1")
    return text.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n").lower()
