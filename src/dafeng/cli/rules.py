"""``dafeng rules …``: look a rule up, see what changed, list the indicators."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from dafeng.cli.door import AsOf, Json, Lang, Language, Seed, guarded, put_json, reference_date

rules_app = typer.Typer(
    help="依据：清单、详情、变化、指标 / factors and statutes", no_args_is_help=True, rich_markup_mode=None
)

CityDir = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="城市文件夹，含其本地规则和指标 / city folder with its own rows"
    ),
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="只看一类，如 ncv、grid_margin_om、statute / one kind only"),
]
Row = dict[str, Any]


@rules_app.command("list")
@guarded
def rules_list(
    kind: Kind = None,
    text: Annotated[
        str | None,
        typer.Option(
            "--text", metavar="WORDS", help="编号、名称、文件等处的字词 / words anywhere in the row"
        ),
    ] = None,
    data: CityDir = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """在基准日有效的规则行，不给基准日则列出全部 / rules in force on a day, or all of them."""
    from dafeng.services.rulebook import in_force

    found = in_force(reference_date(as_of) if as_of else None, kind, text, data)
    if as_json:
        put_json(found)
    else:
        _show_rules(found["rules"], lang.value)
        if found["undated"]:
            _say(
                f"另有 {found['undated']} 行有效期不明，未列出",
                f"{found['undated']} more of unknown validity are not listed",
                lang.value,
            )


@rules_app.command("show")
@guarded
def rules_show(
    rule: Annotated[str, typer.Argument(metavar="ID", help="规则编号 / rule id")],
    data: CityDir = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """一行规则的数值、版本、有效期、出处和本地值 / one rule with edition, validity and source."""
    from dafeng.services.rulebook import one

    found = one(rule, reference_date(as_of) if as_of else None, data)
    if as_json:
        put_json(found)
    else:
        _show_rule(found)


@rules_app.command("diff")
@guarded
def rules_diff(
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help="到哪一天，默认今天 / until when, default today"),
    ] = None,
    kind: Kind = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="列出受影响的结果 / results of this folder that would change"
        ),
    ] = None,
    data: CityDir = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """从 --as-of 到 --to 新增、失效、更换的规则 / rules that began, ended or were replaced."""
    from dafeng.services.rule_changes import diff

    found = diff(reference_date(as_of), reference_date(to), kind, out, data)
    if as_json:
        put_json(found)
    else:
        _show_changes(found, lang.value)


@rules_app.command("indicators")
@guarded
def rules_indicators(
    word: Annotated[
        str | None,
        typer.Argument(metavar="WORD", help="编号、名称或领域中的字词 / part of an id, name or field"),
    ] = None,
    data: CityDir = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """指标词表：名称、单位、分母、性质、来源 / the indicators a plan is read with."""
    from dafeng.services.rulebook import indicators

    found = indicators(word, data)
    if as_json:
        put_json({"indicators": found})
    else:
        _show_indicators(found, lang.value)


def _show_rules(found: list[Row], lang: str) -> None:
    zh = lang == "zh"
    heads = (
        ("编号", "名称", "数值", "有效期", "可信度", "出处")
        if zh
        else ("id", "name", "value", "valid", "confidence", "source")
    )
    table = _table(*heads)
    for row in found:
        span = f"{row['valid_from']}\n{row['valid_to']}"
        name = f"{row['kind_zh']} {row['name_zh']}"
        table.add_row(
            row["id"], name, f"{_value(row)}\n{row['unit']}", span, row["confidence"], row["source"]
        )
    _console().print(table)


def _show_rule(row: Row) -> None:
    """All that a row says, one thing a line; what it does not say is left out."""
    lines = []
    for name, value in row.items():
        if isinstance(value, dict):
            mark = "" if name == "columns" else f"{name}."
            lines += [f"{mark}{key}: {said}" for key, said in value.items() if said not in (None, "", {})]
        elif value not in (None, ""):
            lines.append(f"{name}: {value}")
    _console().print("\n".join(lines), markup=False)


def _show_changes(found: Row, lang: str) -> None:
    zh = lang == "zh"
    heads = ("编号", "原值", "新值", "变化") if zh else ("id", "old", "new", "change")
    words = ("新增", "失效", "更换为") if zh else ("added", "ended", "replaced by")
    table = _table(*heads)
    for row in found["added"]:
        table.add_row(row["id"], "", _amount(row), f"{words[0]} {row['valid_from']}")
    for row in found["ended"]:
        table.add_row(row["id"], _amount(row), "", f"{words[1]} {row['valid_to']}")
    for pair in found["replaced"]:
        old, new = pair["old"], pair["new"]
        table.add_row(old["id"], _amount(old), _amount(new), f"{words[2]} {new['id']}")
    _console().print(table)
    if "results" not in found:
        return
    rest = _table(*(("受影响的结果", "名称", "规则") if zh else ("result", "name", "rules")))
    for one in (*found["results"]["targets"], *found["results"]["figures"]):
        rest.add_row(one["id"], one["name"], "、".join(one["rules"]))
    _console().print(rest)


def _show_indicators(found: list[Row], lang: str) -> None:
    """Indicators with unit families, direction, nature and source; one alone with all its spellings."""
    zh = lang == "zh"
    if len(found) == 1:
        shown = {
            name: "、".join(value) if isinstance(value, tuple) else str(value)
            for name, value in found[0].items()
        }
        _console().print("\n".join(f"{name}: {value}" for name, value in shown.items()), markup=False)
        return
    heads = (
        ("编号", "名称", "单位类", "方向", "分母", "性质", "常用来源")
        if zh
        else ("id", "name", "units", "direction", "denominator", "nature", "usual source")
    )
    table = _table(*heads)
    for row in found:
        name = row["name_zh" if zh else "name_en"]
        units = " ".join(row["families"])
        table.add_row(
            row["id"], name, units, row["direction"], row["denominator"], row["nature"], row["usual_source"]
        )
    _console().print(table)


def _value(row: Row) -> str:
    if row["value"] is not None:
        return f"{row['value']:g}"
    return "—" if row["low"] is None else f"{row['low']:g}–{row['high']:g}"


def _amount(row: Row) -> str:
    value = _value(row)
    return row["name_zh"] if value == "—" else f"{value} {row['unit']}"


def _say(zh: str, en: str, lang: str) -> None:
    _console().print(zh if lang == "zh" else en)


def _table(*heads: str) -> Table:
    """A table that folds long cells: Chinese has no spaces to break at."""
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)
