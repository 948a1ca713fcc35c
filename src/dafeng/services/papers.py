"""The papers of a run: every document shows what stands in the results and computes nothing."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.writers import charts, docx, html, png, svg, xlsx

Json = dict[str, Any]


def write(body: Json, out: Path) -> None:
    """Write the report, the tables and the forms of a run into its folder."""
    script = _echarts()
    options = charts.all_charts(body)
    drawn = {name: svg.render(option, *charts.size(name), script) for name, option in options.items()}
    (out / "report.html").write_text(html.report(body, drawn), encoding="utf-8")
    images = {}
    for name, option in options.items():
        width, height = charts.size(name, paper=True)
        images[name] = png.render(svg.render(option, width, height, script), width)
    (out / "report.docx").write_bytes(docx.report(body, images))
    (out / "targets.xlsx").write_bytes(xlsx.targets(body))
    (out / "responsibility.xlsx").write_bytes(xlsx.responsibility(body))
    folder = out / "forms"
    folder.mkdir()
    for form in body["forms"]:
        (folder / f"{form['code']}_{_file_name(form['name_zh'])}.xlsx").write_bytes(xlsx.form(body, form))


def write_template(path: Path) -> None:
    """Write an empty data table.

    Raises
    ------
    DafengError
        ``E_EXISTS`` rather than overwrite a file.

    """
    if path.exists():
        raise DafengError(
            "E_EXISTS", f"“{path.name}”已存在，未覆盖。", f"{path.name!r} exists; nothing was overwritten."
        )
    path.write_bytes(xlsx.data_template())


def _echarts() -> str:
    asset = files("dafeng") / "web" / "static" / "vendor" / "echarts.min.js"
    if not asset.is_file():
        raise DafengError(
            "E_NO_ASSETS",
            "缺少图表脚本，请运行 make env 重新安装。",
            "The chart script is missing; run make env to install it.",
        )
    return asset.read_text(encoding="utf-8")


def _file_name(name: str) -> str:
    return name.replace("（", "_").replace("）", "").replace("/", "_")
