"""Marks put into a workbook: styles, sheets, comments and the list, all other parts as they were.

Here: the order of these changes, and workbook.xml. Not here: each part's own XML, and what is said
(listed_errors.py).
"""

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from opendata.domain.model import SourceFile
from opendata.domain.tables.marked_workbooks import LIST_NAMES
from opendata.intake.size_limits import Limits
from opendata.marking.cell_comments import DRAWING, CommentList, first_free_block, new_comments, with_boxes
from opendata.marking.error_sheet import ErrorList, error_sheet
from opendata.marking.listed_errors import SheetMarks
from opendata.marking.marked_sheet import RELATIONS, STRICT_MAIN, STRICT_RELATIONS, Place, SheetEditor
from opendata.marking.marked_styles import MINIMAL, MarkedStyles
from opendata.marking.office_package import TYPES, OfficePackage, Relation, relations_path
from opendata.marking.plain_workbook import MAIN, TYPE, sheet_name
from opendata.marking.spliced_xml import CannotMark, Mark, Splices, attribute, opened, prefix_of, walk

VML = "application/vnd.openxmlformats-officedocument.vmlDrawing"
STYLES = "xl/styles.xml"  # some programs look for it there alone
NOTHING = SheetMarks()


@dataclass
class _Book:
    """workbook.xml: its sheets, and where one more is put."""

    content: bytes
    sheets: dict[str, str] = field(default_factory=dict)  # the relation of each, by name
    namespace: str = MAIN
    highest: int = 0
    prefix: str = ""
    list_mark: Mark | None = None
    list_end: int = 0

    def __post_init__(self) -> None:
        walk(self.content, self._begin, self._finish)

    @property
    def relations(self) -> str:
        """The namespace of ids of relations, and the beginning of their types."""
        return STRICT_RELATIONS if self.namespace == STRICT_MAIN else RELATIONS

    def with_sheet(self, name: str, relation: str) -> bytes:
        """workbook.xml with one more sheet, the last one."""
        if self.list_mark is None:
            raise CannotMark
        ids = f'sheetId="{self.highest + 1}" xmlns:rel="{self.relations}" rel:id="{relation}"'
        sheet = f"<{self.prefix}sheet name={attribute(name)} {ids}/>".encode()
        splices = Splices(self.content)
        if self.list_mark.is_empty:
            splices.put(*opened(self.content, self.list_mark, sheet))
        else:
            splices.put(self.list_end, sheet)
        return splices.result()

    def _begin(self, mark: Mark) -> None:
        if mark.depth == 0:
            self.namespace, self.prefix = mark.name.rpartition(" ")[0], prefix_of(self.content, mark)
        elif mark.depth == 1 and mark.local == "sheets":
            self.list_mark = mark
        elif mark.depth == 2 and mark.local == "sheet":
            about = mark.attributes
            relation = next((value for name, value in about.items() if name.endswith(" id")), "")
            self.sheets[about.get("name", "")] = relation
            number = about.get("sheetId", "")
            self.highest = max(self.highest, int(number) if number.isdigit() and len(number) < 10 else 0)

    def _finish(self, name: str, depth: int, start: int, _end: int) -> None:
        if depth == 1 and name.endswith(" sheets"):
            self.list_end = start


