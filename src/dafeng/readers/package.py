"""The zip and the XML of a Word file, opened with suspicion: sizes counted, no entity resolved."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from dafeng.domain.errors import DafengError
from dafeng.readers.formats import refuse_other_zip
from dafeng.readers.refusals import broken, refusal

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_ENTRIES = 5000
DOCUMENT = "word/document.xml"
_RELATIONS = "_rels/.rels"
_MEND = (
    "请用文字处理软件重新另存为 .docx 后再导入",
    "save it again as .docx from a word processor",
)


def unreadable(name: str) -> DafengError:
    """The refusal of a DOCX file that is cut off or damaged."""
    return broken("E_DOCX_BROKEN", name, "DOCX", *_MEND)


class Package:
    """The parts of a Word file by their path inside the zip.

    Raises
    ------
    DafengError
        ``E_DOCX_BROKEN`` for what is no Word file, ``E_TOO_LARGE`` for one that unpacks beyond the limit.

    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise unreadable(name) from error
        entries = self._archive.infolist()
        self._entries = {entry.filename: entry for entry in entries}
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES:
            limit = MAX_UNPACKED_BYTES // 1024 // 1024
            raise refusal(
                "E_TOO_LARGE",
                name,
                f"{name} 解压后有 {unpacked // 1024 // 1024} MB、{len(entries)} 个部件，"
                f"超过 {limit} MB 或 {MAX_ENTRIES} 个的上限；请删去图片或拆分后再导入",
                f"{name} unpacks to {unpacked // 1024 // 1024} MB in {len(entries)} parts, more than the limit "
                f"of {limit} MB or {MAX_ENTRIES} parts; remove its pictures or split it",
            )
        refuse_other_zip(self._entries.keys(), name)
        self.main = self._main()
        if self.main not in self._entries:
            raise unreadable(name)

    def part(self, path: str) -> Any:
        """The root element of that part, or None when the file has no such part."""
        entry = self._entries.get(path)
        if entry is None:
            return None
        try:
            with self._archive.open(entry) as handle:
                data = handle.read(MAX_PART_BYTES + 1)
            if len(data) > MAX_PART_BYTES or entry.flag_bits & 1:
                raise unreadable(self._name)
            # A Word file declares no document type, so there is no entity to resolve or to expand.
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
            )
            root = etree.fromstring(data, parser)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, RuntimeError) as error:
            raise unreadable(self._name) from error
        except etree.XMLSyntaxError as error:
            raise unreadable(self._name) from error
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise unreadable(self._name)
        return root

    def beside(self, file: str) -> Any:
        """The part of that name in the folder of the main part, such as ``styles.xml``."""
        folder = self.main.rpartition("/")[0]
        return self.part(f"{folder}/{file}" if folder else file)

    def _main(self) -> str:
        if DOCUMENT in self._entries:
            return DOCUMENT
        # Some exporters name the main part otherwise; the relations say which it is.
        for relation in self.part(_RELATIONS) if _RELATIONS in self._entries else ():
            if (value(relation, "Type") or "").endswith("/officeDocument"):
                return (value(relation, "Target") or "").lstrip("/")
        return DOCUMENT


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str) -> str | None:
    """The attribute of that name, whatever its namespace: Word has a transitional and a strict one."""
    for key, found in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(found)
    return None


def child(element: Any, *names: str) -> Any:
    """The first child of that name, then its first child of the next name, or None."""
    for name in names:
        element = next((inner for inner in element if local(inner) == name), None)
        if element is None:
            return None
    return element


def on(element: Any) -> bool:
    """True if a switch such as w:vanish is there and not turned off."""
    return element is not None and value(element, "val") not in {"0", "false", "off"}


def whole(text: str | None, otherwise: int) -> int:
    """A whole number from an attribute, or `otherwise` when it holds none."""
    try:
        return int(text or "")
    except ValueError:
        return otherwise
