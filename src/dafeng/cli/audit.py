"""The commands of the IT department and the auditor: verify, head, log, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.access.policy import LOCAL_OWNER
from dafeng.cli.door import SHOWN_FAULTS, AsOf, Books, Json, Lang, Language, Seed, guarded, put_json

if TYPE_CHECKING:
    from rich.console import Console

app = typer.Typer(
    help="账本核验：链、链头、日志 / do the books hold", no_args_is_help=True, rich_markup_mode=None
)
Body = dict[str, Any]


@app.command("verify")
@guarded
def verify(
    books: Books = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="HASH|FILE", help="以前记下的链头、其文件或备份 / a head noted before"
        ),
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """核验账本是否被改动；不成立时退出码为 1 / whether the books hold; exit code 1 when not."""
    from dafeng.services.audit import verify as service

    found = service(books, head, LOCAL_OWNER)
    if as_json:
        put_json(found)
    else:
        _show_head(found["books"], found["head"], lang.value)
        _show_broken(found["broken"], lang.value)
    return 0 if found["holds"] else 1


@app.command("head")
@guarded
def head(
    books: Books = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """链头，请记在账本以外 / the end of the chain, to be noted elsewhere."""
    from dafeng.services.audit import head as service

    found = service(books, LOCAL_OWNER)
    if as_json:
        put_json(found)
    else:
        _show_head(found["books"], found, lang.value)


@app.command("log")
@guarded
def log(
    books: Books = None,
    last: Annotated[
        int, typer.Option("--last", min=0, metavar="N", help="最后几条，0 为全部 / how many, 0 for all")
    ] = 20,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> None:
    """谁在何时做了什么，最新的在最后 / who did what, newest last."""
    from dafeng.services.audit import log as service

    found = service(books, last, LOCAL_OWNER)
    if as_json:
        put_json(found)
        return
    console = _console()
    for event in found["shown"]:
        why = f"（{event['reason']}）" if event["reason"] else ""
        console.print(
            f"{event['number']:>6}  {event['at'][:19]}Z  {event['by']}  {event['action']}  {event['subject']}{why}"
        )


@guarded
def backup(
    books: Books = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help="备份文件，默认以链头命名 / file, named after the head by default"
        ),
    ] = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """备份整个账本为一个文件，不必停用 / the whole of the books as one file, while they are used."""
    from dafeng.services.backup import backup as service

    found = service(books, out, LOCAL_OWNER)
    return _tell(found, ("已备份到", "backed up to"), as_json=as_json, lang=lang.value)


@guarded
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件 / backup file")],
    books: Books = None,
    as_json: Json = False,
    seed: Seed = None,
    as_of: AsOf = None,
    lang: Language = Lang.zh,
) -> int:
    """把备份恢复到空账本，SQLite 或 PostgreSQL 均可 / a backup into empty books, in either database."""
    from dafeng.services.backup import restore as service

    found = service(file, books, LOCAL_OWNER)
    return _tell(found, ("已恢复自", "restored from"), as_json=as_json, lang=lang.value)


def _tell(found: Body, done: tuple[str, str], *, as_json: bool, lang: str) -> int:
    if as_json:
        put_json(found)
    else:
        zh = lang == "zh"
        rows = found["rows"]
        _console().print(f"{done[0] if zh else done[1]} {found['file']}")
        _show_head(found["books"], found["head"], lang)
        counts = (rows["observations"], rows["submissions"], rows["files"])
        _console().print(
            "观测值 {:,} 条，批次 {:,} 个，原件 {:,} 份".format(*counts)
            if zh
            else "{:,} observations, {:,} submissions, {:,} originals".format(*counts)
        )
        _show_broken(found["broken"], lang)
    return 1 if found["broken"] else 0


def _show_head(books: str, head: Body, lang: str) -> None:
    zh = lang == "zh"
    _console().print(
        f"账本 {books}，共 {head['number']} 个事件，链头："
        if zh
        else f"Books {books}, {head['number']} events, head:"
    )
    _console().print(head["hash"])


def _show_broken(broken: list[Body], lang: str) -> None:
    zh = lang == "zh"
    console = _console()
    if not broken:
        console.print("账本成立，未发现改动。" if zh else "The books hold: nothing was changed.")
        return
    console.print(
        f"账本不成立，{len(broken)} 处：" if zh else f"The books do not hold, {len(broken)} places:"
    )
    for fault in broken[:SHOWN_FAULTS]:
        console.print(f"  · {fault['place']}  {fault['message_zh' if zh else 'message_en']}")
    if len(broken) > SHOWN_FAULTS:
        rest = len(broken) - SHOWN_FAULTS
        console.print(f"  … 另有 {rest} 处，见 --json" if zh else f"  … {rest} more, see --json")


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, soft_wrap=True)
