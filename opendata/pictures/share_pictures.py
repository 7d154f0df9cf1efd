"""Share pictures: what networks and messengers show of a link, as PNG, because they show no SVG.

Here: drawing, with letters that come with the service, because a bare server has no fonts. Not here: what stands in
them (site/share_views.py). The colours are those of the light pages (site/static/site.css), which a test compares.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from PIL import Image, ImageDraw, ImageFont

from opendata.pictures.bar_pictures import Portion

MEDIA_TYPE = "image/png"
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
COLOURS: Mapping[str, str] = {
    "paper": "#ffffff",
    "ink": "#17211f",
    "quiet": "#4b5a57",
    "line": "#cdd7d5",
    "accent": "#0b4f4a",
    "on-accent": "#ffffff",
    "wrong": "#9c1c1c",
    "on-look": "#ffffff",
    "look-done": "#14634f",
    "look-steady": "#2f7d69",
    "look-going": "#2b6ca8",
    "look-ahead": "#f5e3b5",
    "look-open": "#ffffff",
    "look-ended": "#756b6b",
    "look-joined": "#5f7480",
    "look-unknown": "#e9eded",
    "look-unknown-line": "#64716e",
    "look-kept": "#14634f",
    "look-late": "#a8322a",
    "look-moved": "#8a5a00",
}
DARK_LETTERS_ON = frozenset(("ahead", "open", "unknown"))
BAND, BAR_ROOM, BAR_HEIGHT, SWATCH = 84, 272, 88, 26
FACT, STATUS = 46, 62  # the heights of their lines
TITLE_SIZES = (72, 62, 54, 46, 40)  # the largest with which a title fits
MOST_TITLE_LINES = 4
LONGEST_TEXT = 300  # characters; more have no room, and would take long to measure
MOST_COLOURS = 96  # of the file, which makes it a third as large

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class ShareCard:
    """What a picture to share says.

    over: above the title; facts: below it; portions: of a bar with its legend; status: of the one thing that the
    picture shows.
    """

    service: str
    over: str
    title: str
    facts: Sequence[str]
    portions: Sequence[Portion] = ()
    warning: str = ""
    status: str = ""
    look: str = ""  # of the status


def share_picture(card: ShareCard) -> bytes:
    """The picture as PNG; the same card gives the same bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), COLOURS["paper"])
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), fill=COLOURS["accent"])
    draw.text((MARGIN, HEIGHT - BAND / 2), card.service, COLOURS["on-accent"], _font("Semibold", 34), "lm")
    has_bar = any(portion.amount for portion in card.portions)
    y = _over_and_title(draw, card, HEIGHT - BAND - (BAR_ROOM if has_bar else MARGIN))
    if card.status:
        y = _status(draw, card, y)
    for fact in card.facts:
        for line in _wrapped(fact, _font("Regular", 36), WIDTH - 2 * MARGIN)[:2]:
            draw.text((MARGIN, y), line, COLOURS["quiet"], _font("Regular", 36))
            y += FACT
    if card.warning:
        draw.text((MARGIN, y), card.warning, COLOURS["wrong"], _font("Semibold", 36))
    if has_bar:
        _bar(draw, card.portions, HEIGHT - BAND - BAR_ROOM + 10)
    file = io.BytesIO()
    few = image.quantize(MOST_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(file, "PNG")
    return file.getvalue()


def _over_and_title(draw: ImageDraw.ImageDraw, card: ShareCard, room: int) -> float:
    """Draw what stands above, and return where the next line begins."""
    y: float = MARGIN - 22
    if card.over:
        over = _wrapped(card.over, _font("Semibold", 34), WIDTH - 2 * MARGIN)[0]
        draw.text((MARGIN, y), over, COLOURS["accent"], _font("Semibold", 34))
        y += 52
    below = FACT * (len(card.facts) + bool(card.warning)) + (STATUS if card.status else 0)
    most = room - y - below - 12
    size, lines = _title(card.title, most)
    for line in lines:
        draw.text((MARGIN, y), line, COLOURS["ink"], _font("Bold", size))
        y += round(size * 1.16)
    return y + 12


def _status(draw: ImageDraw.ImageDraw, card: ShareCard, y: float) -> float:
    box = (MARGIN, round(y) + 8, MARGIN + 36, round(y) + 44)
    draw.rectangle(box, fill=COLOURS[f"look-{card.look}"], outline=COLOURS["look-unknown-line"], width=2)
    words = _wrapped(card.status, _font("Semibold", 42), WIDTH - 2 * MARGIN - 52)[0]
    draw.text((MARGIN + 52, y), words, COLOURS["ink"], _font("Semibold", 42))
    return y + STATUS


def _title(title: str, height: float) -> tuple[int, Sequence[str]]:
    """The size and the lines of a title: as large as the room allows, and cut with a sign where it is too long."""
    for size in TITLE_SIZES:
        lines = _wrapped(title, _font("Bold", size), WIDTH - 2 * MARGIN)
        if len(lines) <= MOST_TITLE_LINES and len(lines) * size * 1.16 <= height:
            return size, lines
    size = TITLE_SIZES[-1]
    most = max(1, min(MOST_TITLE_LINES, int(height // (size * 1.16))))
    lines = _wrapped(title, _font("Bold", size), WIDTH - 2 * MARGIN)
    return size, [*lines[: most - 1], f"{lines[most - 1][:-1].rstrip()}…"] if len(lines) > most else lines


def _bar(draw: ImageDraw.ImageDraw, portions: Sequence[Portion], top: int) -> None:
    """A stacked bar, and its legend in one or two lines below."""
    whole = sum(portion.amount for portion in portions)
    start, width = float(MARGIN), WIDTH - 2 * MARGIN
    for portion in portions:
        end = start + width * portion.amount / whole
        box = (round(start), top, round(end), top + BAR_HEIGHT)
        draw.rectangle(box, fill=COLOURS[f"look-{portion.look}"])
        if start > MARGIN:
            draw.line((box[0], top, box[0], top + BAR_HEIGHT), COLOURS["look-unknown-line"], 2)
        font = _font("Bold", 40)
        if font.getlength(portion.text) + 16 <= end - start:
            letters = COLOURS["ink" if portion.look in DARK_LETTERS_ON else "on-look"]
            draw.text(((start + end) / 2, top + BAR_HEIGHT / 2), portion.text, letters, font, "mm")
        start = end
    edge = COLOURS["look-unknown-line"]
    draw.rectangle((MARGIN, top, MARGIN + width, top + BAR_HEIGHT), outline=edge, width=2)
    _legend(draw, portions, top + BAR_HEIGHT + 24)


def _legend(draw: ImageDraw.ImageDraw, portions: Sequence[Portion], y: int) -> None:
    x, font = float(MARGIN), _font("Regular", 28)
    for portion in portions:
        if not portion.amount:
            continue
        words = f"{portion.text} {portion.label}"
        length = SWATCH + 12 + font.getlength(words)
        if x > MARGIN and x + length > WIDTH - MARGIN:
            x, y = float(MARGIN), y + 42
        box = (round(x), y + 6, round(x) + SWATCH, y + 6 + SWATCH)
        draw.rectangle(box, fill=COLOURS[f"look-{portion.look}"], outline=COLOURS["look-unknown-line"], width=2)
        draw.text((x + SWATCH + 12, y), words, COLOURS["ink"], font)
        x += length + 36


def _wrapped(words: str, font: Font, width: float) -> list[str]:
    """Lines that are not wider than this; a word that is too long for a line is broken."""
    lines: list[str] = []
    line = ""
    for word in words[:LONGEST_TEXT].split():
        if not line or font.getlength(f"{line} {word}") <= width:
            line = f"{line} {word}" if line else word
        else:
            lines.append(line)
            line = word
        while font.getlength(line) > width:
            fits = next(n for n in range(len(line) - 1, 0, -1) if font.getlength(line[:n]) <= width)
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line or not lines else lines


@lru_cache(maxsize=32)
def _font(weight: str, size: int) -> Font:
    return ImageFont.truetype(Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{weight}.otf", size)
