"""``dafeng account``: a city's accounts, or any activity with any factors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dafeng.cli.door import AsOf, Json, Lang, Language, Seed, guarded, put_json
from dafeng.domain.errors import DafengError

GWP = "AR6"  # here and not among the rules, so that the help text loads none


@guarded
def account(
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="DIR", help="城市文件夹 / city folder", show_default=False),
    ] = None,
    activity: Annotated[
        Path | None,
        typer.Option("--activity", metavar="FILE", help="活动数据表 / table of activity", show_default=False),
    ] = None,
    factors: Annotated[
        Path | None,
        typer.Option("--factors", metavar="FILE", help="排放因子表 / table of factors", show_default=False),
    ] = None,
    gwp: Annotated[
        str, typer.Option("--gwp", metavar="SET", help="增温潜势：AR4、AR5、AR6 / warming potentials")
    ] = GWP,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="写出 CSV，不覆盖 / CSV to write, never over another"),
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """能源与二氧化碳账，四种口径；或任意活动数据乘因子 / a city's accounts, or any activity with any factors."""
    if data is not None and activity is None and factors is None and out is None:
        from dafeng.cli.summary import show_accounts
        from dafeng.services.account import account as of_city

        made = of_city(data)
        show = show_accounts
    elif data is None and activity is not None and factors is not None:
        from dafeng.services.generic_account import account_table

        made = account_table(activity, factors, gwp, out)
        show = _show
    else:
        raise DafengError(
            "E_ACCOUNT_INPUT",
            "请给出 --data 城市文件夹；或同时给出 --activity 和 --factors，并可加 --gwp 和 --out。",
            "Give --data with a city folder; or both --activity and --factors, with --gwp and --out if you like.",
        )
    if as_json:
        put_json(made)
    else:
        show(made, lang.value)


def _show(made: dict[str, Any], lang: str) -> None:
    """What the lines come to, by gas, with what is worth a look."""
    from rich.console import Console
    from rich.table import Table

    zh = lang == "zh"
    console = Console(highlight=False)
    table = Table()
    for head in ("气体" if zh else "gas", "t", "GWP"):
        table.add_column(head, justify="right" if head != "GWP" else "left")
    for gas, mass in made["mass_t"].items():
        weight = made["gwp"]["values"].get(gas)
        table.add_row(gas, _amount(mass, zh=zh), "" if weight is None else f"{weight:g}")
    console.print(table)
    name, total = made["gwp"]["set"], _amount(made["co2e_t"], zh=zh)
    console.print(f"合计 {total} t CO2e（{name}）" if zh else f"total {total} t CO2e ({name})")
    for note in made["notes"]:
        console.print(f"  · {note['message_zh' if zh else 'message_en']} {note['places'][0]}")
    if made["without_number"]:
        count = made["without_number"]
        console.print(
            f"  · {count} 行没有数，合计未知。" if zh else f"  · {count} rows have no number: totals unknown."
        )
    if made["out"]:
        console.print(f"{made['out']}：{made['rows']} 行" if zh else f"{made['out']}: {made['rows']} rows")


def _amount(value: float | None, *, zh: bool) -> str:
    if value is None:
        return "未知" if zh else "unknown"
    return f"{value:,.3f}"
