"""Damaged, lying and hostile files from a seeded generator: the same index gives the same bytes."""

from __future__ import annotations

import copy
import functools
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np
from lxml import etree

from tests.fuzz import seeds
from tests.readers.papers import W, objects, stream, zipped

ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "gb18030", "big5hkscs", "utf-16", "utf-16-le")
NUMBERS = (
    "0",
    "-1",
    "1",
    "9",
    "255",
    "65536",
    "2147483648",
    "-2147483649",
    "99999999999999999999",
    "1e999",
    "0.0000001",
    "9" * 400,
)
WORDS = (
    "%", "％", "万", "亿", "〇", "（", "）", "（" * 300, "、" * 200, "。", "，", "；", "“", "—", "~", "到2025年", "2030年前", "以上", "左右",
    "由5%提高到", "分别达到", "一、", "（一）", "1.", "——", "①", "第一章", "\x00", "\x07", "\x0c", "\u2028", "\u200b", "\ufeff", "\u202e", "\U0010ffff",
    "\ud7ff", "\ue000", "\u0301" * 50, "达到2/0", "达到零分之三", "百分之十十百", "一千万亿零个", "三一二亿", "〇〇", "达到0:3", "五成半成", "下降百分之", "翻两番", "\t", "\r\n", "\n" * 50, " " * 300, "１２３", "1,234,567.89", "10-20%", "99999999999999999亿吨", "à", "汉" * 2000,
)  # fmt: skip
HEADS = (
    b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"<html>", b"<!DOCTYPE html>",
    b"\xef\xbb\xbf", b"\xff\xfe", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n", b"BM", b"\x1f\x8b\x08",
)  # fmt: skip
SUFFIXES = ("txt", "docx", "pdf", "html", "mhtml", "htm", "doc", "", "bin")

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

Rng = np.random.Generator
Case = tuple[str, str, bytes]


def case(seed: int, index: int) -> Case:
    """The kind, name and bytes of one input."""
    rng = np.random.default_rng([seed, index])
    kinds: tuple[tuple[float, Callable[[Rng], Case]], ...] = (
        (0.08, _noise), (0.27, _text), (0.25, _word), (0.25, _pdf), (0.15, _page),
    )  # fmt: skip
    at = rng.choice(len(kinds), p=[share for share, _ in kinds])
    return kinds[at][1](rng)


def one_of(rng: Rng, found: tuple[str, ...] | tuple[bytes, ...] | list[str]) -> str | bytes:
    """One of these, as it is: numpy would cut a string at a zero byte."""
    return found[int(rng.integers(len(found)))]


def damaged(rng: Rng, data: bytes, most: int = 6) -> bytes:
    """Bytes changed, cut out, doubled, swapped and cut off."""
    out = bytearray(data)
    for _ in range(int(rng.integers(1, most + 1))):
        if not out:
            break
        at = int(rng.integers(len(out)))
        length = int(min(len(out) - at, rng.geometric(0.05)))
        how = int(rng.integers(7))
        if how == 0:
            out[at] ^= 1 << int(rng.integers(8))
        elif how == 1:
            del out[at : at + length]
        elif how == 2:
            out[at:at] = out[at : at + length] * int(rng.integers(1, 20))
        elif how == 3:
            out[at:at] = rng.bytes(length)
        elif how == 4:
            out[at : at + 4] = struct.pack("<I", int(rng.choice([0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 65535])))
        elif how == 5:
            other = int(rng.integers(len(out)))
            out[at : at + length] = out[other : other + length]
        else:
            del out[at:]
    return bytes(out)


def _noise(rng: Rng) -> Case:
    data = one_of(rng, HEADS) + rng.bytes(int(rng.integers(0, 3000)))
    return "noise", f"noise.{one_of(rng, SUFFIXES)}", data


