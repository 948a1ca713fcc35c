"""The overlay of a city folder: a tidy table of corrections, one field of one item a line."""

from __future__ import annotations

from pathlib import Path

from dafeng.domain.correction import Anchor, Correction
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.sheets import Row, Sheet, read_sheets
from dafeng.rules.review_fields import OVERLAY_COLUMNS, choices, parts, review_fields

ACTIONS = tuple(choices("conclusion").values())


def read_overlay(path: Path) -> tuple[Correction, ...]:
    """The corrections of an overlay in the order of the file.

    Raises
    ------
    DafengError
        ``E_OVERLAY_FILE`` with every faulty cell.

    """
    if not path.is_file():
        raise DafengError(
            "E_NO_FILE",
            f"找不到更正文件“{path.name}”，请检查路径。",
            f"There is no overlay {path.name!r}; check the path.",
        )
    sheets, unreadable = read_sheets(path)
    faults = list(unreadable)
    found: list[Correction] = []
    for sheet in sheets:
        missing = [name for name in OVERLAY_COLUMNS if name not in sheet.header]
        if missing:
            listed = "、".join(missing)
            faults.append(
                Fault(
                    "E_OVERLAY_COLUMNS",
                    f"{path.name}!1",
                    f"缺少列：{listed}。",
                    f"Missing columns: {listed}.",
                )
            )
            continue
        for row in sheet.rows:
            wrong = _faults(sheet, row)
            faults.extend(wrong)
            if not wrong:
                found.append(_correction(row.texts))
    if faults:
        raise DafengError(
            "E_OVERLAY_FILE",
            f"更正文件有 {len(faults)} 处错误，全部未采用。",
            f"{len(faults)} faults in the overlay; nothing was used.",
            tuple(faults),
        )
    return tuple(found)


def _faults(sheet: Sheet, row: Row) -> list[Fault]:
    texts = row.texts
    wrong: list[tuple[str, str, str]] = []
    if texts["part"] not in parts():
        wrong.append(("part", f"没有“{texts['part']}”这类内容。", f"There is no part {texts['part']!r}."))
    if texts["action"] not in ACTIONS:
        wrong.append(
            ("action", f"应为 {'、'.join(ACTIONS)}。", f"The action must be one of {', '.join(ACTIONS)}.")
        )
    if not texts["quote"]:
        wrong.append(("quote", "缺少原文，无法定位。", "The quote is missing; the item cannot be found."))
    wrong.extend(
        (name, "应为整数。", "This must be a whole number.")
        for name in ("at", "nth")
        if (texts[name] or name == "nth") and not (texts[name].isascii() and texts[name].isdigit())
    )
    known = {field.name: field for field in review_fields(texts["part"])}
    if texts["field"] in known:
        complaint = known[texts["field"]].complaint(texts["now"])
        if complaint:
            wrong.append(("now", *complaint))
    elif texts["field"] or texts["action"] != "removed":
        wrong.append(("field", f"没有字段“{texts['field']}”。", f"There is no field {texts['field']!r}."))
    return [
        Fault("E_OVERLAY_CELL", row.place(sheet.file, sheet.sheet, column), zh, en)
        for column, zh, en in wrong
    ]


def _correction(texts: dict[str, str]) -> Correction:
    anchor = Anchor(
        texts["quote"],
        texts["before"],
        texts["after"],
        int(texts["at"]) if texts["at"] else None,
        texts["printed"] or None,
        int(texts["nth"]),
    )
    return Correction(
        texts["document"], texts["title"], texts["part"], texts["item"], texts["action"], anchor, texts["field"],
        texts["was"], texts["now"], texts["who"], texts["when"], texts["remark"],
    )  # fmt: skip
