"""What every command shares: options, the one error shape, JSON alone on standard output."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from dafeng.domain.errors import DafengError

SHOWN_FAULTS = 20

P = ParamSpec("P")


class Lang(StrEnum):
    """Language of what is shown."""

    zh = "zh"
    en = "en"


Json = Annotated[bool, typer.Option("--json", help="只输出一个 JSON 对象 / print one JSON object only")]
Seed = Annotated[int | None, typer.Option("--seed", help="随机种子 / random seed", show_default=False)]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="基准日，默认今天 / reference date, default today", show_default=False
    ),
]
Books = Annotated[
    str | None,
    typer.Option(
        "--books",
        metavar="DIR|URL",
        help="账本：文件夹或 PostgreSQL 地址，默认 DAFENG_BOOKS，再默认 dafeng-books / where the books are",
        show_default=False,
    ),
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="经办人 / who does it", show_default=False)
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="更正原因 / why it is corrected", show_default=False)
]
Language = Annotated[Lang, typer.Option("--lang", help="显示语言 / language shown")]


def reference_date(text: str | None) -> date:
    """The day a command works from; only the door knows what today is.

    Raises
    ------
    DafengError
        ``E_DATE`` for anything but a date such as 2026-11-22.

    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DafengError(
            "E_DATE", f"日期“{text}”应写作 2026-11-22。", f"The date {text!r} should read 2026-11-22."
        ) from error


def refuse(error: DafengError, *, as_json: bool, lang: str) -> None:
    """Show a refusal: the JSON object on standard output, or readable lines on standard error."""
    if as_json:
        put_json(error.to_json())
        return
    zh = lang == "zh"
    first, second = (error.zh, error.en) if zh else (error.en, error.zh)
    lines = [f"{'错误' if zh else 'Error'} [{error.code}] {first}", f"  {second}"]
    # A file refused as a whole has one fault that says the same thing again.
    told = [fault for fault in error.faults if fault.zh != error.zh]
    lines.extend(f"  · {fault.place}  {fault.zh if zh else fault.en}" for fault in told[:SHOWN_FAULTS])
    if len(told) > SHOWN_FAULTS:
        rest = len(told) - SHOWN_FAULTS
        lines.append(f"  … {f'另有 {rest} 处，见 --json' if zh else f'{rest} more, see --json'}")
    sys.stderr.write("\n".join(lines) + "\n")


def put_json(body: Any) -> None:
    """One JSON object on standard output and nothing else there."""
    sys.stdout.write(json.dumps(body, ensure_ascii=False, allow_nan=False) + "\n")


def put_text(text: str, file: Path) -> None:
    """Write a text as UTF-8 without a byte-order mark, its line ends untouched.

    Raises
    ------
    DafengError
        ``E_TEXT_FILE`` where the file cannot be written.

    """
    try:
        file.write_bytes(text.encode())
    except OSError as error:
        raise DafengError(
            "E_TEXT_FILE",
            f"不能写出“{file.name}”；请检查文件夹是否存在、是否可写。",
            f"{file.name!r} cannot be written; check that its folder exists and may be written to.",
        ) from error


def guarded(command: Callable[P, int | None]) -> Callable[P, None]:
    """Run a command: a refusal ends with code 2, a failed check with the code the command returns."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
        except DafengError as error:
            refuse(error, as_json=bool(kwargs.get("as_json")), lang=str(kwargs.get("lang", "zh")))
            raise typer.Exit(2) from error
        if code:
            raise typer.Exit(code)

    return wrapped


class Steps:
    """A progress line on standard error while a person is watching; silent otherwise."""

    def __init__(self, *, as_json: bool, lang: str, steps: int) -> None:
        self._zh = lang == "zh"
        self._steps = steps
        self._done = 0
        self._shown = not as_json and sys.stderr.isatty()

    def __call__(self, zh: str, en: str) -> None:
        if self._shown:
            width = 20 * self._done // self._steps
            sys.stderr.write(f"\r\033[K[{'█' * width}{'·' * (20 - width)}] {zh if self._zh else en} …")
            sys.stderr.flush()
        self._done += 1

    def end(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
