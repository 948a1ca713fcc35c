"""The scripts and styles of the pages, served from the package and from nowhere else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault

STATIC = Path(__file__).parent / "static"
# Copied in by the build; git does not hold them.
VENDORED = ("vendor/echarts.min.js", "vendor/htmx.min.js")
MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


def missing_assets(static: Path = STATIC) -> tuple[str, ...]:
    """The scripts the build should have copied in and did not."""
    return tuple(name for name in VENDORED if not (static / name).is_file())


def require_assets(static: Path = STATIC) -> None:
    """Refuse to draw a page whose charts would stay blank: DafengError `E_NO_ASSETS`."""
    missing = missing_assets(static)
    if missing:
        raise DafengError(
            "E_NO_ASSETS",
            f"网页脚本未就绪：缺 {'、'.join(missing)}。请在项目目录运行 make env",
            f"the pages' scripts are not in place: {', '.join(missing)} missing; run make env in the project",
            tuple(Fault("E_NO_ASSETS", name, "文件不存在", "no such file") for name in missing),
        )


@cache
def assets() -> dict[str, Path]:
    """Every file that may be served, by its name; what is not listed does not exist."""
    return {
        path.relative_to(STATIC).as_posix(): path
        for path in STATIC.rglob("*")
        if path.suffix in MEDIA and path.is_file()
    }