def _garbled(rng: Rng, text: str, most: int = 12) -> str:
    """A text with pieces put in, taken out, doubled and moved."""
    for _ in range(int(rng.integers(0, most))):
        at = int(rng.integers(len(text) + 1))
        end = min(len(text), at + int(rng.geometric(0.03)))
        how = int(rng.integers(6))
        if how == 0:
            text = text[:at] + str(one_of(rng, WORDS)) + text[at:]
        elif how == 1:
            text = text[:at] + text[end:]
        elif how == 2:
            text = text[:end] + text[at:end] * int(rng.integers(1, 8)) + text[end:]
        elif how == 3:
            text = re.sub(
                r"\d+(?:\.\d+)?", lambda _: str(one_of(rng, NUMBERS)), text, count=int(rng.integers(1, 9))
            )
        elif how == 4:
            text = (
                text[:at]
                + chr(int(rng.choice([rng.integers(0xD7FF), rng.integers(0xE000, 0x110000)])))
                + text[at:]
            )
        else:
            lines = text.splitlines(keepends=True)
            rng.shuffle(lines)
            text = "".join(lines)
    return text


def _text(rng: Rng) -> Case:
    encoding = str(one_of(rng, ENCODINGS))
    data = _garbled(rng, seeds.PLAN).encode(encoding, "replace")
    if rng.random() < 0.3:
        data = damaged(rng, data)
    return "text", "plan.txt", data


def _markup(rng: Rng, text: str) -> str:
    """Tags doubled, dropped, renamed and nested; attributes replaced; words changed."""
    for _ in range(int(rng.integers(1, 8))):
        tags = list(re.finditer(r"<[^>]*>", text))
        if not tags:
            return text
        tag, other = tags[int(rng.integers(len(tags)))], tags[int(rng.integers(len(tags)))]
        how = int(rng.integers(8))
        if how == 0:
            text = text[: tag.start()] + text[tag.end() :]
        elif how == 1:
            text = text[: tag.end()] + tag.group() * int(rng.integers(1, 200)) + text[tag.end() :]
        elif how == 2:
            text = text[: tag.start()] + other.group() + text[tag.end() :]
        elif how == 3:
            low, high = sorted((tag.start(), other.end()))
            text = text[:high] + text[low:high] * int(rng.integers(1, 4)) + text[high:]
        elif how == 4:
            text = re.sub(
                r'="[^"]*"', lambda _: f'="{one_of(rng, NUMBERS)}"', text, count=int(rng.integers(1, 30))
            )
        elif how == 5:
            text = (
                text[: tag.start()]
                + str(one_of(rng, ("&#0;", "&#x110000;", "&a;", "<![CDATA[", "]]>", "<!--", "<?x ", "&lt;")))
                + text[tag.start() :]
            )
        elif how == 6:
            low, high = sorted((tag.start(), other.end()))
            text = text[:low] + text[high:]
        else:
            text = text[: tag.end()] + str(one_of(rng, WORDS)) + text[tag.end() :]
    return text


def _tree(rng: Rng, text: str) -> str:
    """The XML with elements dropped, doubled, moved and renamed, and attributes changed; still well-formed."""
    root = etree.fromstring(text)
    for _ in range(int(rng.integers(1, 10))):
        found = [element for element in root.iter() if element is not root]
        if not found:
            break
        element, other = found[int(rng.integers(len(found)))], found[int(rng.integers(len(found)))]
        parent = element.getparent()
        how = int(rng.integers(7))
        if how == 0:
            parent.remove(element)
        elif how == 1:
            parent.insert(int(rng.integers(len(parent) + 1)), copy.deepcopy(other))
        elif how == 2:
            other.append(copy.deepcopy(element))
        elif how == 3:
            element.tag = other.tag
        elif how == 4 and element.attrib:
            key = sorted(element.attrib)[int(rng.integers(len(element.attrib)))]
            element.attrib[key] = str(one_of(rng, NUMBERS))
        elif how == 5:
            element.attrib.clear()
        else:
            element.text = _UNWRITABLE.sub("", str(one_of(rng, WORDS)))
    return etree.tostring(root, encoding="unicode")


