"""Pictures in a page of the documentation: each wide and narrow, with words, in a section that is written anew.

Here: the section, and which pictures belong to it. Not here: taking pictures (portal_pictures.py, site_pictures.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

END = "<!-- end of the pictures -->"


@dataclass(frozen=True)
class PictureSection:
    """The section of a page; shown_widths: how wide a picture of each width is shown. written_by: the command."""

    page: Path
    folder: Path
    written_by: str
    shown_widths: Mapping[int, int]
    pictures: Sequence[tuple[str, str]]  # the name of each, and the words for it

    def text(self) -> str:
        """The section."""
        place = self.folder.relative_to(self.page.parent).as_posix()
        shown = []
        for name, words in self.pictures:
            sizes = " ".join(
                f'<img src="{place}/{name}-{width}.png" alt="{words}" width="{shown_width}">'
                for width, shown_width in self.shown_widths.items()
            )
            shown.append(f"**{words}**\n\n{sizes}\n")
        return "\n".join([self._begin, "", *shown, END])

    def write(self) -> None:
        """Put the section into its page, in place of the one before."""
        text = self.page.read_text(encoding="utf-8")
        begin, end = text.index(self._begin), text.index(END) + len(END)
        self.page.write_text(text[:begin] + self.text() + text[end:], encoding="utf-8")

    def remove_others(self) -> None:
        """Remove pictures that are not listed any more."""
        names = {f"{name}-{width}.png" for name, _ in self.pictures for width in self.shown_widths}
        for old in self.folder.glob("*.png"):
            if old.name not in names:
                old.unlink()

    @property
    def _begin(self) -> str:
        return f"<!-- pictures: written by python -m {self.written_by} -->"
