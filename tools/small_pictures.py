"""Small pictures: a screenshot as a PNG of at most 256 colours, a quarter of its size and the same to the eye.

Here: the drawing, which a browser does, because it can read PNG and compress. Not here: what is on the pictures.
"""

import base64
import struct
import zlib
from typing import Any

from playwright.sync_api import Page

# Counts the colours, keeps the most frequent, and gives for each pixel the place of the nearest one kept.
COUNTED = """async (source) => {
  const picture = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = new OffscreenCanvas(picture.width, picture.height), drawing = canvas.getContext("2d");
  drawing.drawImage(picture, 0, 0);
  const pixels = new Uint32Array(drawing.getImageData(0, 0, picture.width, picture.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const kept = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 256).map((pair) => pair[0]);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const palette = kept.map(parts), places = new Map(kept.map((pixel, place) => [pixel, place]));
  const place = (pixel) => {
    if (!places.has(pixel)) {
      const [red, green, blue] = parts(pixel);
      let best = 0, least = Infinity;
      palette.forEach((colour, number) => {
        const far = (colour[0] - red) ** 2 + (colour[1] - green) ** 2 + (colour[2] - blue) ** 2;
        if (far < least) { least = far; best = number; }
      });
      places.set(pixel, best);
    }
    return places.get(pixel);
  };
  const bytes = Uint8Array.from(pixels, place);
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return { width: picture.width, height: picture.height, palette: palette.flat(), pixels: btoa(text) };
}"""


def with_few_colours(painter: Page, png: bytes) -> bytes:
    """The picture as a PNG with a palette; painter: a page of a browser, in which nothing is shown."""
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    counted: dict[str, Any] = painter.evaluate(COUNTED, source)
    width, height, pixels = counted["width"], counted["height"], base64.b64decode(counted["pixels"])
    lines = b"".join(b"\0" + pixels[start : start + width] for start in range(0, width * height, width))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(counted["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )
