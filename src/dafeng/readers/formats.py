"""What a file is, by its first bytes before its name; what cannot be a plan is refused with the mend."""

from __future__ import annotations

import re
from collections.abc import Collection

from dafeng.domain.errors import DafengError
from dafeng.readers.refusals import refusal

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_IMAGE_NAMES = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic"}
_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
_PAGE_NAMES = {"htm", "html", "xhtml", "shtml"}
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_FLAT_WORD = re.compile(
    rb"<\?mso-application\s+progid=\"Word\.Document\"|schemas\.microsoft\.com/office/2006/xmlPackage"
)
_UNPACK = ("请先解压，再给出其中的方案文件", "unpack it and give the plan files inside")
_SAVE = (
    "请用 Word 或 WPS 打开后另存为 .docx 再导入",
    "open it in Word or WPS, save it as .docx and try again",
)


def format_of(data: bytes, name: str) -> str:
    """One of ``text docx html mhtml pdf``.

    Raises
    ------
    DafengError
        ``E_FORMAT`` for a known format that is not read, ``E_ENCRYPTED`` for a Word file with a password.

    """
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    head = data[:2048]
    if b"%PDF-" in head[:1024] or suffix == "pdf":
        return "pdf"
    if head.startswith(_ZIP) or (suffix == "docx" and not head.startswith(_COMPOUND)):
        return "docx"
    _refuse_known(data, name, suffix)
    if suffix in {"mht", "mhtml"} or (b"MIME-Version:" in head and b"multipart/related" in head):
        return "mhtml"
    if suffix in _PAGE_NAMES or _PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "text"


def refuse_other_zip(names: Collection[str], name: str) -> None:
    """Refuse a zip that is not a Word file, by the entries in it.

    Raises
    ------
    DafengError
        ``E_FORMAT``.

    """
    if "OFD.xml" in names:
        raise _unread(
            name, "OFD", "请用版式软件另存为 PDF 或 DOCX 再导入", "export it as PDF or DOCX and try again"
        )
    if "xl/workbook.xml" in names:
        raise _unread(
            name, "XLSX", "方案正文请给文本、DOCX、PDF 或网页；数据表请放进城市文件夹",
            "give the plan's text as text, DOCX, PDF or HTML; tables of data belong in the city folder",
        )  # fmt: skip
    if "ppt/presentation.xml" in names or "mimetype" in names:
        raise _unread(name, "PPTX/ODF", *_SAVE)
    if not name.lower().endswith(".docx") and not any(
        entry.startswith(("word/", "_rels/")) for entry in names
    ):
        raise _unread(name, "ZIP", *_UNPACK)


def _refuse_known(data: bytes, name: str, suffix: str) -> None:
    if data.startswith(_COMPOUND):
        if _ENCRYPTED in data:
            raise encrypted(name)
        raise _unread(name, "DOC/WPS", *_SAVE)
    if data.startswith(b"{\\rtf"):
        raise _unread(name, "RTF", *_SAVE)
    if _FLAT_WORD.search(data[:2048]):
        raise _unread(name, "Word XML", *_SAVE)
    if suffix in _IMAGE_NAMES or data.startswith(_IMAGES):
        raise _unread(name, "图片", *SCAN, en="an image")
    if data.startswith(_ARCHIVES):
        raise _unread(name, "压缩包", *_UNPACK, en="an archive")
    if suffix in {"doc", "wps", "rtf", "ofd"} and b"\x00" in data[:4096]:
        raise _unread(name, suffix.upper(), *_SAVE)


SCAN = (
    "请先用文字识别软件转成文本或 DOCX，核对数字后再导入",
    "turn it into text or DOCX with text recognition first, and check its figures",
)


def encrypted(name: str) -> DafengError:
    """The refusal of a file that opens with a password only."""
    return refusal(
        "E_ENCRYPTED",
        name,
        f"{name} 有打开密码；请去掉密码后另存再导入",
        f"{name} needs a password to open; save it without the password and try again",
    )


def _unread(name: str, kind: str, mend_zh: str, mend_en: str, *, en: str | None = None) -> DafengError:
    return refusal(
        "E_FORMAT",
        name,
        f"{name} 是{kind if en else f' {kind} 文件'}，不能直接读取；{mend_zh}",
        f"{name} is {en or f'a {kind} file'}, which is not read; {mend_en}",
    )
