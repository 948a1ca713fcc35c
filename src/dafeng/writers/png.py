"""Turn a drawing into pixels for Word, with the Chinese fonts that come with the package."""

from __future__ import annotations

_PAGE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image(bytes(sys.inputs.drawing), format: "svg", width: float(sys.inputs.width) * 1pt)
"""
POINTS_PER_PIXEL = 0.75


def render(svg: str, width: int, *, ppi: float = 192.0) -> bytes:
    """The SVG as a PNG, `width` being its width in CSS pixels; no system font is used, so bytes repeat."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    drawn = typst.Compiler(font_paths=[sans_path().parent], ignore_system_fonts=True).compile(
        _PAGE,
        format="png",
        ppi=ppi,
        sys_inputs={"drawing": svg, "width": str(width * POINTS_PER_PIXEL)},
    )
    if not isinstance(drawn, bytes):
        raise TypeError(f"one page was asked for, got {type(drawn).__name__}")
    return drawn
