"""QR codes as pictures in a page: SVG without styles or scripts, so that the strict content policy allows them."""

import segno
from markupsafe import Markup

BORDER = 3  # light modules around it, which cameras need


def qr_picture(text: str) -> Markup:
    """The SVG of a text, dark on light in every colour scheme; its size comes from the style sheet."""
    picture = segno.make(text, error="m", micro=False)
    # The title for people who cannot see it stands beside it in the page.
    svg = picture.svg_inline(omitsize=True, border=BORDER, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704 - made by segno from digits alone
