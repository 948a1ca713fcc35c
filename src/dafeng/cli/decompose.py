"""``dafeng decompose``: which factor moved an aggregate, by how much."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from dafeng.cli.door import AsOf, Json, Lang, Language, Seed, guarded, put_json
from dafeng.domain.decomposition import Form, Method


@guarded
def decompose(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE", help="CSV、XLSX 或 Parquet 表：region、year 和各因素列 / table of factors"
        ),
    ],
    factors: Annotated[
        str,
        typer.Option("--factors", metavar="A,B,C", help="因素列，逗号隔开 / columns whose product counts"),
    ],
    start: Annotated[int, typer.Option("--from", metavar="YEAR", help="起始年 / first year")],
    end: Annotated[int, typer.Option("--to", metavar="YEAR", help="终止年 / last year")],
    form: Annotated[
        Form, typer.Option("--form", help="加法（差）或乘法（比） / a difference or a ratio")
    ] = Form.additive,
    method: Annotated[
        Method, typer.Option("--method", help="权重：LMDI-I 或 LMDI-II / weights")
    ] = Method.lmdi1,
    category: Annotated[
        str | None,
        typer.Option("--category", metavar="C", help="类别列，总量是各类别之和 / column to sum over"),
    ] = None,
    chained: Annotated[
        bool, typer.Option("--chained", help="逐年分解，每年一行 / year by year, one row each")
    ] = False,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """因素分解（LMDI）：总量的变化各因素占多少 / what each factor gave of a change."""
    from dafeng.services.decomposing import decompose as service

    names = [name.strip() for name in factors.replace("，", ",").split(",")]
    found = service(table, names, category, (start, end), form, method, chained=chained)
    if as_json:
        put_json(found)
    else:
        _show(found, names, lang.value)


def _show(found: dict[str, Any], factors: list[str], lang: str) -> None:
    zh = lang == "zh"
    _print(found["results"], factors, "", zh=zh)
    if "cumulative" in found:
        _print(found["cumulative"], factors, "自起始年累计" if zh else "since the first year", zh=zh)


def _print(rows: list[dict[str, Any]], factors: list[str], title: str, *, zh: bool) -> None:
    shown = Table(title=title or None)
    heads = ("地区", "自", "至", "总变化") if zh else ("region", "from", "to", "total")
    for head in (*heads, *factors, "余项" if zh else "residual"):
        shown.add_column(head, overflow="fold", justify="left" if head == heads[0] else "right")
    for row in rows:
        numbers = (row["total"], *row["effects"].values())
        cells = [f"{number:.6g}" for number in numbers] + [f"{row['residual']:.1e}"]
        shown.add_row(row["region"], str(row["from"]), str(row["to"]), *cells)
    Console(highlight=False, soft_wrap=False).print(shown)
