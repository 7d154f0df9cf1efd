"""Page pictures: the places where a value stands on the pages of a report, drawn with a margin around them.

Here: drawing with PDFium, behind the fence. Not here: which places these are (report_pages.py).
"""

import io
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING

from opendata.domain.errors import UnreadableFile
from opendata.domain.model import SourceFile
from opendata.domain.report.page_clips import MOST_PAGES, MOST_PIXELS, PageClip, PlaceOnPage
from opendata.intake.bilingual_sentences import unreadable

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

SCALE = 2.0  # pixels of a point
MARGIN_ACROSS, MARGIN_ALONG = 18.0, 10.0  # points
LEAST_SIDE, MOST_SIDE = 4.0, 14_400.0  # points of what is drawn
GAP = 8  # pixels between the parts of a text that runs over pages
PAPER, BETWEEN, FRAME = (255, 255, 255), (120, 130, 140), (0, 90, 160)
FRAME_WIDTH = 2  # pixels


def page_clip(file: SourceFile, places: Sequence[PlaceOnPage]) -> PageClip:
    """A picture of these places, page by page from top to bottom; raises UnreadableFile."""
    import pypdfium2  # noqa: PLC0415 - most processes never draw a page

    by_page: dict[int, list[PlaceOnPage]] = {}
    for place in places:
        by_page.setdefault(place.page, []).append(place)
    try:
        document = pypdfium2.PdfDocument(file.content)
    except pypdfium2.PdfiumError:
        raise _not_drawn(file) from None
    try:
        drawn = _drawn(document, dict(list(by_page.items())[:MOST_PAGES]))
    except pypdfium2.PdfiumError:
        raise _not_drawn(file) from None
    finally:
        document.close()
    if not drawn:
        raise _not_drawn(file)
    content = io.BytesIO()
    _below_one_another(drawn).save(content, "PNG")
    return PageClip(content.getvalue())


def _drawn(document: "pypdfium2.PdfDocument", by_page: Mapping[int, Sequence[PlaceOnPage]]) -> list["Image"]:
    pictures = []
    for number, places in by_page.items():
        if not 1 <= number <= len(document):
            continue
        page = document[number - 1]
        pictures.append(_part_of_page(page, places, MOST_PIXELS / len(by_page)))
        page.close()
    return pictures


def _part_of_page(page: "pypdfium2.PdfPage", places: Sequence[PlaceOnPage], most_pixels: float) -> "Image":
    """The part of a page around these places, each of which has a frame."""
    from PIL import ImageDraw  # noqa: PLC0415 - as above

    width, height = (min(max(side, LEAST_SIDE), MOST_SIDE) for side in page.get_size())
    left, right = _span([side for place in places for side in (place.x0, place.x1)], MARGIN_ACROSS, width)
    top, bottom = _span([side for place in places for side in (place.top, place.bottom)], MARGIN_ALONG, height)
    scale = min(SCALE, sqrt(most_pixels / ((right - left) * (bottom - top))))
    crop = (left, height - bottom, width - right, top)
    picture: Image = page.render(scale=scale, crop=crop, fill_color=(*PAPER, 255)).to_pil().convert("RGB")
    pen = ImageDraw.Draw(picture)
    for place in places:
        across = sorted((place.x0, place.x1))
        along = sorted((place.top, place.bottom))
        frame = [((x - left) * scale, (y - top) * scale) for x, y in zip(across, along, strict=True)]
        pen.rectangle(frame, outline=FRAME, width=FRAME_WIDTH)
    return picture


def _span(sides: Sequence[float], margin: float, most: float) -> tuple[float, float]:
    """From the first side to the last one with a margin, inside of the page and never without extent."""
    first = min(max(min(sides) - margin, 0.0), most - LEAST_SIDE)
    return first, max(min(max(sides) + margin, most), first + LEAST_SIDE)


def _below_one_another(pictures: Sequence["Image"]) -> "Image":
    from PIL import Image  # noqa: PLC0415 - as above

    if len(pictures) == 1:
        return pictures[0]
    width = max(picture.width for picture in pictures)
    height = sum(picture.height for picture in pictures) + GAP * (len(pictures) - 1)
    together = Image.new("RGB", (width, height), BETWEEN)
    place = 0
    for picture in pictures:
        together.paste(picture, (0, place))
        place += picture.height + GAP
    return together


def _not_drawn(file: SourceFile) -> UnreadableFile:
    return unreadable(
        file.name,
        "Diese Seite lässt sich nicht zeichnen. Bitte sehen Sie im Bericht selbst nach.",
        "This page cannot be drawn. Please look into the report itself.",
    )
