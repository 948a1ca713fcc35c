"""A comparison as a workbook: the rows of the JSON answer, one sheet per question."""

from __future__ import annotations

from typing import Any

from dafeng.rules.review_fields import shown
from dafeng.rules.told import amount
from dafeng.writers.xlsx.book import Book

Json = dict[str, Any]


def comparison(body: Json, as_of: str) -> bytes:
    """The workbook of plans side by side, or of a city plan and its parts."""
    book = Book("方案比较")
    if "parts" in body:
        _parts(book, body)
    else:
        _side_by_side(book, body)
    return book.save(as_of)


def _side_by_side(book: Book, body: Json) -> None:
    names = [f"{index}. {plan['title'] or plan['name']}" for index, plan in enumerate(body["plans"], start=1)]
    columns: list[tuple[str, float]] = [("指标", 30), ("范围", 14), *((name, 26) for name in names)]
    for index in range(2, len(names) + 1):
        columns += [
            (f"{index}的力度", 10),
            (f"{index}的差", 12),
            (f"{index}的年份", 10),
            (f"{index}的措辞", 8),
            (f"{index}的说明", 36),
        ]
    sheet = book.sheet("逐项比较", columns)
    for row in body["rows"]:
        cells: list[str | float | None] = [row["indicator"], row["scope"], *map(amount, row["cells"])]
        for verdict in row["verdicts"][1:]:
            cells += _verdict(verdict)
        sheet.row(cells)
    sheet.filter()
    for version in body["versions"]:
        pages = book.sheet(
            f"条款对照{version['first'] + 1}-{version['second'] + 1}",
            [("变化", 12), ("原条款", 14), ("新条款", 14), ("标题", 40), ("相似度", 9)],
        )
        for one in version["clauses"]:
            pages.row(
                (
                    shown("clause_change", one["status"]),
                    one["first"],
                    one["second"],
                    one["heading"],
                    one["similarity"],
                )
            )
        pages.filter()


def _verdict(verdict: Json | None) -> list[str | float | None]:
    if verdict is None:
        return [None] * 5
    difference = (
        None if verdict["difference"] is None else f"{verdict['difference']:+g}{verdict['unit'] or ''}"
    )
    return [
        shown("ambition", verdict["ambition"]),
        difference,
        shown("year_change", verdict["year"]),
        shown("wording", verdict["wording"]),
        verdict["reason_zh"] or None,
    ]


def _parts(book: Book, body: Json) -> None:
    sheet = book.sheet(
        "目标承接",
        [("指标", 30), ("范围", 14), ("全市", 26), ("承接单位", 50), ("合计", 12), ("算式或原因", 60)],
    )
    for one in body["targets"]:
        who = "；".join(f"{part['body']} {amount(part)}" for part in one["carriers"]) or "无人承接"
        closing = one["closing"]
        told = (None, None) if closing is None else (shown("closing", closing["status"]), closing["zh"])
        sheet.row((one["indicator"], one["scope"], amount(one["city"]), who, *told))
    sheet.filter()
    duties = book.sheet(
        "无人负责的任务", [("条款", 14), ("标题", 40), ("情况", 20), ("牵头单位", 40), ("没有方案的单位", 40)]
    )
    for duty in body["duties"]:
        duties.row(
            (
                duty["clause"],
                duty["heading"],
                shown("duty", duty["status"]),
                "、".join(duty["owners"]),
                "、".join(duty["missing"]),
            )
        )
    duties.filter()
