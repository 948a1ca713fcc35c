"""The commands of ``dafeng``; each imports its service only when it is called, so help stays quick."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dafeng.access.policy import LOCAL_OWNER, Action
from dafeng.cli import audit, balance
from dafeng.cli.account import account
from dafeng.cli.data import data_app
from dafeng.cli.decompose import decompose
from dafeng.cli.door import (
    AsOf,
    Books,
    Json,
    Lang,
    Language,
    Seed,
    Steps,
    guarded,
    put_json,
    put_text,
    reference_date,
)
from dafeng.cli.rules import rules_app

app = typer.Typer(
    help="达峰：把碳达峰方案变成能运行的系统 / from a carbon-peaking plan to a running system",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
plan_app = typer.Typer(
    help="方案：读取、审查 / read and review a plan", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(plan_app, name="plan")
app.add_typer(data_app, name="data")
app.add_typer(rules_app, name="rules")
app.add_typer(audit.app, name="audit")
app.command()(account)
app.add_typer(balance.app, name="balance")
app.command()(audit.backup)
app.command()(audit.restore)
app.command()(decompose)

OUT = Path("dafeng-out")
STEPS = 6
Server = Callable[[Path, str, int], None]

PlanFile = Annotated[
    Path, typer.Argument(metavar="PLAN", help="方案文本、DOCX 或方案表文件夹 / plan file or folder")
]
PlanFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar="PLAN...",
        help="方案文件，可以几个一起给，或方案表文件夹 / plan files, several make one plan, or a folder",
    ),
]
DataDir = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="城市文件夹或数据表文件夹 / city or data folder")
]
PlanOverlay = Annotated[
    Path | None,
    typer.Option(
        "--overlay",
        metavar="FILE",
        help="核对结果，默认城市文件夹中的 plan-overlay.csv / what was reviewed",
    ),
]
OutDir = Annotated[Path, typer.Option("--out", metavar="DIR", help="输出文件夹 / output folder")]
Draws = Annotated[int, typer.Option("--draws", min=100, max=1_000_000, help="抽样次数 / number of draws")]


@app.command()
@guarded
def run(
    plan: PlanFile,
    data: DataDir = None,
    out: OutDir = OUT,
    overlay: Annotated[
        Path | None,
        typer.Option(
            "--overlay", metavar="FILE", help="读回更正过的责任清单 / corrected responsibility.xlsx"
        ),
    ] = None,
    draws: Draws = 10_000,
    books: Annotated[
        str | None,
        typer.Option(
            "--books",
            metavar="DIR|URL",
            help="用账本里的数，不用城市数据表 / numbers from the books instead of the city's tables",
        ),
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """读方案、审查、核算、推演、成文 / read, check, account, project and write up."""
    from dafeng.cli.summary import show
    from dafeng.services.office_books import open_books
    from dafeng.services.run import DEFAULT_SEED, Settings
    from dafeng.services.run import run as service

    settings = Settings(reference_date(as_of), DEFAULT_SEED if seed is None else seed, draws, lang.value)
    steps = Steps(as_json=as_json, lang=lang.value, steps=STEPS)
    try:
        with open_books(books, LOCAL_OWNER, Action.READ_BOOKS) if books else nullcontext() as held:
            outcome = service(plan, data, out, settings, overlay, steps, held)
    finally:
        steps.end()
    if as_json:
        put_json(outcome.summary)
    else:
        show(outcome, lang.value)


@app.command()
@guarded
def demo(
    context: typer.Context,
    out: OutDir = OUT,
    serve: Annotated[
        bool, typer.Option("--serve", help="完成后打开本机页面 / serve the pages afterwards")
    ] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口 / port")] = 8321,
    draws: Draws = 10_000,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """用随附的广安示例走完全程 / the packaged example city from end to end."""
    from dafeng.cli.summary import show, show_notice
    from dafeng.services.demo import demo as service
    from dafeng.services.demo import notice
    from dafeng.services.run import DEFAULT_SEED, Settings

    settings = Settings(reference_date(as_of), DEFAULT_SEED if seed is None else seed, draws, lang.value)
    steps = Steps(as_json=as_json, lang=lang.value, steps=STEPS)
    try:
        outcome = service(out, settings, steps)
    finally:
        steps.end()
    if as_json:
        put_json(outcome.summary)
    else:
        show(outcome, lang.value)
        show_notice(notice(), lang.value)
    if serve:
        start: Server = context.obj
        start(out, "127.0.0.1", port)


@app.command()
@guarded
def serve(
    context: typer.Context,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹 / output folder")] = OUT,
    host: Annotated[
        str, typer.Option("--host", help="监听地址，默认只限本机 / address, loopback by default")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口 / port")] = 8321,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """打开网页和接口 / serve the pages and the API of an output folder."""
    start: Server = context.obj
    start(out, host, port)


@app.command()
@guarded
def verify(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="输出文件夹 / output folder")] = OUT,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """按清单重做一遍并逐字节比较 / re-make everything from the manifest and compare."""
    from dafeng.cli.summary import show_verification
    from dafeng.services.verify import verify as service

    steps = Steps(as_json=as_json, lang=lang.value, steps=STEPS)
    try:
        found = service(out, steps)
    finally:
        steps.end()
    if as_json:
        put_json(found.to_json())
    else:
        show_verification(found, lang.value)
    return 0 if found.holds else 1


@app.command()
@guarded
def trace(
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT",
            help="结果编号，如 co2、co2/2020、T01、F04，或账本中的数 / id or code, or a number of the books",
        ),
    ],
    out: OutDir = OUT,
    books: Books = None,
    data: DataDir = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """任一数字的来路：公式、因子、依据、单元格、文件、经办人和时间 / where a number comes from."""
    from dafeng.cli.summary import show_trace
    from dafeng.services.trace import load_results
    from dafeng.services.trace import trace as service
    from dafeng.services.whereabouts import has_usual_books

    if books is None and not has_usual_books():
        tree = service(load_results(out), result)
    else:
        from dafeng.services.desk import open_desk
        from dafeng.services.office_books import open_books
        from dafeng.services.stored import find

        with open_books(books, LOCAL_OWNER, Action.READ_BOOKS) as held:
            tree = find(out, result, held, open_desk(data).ledgers)
    if as_json:
        put_json(tree)
    else:
        show_trace(tree, lang.value)


@app.command()
@guarded
def track(
    out: OutDir = OUT,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """各目标进展，或为何无法判断 / where each target stands, or why that cannot be said."""
    from dafeng.cli.summary import show_track
    from dafeng.services.trace import load_results
    from dafeng.services.track import track as service

    found = service(load_results(out))
    if as_json:
        put_json(found)
    else:
        show_track(found, lang.value)


@plan_app.command("read")
@guarded
def plan_read(
    files: PlanFiles,
    data: DataDir = None,
    text: Annotated[
        Path | None,
        typer.Option("--text", metavar="FILE", help="写出位置所指的文字 / write the text that offsets count"),
    ] = None,
    overlay: PlanOverlay = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """条款、目标、项目及其位置 / clauses, targets and projects with their places."""
    from dafeng.methods.plan import plan_to_json
    from dafeng.services.inputs import collect
    from dafeng.services.planning import read_corrected

    plan, laid = read_corrected(files, collect(files[0], data).city, overlay)
    body = plan_to_json(plan) | ({"overlay": laid} if laid else {})
    if text is not None:
        put_text(plan.document.text, text)
    if as_json:
        put_json(body)
    else:
        from dafeng.cli.summary import show_overlay, show_plan

        show_plan(body, lang.value)
        show_overlay(laid, lang.value)


@plan_app.command("check")
@guarded
def plan_check(
    files: PlanFiles,
    data: DataDir = None,
    overlay: PlanOverlay = None,
    higher: Annotated[
        list[Path] | None,
        typer.Option("--higher", metavar="FILE", help="上级方案，可重复 / a plan above this one; repeatable"),
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """一致性审查：有审查意见时退出码为 1 / review a plan; exit code 1 when something is found."""
    from dafeng.cli.summary import show_findings, show_overlay
    from dafeng.services.account import check as service

    # targets that are due are a matter of closing, which only a day that is asked for calls for
    found = service(
        files,
        data,
        reference_date(as_of),
        overlay=overlay,
        higher=higher or (),
        closing=as_of is not None,
    )
    if as_json:
        put_json(found)
    else:
        show_findings(found, lang.value)
        show_overlay(found.get("overlay"), lang.value)
    return 1 if found["findings"] else 0


@plan_app.command("review")
@guarded
def plan_review(
    files: PlanFiles,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="写出核对表 XLSX / review sheet to write")
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--apply", metavar="FILE", help="读回核对过的 XLSX / corrected sheet")
    ] = None,
    overlay: PlanOverlay = None,
    data: DataDir = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="核对人 / who checked it")] = "",
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """导出核对表，或把核对结果读回 / write the review sheet, or read the corrected one back."""
    from dafeng.cli.summary import show_review
    from dafeng.services.reviewing import review as service

    found = service(files, out, sheet, overlay, data, by, reference_date(as_of))
    if as_json:
        put_json(found)
    else:
        show_review(found, lang.value)


@plan_app.command("compare")
@guarded
def plan_compare(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="PLAN…", help="要比较的方案，第一个为基准 / plans, the first is the reference"
        ),
    ],
    parts: Annotated[
        list[Path] | None,
        typer.Option(
            "--parts",
            metavar="FILE",
            help="区县和部门的方案，可多次给出 / area and department plans, repeatable",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="另写为 XLSX / also write a workbook")
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """逐项比较方案；或看全市目标由谁承接 / plans side by side, or a city plan and its parts."""
    from dafeng.cli.comparison import show_comparison
    from dafeng.services.comparing import compare as service

    found = service(files, parts or [], out, reference_date(as_of).isoformat())
    if as_json:
        put_json(found)
    else:
        show_comparison(found, lang.value)


def main(server: Server) -> None:
    """Run the command line; `server` starts the web door, which this door may not import."""
    app(prog_name="dafeng", obj=server)
