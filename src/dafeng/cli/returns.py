"""What the data commands show: faults at their cells, receipts, who is missing, what does not add up."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Json = dict[str, Any]
SHOWN_NOTES = 20


def show_check(found: Json, lang: str) -> None:
    """Every fault at its cell, questions and notes after them, or how many numbers are fine."""
    zh = lang == "zh"
    console = Console(highlight=False)
    _places(console, found["faults"], "red", zh=zh)
    _places(console, found["questions"], "yellow", zh=zh)
    _places(console, found["notes"][:SHOWN_NOTES], "dim", zh=zh)
    if len(found["notes"]) > SHOWN_NOTES:
        more = len(found["notes"]) - SHOWN_NOTES
        console.print(f"… 另有 {more} 处已改正，见 --json" if zh else f"… {more} more notes, see --json")
    if not found["faults"]:
        count = found["observations"]
        console.print(
            f"没有错误，{count} 个数可以导入。" if zh else f"No faults; {count} numbers are good to go."
        )


def show_taken(found: Json, lang: str) -> None:
    """What became of one file."""
    zh = lang == "zh"
    console = Console(highlight=False)
    _places(console, found["questions"], "yellow", zh=zh)
    for one in found["submissions"]:
        console.print(_receipt(one, zh=zh), markup=False)


def show_folder(found: Json, lang: str) -> None:
    """What became of each file, then who is missing and what does not add up."""
    zh = lang == "zh"
    console = Console(highlight=False)
    words = {
        "imported": ("已入账", "booked"),
        "held": ("此前已入账", "held already"),
        "refused": ("未入账", "refused"),
    }
    for file in found["files"]:
        console.print(f"{file['file']}  {words[file['status']][0 if zh else 1]}", markup=False)
        _places(console, file.get("faults", ()), "red", zh=zh)
        _places(console, file.get("questions", ()), "yellow", zh=zh)
    if found["missing"]:
        heads = ("未交", "台账", "时期", "应交日", "逾期天数") if zh else ("Missing", "Ledger", "Period", "Due", "Days late")  # fmt: skip
        table = Table(*heads)
        for one in found["missing"]:
            name = one["ledger_zh"] if zh else one["ledger"]
            table.add_row(one["area_zh"], name, one["period"], one["due"], str(one["days_late"]))
        console.print(table)
    if found["apart"]:
        console.print("对不上的：" if zh else "What does not add up:")
        _places(console, found["apart"], "yellow", zh=zh)


def show_ledgers(found: list[Json], lang: str) -> None:
    """The ledgers as a table."""
    zh = lang == "zh"
    heads = ("编号", "台账", "填报", "周期", "期后日", "列") if zh else ("Id", "Ledger", "Filled by", "Period", "Due days", "Columns")  # fmt: skip
    table = Table(*heads)
    for one in found:
        names = (one["name_zh"], one["role_zh"], one["frequency_zh"]) if zh else (one["name_en"], one["role_en"], one["frequency"])  # fmt: skip
        table.add_row(one["id"], *names, str(one["due_days"]), str(one["columns"]))
    Console(highlight=False).print(table)


def show_export(made: Json, lang: str) -> None:
    """Where the export went, and what was kept back."""
    console = Console(highlight=False)
    console.print(made["file"], markup=False)
    for one in made.get("withheld", ()):
        console.print(("未公开，未写出：" if lang == "zh" else "Not public, left out: ") + one, markup=False)


def _places(console: Console, faults: Any, style: str, *, zh: bool) -> None:
    """One line for each thing that is said, with every cell it is said of."""
    cells: dict[tuple[str, str], list[str]] = {}
    for fault in faults:
        sheet = fault["place"].removesuffix(fault["cell"])
        cells.setdefault((sheet, fault["message_zh" if zh else "message_en"]), []).append(fault["cell"])
    for (sheet, words), where in cells.items():
        line = f"  {sheet}{('、' if zh else ', ').join(where)}  {words}"
        console.print(escape(line), style=style, soft_wrap=True)


def _receipt(one: Json, *, zh: bool) -> str:
    about = " ".join(part for part in (one["ledger"], one["area"], one["period"]) if part)
    if zh:
        return f"{about}  新增 {one['new']}，更正 {one['corrected']}，撤回 {one['withdrawn']}，原有 {one['held']}"
    return f"{about}  new {one['new']}, corrected {one['corrected']}, withdrawn {one['withdrawn']}, held {one['held']}"
