"""Everything a run found as one plain object: what every paper, page and answer shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from dafeng.domain.city import City, Declarations
from dafeng.domain.convention import DEFAULT_CONVENTION
from dafeng.domain.figure import Figure
from dafeng.domain.finding import Finding
from dafeng.domain.grade import Grade
from dafeng.domain.observation import SourceCell
from dafeng.domain.plan import Plan, Target
from dafeng.domain.standing import Standing
from dafeng.methods.cards import cards
from dafeng.methods.pathways import DRIVER_NAMES, DriverShare
from dafeng.methods.plan import plan_to_json
from dafeng.methods.plan.review import checks
from dafeng.methods.steering import Evidence
from dafeng.rules.glossary import term
from dafeng.rules.tables import rows
from dafeng.services.accounting import YearBook
from dafeng.services.forecasting import FilledPathway, NoPathway, Pathway, growth_words
from dafeng.services.office import Duty
from dafeng.services.shelf import Json, Shelf, account_json

_SHOWN = (
    "id", "check", "kind", "display_kind", "title", "clauses", "targets", "arithmetic", "details", "settles", "proposal",
)  # fmt: skip
NOTICE_EN = (
    "Holds reconstructed, proxy or assumed figures (grade D) and may hold synthetic ones (grade S), all labelled; "
    "not a basis for assessment."
)
NOTICE_ZH = "本报告含重建、代用或假定数据（D级）与合成数据（S级），均已标注；不得作为考核依据。"


@dataclass(frozen=True, slots=True)
class Found:
    """What the services found, before it becomes plain data."""

    plan: Plan
    city: City | None
    declared: Declarations | None
    findings: tuple[Finding, ...]
    books: Mapping[int, YearBook]
    evidence: Mapping[str, Evidence | None]
    standings: Mapping[str, Standing]
    duties: tuple[Duty, ...]
    forms: Sequence[tuple[str, str, tuple[Target, ...]]]
    pathway: Pathway | NoPathway


def results(found: Found, *, version: str, as_of: date, seed: int, draws: int, lang: str) -> Json:
    """The whole of ``results.json``; its shape is documented in ``docs/develop/results.md``."""
    shelf = Shelf()
    codes = aliases(found.plan, found.declared)
    targets = _targets(found, shelf, codes)
    body: Json = {
        "schema": 1,
        "version": version,
        "as_of": as_of.isoformat(),
        "seed": seed,
        "draws": draws,
        "lang": lang,
        "city": _city(found.city),
        "synthetic_notice": None,
        "synthetic_notice_en": None,
        "plan": _plan(found.plan),
        "clauses": _clauses(found),
        "targets": targets,
        "projects": [
            {**project, "kind_zh": term(project["kind"])["zh"]}
            for project in plan_to_json(found.plan)["projects"]
        ],
        "findings": findings_json(found.findings, found.declared),
        "accounts": {str(year): account_json(book, shelf) for year, book in sorted(found.books.items())},
        "default_convention": DEFAULT_CONVENTION.value,
        "closing": _closing(found, shelf, codes, as_of),
        **_pathway(found.pathway, shelf),
        "responsibility": _responsibility(found, codes),
        "departments": [
            {"code": unit.code, "name_zh": unit.name_zh, "name_en": unit.name_en}
            for unit in (found.city.departments if found.city else ())
        ],
        "forms": _forms(found, shelf, codes),
        "terms": {
            row["term"]: {"zh": row["zh"], "en": row["en"], "definition": row["definition"]}
            for row in rows("glossary.csv")
        },
    }
    used = {figure["formula"] for figure in shelf.figures.values() if figure["formula"]}
    body["cards"] = {
        name: {key: getattr(card, key) for key in ("name_zh", "name_en", "formula", "unit", "source", "page")}
        for name, card in sorted(cards().items())
        if name in used
    }
    body["figures"] = dict(sorted(shelf.figures.items()))
    if any(figure["grade"] in {Grade.D, Grade.S} for figure in shelf.figures.values()):
        body["synthetic_notice"], body["synthetic_notice_en"] = NOTICE_ZH, NOTICE_EN
    return body


def aliases(plan: Plan, declared: Declarations | None) -> dict[str, str]:
    """The codes a city gives its targets, such as T01, by target id; nothing in the code knows any.

    A code names clause, indicator and year; where several targets fit, it means the one with a figure.
    """
    found: dict[str, str] = {}
    for key, code in (declared.target_codes if declared else {}).items():
        fitting = [t for t in plan.targets if (t.clause, t.indicator_id or "", str(t.year or "")) == key]
        fitting.sort(key=lambda target: (target.value is None, target.reading is None))
        if fitting:
            found[fitting[0].id] = code
    return found


def _city(city: City | None) -> Json | None:
    if city is None:
        return None
    return {
        "code": city.code,
        "name_zh": city.name_zh,
        "name_en": city.name_en,
        "province": city.province,
        "province_zh": city.province_zh,
        "areas": [asdict(area) for area in city.areas],
    }


def _plan(plan: Plan) -> Json:
    return {
        **plan_to_json(plan)["document"],
        "name": plan.document.name,
        "clauses": len(plan.clauses),
        "targets": len(plan.targets),
        "numeric_targets": len(plan.numeric_targets),
        "projects": len(plan.projects),
    }


def _clauses(found: Found) -> list[Json]:
    return [
        {
            "id": clause.id,
            "level": clause.level,
            "heading": clause.heading,
            "parent": clause.parent,
            "text": found.plan.text_of(clause),
            "start": clause.start,
            "end": clause.end,
            "targets": [target.id for target in found.plan.targets if target.clause == clause.id],
            "findings": [finding.id for finding in found.findings if clause.id in finding.clauses],
        }
        for clause in found.plan.clauses
    ]


def _targets(found: Found, shelf: Shelf, codes: Mapping[str, str]) -> list[Json]:
    listed = plan_to_json(found.plan)["targets"]
    out = []
    for record, target in zip(listed, found.plan.targets, strict=True):
        standing = found.standings[target.id]
        out.append(
            {
                **record,
                "alias": codes.get(target.id),
                "reading": asdict(target.reading) if target.reading else None,
                "figure": shelf.put(target_figure(target, found.plan, found.city)),
                "standing": {
                    "state": standing.state.value,
                    "reason_zh": standing.reason_zh,
                    "reason_en": standing.reason_en,
                    "figures": [shelf.put(figure) for figure in standing.figures],
                    "request": standing.request,
                },
            }
        )
    return out


def target_figure(target: Target, plan: Plan, city: City | None) -> Figure | None:
    """The promised figure itself, traced to its place in the plan's text."""
    value, unit = target.value, target.unit
    if value is None and target.reading is not None:
        value, unit = target.reading.value, target.reading.unit
    if value is None:
        return None
    start = target.value_start if target.value_start is not None else target.quote_start
    end = target.value_end if target.value_end is not None else target.quote_end
    line = plan.document.text.count("\n", 0, start) + 1
    return Figure(
        id=f"target/{target.id}",
        name=f"{target.indicator}（目标）",
        name_en=f"target: {target.indicator}",
        value=value,
        unit=unit or "",
        period=str(target.year or ""),
        region=city.code if city else "",
        convention="",
        grade=Grade.B,
        cell=SourceCell(plan.document.name, None, line, f"字符{start}–{end} 行", plan.document.sha256),
        source=f"{plan.document.title or plan.document.name} 条款{target.clause}",
        reason_zh=""
        if target.value is not None
        else f"由文字“{target.reading.words}”读出"
        if target.reading
        else "",
        reason_en="" if target.value is not None else "read from words",
    )


