"""An error as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from dafeng.domain.errors import DafengError, Fault


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Context of error.html."""

    status: int
    code: str
    zh: str
    en: str
    faults: tuple[Fault, ...]


def error_context(status: int, error: DafengError) -> ErrorPage:
    """The context of an error page."""
    return ErrorPage(status, error.code, error.zh, error.en, error.faults)
