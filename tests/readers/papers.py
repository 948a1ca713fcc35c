"""Made-up plan files for the readers' tests: Word files from XML, PDF from typst or by hand."""

from __future__ import annotations

import io
import zipfile
import zlib

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def zipped(entries: dict[str, bytes]) -> bytes:
    """A zip archive of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def word(body: str, **parts: str) -> bytes:
    """A Word file with this body; `parts` are the insides of numbering, styles, footnotes and so on."""
    entries = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in parts.items():
        entries[f"word/{name}.xml"] = f"<w:{name} {W}>{inside}</w:{name}>"
    return zipped({name: text.encode() for name, text in entries.items()})


def para(words: str, properties: str = "", after: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r>{after}</w:p>"


def in_list(number: int, level: int) -> str:
    """The property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(depth: int, format: str, text: str, more: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


PLAN_LEVELS = (
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
)


def lists(levels: str = PLAN_LEVELS, more: str = "") -> str:
    """A numbering part with one definition, used by list 1."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(words: str, properties: str = "") -> str:
    """A cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{para(words)}</w:tc>"


def typeset(source: str, **settings: str) -> bytes:
    """A PDF by typst in the packaged Chinese font; `settings` go to the page."""
    import typst
    from pylopdf_fonts_zh_cn import sans_path

    page = ", ".join(f"{name}: {value}" for name, value in {"paper": '"a4"', **settings}.items())
    head = f'#set text(font: "Noto Sans SC", lang: "zh", size: 12pt)\n#set page({page})\n'
    made = typst.Compiler(font_paths=[sans_path().parent], ignore_system_fonts=True).compile(
        (head + source).encode(), format="pdf"
    )
    assert isinstance(made, bytes)
    return made


def objects(*bodies: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(bodies) + 1, trailer, start)
    )
    return out.getvalue()


def stream(data: bytes, entries: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object."""
    if packed:
        data, entries = zlib.compress(data), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def plain_pdf(
    content: bytes = b"BT /F1 12 Tf 72 700 Td (By 2025 the share reaches 20%.) Tj ET", page: bytes = b""
) -> bytes:
    """A PDF of one page in a standard Latin font, in few objects, for taking apart."""
    return objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X1 6 0 R >> >> %s >>" % page,
        stream(content, packed=True),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        stream(
            bytes([127]) * 12,
            b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /BitsPerComponent 8 /ColorSpace /DeviceRGB",
        ),
    )
