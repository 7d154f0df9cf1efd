"""The workbook that comes back: which of the files it is, and whether marks go into it or into a new one.

Here: the order of the steps. Not here: the marks (workbook_marks.py), and what they say (listed_errors.py).
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from opendata.domain.errors import RequestNotValid, UnreadableFile
from opendata.domain.model import SourceFile
from opendata.domain.report.edits import Edit
from opendata.domain.report.findings import Finding, Report
from opendata.domain.report.mapped_tables import Mapped
from opendata.domain.tables.marked_workbooks import LIST_NAMES, MarkedFile
from opendata.intake.files.format_detection import FileFormat, format_of
from opendata.intake.marks_of_ours import is_error_list
from opendata.intake.size_limits import Limits
from opendata.intake.text_tables import TextTable
from opendata.intake.upload_reading import DEFAULT_LIMITS, read_all_tables
from opendata.marking.listed_errors import MarkList, listing
from opendata.marking.plain_workbook import plain_workbook
from opendata.marking.spliced_xml import CannotMark
from opendata.marking.words import WORDS
from opendata.marking.workbook_marks import WorkbookMarks

log = logging.getLogger("opendata.marking")
LONGEST_NAME = 120
Errors = Sequence[tuple[Finding, Edit | None]]


def returned_workbook(
    files: Sequence[SourceFile],
    mapped: Mapped,
    report: Report,
    proposals: Mapping[int, Edit],
    language: str,
    file: str | None = None,
) -> MarkedFile:
    """One of the files with its marks.

    file: its name; None: the first one in which something is wrong, or else the first. Raises RequestNotValid if
    there is no such file, and UnreadableFile.
    """
    tables = read_all_tables(files)
    errors = [(error, proposals.get(position)) for position, error in enumerate(report.errors)]
    chosen = _chosen(files, errors, tables, mapped, file)
    own = [table for table in tables if table.file == chosen.name] or tables
    of_file = [each for each in errors if len(files) == 1 or _concerns(each[0], chosen.name, own, mapped)]
    edits = [edit for edit in mapped.edits if len(files) == 1 or edit.file == chosen.name]
    return _Return(chosen, own, of_file, edits, report, mapped, language).workbook(len(files) > 1)


def _chosen(
    files: Sequence[SourceFile], errors: Errors, tables: Sequence[TextTable], mapped: Mapped, file: str | None
) -> SourceFile:
    by_name = {source.name: source for source in files}
    if file is not None:
        if file not in by_name:
            german = "eine Datei dieses Namens gehört nicht zu dieser Einreichung"
            raise RequestNotValid("file", "the upload has no file of that name", list(by_name), german)
        return by_name[file]
    for error, _ in errors:
        for source in files:
            own = [table for table in tables if table.file == source.name]
            if error.row and _concerns(error, source.name, own, mapped):
                return source
    return files[0]


def _concerns(error: Finding, file: str, own: Sequence[TextTable], mapped: Mapped) -> bool:
    """Whether an error is about this file; own: the tables of the file."""
    table = mapped.tables.get(error.resource or "")
    if table is None:
        return error.sheet is None or any(known.sheet == error.sheet for known in own)
    of_sheet = [part.file for part in table.parts if part.sheet == error.sheet]
    return file in of_sheet if of_sheet else table.file == file


class _Return:
    """One file on its way back."""

    def __init__(
        self,
        source: SourceFile,
        tables: Sequence[TextTable],
        errors: Errors,
        edits: Sequence[Edit],
        report: Report,
        mapped: Mapped,
        language: str,
    ) -> None:
        self._source, self._errors, self._edits, self._report = source, errors, edits, report
        self._lists = {str(table.sheet) for table in tables if is_error_list(table)}
        self._tables = [table for table in tables if not is_error_list(table)]
        self._mapped, self._language, self._words = mapped, language, WORDS[language]

    def workbook(self, is_one_of_several: bool) -> MarkedFile:
        """The file with its marks; a new workbook where they cannot be put into it."""
        self._is_one_of_several = is_one_of_several
        if format_of(self._source, DEFAULT_LIMITS) is not FileFormat.XLSX:
            return self._anew("new")
        try:
            return self._as_it_is()
        except (CannotMark, UnreadableFile):
            log.warning("marks could not be put into a workbook, so a new one was made")
            return self._anew("failed")

    def _as_it_is(self) -> MarkedFile:
        by_sheet = {table.sheet: table for table in self._tables}
        marks = WorkbookMarks(self._source, self._limits(self._source), self._language)
        self._put(marks, self._listing(by_sheet, {sheet: sheet or "" for sheet in by_sheet}), "kept")
        return MarkedFile(self._name(".xlsm" if marks.has_macros else ".xlsx"), marks.content(), is_new=False)

    def _anew(self, reason: str) -> MarkedFile:
        plain, named = plain_workbook(self._source.name, self._tables)
        by_sheet = {table.sheet: table for table in self._tables}
        names = {old.sheet: new.sheet or "" for old, new in zip(self._tables, named, strict=True)}
        self._lists = set()
        marks = WorkbookMarks(plain, self._limits(plain), self._language)
        self._put(marks, self._listing(by_sheet, names), reason)
        return MarkedFile(self._name(".xlsx"), marks.content(), is_new=True)

    def _listing(self, by_sheet: Mapping[str | None, TextTable], names: Mapping[str | None, str]) -> MarkList:
        return listing(self._errors, self._edits, by_sheet, names, self._mapped, self._language)

    def _put(self, marks: WorkbookMarks, listed: MarkList, reason: str) -> None:
        marks.put(listed.sheets, self._lists)
        marks.add_list(listed.error_list(self._leads(marks, reason), self._language), self._lists)

    def _leads(self, marks: WorkbookMarks, reason: str) -> list[str]:
        """The sentences above the list."""
        words, count = self._words, len(self._errors)
        key = "count.none" if not count else "count.one" if count == 1 else "count"
        leads = [words[key].format(count=f"{count}")]
        if count and (self._report.more or self._report.error_count > len(self._report.errors)):
            leads.append(words["more"].format(listed=count))
        leads += [words["how"], words[reason].format(file=self._source.name)]
        if marks.protected:
            leads.append(words["protected"].format(sheets=", ".join(marks.protected)))
        if marks.is_signed and reason == "kept":
            leads.append(words["signed"])
        return leads

    def _limits(self, source: SourceFile) -> Limits:
        # Its entries are read once to be changed, and once to be copied.
        limits = DEFAULT_LIMITS.of_upload(len(source.content))
        limits.left.unpacked_bytes *= 2
        return limits

    def _name(self, ending: str) -> str:
        stem = PurePath(self._source.name).stem[:LONGEST_NAME] or "tabelle"
        return f"{stem}-{LIST_NAMES[self._language]}{ending}"
