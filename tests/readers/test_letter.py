"""What a document says about itself."""

from __future__ import annotations

from pathlib import Path

from dafeng.readers.document import read_document
from dafeng.readers.letter import Letter, read_letter


def test_guangan(shared: Path) -> None:
    """Title, number, issuer and the date of the letter, not the day the page was published."""
    document = read_document(shared / "plans" / "00_guangan.txt")
    assert (document.title, document.doc_number, document.issuer, document.issued) == (
        "广安市碳达峰实施方案",
        "广安府发〔2024〕1号",
        "广安市人民政府",
        "2024-01-26",
    )


def test_a_letter_of_our_own() -> None:
    """Numbers in brackets after other documents' titles are theirs, not the letter's."""
    text = (
        "丰谷市人民政府关于印发《丰谷市碳达峰行动方案》的通知\n丰府发〔2025〕8号\n发布日期：2025-04-09\n各县：\n"
        "按照《省方案》（省府发〔2022〕3号）要求，现印发给你们。\n丰谷市人民政府\n2025年4月2日\n丰谷市碳达峰行动方案\n一、总则\n"
    )
    assert read_letter(text) == Letter(
        "丰谷市碳达峰行动方案", "丰府发〔2025〕8号", "丰谷市人民政府", "2025-04-02"
    )


def test_nothing_stated() -> None:
    """What is not there is None; an impossible date is no date."""
    assert read_letter("到2025年，绿地率达到40%。\n") == Letter(None, None, None, None)
    assert read_letter("某市人民政府\n2024年2月31日\n一、总则\n").issued is None
