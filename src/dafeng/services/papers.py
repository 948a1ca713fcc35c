"""The papers of a run: every document shows what stands in the results and computes nothing."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from dafeng.domain.errors import DafengError
from dafeng.writers import archive, charts, docx, html, png, svg, xlsx

Json = dict[str, Any]


def write(body: Json, out: Path) -> None:
    """Write the report, the tables and the forms of a run into its folder."""
    as_of = date.fromisoformat(body["as_of"])
    pictures = draw(body)
    (out / "report.html").write_text(html.report(body, pictures), encoding="utf-8")
    images = {name: png.render(picture) for name, picture in pictures.items()}
    _settled(out / "report.docx", docx.report(body, images), as_of)
    _settled(out / "targets.xlsx", xlsx.targets(body), as_of)
    _settled(out / "responsibility.xlsx", xlsx.responsibility(body), as_of)
    folder = out / "forms"
    folder.mkdir()
    for form in body["forms"]:
        _settled(folder / f"{form['code']}_{_file_name(form['name_zh'])}.xlsx", xlsx.form(body, form), as_of)


def write_template(path: Path) -> None:
    """Write an empty data table.

    Raises
    ------
    DafengError
        ``E_EXISTS`` rather than overwrite a file.

    """
    if path.exists():
        raise DafengError("E_EXISTS", f"“{path.name}”已存在，未覆盖。", f"{path.name!r} exists; nothing was overwritten.")
    path.write_bytes(xlsx.data_template())


def draw(body: Json) -> dict[str, str]:
    """The charts of the results as SVG by name; what there is no data for is left out."""
    script = _echarts()
    options: dict[str, Json] = {}
    if body["accounts"]:
        options["sectors"] = charts.sectors(body)
        options["energy"] = charts.energy(body)
        last = body["accounts"][max(body["accounts"])]
        for bridge in last["bridges"]:
            options[f"bridge-{bridge['end']}"] = charts.bridge(body, bridge)
    if body["pathway"]:
        options["fan"] = charts.fan(body, body["pathway"]["fills"][0]["fill"])
        options["peak"] = charts.peak_histogram(body)
    return {name: svg.render(option, script=script) for name, option in options.items()}


def _echarts() -> str:
    asset = files("dafeng") / "web" / "static" / "vendor" / "echarts.min.js"
    if not asset.is_file():
        raise DafengError(
            "E_NO_ASSETS",
            "缺少图表脚本，请运行 make env 重新安装。",
            "The chart script is missing; run make env to install it.",
        )
    return asset.read_text(encoding="utf-8")


def _settled(path: Path, data: bytes, as_of: date) -> None:
    path.write_bytes(archive.settle(data, as_of))


def _file_name(name: str) -> str:
    return name.replace("（", "_").replace("）", "").replace("/", "_")
