"""styles.xml of an OpenDocument spreadsheet: the styles that cells may name, and the pages of sheets.

Here: which part of it says what. Not here: what a style says (ods_styles.py), and what stands on pages
(ods_texts_beside.py).
"""

from opendata.intake.files.ods_styles import OdsStyles
from opendata.intake.files.ods_texts_beside import PageTexts
from opendata.intake.files.xml_events import local


class NamedOdsStyles:
    """Receives the events of styles.xml and passes on the styles that cells may name, and the pages of sheets."""

    def __init__(self, styles: OdsStyles, pages: PageTexts) -> None:
        self._styles, self._pages = styles, pages
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = local(name)
        about = {local(key): value for key, value in attributes.items()}
        if element == "styles":
            self._inside = True
        elif self._inside:
            self._styles.start(element, about)
        else:
            self._pages.start(element, about)

    def end(self, name: str) -> None:
        element = local(name)
        if element == "styles":
            self._inside = False
        elif self._inside:
            self._styles.end(element)
        else:
            self._pages.end(element)

    def text(self, data: str) -> None:
        (self._styles if self._inside else self._pages).text(data)
