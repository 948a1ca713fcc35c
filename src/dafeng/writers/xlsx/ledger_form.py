"""The form of a ledger for one area and one period: units in the headings, drop-downs, notes, last values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dafeng.domain.form import (
    DRAFT_SHEET,
    FORM_SHEET,
    HEAD,
    HEAD_LINES,
    HEADING_ROW,
    LAST_DRAFT_SHEET,
    LAST_SHEET,
    NOTES_SHEET,
    Head,
    seal,
)
from dafeng.domain.ledger import Column, ColumnType, Entry, Ledger, written
from dafeng.domain.period import FREQUENCY_ZH
from dafeng.rules.absence import absence_word
from dafeng.rules.tables import rows as table_rows
from dafeng.writers.archive import settle

_NO_DATE = "1980-01-01"
_FONT = "微软雅黑"
_SPARE_ROWS = 200
_WIDE = {ColumnType.TEXT: 24, ColumnType.UNIT_CODE: 24, ColumnType.CHOICE: 14, ColumnType.AREA: 14}
_ANSWERS = 8  # column of the notes sheet where the drop-downs' words begin
_TYPES = {
    ColumnType.TEXT: "文字",
    ColumnType.NUMBER: "数字",
    ColumnType.INTEGER: "整数",
    ColumnType.CHOICE: "从下拉列表选择",
    ColumnType.DATE: "日期，如 2025-07-01",
    ColumnType.AREA: "区县或园区名称",
    ColumnType.UNIT_CODE: "统一社会信用代码，18 位",
}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "label": {"font_color": "#57606A"},
    "sent": {"locked": True, "bg_color": "#F1F3F5", "border": 1, "border_color": "#C9D1D9"},
    "open": {"locked": False, "bg_color": "#FFF2A8", "border": 1, "border_color": "#C9D1D9"},
    "hint": {"font_color": "#57606A", "italic": True},
    "head": {"bold": True, "bg_color": "#0B3C5D", "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
    "needed": {"bold": True, "bg_color": "#8A4B08", "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
    "cell": {"locked": False, "border": 1, "border_color": "#C9D1D9"},
    "text": {"locked": False, "num_format": "@", "border": 1, "border_color": "#C9D1D9"},
    "day": {"locked": False, "num_format": "yyyy-mm-dd", "border": 1, "border_color": "#C9D1D9"},
    "note": {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D1D9"},
}


def ledger_form(
    ledger: Ledger,
    head: Head,
    rows: Iterable[Mapping[str, Entry]] = (),
    last: Iterable[Mapping[str, Entry]] = (),
    last_period: str = "",
    areas: Mapping[str, str] | None = None,
) -> bytes:
    """The form as a workbook: `rows` are what is filled in already, `last` the rows of the period before.

    `areas` gives the name of each area by its code, for the drop-downs and for reading.
    """
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties(
        {"title": ledger.zh, "created": datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
    )
    looks = {
        name: book.add_format({"font_name": _FONT, "font_size": 10, **look}) for name, look in _LOOKS.items()
    }
    filled, before, names = list(rows), list(last), dict(areas or {})
    form = book.add_worksheet(FORM_SHEET)
    notes = book.add_worksheet(NOTES_SHEET)
    _write_head(form, ledger, head, names, looks)
    _write_headings(form, ledger, looks)
    old = {_key(ledger, row): row for row in before}
    for number, row in enumerate(filled, start=HEADING_ROW + 1):
        _write_row(form, ledger, number, row, old.get(_key(ledger, row)), names, looks)
    last_row = HEADING_ROW + len(filled) + _SPARE_ROWS
    answers = _write_notes(notes, ledger, names, looks)
    _write_choices(form, ledger, last_row, answers)
    for number in range(HEADING_ROW + 1 + len(filled), last_row + 1):
        for index, column in enumerate(ledger.columns):
            form.write_blank(number, index, None, looks[_look(column)])
    form.freeze_panes(HEADING_ROW + 1, 0)
    form.set_landscape()
    form.fit_to_pages(1, 0)
    form.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(ledger.columns))}{last_row + 1}"})
    if before:
        _write_last(book.add_worksheet(LAST_SHEET), ledger, before, last_period, names, looks)
        copy = book.add_worksheet(LAST_DRAFT_SHEET)
        _write_last(copy, ledger, before, last_period, names, looks)
        copy.very_hidden()
    _write_draft(book.add_worksheet(DRAFT_SHEET), ledger, head, names)
    book.close()
    return settle(target.getvalue(), _NO_DATE)


def _write_head(
    sheet: Any, ledger: Ledger, head: Head, names: Mapping[str, str], looks: dict[str, Any]
) -> None:
    sheet.set_row(0, 24)
    sheet.write_string(0, 0, f"{ledger.zh}（{FREQUENCY_ZH[ledger.frequency]}报）", looks["title"])
    sent = {"ledger": head.ledger, "area": _area(head.area, names), "period": head.period, "seal": head.seal}
    open_cells = {
        "filled_by": head.filled_by,
        "grade": head.grade or ledger.grade.value,
        "source": head.source,
    }
    for number, line in enumerate(HEAD_LINES, start=1):
        for index, name in enumerate(line):
            sheet.write_string(number, index * 2, HEAD[name], looks["label"])
            value, look = (sent[name], "sent") if name in sent else (open_cells[name], "open")
            sheet.write_string(number, index * 2 + 1, value, looks[look])
    words = "、".join(row["zh"] for row in table_rows("absence_words.csv"))
    sheet.write_string(
        4,
        0,
        f"棕色表头必填。没有数时不要留空：是零写 0，否则写 {words} 之一；含义见“{NOTES_SHEET}”。",
        looks["hint"],
    )


def _write_headings(sheet: Any, ledger: Ledger, looks: dict[str, Any]) -> None:
    sheet.set_row(HEADING_ROW, 32)
    for index, column in enumerate(ledger.columns):
        sheet.set_column(index, index, _width(column))
        sheet.write_string(HEADING_ROW, index, column.heading, looks["needed" if column.required else "head"])
        if column.note_zh:
            sheet.write_comment(HEADING_ROW, index, column.note_zh, {"author": "", "font_size": 9})


def _write_row(
    sheet: Any,
    ledger: Ledger,
    number: int,
    row: Mapping[str, Entry],
    before: Mapping[str, Entry] | None,
    names: Mapping[str, str],
    looks: dict[str, Any],
) -> None:
    for index, column in enumerate(ledger.columns):
        entry, look = row.get(column.name), looks[_look(column)]
        if entry is None:
            sheet.write_blank(number, index, None, look)
        elif entry.absence is not None:
            sheet.write_string(number, index, absence_word(entry.absence), look)
        elif entry.value is not None:
            sheet.write_number(number, index, entry.value, look)
        elif column.type is ColumnType.DATE:
            day = date.fromisoformat(entry.text or "")
            sheet.write_datetime(
                number, index, datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None), look
            )
        else:
            text = entry.text or ""
            sheet.write_string(
                number, index, names.get(text, text) if column.type is ColumnType.AREA else text, look
            )
        old = None if before is None else before.get(column.name)
        if entry is None and old is not None and column.is_number:
            shown = absence_word(old.absence) if old.absence else f"{old.value:g}"
            sheet.write_comment(number, index, f"上期：{shown}", {"author": "", "font_size": 9})


def _write_last(
    sheet: Any,
    ledger: Ledger,
    before: Iterable[Mapping[str, Entry]],
    period: str,
    names: Mapping[str, str],
    looks: dict[str, Any],
) -> None:
    sheet.write_string(0, 0, f"上期（{period}），供对照，不用填写", looks["hint"])
    for index, column in enumerate(ledger.columns):
        sheet.write_string(1, index, column.heading, looks["head"])
        sheet.set_column(index, index, _width(column))
    for number, row in enumerate(before, start=2):
        _write_row(sheet, ledger, number, row, None, names, looks)
    sheet.protect()


def _write_notes(
    sheet: Any, ledger: Ledger, names: Mapping[str, str], looks: dict[str, Any]
) -> dict[str, str]:
    """Explain every column; the answer gives, by column, the range that holds the words of its drop-down."""
    heads = (("列", 20), ("必填", 6), ("怎样填", 26), ("单位", 14), ("允许范围", 16), ("说明", 50))
    for index, (text, width) in enumerate(heads):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, text, looks["head"])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, column in enumerate(ledger.columns, start=1):
        unit = f"见“{ledger.column(column.unit_from).zh}”" if column.unit_from else column.unit
        bounds = [
            f"{sign} {written(bound)}"
            for sign, bound in (("≥", column.minimum), ("≤", column.maximum))
            if bound is not None
        ]
        cells = (
            column.zh,
            "是" if column.required else "",
            _TYPES[column.type],
            unit,
            "，".join(bounds),
            column.note_zh,
        )
        for index, text in enumerate(cells):
            sheet.write_string(number, index, text, looks["note"])
    below = len(ledger.columns) + 2
    for number, row in enumerate(table_rows("absence_words.csv"), start=below):
        sheet.write_string(number, 0, row["zh"], looks["note"])
        sheet.write_string(number, 2, row["meaning_zh"], looks["note"])
    about = f"填报：{ledger.role}；期后 {ledger.due_days} 日内；依据：{ledger.basis}；默认公布状态：{ledger.publication}"
    sheet.write_string(below + 4, 0, about, looks["hint"])
    ranges = {}
    index = _ANSWERS
    for column in ledger.columns:
        words = column.allowed or (tuple(names.values()) if column.type is ColumnType.AREA else ())
        if not words:
            continue
        for number, word in enumerate(words):
            sheet.write_string(number, index, word)
        letter = xl_col_to_name(index)
        ranges[column.name] = f"={NOTES_SHEET}!${letter}$1:${letter}${len(words)}"
        index += 1
    if ranges:
        sheet.set_column(_ANSWERS, index - 1, 12, None, {"hidden": True})
    return ranges


def _write_choices(sheet: Any, ledger: Ledger, last_row: int, answers: Mapping[str, str]) -> None:
    first = HEADING_ROW + 1
    absences = [row["zh"] for row in table_rows("absence_words.csv")]
    for index, column in enumerate(ledger.columns):
        where = (first, index, last_row, index)
        if column.name in answers:
            rule: dict[str, Any] = {
                "validate": "list",
                "source": answers[column.name],
                "error_message": "请从下拉列表选择。",
            }
        elif column.is_number:
            cell = xl_rowcol_to_cell(first, index)
            words = ",".join(f'{cell}="{word}"' for word in absences)
            rule = {
                "validate": "custom",
                "value": f"=OR(ISNUMBER({cell}),{words})",
                "input_title": column.zh[:32],
                "input_message": f"单位：{column.unit or '见单位列'}。没有数时写 {'、'.join(absences)} 之一；零写 0。"[
                    :255
                ],
                "error_message": f"只填数字，或写 {'、'.join(absences)} 之一。",
            }
        elif column.type is ColumnType.DATE:
            rule = {
                "validate": "date", "criteria": "between", "minimum": date(1970, 1, 1), "maximum": date(2099, 12, 31),
                "error_type": "warning", "error_message": "请写作 2025-07-01。",
            }  # fmt: skip
        else:
            continue
        sheet.data_validation(*where, {"ignore_blank": True, **rule})


def _write_draft(sheet: Any, ledger: Ledger, head: Head, names: Mapping[str, str]) -> None:
    said = {
        "ledger": head.ledger,
        "area": _area(head.area, names),
        "period": head.period,
        "seal": seal(ledger, head.area, head.period),
    }
    for number, (name, text) in enumerate(said.items()):
        sheet.write_string(number, 0, name)
        sheet.write_string(number, 1, text)
    sheet.very_hidden()
    sheet.protect()


def _area(code: str, names: Mapping[str, str]) -> str:
    name = names.get(code, "")
    return f"{code} {name}" if name and name != code else code


def _key(ledger: Ledger, row: Mapping[str, Entry]) -> tuple[str, ...]:
    return tuple(row[name].text or row[name].stated if name in row else "" for name in ledger.keys)


def _look(column: Column) -> str:
    if column.is_number:
        return "cell"
    return "day" if column.type is ColumnType.DATE else "text"


def _width(column: Column) -> float:
    wanted = sum(1 + (character > "ÿ") for character in column.heading) * 0.6 + 4
    return max(_WIDE.get(column.type, 12), min(wanted, 30))
