"""The characters and ruling lines of a PDF page, as pdfium sees them, in the page's upright coordinates.

`x` grows to the right and `y` downwards, in points, whichever way the page is stored or turned.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

MAX_OBJECTS = 20_000
MAX_SEGMENTS = 60_000
MAX_CHARACTERS_ON_PAGE = 100_000
_DEEPEST = 6
_THIN = 3.0
_SHORTEST_RULE = 5.0
_STRAIGHT = 0.6

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its box: the font's height, not the ink's, so that 一 is as tall as 国."""

    word: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line along the page, as thin as paper is."""

    x0: float
    y0: float
    x1: float
    y1: float


class Upright:
    """Turns pdfium's page coordinates into upright ones."""

    def __init__(self, page: Any) -> None:
        self._turn = int(page.get_rotation()) % 360
        left, bottom, right, top = page.get_bbox()
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self.width, self.height = right - left, top - bottom
        if self._turn in {90, 270}:
            self.width, self.height = self.height, self.width

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """The box between two corners, as (x0, y0, x1, y1)."""
        (ax, ay), (bx, by) = self.point(left, bottom), self.point(right, top)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """One point of the page."""
        if self._turn == 90:
            return y - self._bottom, x - self._left
        if self._turn == 180:
            return self._right - x, y - self._bottom
        if self._turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y


def glyphs(page: Any, upright: Upright) -> list[Glyph]:
    """Every character of the page with its box, in the order in which the page draws them."""
    text = page.get_textpage()
    try:
        count = min(pdfium.FPDFText_CountChars(text), MAX_CHARACTERS_ON_PAGE)
        box = pdfium.FS_RECTF()
        at = ctypes.byref(box)
        found: list[Glyph] = []
        half = 0
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                half = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00) if half else 0xFFFD
            half = 0
            if not 0 < code < 0x110000 or not pdfium.FPDFText_GetLooseCharBox(text, index, at):
                continue
            word = chr(code)
            # Line ends come from where characters stand, not from what the file says about them.
            if word not in "\r\n\x02\ufffe":
                found.append(Glyph(word, *upright.box(box.left, box.bottom, box.right, box.top)))
        return found
    finally:
        text.close()


def rules(page: Any, upright: Upright) -> list[Rule]:
    """The ruling lines of the page; a page with more drawing than any table has gives none."""
    found: list[Rule] = []
    budget = _Budget()
    for points in _subpaths(
        page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _IDENTITY, budget, 0
    ):
        found.extend(_ruled([upright.point(x, y) for x, y in points]))
    return [] if budget.spent else found


def picture_share(page: Any, upright: Upright) -> float:
    """The share of the page that its largest picture covers."""
    largest = 0.0
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(drawn) in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
            edges = [ctypes.c_float() for _ in range(4)]
            if pdfium.FPDFPageObj_GetBounds(drawn, *(ctypes.byref(edge) for edge in edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                largest = max(largest, (right - left) * (top - bottom))
    return largest / max(1.0, upright.width * upright.height)


class _Budget:
    """How much drawing has been looked at; forms may use each other over and over."""

    def __init__(self) -> None:
        self.objects = 0
        self.segments = 0

    @property
    def spent(self) -> bool:
        return self.objects > MAX_OBJECTS or self.segments > MAX_SEGMENTS


def _subpaths(
    holder: Any,
    count: Callable[[Any], int],
    get: Callable[[Any, int], Any],
    outer: Matrix,
    budget: _Budget,
    depth: int,
) -> Iterator[list[tuple[float, float]]]:
    for index in range(count(holder)):
        budget.objects += 1
        if budget.spent:
            return
        drawn = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(drawn)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _points(drawn, _times(_matrix(drawn), outer), budget)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            yield from _subpaths(
                drawn,
                pdfium.FPDFFormObj_CountObjects,
                pdfium.FPDFFormObj_GetObject,
                _times(_matrix(drawn), outer),
                budget,
                depth + 1,
            )


def _points(path: Any, matrix: Matrix, budget: _Budget) -> Iterator[list[tuple[float, float]]]:
    """The straight runs of a path; a curve ends one."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    run: list[tuple[float, float]] = []
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        budget.segments += 1
        if budget.spent:
            return
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind != pdfium.FPDF_SEGMENT_LINETO and run:
            yield run
            run = []
        run.append(point)
        if kind == pdfium.FPDF_SEGMENT_LINETO and pdfium.FPDFPathSegment_GetClose(segment):
            run.append(run[0])
    if run:
        yield run


def _ruled(points: list[tuple[float, float]]) -> Iterator[Rule]:
    """The lines along the page in a straight run: its sides, or its middle where it is a thin bar."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    if len(points) >= 4 and min(x1 - x0, y1 - y0) <= _THIN:
        if x1 - x0 >= y1 - y0 and x1 - x0 >= _SHORTEST_RULE:
            yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
        elif y1 - y0 >= _SHORTEST_RULE:
            yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        return
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ay - by) <= _STRAIGHT and abs(ax - bx) >= _SHORTEST_RULE:
            yield Rule(min(ax, bx), (ay + by) / 2, max(ax, bx), (ay + by) / 2)
        elif abs(ax - bx) <= _STRAIGHT and abs(ay - by) >= _SHORTEST_RULE:
            yield Rule((ax + bx) / 2, min(ay, by), (ax + bx) / 2, max(ay, by))


def _matrix(drawn: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(found)):
        return _IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od,
        c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip
