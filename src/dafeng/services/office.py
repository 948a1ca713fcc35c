"""What the office needs on Monday: who is responsible, which forms to send, which data to ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from dafeng.domain.city import City
from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.plan import Plan, Target
from dafeng.domain.standing import Standing, State
from dafeng.readers.sheets import read_sheets

DAYS_TO_REPLY = 15
COLUMNS = {
    "owner": "牵头单位",
    "support": "配合单位",
    "deadline": "完成时限",
    "evidence": "佐证材料",
    "source": "来源/更正依据",
}
KEY_COLUMN = "键"


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the responsibility list: a clause, or a target within it; blank where the plan is silent."""

    clause: str
    heading: str
    target: str | None
    task: str
    owner: str | None
    support: str | None
    deadline: str | None
    evidence: str | None
    source: str | None

    @property
    def key(self) -> str:
        return f"{self.clause}|{self.target or ''}"


def duties(plan: Plan, overlay: Mapping[str, Mapping[str, str]]) -> tuple[Duty, ...]:
    """A line per clause and per target; the deadline is the target's own year, the rest is the city's to fill."""
    found = []
    for clause in plan.clauses:
        found.append(_duty(clause.id, clause.heading, None, clause.heading or clause.id, None, overlay))
        found.extend(
            _duty(clause.id, clause.heading, target.id, target.quote, _deadline(target), overlay)
            for target in plan.targets
            if target.clause == clause.id
        )
    return tuple(found)


def read_overlay(path: Path, plan: Plan) -> dict[str, dict[str, str]]:
    """Corrections made in a responsibility list, by the line's hidden key.

    Raises
    ------
    DafengError
        ``E_OVERLAY`` when the file is no responsibility list, or a line belongs to no clause or target.

    """
    sheets, faults = read_sheets(path)
    wanted = {KEY_COLUMN, *COLUMNS.values()}
    listed = [sheet for sheet in sheets if wanted <= set(sheet.header)]
    problems: list[Fault] = list(faults)
    if not listed and not problems:
        problems.append(
            Fault(
                "E_OVERLAY_COLUMNS",
                path.name,
                f"不是责任清单：表头应含 {'、'.join(sorted(wanted))}。",
                f"Not a responsibility list: the header needs {', '.join(sorted(wanted))}.",
            )
        )
    known = {f"{clause.id}|" for clause in plan.clauses} | {f"{t.clause}|{t.id}" for t in plan.targets}
    found: dict[str, dict[str, str]] = {}
    for sheet in listed:
        for row in sheet.rows:
            key = row.texts[KEY_COLUMN]
            if not key:
                continue
            if key not in known:
                problems.append(
                    Fault(
                        "E_OVERLAY_KEY",
                        row.place(sheet.file, sheet.sheet, KEY_COLUMN),
                        f"方案中没有“{key}”这一条，请勿改动隐藏的键列。",
                        f"The plan has no line {key!r}; leave the hidden key column alone.",
                    )
                )
                continue
            filled = {name: row.texts[column] for name, column in COLUMNS.items() if row.texts[column]}
            if filled:
                found[key] = filled
    if problems:
        raise DafengError(
            "E_OVERLAY",
            f"更正文件有 {len(problems)} 处错误，未采用。",
            f"{len(problems)} faults in the corrections; none was used.",
            tuple(problems),
        )
    return found


def data_request(target: Target, reason: str, city: City | None, as_of: date) -> str:
    """The letter that asks for what a judgement lacks, as a draft."""
    office = responsible(target, city)
    due = as_of + timedelta(days=DAYS_TO_REPLY)
    year = f"{target.year}年" if target.year else ""
    return (
        f"{office}：为核算“{target.indicator}”（条款{target.clause}）{year}完成情况，目前{reason}。"
        f"请于{due.year}年{due.month}月{due.day}日前提供{year}数值、计量单位、统计口径、数据来源和佐证材料；"
        "确无数据的，请说明原因和可提供的时间。"
    )


def responsible(target: Target, city: City | None) -> str:
    """The office suggested for an indicator; the plan itself names none."""
    for department in city.departments if city else ():
        if target.indicator_id in department.indicators:
            return f"{department.name_zh}（建议）"
    return "（待明确单位）"


def forms(plan: Plan, city: City | None) -> Iterable[tuple[str, str, tuple[Target, ...]]]:
    """Code, name and targets of each form: departments by suggestion, then areas with the headline targets."""
    if city is None:
        return
    for department in city.departments:
        yield (
            department.code,
            department.name_zh,
            tuple(target for target in plan.targets if target.indicator_id in department.indicators),
        )
    headline = tuple(
        target for target in plan.targets if target.indicator_id in {"energy_intensity", "co2_intensity"}
    )
    for area in city.areas:
        yield area.code, area.name_zh, headline


def _duty(
    clause: str,
    heading: str,
    target: str | None,
    task: str,
    deadline: str | None,
    overlay: Mapping[str, Mapping[str, str]],
) -> Duty:
    own = overlay.get(f"{clause}|{target or ''}", {})
    return Duty(
        clause,
        heading,
        target,
        task,
        own.get("owner"),
        own.get("support"),
        own.get("deadline", deadline),
        own.get("evidence"),
        own.get("source"),
    )


def _deadline(target: Target) -> str | None:
    return f"{target.year}年底" if target.year else None


def with_requests(
    plan: Plan, standings: Mapping[str, Standing], city: City | None, as_of: date
) -> dict[str, Standing]:
    """The standings, each that cannot be judged with the drafted letter that asks for what is missing."""
    return {
        target.id: replace(
            standings[target.id], request=data_request(target, standings[target.id].reason_zh, city, as_of)
        )
        if standings[target.id].state is State.CANNOT_BE_JUDGED
        else standings[target.id]
        for target in plan.targets
    }
