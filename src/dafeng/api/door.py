"""What every request passes first: host, method, permission; and the headers every answer carries."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dafeng.access.policy import LOCAL_OWNER, STRANGER, Action, Actor, allowed
from dafeng.api.shapes import status_of
from dafeng.domain.errors import DafengError

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
# An attacker's name may resolve to 127.0.0.1, but the browser still sends that name as Host.
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Door:
    """ASGI middleware: refuses foreign hosts, methods other than GET and whoever has no permission."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = refuse(scope)
        if refusal is None:
            await self.app(scope, receive, send_with_headers)
            return
        headers = {"allow": "GET"} if refusal.code == "E_READ_ONLY" else {}
        answer = JSONResponse(refusal.to_json(), status_of(refusal), headers)
        await answer(scope, receive, send_with_headers)


def refuse(scope: Scope) -> DafengError | None:
    """Why this request may not go on, or None."""
    host = Headers(scope=scope).get("host", "")
    if host_name(host) not in LOOPBACK_NAMES:
        return DafengError(
            "E_HOST",
            f"拒绝主机名“{host}”：本服务只在本机使用，请打开 http://127.0.0.1",
            f"host {host!r} refused: this service is for this machine only; open http://127.0.0.1",
        )
    if scope["method"] != "GET":
        return DafengError(
            "E_READ_ONLY",
            f"只读服务，只接受 GET，收到 {scope['method']}",
            f"a read-only service accepts GET only, got {scope['method']}",
        )
    path = scope["path"]
    decision = allowed(actor_of(scope), action_of(path), path)
    if not decision.allowed:
        return DafengError("E_ACCESS_DENIED", decision.reason_zh, decision.reason_en)
    return None


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    return (host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]).lower()


def actor_of(scope: Scope) -> Actor:
    """The local owner if the connection comes from this machine; a stranger otherwise."""
    client = scope.get("client")
    try:
        return LOCAL_OWNER if client and ip_address(client[0]).is_loopback else STRANGER
    except ValueError:
        return STRANGER


def action_of(path: str) -> Action:
    """What a path asks for."""
    if path == "/api/v1/health":
        return Action.SEE_HEALTH
    return Action.READ_DOCUMENT if path.startswith("/api/v1/documents/") else Action.READ_RESULT
