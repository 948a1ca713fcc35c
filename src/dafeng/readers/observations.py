"""Tables of observations: every fault of every file at once, or every number with its cell."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.grade import Absence, Grade
from dafeng.domain.observation import Observation, SourceCell
from dafeng.readers.sheets import REFUSED_SUFFIXES, SUFFIXES, Row, Sheet, read_sheets
from dafeng.rules.tables import rows, table
from dafeng.rules.units import factor

COLUMNS = ("series", "region", "period", "flow", "sector", "fuel", "plant", "value", "low", "high", "unit", "grade",
           "absence", "source", "note")  # fmt: skip
REQUIRED = ("series", "region", "period", "value", "unit", "grade", "source")
CHINESE = dict(
    zip(
        ("指标", "地区", "时期", "流向", "部门", "能源品种", "电厂或企业", "数值", "下限", "上限", "单位", "数据等级",
         "缺失类型", "来源", "备注"),
        COLUMNS,
        strict=True,
    )
)  # fmt: skip
_Report = Callable[[str, str, str, str], None]  # code, column, Chinese, English
_PERIOD = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def table_files(folder: Path) -> tuple[Path, ...]:
    """The tables of a folder in name order; Excel's own lock files are passed over."""
    found = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith(("~$", ".")))
    return tuple(
        sorted((p for p in found if p.suffix.lower() in SUFFIXES + REFUSED_SUFFIXES), key=lambda p: p.name)
    )


def read_observations(paths: Iterable[Path]) -> tuple[Observation, ...]:
    """Read every table, in order.

    Raises
    ------
    DafengError
        ``E_DATA`` with one fault per bad cell of any file; nothing is returned then.

    """
    faults: list[Fault] = []
    found: list[Observation] = []
    first: dict[tuple[str, ...], Observation] = {}
    for path in paths:
        if path.suffix.lower() in REFUSED_SUFFIXES:
            faults.append(
                Fault(
                    "E_FILE_KIND",
                    path.name,
                    "只读取 CSV 和 XLSX 文件，请另存为其中一种。",
                    "Only CSV and XLSX files are read; save it as one of them.",
                )
            )
            continue
        sheets, unreadable = read_sheets(path)
        faults.extend(unreadable)
        for sheet in sheets:
            header, missing = _header(sheet)
            faults.extend(missing)
            if missing:
                continue
            for row in sheet.rows:
                observation, bad = _observation(sheet, header, row)
                faults.extend(bad)
                if observation is None:
                    continue
                if observation.key in first:
                    earlier = first[observation.key].cell
                    faults.append(
                        Fault(
                            "E_DUPLICATE",
                            str(observation.cell),
                            f"与 {earlier} 是同一个数（指标、地区、时期和各键都相同），请删去一行或补足键。",
                            f"Same key as {earlier}; delete one row or complete its keys.",
                        )
                    )
                    continue
                first[observation.key] = observation
                found.append(observation)
    if faults:
        raise DafengError(
            "E_DATA",
            f"数据表有 {len(faults)} 处错误，全部未导入，请逐处修改后重试。",
            f"{len(faults)} faults in the data tables; nothing was imported. Mend each and try again.",
            tuple(faults),
        )
    return tuple(found)


def _header(sheet: Sheet) -> tuple[dict[str, str], list[Fault]]:
    names = {CHINESE.get(column, column): column for column in sheet.header if column}
    where = f"{sheet.file}!{sheet.sheet + '!' if sheet.sheet else ''}1"
    faults = [
        Fault(
            "E_COLUMN_MISSING",
            where,
            f"缺少列“{column}”，表头应含：{'、'.join(REQUIRED)}。",
            f"Column {column!r} is missing; the header needs {', '.join(REQUIRED)}.",
        )
        for column in REQUIRED
        if column not in names
    ]
    return names, faults


