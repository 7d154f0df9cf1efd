"""PDFs written by hand: letters and lines at places that a test names, without a library of others.

Here: the writer. Not here: what a report tells (the tests say so themselves).
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842  # points: A4
LEADING = 12  # points from line to line
HEAD = b"%PDF-1.4\n"


@dataclass
class Sheet:
    """A page under construction; all places are points from its top left."""

    width: int = WIDTH
    height: int = HEIGHT
    rotate: int = 0
    commands: list[str] = field(default_factory=list)

    def text(self, x: float, top: float, text: str, size: float = 10, *, bold: bool = False) -> "Sheet":
        """One line of text, whose letters stand below top."""
        shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        font = "F2" if bold else "F1"
        self.commands.append(f"BT /{font} {size} Tf 1 0 0 1 {x} {self.height - top - size:.2f} Tm ({shown}) Tj ET")
        return self

    def line(self, x0: float, top: float, x1: float, bottom: float) -> "Sheet":
        """A straight line."""
        self.commands.append(f"{x0} {self.height - top} m {x1} {self.height - bottom} l S")
        return self

    def table(self, edges: Sequence[float], top: float, rows: Sequence[Sequence[str]], *, bold: int = 0) -> float:
        """A ruled table, whose rows may have fewer cells: the last one reaches to the end then.

        edges: of the columns. bold: how many of the rows are. Returns where the table ends.
        """
        self.line(edges[0], top, edges[-1], top)
        for number, row in enumerate(rows):
            bottom = top + LEADING * max(cell.count("\n") + 1 for cell in row) + 6
            for place, cell in enumerate(row):
                self.line(edges[place], top, edges[place], bottom)
                for count, line in enumerate(cell.split("\n")):
                    self.text(edges[place] + 3, top + 3 + LEADING * count, line, bold=number < bold)
            self.line(edges[-1], top, edges[-1], bottom)
            self.line(edges[0], bottom, edges[-1], bottom)
            top = bottom
        return top


def pdf(*sheets: Sheet, packed: bool = False) -> bytes:
    """The PDF of these pages."""
    bodies: list[bytes] = []
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(sheets)))
    bodies.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    bodies.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode())
    for name in ("Helvetica", "Helvetica-Bold"):
        bodies.append(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode(),
        )
    for place, sheet in enumerate(sheets):
        box = f"/MediaBox [0 0 {sheet.width} {sheet.height}] /Rotate {sheet.rotate}"
        fonts = "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R {box} {fonts} /Contents {6 + 2 * place} 0 R >>".encode())
        bodies.append(stream("\n".join(sheet.commands).encode("cp1252"), packed=packed))
    return of_objects(bodies)


def stream(content: bytes, *, packed: bool = False, entries: str = "") -> bytes:
    """An object that holds bytes, packed or as they are."""
    stored = zlib.compress(content) if packed else content
    how = "/Filter /FlateDecode " if packed else ""
    return f"<< /Length {len(stored)} {how}{entries}>>\nstream\n".encode() + stored + b"\nendstream"


def of_objects(bodies: Sequence[bytes], trailer: str = "") -> bytes:
    """A file of these objects, numbered from 1; the first is its catalogue."""
    written, places = bytearray(HEAD), []
    for number, body in enumerate(bodies, 1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        written += f"{place:010} 00000 n \n".encode()
    written += f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)
