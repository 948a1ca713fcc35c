"""Join the JSON door and the pages into one application, and serve it on this machine."""

from __future__ import annotations

import logging
import socket
import sys
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from dafeng.api.app import create_app
from dafeng.domain.errors import DafengError
from dafeng.web.assets import missing_assets
from dafeng.web.pages import error_page, router

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

log = logging.getLogger(__name__)


def build(folder: Path) -> FastAPI:
    """The whole application over one output folder: JSON routes and pages."""
    missing = missing_assets()
    if missing:
        log.warning("网页脚本未就绪，请运行 make env / scripts missing, run make env: %s", ", ".join(missing))
    return create_app(folder, (router,), error_page=error_page)


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8321) -> None:
    """Serve the folder to this machine until interrupted.

    Errors: DafengError `E_HOST` for a host other machines could reach, since there are no
    accounts here; `E_PORT` for a port in use; `E_NO_RESULTS` if there is nothing to show.
    """
    if host not in LOOPBACK:
        raise DafengError(
            "E_HOST",
            f"本服务没有登录，只能在本机使用；收到主机“{host}”，请用 127.0.0.1",
            f"the service has no log-in and is for this machine only; got host {host!r}, use 127.0.0.1",
        )
    app = build(folder)
    app.state.output.load()
    name = f"[{host}]" if ":" in host else host
    with _listen(host, port) as listening:
        sys.stderr.write(f"http://{name}:{port}  打开网页，按 Ctrl+C 结束 / open the pages; Ctrl+C ends\n")
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise DafengError(
            "E_PORT",
            f"不能在 {host} 的端口 {port} 上监听（{error.strerror}）；请用 --port 换一个端口",
            f"cannot listen on port {port} of {host} ({error.strerror}); choose another with --port",
        ) from error