def _word(rng: Rng) -> Case:
    parts = {}
    for name, inside in seeds.word_parts().items():
        if rng.random() < 0.06 and name != "document":
            continue
        whole = f"<w:{name} {W}>{inside}</w:{name}>"
        change = rng.random()
        whole = _tree(rng, whole) if change < 0.6 else _markup(rng, whole) if change < 0.64 else whole
        parts[f"word/{name}.xml"] = whole.encode("utf-8", "replace")
    how = int(rng.integers(14))
    if how == 0:
        bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + k)} "{f"&{chr(97 + k)};" * 10}">' for k in range(9)
        )
        parts["word/document.xml"] = (
            bomb + f"]><w:document {W}><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
        ).encode()
    elif how == 1:
        entity = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///dev/zero">]>'
        parts["word/document.xml"] = entity + parts["word/document.xml"].replace(b"<w:t>", b"<w:t>&x;", 1)
    elif how == 2:
        depth = int(rng.choice([50, 250, 300, 5000]))
        wrap = str(one_of(rng, ("w:sdt", "w:ins", "w:tbl", "w:p", "w:r", "w:txbxContent", "w:sdtContent")))
        inside = f"<{wrap}>" * depth + "<w:p><w:r><w:t>深</w:t></w:r></w:p>" + f"</{wrap}>" * depth
        parts["word/document.xml"] = f"<w:document {W}><w:body>{inside}</w:body></w:document>".encode()
    elif how == 3:
        parts["_rels/.rels"] = _markup(
            rng,
            '<Relationships><Relationship Type="x/officeDocument" Target="/word/document.xml"/></Relationships>',
        ).encode("utf-8", "replace")
        parts["word/other.xml"] = parts.pop("word/document.xml")
    elif how == 4:
        name = str(one_of(rng, sorted(parts)))
        parts[name] = damaged(rng, parts[name])
    elif how == 5 and rng.random() < 0.1:
        return "docx", "plan.docx", _heavy_zip(int(rng.integers(4)))
    elif how == 6:
        parts["word/nested.zip"] = zipped(parts)
    data = zipped(parts)
    if how in {7, 8}:
        data = damaged(rng, data)
    elif how == 9:
        data = _lying(rng, data)
    return "docx", f"plan.{one_of(rng, ('docx', 'docx', 'txt'))}", data


