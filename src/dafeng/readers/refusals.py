"""Refusals of a whole file, in both languages, with the file as their place."""

from __future__ import annotations

from dafeng.domain.errors import DafengError, Fault


def refusal(code: str, name: str, zh: str, en: str) -> DafengError:
    """One error with one fault, whose place is the file."""
    return DafengError(code, zh, en, (Fault(code, name, zh, en),))


def broken(code: str, name: str, format: str, zh: str, en: str) -> DafengError:
    """The refusal of a file that is not what its format asks for; `zh` and `en` say what to do."""
    return refusal(
        code,
        name,
        f"{name} 不是完整的 {format} 文件；{zh}",
        f"{name} is not a complete {format} file; {en}",
    )


def too_heavy(name: str) -> DafengError:
    """The refusal of a file whose reading ran into its limit of time or memory."""
    return refusal(
        "E_TOO_HEAVY",
        name,
        f"{name} 在限定的时间和内存内没有读完；请只保留方案正文，另存为文本或 DOCX 后再导入",
        f"{name} could not be read within the limits of time and memory; "
        "keep the plan's text only, save it as text or DOCX and try again",
    )
