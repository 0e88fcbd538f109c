"""QR codes, as pictures that a page and a paper draw at any size."""

import io

import segno


def qr_svg(text: str, *, scale: int = 1, border: int = 0, declared: bool = False) -> str:
    """A QR code as an SVG document; ``declared``: with its XML declaration, as a file of its own."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=scale, border=border, xmldecl=declared)
    return out.getvalue().decode()
