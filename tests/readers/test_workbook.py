"""An XLSX that may hold anything: what is unsafe is refused before it is unpacked, parsed or laid out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from dafeng.readers.workbook import MAX_ENTRIES, open_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: list[object]) -> bytes:
    """A plain workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(
    data: bytes, add: dict[str, bytes] | None = None, edit: Callable[[str, bytes], bytes] | None = None
) -> bytes:
    """The archive with entries added, and each of its own edited."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(name, content) if edit else content)
        for name, content in (add or {}).items():
            new.writestr(name, content)
    return target.getvalue()


def edited(part: str, old: bytes, new: bytes) -> bytes:
    """A plain workbook with one thing replaced in one of its parts."""
    return changed(
        workbook(["a", 1]), edit=lambda name, data: data.replace(old, new, 1) if name == part else data
    )


def lying(data: bytes) -> bytes:
    """The archive whose index says that the sheet unpacks to less than it does."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    return data[: at + 24] + (size // 2).to_bytes(4, "little") + data[at + 28 :]


LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet '
OUTSIDE = b'<!DOCTYPE w SYSTEM "http://example.org/x.dtd"><worksheet '
LINK = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'TargetMode="External" Target="http://example.org/t.xltx"/></Relationships>'
)
FILES = {
    "bomb of one byte": (changed(workbook(), {"xl/media/a.bin": b"\0" * 60_000_000}), "E_TOO_LARGE"),
    "many entries": (changed(workbook(), {f"xl/{i}.txt": b"" for i in range(MAX_ENTRIES)}), "E_TOO_LARGE"),
    "lying size": (lying(workbook(*[["x" * 50, n] for n in range(200)])), "E_XLSX_BROKEN"),
    "billion laughs": (edited(SHEET, b"<worksheet ", LAUGHS), "E_XML_ENTITY"),
    "external DTD": (edited(SHEET, b"<worksheet ", OUTSIDE), "E_XML_ENTITY"),
    "other encoding": (
        changed(
            workbook(), edit=lambda name, data: data.decode().encode("utf-16") if name == SHEET else data
        ),
        "E_XML_ENTITY",
    ),
    "macros": (changed(workbook(), {"xl/vbaProject.bin": b"x"}), "E_MACRO"),
    "renamed macros": (
        edited("[Content_Types].xml", b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
        "E_MACRO",
    ),
    "old macro sheet": (changed(workbook(), {"xl/macrosheets/sheet1.xml": b"<x/>"}), "E_MACRO"),
    "link to a workbook": (
        changed(workbook(), {"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "E_EXTERNAL_LINK",
    ),
    "connection": (changed(workbook(), {"xl/connections.xml": b"<x/>"}), "E_EXTERNAL_LINK"),
    "embedded object": (changed(workbook(), {"xl/embeddings/oleObject1.bin": b"x"}), "E_EXTERNAL_LINK"),
    "template elsewhere": (
        changed(workbook(), {"xl/worksheets/_rels/sheet1.xml.rels": LINK}),
        "E_EXTERNAL_LINK",
    ),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "E_ENCRYPTED"),
    "entry outside": (changed(workbook(), {"../../evil.txt": b"x"}), "E_ZIP_NAME"),
    "entry at the root": (changed(workbook(), {"/etc/x": b"x"}), "E_ZIP_NAME"),
    "entry on a drive": (changed(workbook(), {"C:\\x": b"x"}), "E_ZIP_NAME"),
    "sheet twice": (changed(workbook(), {"xl/worksheets/Sheet1.xml": b"<x/>"}), "E_ZIP_NAME"),
    "sheet without file": (
        edited("xl/_rels/workbook.xml.rels", b"sheet1.xml", b"sheet9.xml"),
        "E_XLSX_BROKEN",
    ),
    "no zip": (b"PK\x03\x04" + b"\0" * 40, "E_XLSX_BROKEN"),
}


@pytest.mark.parametrize(("data", "code"), FILES.values(), ids=FILES.keys())
def test_an_unsafe_workbook_is_refused(data: bytes, code: str) -> None:
    """Nothing of an unsafe file is read, and the refusal says why."""
    grids, faults = open_workbook("t.xlsx", data)
    assert grids == ()
    assert [fault.code for fault in faults] == [code]
    assert faults[0].zh
    assert faults[0].en


def test_a_lone_cell_far_out_is_named_before_anything_is_laid_out() -> None:
    """A value in the last cell of the sheet would need a thousand billion cells."""
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    target = io.BytesIO()
    book.save(target)
    _, faults = open_workbook("t.xlsx", target.getvalue())
    assert [(fault.code, fault.place) for fault in faults] == [("E_FAR_CELL", "t.xlsx!Sheet!XFD1048576")]


def test_an_error_is_no_blank() -> None:
    """A cell that shows #REF! keeps its words, where the spreadsheet reader alone would leave it blank."""
    (grid,), _ = open_workbook("t.xlsx", workbook(["a", "#REF!"]))
    assert grid.values == (("a", "#REF!"),)


def test_marks_are_found_in_single_quotes_and_without_addresses() -> None:
    """A formula is seen however the XML is written: addresses are optional there."""
    data = edited(SHEET, b'<c r="B1" t="n"><v>1</v></c>', b"<c><f>1+1</f><v>2</v></c>")
    (grid,), _ = open_workbook("t.xlsx", data)
    assert grid.formulas == ("B1",)
