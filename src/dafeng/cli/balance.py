"""Whether an energy balance closes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dafeng.cli.door import SHOWN_FAULTS, AsOf, Json, Lang, Language, Seed, guarded, put_json

app = typer.Typer(
    help="能源平衡表：核对 / does an energy balance close", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def balance() -> None:
    """能源平衡表：核对 / does an energy balance close."""


@app.command("check")
@guarded
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="平衡表 XLSX、CSV 或 Parquet / the balance")],
    layout: Annotated[
        str,
        typer.Option(
            "--layout", metavar="NAME|FILE", help="格式：nbs、german_states 或 .toml 文件 / its layout"
        ),
    ] = "nbs",
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """按行按列核对平衡关系；有不平之处时退出码为 1 / rows and columns; exit code 1 when something is off."""
    from dafeng.services.balances import check as service

    found = service(file, layout)
    if as_json:
        put_json(found)
    else:
        _show(found, lang.value)
    return 1 if found["violations"] or found["faults"] else 0


def _show(body: dict[str, Any], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    zh = lang == "zh"
    console = Console(highlight=False, soft_wrap=False)
    if body["violations"]:
        table = Table()
        for head in (
            ("平衡关系", "地区", "年份", "能源", "残差")
            if zh
            else ("identity", "region", "year", "carrier", "residual")
        ):
            table.add_column(head, overflow="fold")
        for one in body["violations"][:SHOWN_FAULTS]:
            table.add_row(
                one[lang], one["region"], str(one["year"]), one["carrier"], f"{one['residual']:+.6g}"
            )
        console.print(table)
    for fault in body["faults"][:SHOWN_FAULTS]:
        console.print(f"  · {fault['place']}  {fault['message_zh' if zh else 'message_en']}", markup=False)
    counts = body["cells"], len(body["violations"]), body["unchecked"], len(body["faults"])
    console.print(
        "核对 {} 处，不平 {} 处；缺项未核对 {} 处，正负号存疑 {} 处".format(*counts)
        if zh
        else "{} checked, {} do not close; {} left unchecked for an absent member, {} doubtful signs".format(
            *counts
        )
    )