class WorkbookMarks:
    """One workbook into which marks are put; raises CannotMark, and UnreadableFile, where that cannot be done."""

    def __init__(self, source: SourceFile, limits: Limits, language: str) -> None:
        self._language = language
        self._package = OfficePackage(source, limits)
        mains = (relation.path for relation in self._package.relations("") if relation.kind == "officeDocument")
        self._main = next(mains, "xl/workbook.xml")
        self._book = _Book(self._package.read(self._main))
        self._links = {relation.id: relation for relation in self._package.relations(self._main)}
        self._styles_path = self._path_of_styles()
        self._styles = MarkedStyles(self._package.read(self._styles_path))
        drawings = [self._package.read(name) for name in self._package.names if name.lower().endswith(".vml")]
        self._block = first_free_block(drawings)
        self.protected: list[str] = []

    @property
    def is_signed(self) -> bool:
        """Whether the file has a digital signature, which does not hold for another file."""
        return any(name.startswith("_xmlsignatures/") for name in self._package.names)

    @property
    def has_macros(self) -> bool:
        """Whether the file is one of those that Excel opens only as .xlsm."""
        return b"macroEnabled" in self._package.read(TYPES)

    def put(self, sheets: Mapping[str, SheetMarks], lists: Collection[str]) -> None:
        """Mark the cells of all sheets; lists: the names of sheets that are lists of an earlier round."""
        for name, relation_id in self._book.sheets.items():
            link = self._links.get(relation_id)
            marks = sheets.get(name, NOTHING)
            if link is None or link.kind != "worksheet" or name in lists or link.path not in self._package:
                continue
            if marks.marks or self._styles.has_marks:
                self._put_on_sheet(name, link.path, marks)

    def add_list(self, listed: ErrorList, lists: Collection[str]) -> None:
        """Add the sheet that lists all, in place of that of an earlier round."""
        content = error_sheet(listed, self._styles, self._book.namespace)
        for name, relation_id in self._book.sheets.items():
            if name in lists and (link := self._links.get(relation_id)) is not None:
                self._package.write(link.path, content)
                if relations_path(link.path) in self._package:
                    self._package.remove(relations_path(link.path))
                return
        folder = posixpath.dirname(self._main)
        path = self._package.free_name(posixpath.join(folder, "worksheets/sheet{}.xml"))
        self._package.write(path, content)
        self._package.declare(path, f"{TYPE}.worksheet+xml")
        relation = self._package.relate(self._main, f"{self._book.relations}/worksheet", path)
        taken = {name.casefold() for name in self._book.sheets}
        self._package.write(
            self._main, self._book.with_sheet(sheet_name(LIST_NAMES[self._language], taken), relation)
        )

    def content(self) -> bytes:
        """The workbook."""
        self._package.write(self._styles_path, self._styles.result())
        return self._package.content()

    def _path_of_styles(self) -> str:
        known = [link.path for link in self._links.values() if link.kind == "styles"]
        if known and known[0] in self._package:
            return known[0]
        path = STYLES if STYLES not in self._package else self._package.free_name("xl/styles{}.xml")
        self._package.write(path, MINIMAL)
        self._package.declare(path, f"{TYPE}.styles+xml")
        self._package.relate(self._main, f"{self._book.relations}/styles", path)
        return path

    def _put_on_sheet(self, name: str, path: str, marks: SheetMarks) -> None:
        editor = SheetEditor(self._package.read(path), marks.marks, self._styles.marked, self._styles.unmarked)
        if editor.is_protected and marks.marks:
            self.protected.append(name)
        links = self._package.relations(path)
        boxes, removed = self._put_comments(path, _of_kind(links, "comments"), marks)
        drawing = next((link.path for link in links if link.id == editor.drawing), None)
        new_drawing = None
        if boxes or removed:
            new_drawing = self._put_boxes(path, drawing, boxes, removed)
        self._package.write(path, editor.result(new_drawing))

    def _put_comments(
        self, sheet: str, link: Relation | None, marks: SheetMarks
    ) -> tuple[dict[Place, int], set[Place]]:
        """Write the comments; returns how long those are that need a box, and which boxes are to be removed."""
        if link is None and not marks.texts:
            return {}, set()
        if link is None or link.path not in self._package:
            path = self._package.free_name(posixpath.join(posixpath.dirname(self._main), "comments{}.xml"))
            self._package.declare(path, f"{TYPE}.comments+xml")
            self._package.relate(sheet, f"{self._book.relations}/comments", path)
            known = CommentList(new_comments(self._book.namespace))
        else:
            path, known = link.path, CommentList(self._package.read(link.path))
        content, places = known.with_texts(marks.texts, self._language)
        self._package.write(path, content)
        return {place: len(marks.texts[place]) for place in places}, known.removed

    def _put_boxes(
        self, sheet: str, drawing: str | None, boxes: Mapping[Place, int], removed: set[Place]
    ) -> str | None:
        """Write the boxes of comments; returns the relation of their drawing if the sheet had none."""
        relation = None
        path = drawing if drawing is not None and drawing in self._package else None
        before = self._package.read(path) if path is not None else DRAWING
        if path is None:
            folder = posixpath.join(posixpath.dirname(self._main), "drawings")
            path = self._package.free_name(f"{folder}/vmlDrawing{{}}.vml")
            self._package.declare_ending("vml", VML)
            relation = self._package.relate(sheet, f"{self._book.relations}/vmlDrawing", path)
        self._package.write(path, with_boxes(before, boxes, removed, self._block))
        self._block = first_free_block([self._package.read(path), b'<o:idmap data="%d">' % (self._block - 1)])
        return relation


def _of_kind(links: list[Relation], kind: str) -> Relation | None:
    return next((link for link in links if link.kind == kind), None)