def _lying(rng: Rng, data: bytes) -> bytes:
    """Sizes, methods and flags in the directory of a zip that do not hold."""
    out = bytearray(data)
    places = [match.start() for match in re.finditer(b"PK\x01\x02", data)]
    at = places[int(rng.integers(len(places)))]
    offset, width = ((8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (42, 4))[int(rng.integers(7))]
    out[at + offset : at + offset + width] = rng.bytes(width)
    return bytes(out)


@functools.cache
def _heavy_zip(which: int) -> bytes:
    """Bombs: much of nothing, an unpacked size within the limit, many entries, one deep line."""
    if which == 0:
        return zipped({"word/document.xml": b"<a>" + bytes(210 * 1024 * 1024)})
    if which == 1:
        many = b"<w:p><w:r><w:t>0</w:t></w:r></w:p>" * 1_000_000
        return zipped(
            {"word/document.xml": f"<w:document {W}><w:body>".encode() + many + b"</w:body></w:document>"}
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(6000 if which == 2 else 4000):
            archive.writestr(zipfile.ZipInfo(f"word/{number}.xml"), b"")
        archive.writestr("word/document.xml", f"<w:document {W}/>")
    return buffer.getvalue()


def _pdf(rng: Rng) -> Case:
    printed = seeds.printed()
    how = int(rng.integers(10))
    if how < 3:
        data = damaged(rng, printed[how], 12)
    elif how == 3:
        data = _heavy_pdf(rng)
    else:
        data = _rebuilt(rng, printed[int(rng.integers(3))])
    return "pdf", f"plan.{one_of(rng, ('pdf', 'pdf', 'txt'))}", data


_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)stream\r?\n(.*?)\r?\n?endstream$", re.DOTALL)
_ENTRIES = (
    b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]", b"/Filter /LZWDecode", b"/Filter /ASCIIHexDecode",
    b"/Filter [/ASCII85Decode /RunLengthDecode]", b"/Filter /JBIG2Decode", b"/Filter /DCTDecode", b"/Filter /Crypt", b"/Length 99999999",
    b"/Length -1", b"/Length 7 0 R", b"/Rotate 90", b"/Rotate 37", b"/MediaBox [0 0 1e9 1e9]", b"/MediaBox [0 0 0 0]", b"/UserUnit 1e9",
    b"/Count 1000000000", b"/Count -5", b"/Kids [2 0 R]", b"/Parent 3 0 R", b"/Contents [4 0 R 4 0 R 4 0 R]", b"/DecodeParms << /Predictor 15 /Columns 99999999 >>",
    b"/Type /ObjStm /N 1000000 /First 0", b"/ToUnicode 4 0 R", b"/Encoding /Identity-H", b"/CropBox [100 100 0 0]",
)  # fmt: skip
_OPERATORS = (
    b"q " * 3000, b"Q Q Q", b"/X1 Do", b"BT", b"ET", b"1e30 0 0 1e30 0 0 cm", b"0 0 0 0 0 0 cm", b"/F1 1e9 Tf", b"/F1 0 Tf", b"/F1 -12 Tf", b"0 0 m 1e9 1e9 l S",
    b"10 10 100 100 re S " * 500, b"(" * 500, b"<< " * 500, b"[ " * 800, b"(20%) Tj " * 300, b"BI /W 9999999 /H 9999999 /BPC 8 ID x EI", b"NaN 0 Td", b"72 700 Td (x) Tj",
)  # fmt: skip


def _rebuilt(rng: Rng, data: bytes) -> bytes:
    """The objects of a PDF with entries, references, contents and order changed, under a right table."""
    bodies = {int(match.group(1)): match.group(2) for match in _OBJECT.finditer(data)}
    numbers = sorted(bodies)
    for _ in range(int(rng.integers(1, 6))):
        number = numbers[int(rng.integers(len(numbers)))]
        body = bodies[number]
        how = int(rng.integers(7))
        found = _STREAM.match(body)
        if how == 0:
            body = body.replace(b"<<", b"<< " + bytes(one_of(rng, _ENTRIES)) + b" ", 1)
        elif how == 1:
            body = re.sub(
                rb"\d+ 0 R",
                lambda _: b"%d 0 R" % numbers[int(rng.integers(len(numbers)))],
                body,
                count=int(rng.integers(1, 5)),
            )
        elif how == 2:
            body = re.sub(
                rb"(?<=[ \[])-?\d+(?:\.\d+)?(?=[ \]/>])",
                lambda _: str(one_of(rng, NUMBERS)).encode(),
                body,
                count=int(rng.integers(1, 8)),
            )
        elif how == 3 and found:
            body = _new_stream(rng, found.group(1), found.group(2))
        elif how == 4:
            body = b"null"
        elif how == 5:
            body = bodies[numbers[int(rng.integers(len(numbers)))]]
        else:
            body = damaged(rng, body)
        bodies[number] = body
    return _assembled(rng, bodies, data)


def _new_stream(rng: Rng, head: bytes, data: bytes) -> bytes:
    try:
        data = zlib.decompress(data)
    except zlib.error:
        return head + b"stream\n" + damaged(rng, data) + b"\nendstream"
    at = int(rng.integers(len(data) + 1))
    data = (
        data[:at] + b" " + bytes(one_of(rng, _OPERATORS)) + b" " + data[at:]
        if rng.random() < 0.6
        else damaged(rng, data)
    )
    packed = zlib.compress(data)
    return re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head) + b"stream\n" + packed + b"\nendstream"


