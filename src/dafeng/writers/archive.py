"""Take clock, author and machine out of an Office file, so that two runs give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

_CORE = "docProps/core.xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>'
)


def settle(data: bytes, as_of: str) -> bytes:
    """The same DOCX or XLSX with fixed entry times and modes, dated `as_of` (ISO), by nobody.

    Entries keep their order and the title stays; every other core property goes.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == _CORE:
                content = _properties(content, as_of)
            fixed = zipfile.ZipInfo(entry.filename, _OLDEST)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.create_system = 0
            new.writestr(fixed, content, compresslevel=6)
    return target.getvalue()


def _properties(core: bytes, as_of: str) -> bytes:
    found = re.search(r"<dc:title>(.*?)</dc:title>", core.decode(), re.DOTALL)
    return _PROPERTIES.format(title=found.group(1) if found else "", day=escape(as_of)).encode()