def findings_json(findings: Iterable[Finding], declared: Declarations | None) -> list[Json]:
    """Findings as plain data, with the city's own codes for them."""
    finding_codes = declared.finding_codes if declared else {}
    return [
        {
            **{key: getattr(finding, key) for key in _SHOWN},
            "alias": finding_codes.get(finding.check),
            "title_en": checks()[finding.check].en,
            "kind_zh": term(f"defect_{finding.kind}")["zh"],
            "severity": finding.severity.value,
            "inputs": [{**asdict(one), "grade": one.grade.value} for one in finding.inputs],
        }
        for finding in findings
    ]


def _closing(found: Found, shelf: Shelf, codes: Mapping[str, str], as_of: date) -> list[Json]:
    """Targets whose year has passed and on which the books have something to say."""
    out = []
    for target in found.plan.targets:
        evidence = found.evidence[target.id]
        if target.year is None or target.year >= as_of.year or evidence is None or target.value is None:
            continue
        shown = evidence.others or (
            (("最新值", "latest value", evidence.headline),) if evidence.headline else ()
        )
        standing = found.standings[target.id]
        out.append(
            {
                "target": target.id,
                "alias": codes.get(target.id),
                "title": target.indicator,
                "rows": [
                    {"label_zh": zh, "label_en": en, "figure": shelf.put(figure)}
                    for zh, en, figure in (*shown, *evidence.bridge)
                ],
                "judgement_zh": standing.reason_zh,
                "judgement_en": standing.reason_en,
                "state": standing.state.value,
                "request": standing.request,
            }
        )
    return out


