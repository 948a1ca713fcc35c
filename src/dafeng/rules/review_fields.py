"""The fields of a record that a person reviews, with the words of their columns and choices, all data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from dafeng.rules.tables import rows

CONCLUSION, CONFIDENCE, CLAUSE, HEADING, PLACE = "结论", "把握", "条款", "章节标题", "位置"
QUOTE, CONTEXT, REMARK, WHO, FILE, KEY = "原文", "上下文", "备注", "核对人", "文件", "键"
FRONT = (CONCLUSION, CONFIDENCE, CLAUSE, HEADING, PLACE, QUOTE, CONTEXT)
BACK = (REMARK, WHO, FILE, KEY)
DRAFT = "底稿"
"""The hidden sheet with every item as it was read."""
DRAFT_COLUMNS = (
    KEY,
    "sha256",
    FILE,
    "部分",
    "编号",
    "条款",
    QUOTE,
    "前文",
    "后文",
    "字数",
    "数字",
    "序号",
    "字段",
)
OVERLAY_COLUMNS = (
    "document", "title", "part", "item", "action", "quote", "before", "after", "at", "printed", "nth", "field", "was",
    "now", "who", "when", "remark",
)  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1980, 2100


@dataclass(frozen=True, slots=True)
class ReviewField:
    """One field: `kind` is text, number, year or choice; `choices` are the stored values by Chinese word."""

    part: str
    name: str
    zh: str
    en: str
    kind: str
    needed: bool
    width: float
    choices: dict[str, str]

    def shown(self, text: str) -> str:
        """The stored text as the office reads it; only a choice is translated."""
        return next((word for word, value in self.choices.items() if value == text), text)

    def stored(self, text: str) -> str:
        """The office's word as it is stored; only a choice is translated."""
        return self.choices.get(text, text)

    def complaint(self, text: str) -> tuple[str, str] | None:
        """What is wrong with a stored text, in both languages, or None.

        >>> review_field("target", "value").complaint("30%")
        ('“30%”不是数字；只填数字，单位填在单位列。', "'30%' is not a number; give the number alone, the unit has its own column.")
        >>> review_field("target", "year").complaint("2030") is None
        True

        """
        if not text:
            return (f"“{self.zh}”不能为空。", f"The {self.en} must not be empty.") if self.needed else None
        if self.kind == "number" and not _is_number(text):
            return (
                f"“{text}”不是数字；只填数字，单位填在单位列。",
                f"{text!r} is not a number; give the number alone, the unit has its own column.",
            )
        if self.kind == "year" and not (
            text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR
        ):
            return (
                f"“{text}”不是年份；应写作 2030 这样的四位数字。",
                f"{text!r} is no year; write four digits such as 2030.",
            )
        if self.kind == "choice" and text not in self.choices.values():
            words = "、".join(self.choices)
            return (f"“{text}”不在可选项中：{words}。", f"{text!r} is none of the choices: {words}.")
        return None


@cache
def review_fields(part: str) -> tuple[ReviewField, ...]:
    """The fields of a part in the order of their columns; empty for a part nobody reviews."""
    return tuple(
        ReviewField(
            row["part"],
            row["field"],
            row["zh"],
            row["en"],
            row["kind"],
            row["needed"] == "yes",
            float(row["width"]),
            choices(row["field"]) if row["kind"] == "choice" else {},
        )
        for row in rows("review_fields.csv")
        if row["part"] == part
    )


def review_field(part: str, name: str) -> ReviewField:
    """One field; KeyError if the part has none of that name."""
    for field in review_fields(part):
        if field.name == name:
            return field
    raise KeyError(f"{part}.{name}")


@cache
def parts() -> tuple[str, ...]:
    """The parts of a plan that a person reviews, in the order of the sheets."""
    return tuple(dict.fromkeys(row["part"] for row in rows("review_fields.csv")))


@cache
def choices(field: str) -> dict[str, str]:
    """Stored value by Chinese word.

    >>> choices("conclusion")["删"]
    'removed'
    """
    return {row["zh"]: row["value"] for row in rows("plan_choices.csv") if row["field"] == field}


def shown(field: str, value: str, lang: str = "zh") -> str:
    """A stored choice in the reader's language.

    >>> shown("ambition", "stronger"), shown("ambition", "stronger", "en")
    ('更高', 'asks for more')
    """
    return next(
        row[lang] for row in rows("plan_choices.csv") if (row["field"], row["value"]) == (field, value)
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