def _observation(sheet: Sheet, header: dict[str, str], row: Row) -> tuple[Observation | None, list[Fault]]:
    faults: list[Fault] = []

    def text(column: str) -> str:
        return row.texts.get(header.get(column, ""), "")

    def fault(code: str, column: str, zh: str, en: str) -> None:
        faults.append(Fault(code, row.place(sheet.file, sheet.sheet, header.get(column)), zh, en))

    known = table("series.csv", "series")
    series = text("series")
    declared = known.get(series)
    if declared is None:
        near = get_close_matches(series, known, n=1)
        hint_zh, hint_en = (f"，是否为 {near[0]}？", f"; did you mean {near[0]}?") if near else ("。", ".")
        fault(
            "E_SERIES",
            "series",
            f"没有名为“{series}”的指标{hint_zh}",
            f"No series called {series!r}{hint_en}",
        )
        return None, faults
    if not text("region"):
        fault("E_REGION", "region", "缺少地区代码。", "The region code is missing.")
    if not _PERIOD.fullmatch(text("period")):
        fault(
            "E_PERIOD",
            "period",
            f"时期“{text('period')}”应写作 2023 或 2023-07。",
            f"Period {text('period')!r} should read 2023 or 2023-07.",
        )
    for need in declared["needs"].split():
        if not text(need):
            fault(
                "E_KEY_MISSING",
                need,
                f"指标 {series} 需要填写“{need}”列。",
                f"Series {series} needs column {need!r}.",
            )
    unit = declared["unit"]
    if unit == "by fuel":
        fuel = table("energy_fuels.csv", "fuel").get(text("fuel"))
        if fuel is None and text("fuel"):
            names = "、".join(entry["fuel"] for entry in rows("energy_fuels.csv"))
            fault(
                "E_FUEL",
                "fuel",
                f"不认识能源品种“{text('fuel')}”，可用：{names}。",
                f"Unknown fuel {text('fuel')!r}.",
            )
        unit = fuel["unit"] if fuel else ""
    try:
        grade = Grade(text("grade"))
    except ValueError:
        grade = Grade.S
        fault(
            "E_GRADE",
            "grade",
            f"数据等级“{text('grade')}”应为 A、B、C、D 或 S。",
            "The grade must be A, B, C, D or S.",
        )
    if not text("source"):
        fault("E_SOURCE", "source", "每个数都要写来源。", "Every number needs a source.")
    absence = _absence(text("absence"), text("value"), fault)
    multiplier = _multiplier(text("unit"), unit, fault)
    values = {
        name: _number(text(name), name, declared, multiplier, fault) if text(name) else None
        for name in ("value", "low", "high")
    }
    if faults:
        return None, faults
    cell = SourceCell(sheet.file, sheet.sheet, row.number, row.columns[header["value"]], sheet.sha256)
    return (
        Observation(
            series=series,
            region=text("region"),
            period=text("period"),
            flow=text("flow"),
            sector=text("sector"),
            fuel=text("fuel"),
            plant=text("plant"),
            value=values["value"],
            low=values["low"],
            high=values["high"],
            unit=unit,
            grade=grade,
            absence=absence,
            source=text("source"),
            note=text("note"),
            stated_value=text("value"),
            stated_unit=text("unit"),
            cell=cell,
        ),
        faults,
    )


def _absence(word: str, value: str, fault: _Report) -> Absence | None:
    if not word:
        if not value:
            fault(
                "E_ABSENCE",
                "value",
                "数值为空时，absence 列须写 absent、not_occurring 或 confidential；空不等于零。",
                "An empty value needs absence = absent, not_occurring or confidential; empty is not zero.",
            )
        return None
    if value:
        fault(
            "E_ABSENCE", "absence", "有数值就不能再写缺失类型。", "A row with a value cannot be absent too."
        )
        return None
    try:
        return Absence(word)
    except ValueError:
        fault("E_ABSENCE", "absence", f"缺失类型“{word}”不认识。", f"Unknown kind of absence {word!r}.")
        return None


def _multiplier(stated: str, canonical: str, fault: _Report) -> float:
    if not stated:
        fault("E_UNIT_MISSING", "unit", "缺少单位。", "The unit is missing.")
        return 1.0
    if not canonical:
        return 1.0
    try:
        return factor(stated, canonical)
    except DafengError as error:
        fault(error.code, "unit", error.zh, error.en)
        return 1.0


def _number(
    text: str, column: str, declared: dict[str, str], multiplier: float, fault: _Report
) -> float | None:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        fault("E_NUMBER", column, f"“{text}”不是数字。", f"{text!r} is not a number.")
        return None
    value = float(f"{value * multiplier:.15g}")
    for bound, wrong in (("minimum", float.__lt__), ("maximum", float.__gt__)):
        if declared[bound] and wrong(value, float(declared[bound])):
            name = declared["name_zh"]
            word_zh, word_en = ("小于", "below") if bound == "minimum" else ("大于", "above")
            fault(
                "E_RANGE",
                column,
                f"{name} {text} {word_zh}允许的 {declared[bound]}，请核对正负号和单位。",
                f"{declared['name_en']} {text} is {word_en} the allowed {declared[bound]}; check sign and unit.",
            )
    return value
