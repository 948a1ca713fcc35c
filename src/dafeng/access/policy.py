"""The policy table: role × action, and the one question asked of it.

What the table does not grant is refused; a refusal says why, and so does a grant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dafeng.domain.errors import DafengError


class Role(StrEnum):
    """Whom a request comes from."""

    OWNER = "owner"  # 本机使用者
    STRANGER = "stranger"  # 其他机器


class Action(StrEnum):
    """What is asked for."""

    SEE_HEALTH = "see_health"  # 查看服务状态
    READ_RESULT = "read_result"  # 查看结果、溯源与页面
    READ_DOCUMENT = "read_document"  # 下载文件
    READ_BOOKS = "read_books"  # 查账
    WRITE_BOOKS = "write_books"  # 入账
    BACK_UP = "back_up"  # 备份账本
    RESTORE = "restore"  # 恢复账本
    AUDIT = "audit"  # 核验账本、查看日志


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone with a role; `name` is what a record of the access would show."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes or no, and why, in Chinese and English."""

    allowed: bool
    reason_zh: str
    reason_en: str


LOCAL_OWNER = Actor("local", Role.OWNER)
STRANGER = Actor("remote", Role.STRANGER)

# Every granted cell of role × action with its reason; a cell that is not here is refused.
GRANTS: Mapping[tuple[str, str], tuple[str, str]] = MappingProxyType(
    {
        (Role.OWNER, Action.SEE_HEALTH): (
            "本机使用者可查看服务状态",
            "the local owner may see the service's health",
        ),
        (Role.OWNER, Action.READ_RESULT): (
            "本机使用者可查看全部结果",
            "the local owner may read every result",
        ),
        (Role.OWNER, Action.READ_DOCUMENT): (
            "本机使用者可下载全部文件",
            "the local owner may download every document",
        ),
        (Role.OWNER, Action.READ_BOOKS): ("本机使用者可查账", "the local owner may read the books"),
        (Role.OWNER, Action.WRITE_BOOKS): ("本机使用者可入账", "the local owner may write the books"),
        (Role.OWNER, Action.BACK_UP): ("本机使用者可备份账本", "the local owner may back the books up"),
        (Role.OWNER, Action.RESTORE): ("本机使用者可恢复账本", "the local owner may restore the books"),
        (Role.OWNER, Action.AUDIT): ("本机使用者可核验账本", "the local owner may audit the books"),
        (Role.STRANGER, Action.SEE_HEALTH): (
            "服务状态不含数据，任何人可查看",
            "health holds no data: anyone may see it",
        ),
    }
)


def allowed(actor: Actor, action: str, resource: str) -> Decision:
    """Whether the actor may do this to the resource; whatever the table does not grant is refused.

    Examples
    --------
    >>> allowed(LOCAL_OWNER, Action.READ_DOCUMENT, "brief.docx").allowed
    True
    >>> allowed(STRANGER, Action.READ_DOCUMENT, "brief.docx").reason_en
    "role 'stranger' is not granted 'read_document' on 'brief.docx'"

    """
    granted = GRANTS.get((actor.role, action))
    if granted is None:
        return Decision(
            allowed=False,
            reason_zh=f"角色“{actor.role}”未被授予对“{resource}”的“{action}”权限",
            reason_en=f"role {str(actor.role)!r} is not granted {str(action)!r} on {resource!r}",
        )
    return Decision(allowed=True, reason_zh=granted[0], reason_en=granted[1])


def require(actor: Actor, action: str, resource: str) -> None:
    """Go on only for an actor who may.

    Raises
    ------
    DafengError
        ``E_DENIED`` with the reason, for anybody else.

    """
    decision = allowed(actor, action, resource)
    if not decision.allowed:
        raise DafengError("E_DENIED", f"{decision.reason_zh}。", f"{decision.reason_en}.")
