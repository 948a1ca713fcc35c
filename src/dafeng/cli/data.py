"""``dafeng data``: forms of the ledgers out and in, checked, booked, handed on."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from dafeng.access.policy import LOCAL_OWNER, Action
from dafeng.cli.door import (
    AsOf,
    Books,
    By,
    Json,
    Lang,
    Language,
    Reason,
    Seed,
    guarded,
    put_json,
    reference_date,
)
from dafeng.domain.ledger import Publication

data_app = typer.Typer(
    help="数据：台账、表样、检查、导入、导出 / ledgers, forms, checks, imports, exports",
    no_args_is_help=True,
    rich_markup_mode=None,
)

City = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="DIR", help="城市文件夹，默认当前文件夹 / city folder, default the current one"
    ),
]
LedgerName = Annotated[
    str,
    typer.Argument(metavar="LEDGER", help="台账编号或名称，见 dafeng data ledgers / id or name of a ledger"),
]
Period = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help="如 2025、2025-Q3、2025-07 / e.g. 2025-07")
]
Area = Annotated[
    str | None, typer.Option("--area", metavar="AREA", help="地区代码或名称 / code or name of an area")
]


@data_app.command("ledgers")
@guarded
def data_ledgers(
    word: Annotated[
        str | None,
        typer.Argument(metavar="WORD", help="名称、部门或任务编号中的字词 / part of a name or role"),
    ] = None,
    data: City = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """有哪些台账，谁填，何时交 / which ledgers there are, who fills them and when."""
    from dafeng.cli.returns import show_ledgers
    from dafeng.services.desk import open_desk
    from dafeng.services.listing import ledgers

    found = ledgers(open_desk(data), word)
    if as_json:
        put_json({"ledgers": found})
    else:
        show_ledgers(found, lang.value)


@data_app.command("template")
@guarded
def data_template(
    ledger: LedgerName,
    area: Annotated[
        list[str] | None,
        typer.Option(
            "--area", metavar="AREA", help="地区代码或名称，可重复；all 为全部 / repeatable; all of them"
        ),
    ] = None,
    period: Period = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="PATH", help="文件，或放多份的文件夹 / file, or folder for several"),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="xlsx、csv 或 parquet")] = "xlsx",
    data: City = None,
    books: Books = None,
    by: By = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """写出台账表样，带上期数；observations 为通用数据表 / write a form, with last period's values."""
    from dafeng.services.desk import open_desk
    from dafeng.services.office_books import books_if_any
    from dafeng.services.returns import TABLE
    from dafeng.services.templates import issue, issue_table

    if ledger == TABLE:
        made = issue_table(out or Path("template.xlsx"))
    else:
        with books_if_any(books, LOCAL_OWNER, Action.WRITE_BOOKS) as held:
            made = issue(
                ledger, area or (), period or "", out, open_desk(data), held, at=_now(), by=_name(by), form=form
            )  # fmt: skip
    if as_json:
        put_json(made)
    else:
        sys.stdout.write("".join(f"{file}\n" for file in made["files"]))


@data_app.command("check")
@guarded
def data_check(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="填好的表，或数据表、城市文件夹 / filled form, table or folder"),
    ],
    data: City = None,
    books: Books = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """检查，不导入；有错时退出码为 1 / check without importing; exit code 1 on faults."""
    from dafeng.cli.returns import show_check
    from dafeng.services.data import check as service
    from dafeng.services.desk import open_desk
    from dafeng.services.office_books import books_if_any

    with books_if_any(books, LOCAL_OWNER, Action.READ_BOOKS) as held:
        found = service(path, open_desk(data), held)
    if as_json:
        put_json(found)
    else:
        show_check(found, lang.value)
    return 1 if found["faults"] else 0


@data_app.command("import")
@guarded
def data_import(
    path: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="填好的表，或装回收表的文件夹 / filled form, or folder of replies"
        ),
    ],
    data: City = None,
    books: Books = None,
    by: By = None,
    reason: Reason = "",
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """导入账本：一份表要么全部入账，要么不入 / book a form whole or not at all; a folder file by file."""
    from dafeng.cli.returns import show_folder, show_taken
    from dafeng.services.desk import open_desk
    from dafeng.services.office_books import open_books
    from dafeng.services.replies import take_folder
    from dafeng.services.returns import take

    desk = open_desk(data)
    with open_books(books, LOCAL_OWNER, Action.WRITE_BOOKS, create=True) as held:
        if path.is_dir():
            day = reference_date(as_of)
            found = take_folder(path, desk, held, at=_now(), by=_name(by), day=day, reason=reason)
        else:
            found = take(path, desk, held, at=_now(), by=_name(by), reason=reason)
    if as_json:
        put_json(found)
    elif path.is_dir():
        show_folder(found, lang.value)
    else:
        show_taken(found, lang.value)
    return 1 if any(file["status"] == "refused" for file in found.get("files", ())) else 0


@data_app.command("export")
@guarded
def data_export(
    ledger: LedgerName,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=".csv、.parquet 或 .xlsx；默认以台账、地区、时期命名 / file"
        ),
    ] = None,
    area: Area = None,
    period: Period = None,
    form: Annotated[str, typer.Option("--format", help="csv、parquet 或 xlsx")] = "csv",
    public: Annotated[
        bool, typer.Option("--public", help="只写可以公开的汇总 / only sums that may be published")
    ] = False,
    data: City = None,
    books: Books = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """导出账本中的台账；--public 只导出已公开的 / write returns out again; --public writes what is released."""
    from dafeng.cli.returns import show_export
    from dafeng.services.desk import open_desk
    from dafeng.services.exports import export
    from dafeng.services.office_books import open_books
    from dafeng.services.publishing import publish

    name = "-".join(part for part in (ledger, area, period, "public" if public else None) if part)
    file = out or Path(f"{name}.{form}")
    with open_books(books, LOCAL_OWNER, Action.READ_BOOKS) as held:
        if public:
            made = publish(
                ledger, file, open_desk(data), held, period=period or "", day=reference_date(as_of)
            )
        else:
            made = export(ledger, file, open_desk(data), held, area=area, period=period)
    if as_json:
        put_json(made)
    else:
        show_export(made, lang.value)


@data_app.command("release")
@guarded
def data_release(
    series: Annotated[
        str,
        typer.Argument(
            metavar="LEDGER[.COLUMN]|SERIES",
            help="台账、其中一列，或一个指标 / ledger, column of it, or series",
        ),
    ],
    *,
    status: Annotated[
        Publication | None, typer.Option("--status", help="默认按台账声明 / default as the ledger declares")
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="生效日，默认今天 / from which day, default today"),
    ] = None,
    area: Area = None,
    period: Period = None,
    data: City = None,
    books: Books = None,
    by: By = None,
    reason: Reason = "",
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """登记公布状态：未公布、内部、公开，及生效日 / decide whether a series may be shown, and from when."""
    from dafeng.services.desk import open_desk
    from dafeng.services.office_books import open_books
    from dafeng.services.publishing import release

    with open_books(books, LOCAL_OWNER, Action.WRITE_BOOKS) as held:
        made = release(
            series, status, open_desk(data), held,
            on=reference_date(on or as_of), at=_now(), by=_name(by), area=area, period=period, reason=reason,
        )  # fmt: skip
    if as_json:
        put_json(made)
    else:
        sys.stdout.write(
            f"{made['series']} {made['area']} {made['period']} {made['status']} {made['release_on']}\n"
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _name(by: str | None) -> str:
    return by or LOCAL_OWNER.name
