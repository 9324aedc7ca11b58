"""A text as a QR code."""

import io

import segno


def svg(text: str) -> bytes:
    """The QR code as an SVG file, black on white whatever the page's colours are."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", scale=6, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return out.getvalue()
