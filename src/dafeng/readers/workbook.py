"""An XLSX file opened with suspicion: its sheets as values, with what a table must not hold named by cell."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from dafeng.domain.errors import Fault
from dafeng.readers.marks import Marks, marks_of

MAX_UNPACKED_BYTES = 200_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 200
"""No sheet that people fill shrinks further; what does is made of one repeated byte."""
MAX_CELLS = 20_000_000
"""A lone cell far out would make the reader lay out everything before it."""
_SMALL = 1_000_000
_SHEETS = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OUTSIDE = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*TargetMode\s*=\s*[\"']External[\"'][^>]*>")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = re.compile(r"vbaproject[^/]*\.bin$|/(macrosheets|dialogsheets|activex)/")
_FOREIGN = re.compile(r"/(externallinks|embeddings|querytables|webextensions)/|(^|/)connections\.xml$")
_PERCENT_FORMATS = {9, 10}
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ParseError,
    etree.LxmlError,
)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its values from A1 on, and the cells that are merged, computed, linked or percentages."""

    name: str
    hidden: bool
    values: tuple[tuple[Any, ...], ...]
    merged: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    percents: frozenset[str] = frozenset()
    linked: tuple[str, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def open_workbook(name: str, data: bytes) -> tuple[tuple[Grid, ...], tuple[Fault, ...]]:
    """Every sheet of a workbook in its order, or the fault that makes the file unreadable."""
    if data.startswith(_OLE):
        return (), (_locked(name),)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if fault := _unpackable(name, entries):
                return (), (fault,)
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
        if fault := _forbidden(name, parts):
            return (), (fault,)
        return _grids(name, parts)
    except _DAMAGE as error:
        return (), (_broken(name, type(error).__name__),)
    except BaseException as error:
        # The reader is written in Rust; a file that makes it panic is damaged like any other.
        if type(error).__name__ != "PanicException":
            raise
        return (), (_broken(name, "panic"),)


def too_large(name: str, size: int, most: int = MAX_UNPACKED_BYTES) -> Fault:
    """The refusal of a file that is, or unpacks, beyond the limit."""
    return Fault(
        "E_TOO_LARGE",
        name,
        f"文件（展开后）有 {size / 1e6:.0f} MB，超过上限 {most / 1e6:.0f} MB，已拒绝。",
        f"The file is or unpacks to {size / 1e6:.0f} MB, over the limit of {most / 1e6:.0f} MB; refused.",
    )


def _unpackable(name: str, entries: list[zipfile.ZipInfo]) -> Fault | None:
    """What makes the archive unsafe before anything of it is unpacked."""
    unpacked = sum(entry.file_size for entry in entries)
    squeezed = any(
        entry.file_size > _SMALL and entry.file_size > MAX_RATIO * entry.compress_size for entry in entries
    )
    if unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES or squeezed:
        return too_large(name, unpacked)
    if any(entry.flag_bits & 1 for entry in entries):
        return _locked(name)
    names = [entry.filename for entry in entries]
    tricks = [
        one for one in names if "\\" in one or ":" in one or one.startswith("/") or ".." in one.split("/")
    ]
    if tricks or len({one.lower() for one in names}) < len(names):
        return Fault(
            "E_ZIP_NAME",
            name,
            "文件内部的条目名称不正常（重名，或指向文件之外），已拒绝；请用 Excel 重新保存。",
            "Entries inside the file are named twice or point outside it; save the file again from Excel.",
        )
    return None


def _grids(name: str, parts: dict[str, bytes]) -> tuple[tuple[Grid, ...], tuple[Fault, ...]]:
    percent_styles = _percent_styles(parts.get(_STYLES, b""))
    marks = {title: marks_of(parts[path], percent_styles) for title, path in _sources(parts).items()}
    far = tuple(_far(name, title, one.far) for title, one in marks.items() if _area(one.furthest) > MAX_CELLS)
    if far:
        return (), far
    # Packed again from what was counted and checked: a zip whose index lies about sizes stops here.
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
    states = {sheet.name: sheet.visible for sheet in workbook.sheets_metadata}
    return tuple(
        _grid(workbook, title, marks[title], hidden=states[title] is not SheetVisibleEnum.Visible)
        for title in workbook.sheet_names
    ), ()


def _grid(workbook: CalamineWorkbook, title: str, marks: Marks, *, hidden: bool) -> Grid:
    values = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
    for (row, column), text in marks.errors.items():  # the reader leaves them blank, as if nothing were there
        if row < len(values) and column < len(values[row]):
            values[row][column] = text
    width = max((len(row) for row in values), default=0)
    return Grid(
        title,
        hidden,
        tuple(tuple(row) for row in values),
        tuple(marks.merged),
        tuple(marks.formulas),
        frozenset(marks.percents),
        tuple(marks.linked),
        frozenset(marks.hidden_rows),
        frozenset(index for span in marks.hidden_columns for index in span if index < width),
    )


def _area(furthest: tuple[int, int]) -> int:
    return (furthest[0] + 1) * (furthest[1] + 1)


def _far(name: str, title: str, cell: str) -> Fault:
    return Fault(
        "E_FAR_CELL",
        f"{name}!{title}!{cell}",
        "离表很远的地方有内容，请删去这一格再交。",
        "There is something far outside the table; delete this cell.",
    )


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _forbidden(name: str, parts: dict[str, bytes]) -> Fault | None:
    """The first thing inside that a table has no need of: code, links to elsewhere, declared entities."""
    types = parts.get("[Content_Types].xml", b"")
    if any(_MACROS.search(f"/{path.lower()}") for path in parts) or b"macroEnabled" in types:
        return Fault(
            "E_MACRO",
            name,
            "文件含有宏，已拒绝；请另存为不含宏的 .xlsx。",
            "The file holds macros; save it as .xlsx without them.",
        )
    for path, content in parts.items():
        start = content[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
        wide = b"\0" in start and b"<" in start[:4]  # in another encoding no declaration would be seen
        if (path.lower().endswith((".xml", ".rels", ".vml")) and _DECLARED.search(content)) or wide:
            return Fault(
                "E_XML_ENTITY",
                name,
                f"文件中的 {path} 声明了外部实体或用了别的编码，已拒绝；请用 Excel 重新保存。",
                f"{path} inside the file declares entities or is not UTF-8; save the file again from Excel.",
            )
    if any(_FOREIGN.search(f"/{path.lower()}") for path in parts) or _points_outside(parts):
        return Fault(
            "E_EXTERNAL_LINK",
            name,
            "文件链接了别的文件或数据源，已拒绝；请在“数据—编辑链接”中断开，粘贴数值后重新保存。",
            "The file links to other files or data sources; break the links, paste values and save it again.",
        )
    return None


def _points_outside(parts: dict[str, bytes]) -> bool:
    """Whether a relation leads out of the file; a link in a cell is told at its cell."""
    relations = (content for path, content in parts.items() if path.lower().endswith(".rels"))
    return any(b"/hyperlink" not in one for content in relations for one in _OUTSIDE.findall(content))


def _locked(name: str) -> Fault:
    return Fault(
        "E_ENCRYPTED",
        name,
        "文件加了密码，或是旧版 .xls；请去掉密码，另存为 .xlsx 后再交。",
        "The file is encrypted or an old .xls; remove the password and save it as .xlsx.",
    )


def _sources(parts: dict[str, bytes]) -> dict[str, str]:
    """Path of each sheet's XML inside the file, by the sheet's name."""
    relations = {
        node.get("Id"): node.get("Target", "") for node in _nodes(parts.get(_RELATIONS, b""), "Relationship")
    }
    found = {}
    for node in _nodes(parts.get(_SHEETS, b""), "sheet"):
        number = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        target = relations.get(number, "")
        found[node.get("name", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _percent_styles(styles: bytes) -> set[int]:
    own = {
        int(node.get("numFmtId", "0"))
        for node in _nodes(styles, "numFmt")
        if "%" in node.get("formatCode", "")
    }
    cells = next(iter(_nodes(styles, "cellXfs")), None)
    if cells is None:
        return set()
    return {
        index for index, node in enumerate(cells) if int(node.get("numFmtId", "0")) in own | _PERCENT_FORMATS
    }


def _nodes(xml: bytes, tag: str) -> list[Any]:
    if not xml:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return list(etree.fromstring(xml, parser).iter(f"{{*}}{tag}"))


def _broken(name: str, kind: str) -> Fault:
    return Fault(
        "E_XLSX_BROKEN",
        name,
        f"打不开这个 XLSX 文件（{kind}），请用 Excel 重新保存。",
        f"This XLSX file cannot be opened ({kind}); save it again from Excel.",
    )
