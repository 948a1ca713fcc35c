"""The page routes: look at the results, make a context, fill a template."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, Protocol

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from dafeng.domain.errors import DafengError
from dafeng.web.accounts import accounts_page
from dafeng.web.assets import MEDIA, assets, require_assets
from dafeng.web.error import error_context
from dafeng.web.frame import frame
from dafeng.web.overview import overview_page
from dafeng.web.pathway import pathway_page
from dafeng.web.plan import plan_page
from dafeng.web.trace import trace_page
from dafeng.web.words import word, words

Lang = Literal["zh", "en"]

router = APIRouter(include_in_schema=False)
TEMPLATES = Environment(
    loader=PackageLoader("dafeng.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class ListedDocument(Protocol):
    """What the pages ask of a document."""

    @property
    def name(self) -> str: ...
    @property
    def bytes(self) -> int: ...
    @property
    def sha256(self) -> str: ...


class Shown(Protocol):
    """What the pages ask of the folder at ``app.state.output``."""

    @property
    def results(self) -> dict[str, Any]: ...
    @property
    def documents(self) -> tuple[ListedDocument, ...]: ...


@router.get("/")
def overview(request: Request, lang: Lang = "zh") -> Response:
    """The plan, the peak, the targets, the loudest findings, the documents."""
    output = shown(request)
    documents = [(document.name, document.bytes, document.sha256) for document in output.documents]
    return page(request, "overview", overview_page(output.results, documents, lang), lang)


@router.get("/plan")
def plan(request: Request, lang: Lang = "zh") -> Response:
    """Every clause with its targets and findings."""
    return page(request, "plan", plan_page(shown(request).results, lang), lang)


@router.get("/accounts")
def accounts(
    request: Request, year: str | None = None, end: str | None = None, lang: Lang = "zh"
) -> Response:
    """One year under four conventions."""
    return page(request, "accounts", accounts_page(shown(request).results, year, end, lang), lang)


@router.get("/pathway")
def pathway(request: Request, fill: str | None = None, lang: Lang = "zh") -> Response:
    """When CO2 peaks, for each way to fill what the plan leaves blank."""
    return page(request, "pathway", pathway_page(shown(request).results, fill, lang), lang)


@router.get("/trace/{figure_id:path}")
def trace(request: Request, figure_id: str, lang: Lang = "zh") -> Response:
    """Where a number comes from: a card for the drawer, or a whole page without scripts."""
    results = shown(request).results
    if figure_id not in results["figures"]:
        raise DafengError("E_UNKNOWN_FIGURE", f"没有名为“{figure_id}”的数字", f"no figure {figure_id!r}")
    context = trace_page(results, figure_id, lang)
    if request.headers.get("hx-request") == "true":
        card = TEMPLATES.get_template("trace_card.html").render(page=context, w=words(lang), lang=lang)
        return HTMLResponse(card, headers={"vary": "HX-Request"})
    answer = page(request, "trace", context, lang)
    answer.headers["vary"] = "HX-Request"
    return answer


@router.get("/static/{name:path}")
def static(name: str) -> FileResponse:
    """A style or script of the package."""
    path: Path | None = assets().get(name)
    if path is None:
        raise DafengError("E_UNKNOWN_ASSET", f"没有文件“{name}”", f"no file {name!r}")
    return FileResponse(path, media_type=MEDIA[path.suffix], headers={"cache-control": "no-cache"})


def shown(request: Request) -> Shown:
    """The folder the application shows; without its scripts no page is drawn."""
    require_assets()
    output: Shown = request.app.state.output
    return output


def page(request: Request, name: str, context: object, lang: str) -> HTMLResponse:
    """The page of that name, filled."""
    results = shown(request).results
    around = frame(results, lang, request.url.path, word(lang, f"nav_{name}"), dict(request.query_params))
    return HTMLResponse(render(name, page=context, frame=around, w=words(lang), lang=lang))


def error_page(request: Request, status: int, error: DafengError) -> HTMLResponse:
    """An error as a page that says what happened and what to do, in both languages."""
    lang = "en" if request.query_params.get("lang") == "en" else "zh"
    around = frame(None, lang, request.url.path, word(lang, "nav_error"), {})
    context = error_context(status, error)
    return HTMLResponse(render("error", page=context, frame=around, w=words(lang), lang=lang), status)


def render(name: str, **context: object) -> str:
    """A template filled with a context; a name the context does not hold is an error."""
    return TEMPLATES.get_template(f"{name}.html").render(**context)
