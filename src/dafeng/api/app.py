"""The application over one output folder: JSON routes, and whatever pages are handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from dafeng.api.door import HEADERS, Door
from dafeng.api.output import OutputFolder
from dafeng.api.routes import router
from dafeng.api.shapes import INTERNAL, address_unknown, invalid_parameters, status_of
from dafeng.domain.errors import DafengError

ErrorPage = Callable[[Request, int, DafengError], Response]


def create_app(
    folder: Path, routers: Sequence[APIRouter] = (), *, error_page: ErrorPage | None = None
) -> FastAPI:
    """A read-only application showing one output folder.

    Parameters
    ----------
    folder : what `dafeng run` wrote; it is read at the first request and again when its manifest changes
    routers : further routes, such as the pages; they find the folder at ``app.state.output``
    error_page : shows an error to a person, for addresses outside ``/api``

    """
    # The stock documentation pages load scripts from outside; the schema itself is served.
    app = FastAPI(
        title="达峰 dafeng",
        description="碳达峰方案的结果，只读 / The results of a carbon-peaking plan, read-only",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.output = OutputFolder(folder)

    def answer(request: Request, error: DafengError) -> Response:
        status = status_of(error)
        if error_page is None or request.url.path.startswith("/api/"):
            return JSONResponse(error.to_json(), status)
        return error_page(request, status, error)

    @app.exception_handler(DafengError)
    def refused(request: Request, error: DafengError) -> Response:
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return answer(request, invalid_parameters(error))

    @app.exception_handler(HTTPException)
    def nowhere(request: Request, _error: HTTPException) -> Response:
        # The door lets only GET through and no route raises these, so what is left is 404.
        return answer(request, address_unknown(request.url.path))

    @app.exception_handler(Exception)
    def failed(request: Request, _error: Exception) -> Response:
        response = answer(request, INTERNAL)
        # The outermost layer answers here, beyond the door.
        response.headers.update(HEADERS)
        return response

    app.include_router(router)
    for extra in routers:
        app.include_router(extra)
    app.add_middleware(Door)
    return app
