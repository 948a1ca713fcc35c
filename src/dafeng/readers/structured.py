"""A plan kept as tables: clauses, targets and projects with our own short wording.

The text of such a plan is its clauses joined line by line, so that every offset can be checked.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.plan import Clause, Document, Plan, Project, Reading, SourceFile, Target
from dafeng.readers.sheets import Row, read_sheets

PLAN_TABLES = ("document.csv", "clauses.csv", "targets.csv", "projects.csv")


def read_structured(folder: Path) -> Plan:
    """The plan of a folder of tables.

    Raises
    ------
    DafengError
        ``E_PLAN_TABLES`` with every missing table, unknown clause and quote that is not in its clause.

    """
    faults: list[Fault] = []
    tables = {name: _table(folder / name, faults) for name in PLAN_TABLES}
    _refuse(faults)
    pieces: list[str] = []
    clauses: list[Clause] = []
    position = 0
    for row in tables["clauses.csv"]:
        text = row.texts["text"]
        heading = row.texts["heading"]
        whole = text if text.startswith(heading) else f"{heading}。{text}" if heading else text
        clauses.append(
            Clause(
                row.texts["id"],
                int(row.texts["level"]),
                heading,
                row.texts["parent"] or None,
                position,
                position + len(whole),
            )
        )
        pieces.append(whole)
        position += len(whole) + 1
    text = "\n".join(pieces) + "\n"
    by_id = {clause.id: clause for clause in clauses}
    targets = _targets(tables["targets.csv"], by_id, text, faults)
    projects = _projects(tables["projects.csv"], by_id, text, faults)
    _refuse(faults)
    head = tables["document.csv"][0].texts
    digest = hashlib.sha256(b"".join((folder / name).read_bytes() for name in PLAN_TABLES)).hexdigest()
    document = Document(
        name=folder.name,
        text=text,
        sha256=digest,
        title=head["title"] or None,
        doc_number=head["doc_number"] or None,
        issuer=head["issuer"] or None,
        issued=head["issued"] or None,
        files=tuple(
            SourceFile(name, hashlib.sha256((folder / name).read_bytes()).hexdigest()) for name in PLAN_TABLES
        ),
    )
    return Plan(document, tuple(clauses), targets, projects)


def _targets(
    rows: list[Row], clauses: dict[str, Clause], text: str, faults: list[Fault]
) -> tuple[Target, ...]:
    found: list[Target] = []
    counts: dict[str, int] = {}
    for row in rows:
        record = row.texts
        place = f"targets.csv!{row.number}"
        clause = clauses.get(record["clause"])
        start = text.find(record["quote"], clause.start, clause.end) if clause and record["quote"] else -1
        if clause is None or start < 0:
            faults.append(
                Fault(
                    "E_PLAN_QUOTE",
                    place,
                    f"条款“{record['clause']}”不存在，或其中没有引文“{record['quote']}”。",
                    f"There is no clause {record['clause']!r}, or it does not hold the quote {record['quote']!r}.",
                )
            )
            continue
        counts[clause.id] = counts.get(clause.id, 0) + 1
        printed = record["value"]
        value_at = text.find(printed, start, start + len(record["quote"])) if printed else -1
        reading = None
        if record.get("reading_value"):
            reading = Reading(float(record["reading_value"]), record["reading_unit"], record["reading_words"])
        found.append(
            Target(
                id=f"{clause.id}#{counts[clause.id]}",
                clause=clause.id,
                indicator=record["indicator"],
                indicator_id=record["indicator_id"] or None,
                comparator=record["comparator"],
                value=_number(printed),
                value_max=_number(record["value_max"]),
                unit=record["unit"] or None,
                year=_whole(record["year"]),
                base_year=_whole(record["base_year"]),
                kind=record["kind"],
                hedge=record["hedge"] or None,
                scope=record["scope"] or None,
                tier=record["tier"],
                quote=record["quote"],
                quote_start=start,
                quote_end=start + len(record["quote"]),
                value_start=value_at if value_at >= 0 else None,
                value_end=value_at + len(printed) if value_at >= 0 else None,
                confidence=1.0,
                reading=reading,
            )
        )
    return tuple(found)


def _projects(
    rows: list[Row], clauses: dict[str, Clause], text: str, faults: list[Fault]
) -> tuple[Project, ...]:
    found = []
    for row in rows:
        record = row.texts
        clause = clauses.get(record["clause"])
        start = text.find(record["name"], clause.start, clause.end) if clause else -1
        if clause is None or start < 0:
            faults.append(
                Fault(
                    "E_PLAN_PROJECT",
                    f"projects.csv!{row.number}",
                    f"条款“{record['clause']}”中没有写项目“{record['name']}”。",
                    f"The clause {record['clause']!r} does not name the project {record['name']!r}.",
                )
            )
            continue
        found.append(Project(record["name"], record["kind"], clause.id, start, start + len(record["name"])))
    return tuple(sorted(found, key=lambda project: project.start))


def _table(path: Path, faults: list[Fault]) -> list[Row]:
    if not path.exists():
        faults.append(
            Fault("E_NO_FILE", path.name, f"缺少表 {path.name}。", f"The table {path.name} is missing.")
        )
        return []
    sheets, unreadable = read_sheets(path)
    faults.extend(unreadable)
    return [row for sheet in sheets for row in sheet.rows]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise DafengError(
            "E_PLAN_TABLES",
            f"方案数据有 {len(faults)} 处错误，未读取。",
            f"{len(faults)} faults in the plan tables; nothing was read.",
            tuple(faults),
        )
