"""The one success shape and the one error shape of the JSON door."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel

from dafeng.domain.errors import DafengError, Fault


class Meta(BaseModel):
    """What the answer was made from: enough to make it again."""

    schema_version: int
    version: str
    as_of: str
    seed: int | None
    synthetic_notice: str | None
    synthetic_notice_en: str | None


class Success(BaseModel):
    """Every success: `data` is the answer, `meta` says which run it comes from."""

    data: Any
    meta: Meta


class FaultShape(BaseModel):
    """One fault at one place."""

    code: str
    place: str
    message_zh: str
    message_en: str


class ErrorBody(BaseModel):
    """A code, both languages and every fault found."""

    code: str
    message_zh: str
    message_en: str
    faults: list[FaultShape]


class Failure(BaseModel):
    """Every error, whatever the status."""

    error: ErrorBody


STATUS = {
    "E_ACCESS_DENIED": 403,
    "E_HOST": 403,
    "E_INTERNAL": 500,
    "E_NO_ASSETS": 503,
    "E_NO_MANIFEST": 503,
    "E_NO_PATHWAY": 404,
    "E_NO_RESULT": 404,
    "E_NO_RESULTS": 503,
    "E_READ_ONLY": 405,
}


def status_of(error: DafengError) -> int:
    """The HTTP status of an error: unknown things are 404, what the caller got wrong is 422."""
    return STATUS.get(error.code, 404 if error.code.startswith("E_UNKNOWN_") else 422)


def success(results: Mapping[str, Any], data: object) -> dict[str, Any]:
    """The success shape around an answer."""
    return {
        "data": data,
        "meta": {
            "schema_version": results["schema"],
            "version": results["version"],
            "as_of": results["as_of"],
            "seed": results.get("seed"),
            "synthetic_notice": results.get("synthetic_notice"),
            "synthetic_notice_en": results.get("synthetic_notice_en"),
        },
    }


def invalid_parameters(error: RequestValidationError) -> DafengError:
    """All bad parameters of a request as one refusal."""
    faults = tuple(
        Fault(
            "E_PARAMETER",
            ".".join(str(part) for part in fault["loc"]),
            f"收到 {fault.get('input')!r}",
            str(fault["msg"]),
        )
        for fault in error.errors()
    )
    return DafengError(
        "E_PARAMETER",
        "请求参数有误，请按所列位置改正",
        "bad request parameters; mend those listed",
        faults,
    )


def address_unknown(path: str) -> DafengError:
    """The refusal of an address that leads nowhere."""
    return DafengError(
        "E_UNKNOWN_ADDRESS",
        f"没有地址“{path}”，接口清单见 /api/v1/openapi.json",
        f"no address {path!r}; /api/v1/openapi.json lists the routes",
    )


INTERNAL = DafengError(
    "E_INTERNAL",
    "服务内部出错，详情见服务终端；请重试，或带上终端文字反馈",
    "the service failed; its terminal says more; try again, or report with the terminal's text",
)
