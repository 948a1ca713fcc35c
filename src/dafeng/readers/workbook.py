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

MAX_UNPACKED_BYTES = 200_000_000
MAX_ENTRIES = 2_000
_SHEETS = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_FORMULA = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]+\d+)\"[^>]*?>\s*<(?:\w+:)?f[\s>/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=\"([A-Z]+\d+):[A-Z]+\d+\"")
_STYLED = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*?\br=\"([A-Z]+\d+)\")[^>]*?\bs=\"(\d+)\"")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
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
    """One sheet: its values from A1 on, and the cells that are merged, computed or shown as a percentage."""

    name: str
    hidden: bool
    values: tuple[tuple[Any, ...], ...]
    merged: tuple[str, ...]
    formulas: tuple[str, ...]
    percents: frozenset[str]


def open_workbook(name: str, data: bytes) -> tuple[tuple[Grid, ...], tuple[Fault, ...]]:
    """Every sheet of a workbook in its order, or the fault that makes the file unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            if unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES:
                return (), (too_large(name, unpacked),)
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
        if fault := _forbidden(name, parts):
            return (), (fault,)
        return _grids(parts), ()
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


def _grids(parts: dict[str, bytes]) -> tuple[Grid, ...]:
    percent_styles = _percent_styles(parts.get(_STYLES, b""))
    sources = _sources(parts)
    # Packed again from what was counted and checked: a zip whose index lies about sizes stops here.
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
    states = {sheet.name: sheet.visible for sheet in workbook.sheets_metadata}
    found = []
    for title in workbook.sheet_names:
        xml = parts.get(sources.get(title, ""), b"")
        sheet = workbook.get_sheet_by_name(title)
        found.append(
            Grid(
                title,
                states[title] is not SheetVisibleEnum.Visible,
                tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False)),
                tuple(cell.decode() for cell in _MERGED.findall(xml)),
                tuple(cell.decode() for cell in _FORMULA.findall(xml)),
                frozenset(
                    cell.decode() for cell, style in _STYLED.findall(xml) if int(style) in percent_styles
                ),
            )
        )
    return tuple(found)


def _packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _forbidden(name: str, parts: dict[str, bytes]) -> Fault | None:
    if any(path.lower().endswith("vbaproject.bin") for path in parts):
        return Fault(
            "E_MACRO",
            name,
            "文件含有宏，已拒绝；请另存为不含宏的 .xlsx。",
            "The file holds macros; save it as .xlsx without them.",
        )
    for path, content in parts.items():
        if path.lower().endswith((".xml", ".rels")) and _DECLARED.search(content):
            return Fault(
                "E_XML_ENTITY",
                name,
                f"文件中的 {path} 声明了外部实体，已拒绝；请用 Excel 重新保存。",
                f"{path} inside the file declares entities; save the file again from Excel.",
            )
    return None


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
