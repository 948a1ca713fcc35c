"""A review sheet that comes back: what the person says, row by row, or every fault at its cell."""

from __future__ import annotations

import json
from pathlib import Path

from dafeng.domain.correction import Anchor, Item, Reviewed
from dafeng.domain.errors import DafengError, Fault
from dafeng.readers.sheets import Row, Sheet, read_sheets
from dafeng.rules.review_fields import (
    CONCLUSION,
    DRAFT,
    FILE,
    KEY,
    QUOTE,
    REMARK,
    WHO,
    choices,
    review_fields,
)


def read_review(path: Path, by: str = "") -> tuple[Reviewed, ...]:
    """The rows that say something; `by` signs those without a name of their own.

    Raises
    ------
    DafengError
        ``E_REVIEW`` with every fault at its cell; then nothing was taken.

    """
    sheets, unreadable = read_sheets(path)
    faults = list(unreadable)
    drafts = {item_key: item for sheet in sheets if sheet.sheet == DRAFT for item_key, item in _drafts(sheet)}
    words = choices("part")
    listed = [sheet for sheet in sheets if sheet.sheet in words]
    if not faults and (not listed or not any(sheet.sheet == DRAFT for sheet in sheets)):
        faults.append(
            Fault(
                "E_REVIEW_SHEET",
                path.name,
                "不是方案核对表：应有“目标”等工作表和隐藏的“底稿”，请用 dafeng plan review --out 重新导出。",
                "Not a review sheet: it needs sheets such as 目标 and the hidden 底稿; export it again.",
            )
        )
    found: list[Reviewed] = []
    for sheet in listed:
        reading = _Reading(sheet, words[sheet.sheet or ""], drafts, by, faults)
        if reading.has_columns():
            found.extend(row for line in sheet.rows if (row := reading.row(line)) is not None)
    if faults:
        raise DafengError(
            "E_REVIEW",
            f"核对表有 {len(faults)} 处错误，全部未采用。",
            f"{len(faults)} faults in the review sheet; nothing was used.",
            tuple(faults),
        )
    return tuple(found)


