"""A city folder: ``city.toml`` and the small tables beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dafeng.domain.city import Area, City, Declarations, Declared, Department
from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.figure import Figure
from dafeng.domain.grade import Grade
from dafeng.domain.observation import SourceCell
from dafeng.readers.sheets import Row, Sheet, read_sheets
from dafeng.rules.factors import Proxy, default_rows

CITY_FILE = "city.toml"
PLAN_OVERLAY = "plan-overlay.csv"
"""What people have corrected in the reading of the plan."""
RULE_TABLE = "rules.csv"
"""The city's own rule rows in place of default ones."""
SIDE_TABLES = (
    "assumptions.csv",
    "pathway.csv",
    "proxies.csv",
    RULE_TABLE,
    "codes.csv",
    "indicators.csv",
    PLAN_OVERLAY,
)


def read_city(path: Path) -> City:
    """The city of a ``city.toml``.

    Raises
    ------
    DafengError
        ``E_CITY`` when the file is not TOML or lacks a field.

    """
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
        province = record["province"]
        suggested = {
            entry["department"]: tuple(entry["indicators"]) for entry in record.get("suggestions", ())
        }
        return City(
            code=record["code"],
            name_zh=record["name_zh"],
            name_en=record["name_en"],
            province=province["code"],
            province_zh=province["name_zh"],
            province_en=province["name_en"],
            areas=tuple(
                Area(area["code"], area["name_zh"], area["name_en"], area["kind"])
                for area in record.get("areas", ())
            ),
            departments=tuple(
                Department(unit["code"], unit["name_zh"], unit["name_en"], suggested.get(unit["code"], ()))
                for unit in record.get("departments", ())
            ),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DafengError(
            "E_CITY", f"{path.name} 不是有效的 TOML 文件：{error}", f"{path.name} is not valid TOML: {error}"
        ) from error
    except KeyError as error:
        raise DafengError(
            "E_CITY",
            f"{path.name} 缺少字段 {error}，请补上。",
            f"{path.name} lacks the field {error}; add it.",
        ) from error


def read_declarations(folder: Path) -> Declarations:
    """Assumptions, pathway parameters and code aliases of a city folder; a missing table is empty.

    Raises
    ------
    DafengError
        ``E_DECLARED`` with every faulty row.

    """
    faults: list[Fault] = []
    assumptions = _declared(folder / "assumptions.csv", "assume", faults)
    pathway = _declared(folder / "pathway.csv", "pathway", faults)
    targets: dict[tuple[str, str, str], str] = {}
    findings: dict[str, str] = {}
    for _, row in _rows(folder / "codes.csv", faults):
        code, target, finding = (row.texts.get(name, "") for name in ("code", "target", "finding"))
        if finding:
            findings[finding] = code
        if target:
            clause, indicator, year = (*target.split("|"), "", "")[:3]
            targets[clause, indicator, year] = code
    _refuse(faults)
    return Declarations(assumptions, pathway, targets, findings)


def read_proxies(folder: Path) -> tuple[Proxy, ...]:
    """The proxies a city names for factors that have no confirmed row.

    Raises
    ------
    DafengError
        ``E_DECLARED`` when a proxy names a rule row that does not exist or is of another kind.

    """
    faults: list[Fault] = []
    known = {row.id: row for row in default_rows()}
    found = []
    for sheet, row in _rows(folder / "proxies.csv", faults):
        text = row.texts
        if text["rule_id"] not in known:
            faults.append(
                Fault(
                    "E_PROXY",
                    row.place(sheet.file, sheet.sheet, "rule_id"),
                    f"没有编号为“{text['rule_id']}”的规则行，可用 dafeng rules list 查看。",
                    f"There is no rule row {text['rule_id']!r}; see dafeng rules list.",
                )
            )
            continue
        has = known[text["rule_id"]].factor
        if has != text["factor"]:
            faults.append(
                Fault(
                    "E_RULE_OTHER_KIND",
                    row.place(sheet.file, sheet.sheet, "rule_id"),
                    f"“{text['rule_id']}”是 {has}，不能代替 {text['factor']}；请换同类的规则行。",
                    f"{text['rule_id']!r} is {has} and cannot stand in for {text['factor']}; name a row of that kind.",
                )
            )
            continue
        found.append(
            Proxy(
                text["factor"],
                text["region"],
                int(text["year"]),
                text["rule_id"],
                text["reason_zh"],
                text["reason_en"],
            )
        )
    _refuse(faults)
    return tuple(found)


def _declared(path: Path, prefix: str, faults: list[Fault]) -> dict[str, Declared]:
    found: dict[str, Declared] = {}
    for sheet, row in _rows(path, faults):

        def fault(code: str, column: str, zh: str, en: str, row: Row = row, sheet: Sheet = sheet) -> None:
            faults.append(Fault(code, row.place(sheet.file, sheet.sheet, column), zh, en))

        text = row.texts
        key = text.get("id", "")
        if not key or key in found:
            fault("E_DECLARED_ID", "id", "编号缺失或重复。", "The id is missing or stands twice.")
            continue
        value, low, high, spread = (
            _number(text.get(name, ""), name, fault) for name in ("value", "low", "high", "sd")
        )
        if value is None and (low is None or high is None):
            fault(
                "E_DECLARED_VALUE",
                "value",
                "须填写数值，或同时填写下限和上限。",
                "Give a value, or both bounds.",
            )
            continue
        try:
            grade = Grade(text.get("grade", ""))
        except ValueError:
            fault("E_GRADE", "grade", "数据等级应为 A、B、C、D 或 S。", "The grade must be A, B, C, D or S.")
            continue
        figure = Figure(
            id=f"{prefix}/{key}",
            name=text.get("name_zh") or text.get("note") or key,
            name_en=text.get("name_en") or key,
            value=value,
            unit=text.get("unit", ""),
            period="",
            region="",
            convention="",
            grade=grade,
            cell=SourceCell(sheet.file, sheet.sheet, row.number, row.columns.get("value", ""), sheet.sha256),
            source=text.get("source", ""),
            assumed=grade in {Grade.D, Grade.S},
        )
        if value is None:
            figure = replace(
                figure,
                reason_zh=f"只给出区间 {low:g}–{high:g}",
                reason_en=f"only the range {low:g}–{high:g} is given",
            )
        found[key] = Declared(key, figure, low, high, spread)
    return found


def _rows(path: Path, faults: list[Fault]) -> list[tuple[Sheet, Row]]:
    if not path.exists():
        return []
    sheets, unreadable = read_sheets(path)
    faults.extend(unreadable)
    return [(sheet, row) for sheet in sheets for row in sheet.rows]


def _number(text: str, column: str, fault: Callable[[str, str, str, str], None]) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        fault("E_NUMBER", column, f"“{text}”不是数字。", f"{text!r} is not a number.")
        return None


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise DafengError(
            "E_DECLARED",
            f"城市文件夹中有 {len(faults)} 处错误，全部未采用。",
            f"{len(faults)} faults in the city folder; nothing was used.",
            tuple(faults),
        )