def _pathway(pathway: Pathway | NoPathway, shelf: Shelf) -> Json:
    if isinstance(pathway, NoPathway):
        return {"pathway": None, "pathway_reason": {"zh": pathway.reason_zh, "en": pathway.reason_en}}
    growth_zh, growth_en = growth_words(pathway.model)
    return {
        "pathway": {
            "determined": pathway.determined,
            "first_year": pathway.model.first_projected_year,
            "horizon": pathway.model.horizon,
            "convention": DEFAULT_CONVENTION.value,
            "observed": [
                {"year": int(figure.period), "figure": shelf.put(figure)} for figure in pathway.observed
            ],
            "adjusted": [
                {"year": int(figure.period), "figure": shelf.put(figure)} for figure in pathway.adjusted
            ],
            "fills": [_fill(filled, growth_zh, growth_en, shelf) for filled in pathway.filled],
            "low": shelf.put(pathway.low),
            "high": shelf.put(pathway.high),
            "uninformed": shelf.put(pathway.uninformed),
            "drivers": _drivers(pathway.drivers),
            "assumptions": [shelf.put(figure) for figure in pathway.assumptions],
        },
        "pathway_reason": None,
    }


def _fill(filled: FilledPathway, growth_zh: str, growth_en: str, shelf: Shelf) -> Json:
    fill, result = filled.fill, filled.result
    years = [int(year) for year in result.projected_years]

    def percent(cut: float | None) -> float | None:
        return None if cut is None else round(cut * 100, 2)

    return {
        "fill": fill.id,
        "name_zh": fill.name_zh,
        "name_en": fill.name_en,
        "energy_intensity_cut": percent(fill.energy_intensity_cut),
        "carbon_intensity_cut": percent(fill.carbon_intensity_cut),
        "growth_zh": growth_zh,
        "growth_en": growth_en,
        "probability_by_2029": shelf.put(filled.by_2029),
        "probability_by_2030": shelf.put(filled.by_2030),
        "already_peaked": result.already_peaked,
        "no_peak": result.no_peak_before_horizon,
        "median_year": int(result.median_year),
        "quantiles": {
            "years": years,
            **{
                f"{level:g}": [round(float(value), 1) for value in path] for level, path in filled.fan.items()
            },
        },
        "peak_years": {str(year): share for year, share in sorted(result.histogram().items())},
        "drivers": _drivers(filled.drivers),
    }


def _drivers(shares: Sequence[DriverShare]) -> list[Json]:
    return [
        {
            "driver": one.name,
            "name_zh": DRIVER_NAMES[one.name][0],
            "name_en": DRIVER_NAMES[one.name][1],
            "share": float(one.share),
        }
        for one in shares
    ]


def _responsibility(found: Found, codes: Mapping[str, str]) -> list[Json]:
    return [{**asdict(duty), "key": duty.key, "alias": codes.get(duty.target or "")} for duty in found.duties]


def _forms(found: Found, shelf: Shelf, codes: Mapping[str, str]) -> list[Json]:
    out = []
    for code, name, targets in found.forms:
        lines = []
        for target in targets:
            evidence = found.evidence[target.id]
            last = evidence.headline if evidence else None
            lines.append(
                {
                    "target": target.id,
                    "alias": codes.get(target.id),
                    "indicator": target.indicator,
                    "unit": target.unit or (target.reading.unit if target.reading else ""),
                    "period": str(target.year or ""),
                    "last_value": shelf.put(last),
                    "basis": f"条款{target.clause}",
                }
            )
        out.append({"code": code, "name_zh": name, "rows": lines})
    return out