class _Reading:
    """One sheet while its rows are read; faults are gathered."""

    def __init__(
        self, sheet: Sheet, part: str, drafts: dict[str, Item], by: str, faults: list[Fault]
    ) -> None:
        self._sheet, self._part, self._drafts, self._by, self._faults = sheet, part, drafts, by, faults
        self._fields = review_fields(part)
        self._seen: set[str] = set()

    def has_columns(self) -> bool:
        wanted = [CONCLUSION, QUOTE, REMARK, WHO, KEY, *(field.zh for field in self._fields)]
        missing = [name for name in wanted if name not in self._sheet.header]
        if missing:
            listed = "、".join(missing)
            place = f"{self._sheet.file}!{self._sheet.sheet}!1"
            self._faults.append(
                Fault("E_REVIEW_COLUMNS", place, f"缺少列：{listed}。", f"Missing columns: {listed}.")
            )
        return not missing

    def row(self, row: Row) -> Reviewed | None:
        """What one row says; None if it says nothing or is faulty."""
        faulty = len(self._faults)
        key = row.texts[KEY]
        said = row.texts[CONCLUSION]
        action = choices("conclusion").get(said, "")
        if said and not action:
            self._fault(
                row,
                CONCLUSION,
                "E_REVIEW_WORD",
                f"“{said}”不是结论；请填对、改、删或漏。",
                f"{said!r} is no conclusion; choose one of the list.",
            )
        made = self._known(row, key, action) if key else self._missed(row, action)
        if made is not None and not made.who:
            self._fault(
                row,
                WHO,
                "E_REVIEW_WHO",
                "没有核对人；请填写，或用 --by 统一给出。",
                "Nobody signs this row; fill in a name or give --by.",
            )
        return made if len(self._faults) == faulty else None

    def _known(self, row: Row, key: str, action: str) -> Reviewed | None:
        item = self._drafts.get(key)
        if item is None or item.part != self._part:
            self._fault(
                row,
                KEY,
                "E_REVIEW_KEY",
                f"底稿中没有“{key}”，请勿改动隐藏的键列。",
                f"The hidden sheet has no {key!r}; leave the key column alone.",
            )
            return None
        if key in self._seen:
            self._fault(
                row,
                KEY,
                "E_REVIEW_KEY",
                "这一行出现了两次，请删去复制的行；漏读的填在表末空行。",
                "This row stands twice; remove the copy and use the empty rows for what was missed.",
            )
            return None
        self._seen.add(key)
        now = self._now(row)
        changed = {name: text for name, text in now.items() if text != item.fields[name]}
        if not action and not changed:
            return None
        if action == "confirmed" and changed:
            first = next(field.zh for field in self._fields if field.name in changed)
            self._fault(
                row,
                first,
                "E_REVIEW_BOTH",
                "结论是“对”，但单元格改过；请改成“改”或恢复原值。",
                "The conclusion is 对 but the cell was changed; choose 改 or restore it.",
            )
        if action == "corrected" and not changed:
            self._fault(
                row,
                CONCLUSION,
                "E_REVIEW_SAME",
                "结论是“改”，但没有改任何单元格。",
                "The conclusion is 改 but no cell was changed.",
            )
        if action == "added":
            self._fault(
                row,
                CONCLUSION,
                "E_REVIEW_ADDED",
                "“漏”只用于表末的空行。",
                "漏 is for the empty rows at the end only.",
            )
        if action != "removed":
            self._complain(row, {**item.fields, **changed}, only=set(changed))
        return self._reviewed(row, action or "corrected", item, changed)

    def _missed(self, row: Row, action: str) -> Reviewed | None:
        now = self._now(row)
        if not (row.texts[QUOTE] or action or any(now.values())):
            return None
        if action not in {"", "added"}:
            self._fault(
                row,
                CONCLUSION,
                "E_REVIEW_ADDED",
                "新增的行，结论只能是“漏”。",
                "A row of your own can only be 漏.",
            )
        if not row.texts[QUOTE]:
            self._fault(
                row,
                QUOTE,
                "E_REVIEW_QUOTE",
                "请把方案中的整句粘贴到“原文”。",
                "Paste the sentence of the plan into 原文.",
            )
        if "tier" in now and not now["tier"]:
            now["tier"] = "core" if now["value"] else "qualitative"
        self._complain(row, now, only=set(now))
        return self._reviewed(row, "added", None, now)

    def _now(self, row: Row) -> dict[str, str]:
        return {field.name: field.stored(row.texts[field.zh]) for field in self._fields}

    def _complain(self, row: Row, now: dict[str, str], *, only: set[str]) -> None:
        for field in self._fields:
            wrong = field.complaint(now[field.name]) if field.name in only else None
            if wrong:
                self._fault(row, field.zh, "E_REVIEW_CELL", *wrong)
        if only & {"comparator", "value_max", "value"} and (now["comparator"] == "range") != bool(
            now["value_max"]
        ):
            self._fault(
                row,
                "关系",
                "E_REVIEW_RANGE",
                "区间须有上限，有上限的关系应选区间。",
                "A range needs an upper bound, and an upper bound the relation 区间.",
            )

    def _reviewed(self, row: Row, action: str, item: Item | None, changed: dict[str, str]) -> Reviewed:
        texts = row.texts
        return Reviewed(
            row.place(self._sheet.file, self._sheet.sheet, QUOTE), self._part, action, item,
            texts[QUOTE], changed, texts[WHO] or self._by, texts[REMARK],
        )  # fmt: skip

    def _fault(self, row: Row, column: str, code: str, zh: str, en: str) -> None:
        place = row.place(self._sheet.file, self._sheet.sheet, column)
        self._faults.append(Fault(code, place, zh, en))


def _drafts(sheet: Sheet) -> list[tuple[str, Item]]:
    return [(row.texts[KEY], _item(row.texts)) for row in sheet.rows]


def _item(texts: dict[str, str]) -> Item:
    at = texts["字数"]
    anchor = Anchor(
        texts[QUOTE],
        texts["前文"],
        texts["后文"],
        int(at) if at else None,
        texts["数字"] or None,
        int(texts["序号"]),
    )
    fields: dict[str, str] = json.loads(texts["字段"])
    return Item(
        texts["sha256"],
        texts[FILE],
        texts["部分"],
        texts["编号"],
        texts["条款"],
        "",
        fields,
        anchor,
        "",
        "",
        None,
        None,
    )
