"""A comparison of plans in the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dafeng.rules.review_fields import shown
from dafeng.rules.told import amount

Json = dict[str, Any]


def show_comparison(body: Json, lang: str) -> None:
    """Plans side by side, or a city plan and who carries it."""
    console = Console(highlight=False, soft_wrap=False)
    if "parts" in body:
        _parts(console, body, lang)
    else:
        _side_by_side(console, body, lang)


def _side_by_side(console: Console, body: Json, lang: str) -> None:
    zh = lang == "zh"
    names = [plan["title"] or plan["name"] for plan in body["plans"]]
    table = Table()
    for head in ("指标" if zh else "indicator", *names, "对照" if zh else "against the first"):
        table.add_column(head, overflow="fold")
    for row in body["rows"]:
        told = "\n".join(_verdict(verdict, lang) for verdict in row["verdicts"] if verdict)
        if not told and sum(cell is not None for cell in row["cells"]) == 1:
            told = "只有这一份有" if zh else "in this one only"
        name = f"{row['indicator']}（{row['scope']}）" if row["scope"] else row["indicator"]
        table.add_row(name, *(amount(cell, lang) for cell in row["cells"]), told)
    console.print(table)
    for one in body["supersession"]:
        newer, older, ground = names[one["newer"]], names[one["older"]], one["zh" if zh else "en"]
        console.print(
            f"“{newer}”替代“{older}”：{ground}" if zh else f"{newer!r} takes the place of {older!r}: {ground}"
        )
    for version in body["versions"]:
        told = "，".join(
            f"{shown('clause_change', name, lang)} {count}" for name, count in version["counts"].items()
        )
        console.print(Text(f"条款：{told}" if zh else f"Clauses: {told}"))
    only = "、".join(f"{name} {count}" for name, count in zip(names, body["counts"]["only"], strict=True))
    console.print(
        f"共 {body['counts']['rows']} 项；只在一份中的：{only}"
        if zh
        else f"{body['counts']['rows']} rows; in one only: {only}"
    )


def _verdict(verdict: Json, lang: str) -> str:
    zh = lang == "zh"
    told = [shown("ambition", verdict["ambition"], lang)]
    if verdict["difference"]:
        unit = verdict["unit"] or ""
        told.append(f"{verdict['difference']:+g}{unit if zh or unit != '百分点' else ' points'}")
    for field, value in (("year_change", verdict["year"]), ("wording", verdict["wording"])):
        if value != "same":
            told.append(("措辞" if zh and field == "wording" else "") + shown(field, value, lang))
    reason = verdict["reason_zh" if zh else "reason_en"]
    if reason:
        told.append(f"（{reason}）" if zh else f"({reason})")
    return " ".join(told)


def _parts(console: Console, body: Json, lang: str) -> None:
    zh = lang == "zh"
    table = Table()
    heads = ("全市目标", "数值", "承接单位", "合计") if zh else ("target", "value", "carried by", "sum")
    for head in heads:
        table.add_column(head, overflow="fold")
    for one in body["targets"]:
        who = "\n".join(f"{part['body']} {amount(part, lang)}" for part in one["carriers"])
        closing = one["closing"]
        told = "" if closing is None else closing["zh" if zh else "en"]
        table.add_row(
            one["indicator"], amount(one["city"], lang), who or ("无人承接" if zh else "nobody"), told
        )
    console.print(table)
    for duty in body["duties"]:
        missing = "、".join(duty["missing"])
        status = shown("duty", duty["status"], lang)
        console.print(
            Text(f"  {duty['clause']}  {duty['heading']}  {status}{'：' + missing if missing else ''}")
        )
    counts = body["counts"]
    console.print(
        f"目标 {counts['targets']}，无人承接 {counts['nobody_carries']}；没有牵头单位的条款 {counts['no_owner']}，"
        f"牵头单位没有方案的 {counts['no_plan']}"
        if zh
        else f"{counts['targets']} targets, {counts['nobody_carries']} carried by nobody; "
        f"{counts['no_owner']} clauses without a lead, {counts['no_plan']} whose lead has no plan"
    )
