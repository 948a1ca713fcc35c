"""The JSON routes: each looks one thing up in the output folder and shows it."""

from __future__ import annotations

import mimetypes
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse

from dafeng.api.output import OutputFolder, find
from dafeng.api.shapes import Failure, Success, success
from dafeng.domain.errors import DafengError
from dafeng.services.trace import trace as trace_of

SUMMARY = (
    "schema",
    "version",
    "as_of",
    "seed",
    "draws",
    "lang",
    "city",
    "synthetic_notice",
    "synthetic_notice_en",
    "plan",
)
FAILURES: dict[int | str, dict[str, Any]] = {
    404: {"model": Failure, "description": "没有该项，附相近名称 / unknown, with near matches"},
    503: {"model": Failure, "description": "输出文件夹不完整 / the output folder is not whole"},
}

router = APIRouter(prefix="/api/v1", responses=FAILURES)


def output_of(request: Request) -> OutputFolder:
    """The folder this application shows."""
    output: OutputFolder = request.app.state.output
    return output


Output = Annotated[OutputFolder, Depends(output_of)]


@router.get("/health", summary="服务状态 / Health", response_model=Success)
def health(output: Output) -> Any:
    """Whether the folder can be read."""
    return success(output.results, {"status": "ok"})


@router.get("/results", summary="概要 / Summary", response_model=Success)
def results(output: Output) -> Any:
    """City, plan, counts of targets by standing and of findings by severity."""
    book = output.results
    targets = dict.fromkeys(("met", "on_course", "at_risk", "off_course", "cannot_be_judged"), 0)
    for target in book["targets"]:
        targets[target["standing"]["state"]] += 1
    severities = dict.fromkeys(("serious", "notice", "hint"), 0)
    for finding in book["findings"]:
        severities[finding["severity"]] += 1
    return success(
        book,
        {
            **{name: book.get(name) for name in SUMMARY},
            "standings": targets,
            "findings": severities,
            "years": sorted(book["accounts"]),
            "figures": len(book["figures"]),
        },
    )


@router.get("/plan", summary="方案 / The plan as read", response_model=Success)
def plan(output: Output) -> Any:
    """The plan as `dafeng plan read` gives it."""
    loaded = output.load()
    return success(loaded.results, loaded.plan)


@router.get("/clauses/{clause_id:path}", summary="条款 / One clause", response_model=Success)
def clause(clause_id: str, output: Output) -> Any:
    """A clause with its text, targets and findings."""
    book = output.results
    return success(book, find({entry["id"]: entry for entry in book["clauses"]}, clause_id, "clause"))


@router.get("/targets", summary="目标 / Targets", response_model=Success)
def targets(output: Output) -> Any:
    """Every target with its standing."""
    return success(output.results, output.results["targets"])


@router.get("/targets/{target_id:path}", summary="一个目标 / One target", response_model=Success)
def target(target_id: str, output: Output) -> Any:
    """A target by its id or its alias."""
    book = output.results
    known = {entry["alias"]: entry for entry in book["targets"] if entry.get("alias")}
    known |= {entry["id"]: entry for entry in book["targets"]}
    return success(book, find(known, target_id, "target"))


@router.get("/findings", summary="审查意见 / Findings", response_model=Success)
def findings(output: Output) -> Any:
    """Every finding with its arithmetic and inputs."""
    return success(output.results, output.results["findings"])


@router.get("/accounts", summary="核算 / Accounts of every year", response_model=Success)
def accounts(output: Output) -> Any:
    """The accounts by year; each number is the id of a figure."""
    return success(output.results, output.results["accounts"])


@router.get("/accounts/{year}", summary="一年的核算 / Accounts of a year", response_model=Success)
def account(year: str, output: Output) -> Any:
    """The four conventions, energy, components and bridges of one year."""
    return success(output.results, find(output.results["accounts"], year, "year"))


@router.get("/figures/{figure_id:path}", summary="一个数字 / One figure", response_model=Success)
def figure(figure_id: str, output: Output) -> Any:
    """A figure with value, unit, period, convention, grade and what it rests on."""
    return success(output.results, find(output.results["figures"], figure_id, "figure"))


@router.get("/trace/{figure_id:path}", summary="溯源 / Trace of a figure", response_model=Success)
def trace(figure_id: str, output: Output) -> Any:
    """A figure, target or finding with formula, inputs, rule rows and source cells, nested."""
    book = output.results
    return success(book, trace_of(book, figure_id))


@router.get("/pathway", summary="路径与峰值 / Pathway and peak", response_model=Success)
def pathway(output: Output) -> Any:
    """The fills, their draws' quantiles and peak years, drivers and assumptions."""
    book = output.results
    if book["pathway"] is None:
        raise DafengError(
            "E_NO_PATHWAY",
            "本次运行没有路径：数据不足以起算，缺什么见概要与审查意见",
            "this run has no pathway: the data do not suffice to start one",
        )
    return success(book, book["pathway"])


@router.get("/documents", summary="文件清单 / Documents", response_model=Success)
def documents(output: Output) -> Any:
    """Every file of the folder with size and hash."""
    return success(output.results, [document.to_json() for document in output.documents])


@router.get("/documents/{name:path}", summary="下载 / Download", response_class=FileResponse)
def download(name: str, output: Output) -> FileResponse:
    """A file of the folder, byte for byte."""
    document = output.document(name)
    media = mimetypes.guess_type(document.name)[0] or "application/octet-stream"
    return FileResponse(document.path, media_type=media, filename=document.path.name)