def _assembled(rng: Rng, bodies: dict[int, bytes], data: bytes) -> bytes:
    root = re.search(rb"/Root (\d+) 0 R", data)
    top = int(root.group(1)) if root else next((n for n, body in bodies.items() if b"/Catalog" in body), 1)
    last = max(bodies)
    out = objects(*(bodies.get(number, b"null") for number in range(1, last + 1)))
    out = out.replace(b"/Root 1 0 R", b"/Root %d 0 R" % top)
    if rng.random() < 0.15:
        out = re.sub(rb"startxref\n\d+", b"startxref\n" + str(one_of(rng, NUMBERS)).encode(), out)
    return out


def _heavy_pdf(rng: Rng) -> bytes:
    """Cycles, bombs and lies that a careful reader must survive."""
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>"
    how = int(rng.integers(7))
    if how == 0:
        return objects(
            catalog, b"<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count %d >>" % int(rng.integers(1, 2**31))
        )
    if how == 1:  # a form that draws itself, many times over
        form = stream(
            b"/X Do " * 50,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
        )
        return objects(catalog, pages, page, stream(b"/X Do " * 50), form)
    if how == 2:
        return objects(catalog, pages, page, _flate_bomb())
    if how == 3:  # more forms inside forms than can be counted
        resources = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
        forms = [stream(b"/X Do " * 12, resources % (number + 1)) for number in range(5, 14)]
        return objects(
            catalog, pages, page, stream(b"/X Do"), *forms, stream(b"0 0 m 9 9 l S", resources % 14)
        )
    if how == 4:
        return objects(
            catalog,
            b"<< /Type /Pages /Kids [%s] /Count 900 >>" % (b"3 0 R " * 900),
            page,
            stream(b"0 0 9 9 re S"),
        )
    if how == 5:
        grid = b"".join(
            b"%d 0 m %d 800 l 0 %d m 500 %d l S " % (k * 3, k * 3, k * 3, k * 3)
            for k in range(int(rng.integers(2, 250)))
        )
        return objects(catalog, pages, page, stream(grid + b"BT /F1 9 Tf 9 9 Td (20%) Tj ET", packed=True))
    return objects(
        catalog, pages, page.replace(b"595 842", b"%d 1e12" % int(rng.integers(2**40))), b"[" * 20_000
    )


@functools.cache
def _flate_bomb() -> bytes:
    return stream(b"(20%) Tj " * 6_000_000, packed=True)


def _page(rng: Rng) -> Case:
    text = _markup(rng, seeds.page()) if rng.random() < 0.8 else _garbled(rng, seeds.page())
    how = int(rng.integers(8))
    if how == 0:
        tag = str(one_of(rng, ("div", "table", "b", "li", "ol", "a", "form", "nav", "table><tr><td", "svg")))
        text = f"<{tag}>" * int(rng.choice([100, 300, 5000])) + text
    elif how == 1:
        text = re.sub(
            "charset=[^>]*",
            f'charset="{one_of(rng, ("utf-7", "utf-16", "rot13", "gbk", "big5", "zlib", "x" * 99, "idna"))}"',
            text,
        )
    elif how == 2:
        text = text.replace(
            "<p>",
            str(
                one_of(
                    rng,
                    ("<p style='display:none'>", "<p class=footer>", "<td>", "<a>", "<del>", "<p hidden>"),
                )
            ),
        )
    data = text.encode(str(one_of(rng, ("utf-8", "gb18030", "big5hkscs", "utf-16"))), "replace")
    name = "plan.html"
    if rng.random() < 0.2:
        data, name = seeds.mhtml(data), "plan.mhtml"
    if rng.random() < 0.3:
        data = damaged(rng, data)
    return "html", name, data
