"""A square for a phone's camera, as an image inside the page: nothing is fetched for it."""

from __future__ import annotations

import segno

QUIET_MODULES = 4  # the edge that ISO/IEC 18004 asks for


def square(text: str) -> str:
    """``text`` as the address of an SVG image (``data:``), black on white in either theme.

    It holds no style and no script; the pages' policy allows images from ``data:`` only.
    """
    return segno.make_qr(text, error="m").svg_data_uri(
        border=QUIET_MODULES,
        dark="#000",
        light="#fff",
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
