"""What a person reads in the terminal; every figure comes from the service's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from dafeng.rules.display import show as show_value
from dafeng.rules.glossary import term

if TYPE_CHECKING:
    from dafeng.domain.plan import Plan
    from dafeng.services.run import Outcome
    from dafeng.services.verify import Verification

Json = dict[str, Any]

STATES = {
    "met": ("已完成", "met"),
    "on_course": ("按期", "on course"),
    "at_risk": ("有风险", "at risk"),
    "off_course": ("滞后", "off course"),
    "cannot_be_judged": ("无法判断", "cannot be judged"),
}
SEVERITY = {"hint": ("提示", "hint"), "notice": ("关注", "notice"), "serious": ("重要", "serious")}
LOUDEST = 5
# Kinds whose finding is a calculation: what nobody else tells the office comes first on the one screen.
RECKONED = frozenset({1, 10, 11, 12, 18, 20})


def _table(*heads: str) -> Table:
    """A table that folds long cells: Chinese has no spaces to break at, and an ellipsis would hide the reason."""
    table = Table()
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def show(outcome: Outcome, lang: str) -> None:
    """The result of a run on one screen."""
    body, zh = outcome.results, lang == "zh"
    console = _console()
    plan = body["plan"]
    console.print(
        Text(plan["title"] or plan["name"], style="bold"), Text(plan["doc_number"] or "", style="dim")
    )
    counts = (
        f"条款 {plan['clauses']}  目标 {plan['targets']}（其中有数字 {plan['numeric_targets']}）  点名项目 {plan['projects']}"
        if zh
        else f"{plan['clauses']} clauses  {plan['targets']} targets ({plan['numeric_targets']} with a numeral)  "
        f"{plan['projects']} named projects"
    )
    console.print(counts)
    first = sorted(body["findings"], key=lambda finding: finding["kind"] not in RECKONED)
    _findings(console, first[:LOUDEST], len(first), zh=zh)
    _standings(console, body, zh=zh)
    _last_account(console, body, lang)
    _peak(console, body, zh=zh)
    show_overlay(outcome.overlay, lang)
    documents = outcome.documents
    forms = sum(name.startswith("forms/") for name in documents)
    papers = " ".join(name for name in documents if not name.startswith("forms/"))
    count = f"forms/ {forms} 张" if zh else f"forms/ {forms} forms"
    console.print(Text(f"\n{outcome.out}/ {papers} {count}", style="dim"))
    seconds = outcome.summary["seconds"]
    hint = (
        f"用时 {seconds:.1f} 秒。追溯 dafeng trace co2（energy、peak、T01、F02 …）  复核 dafeng verify  页面 dafeng serve"
        if zh
        else f"{seconds:.1f} s. Trace: dafeng trace co2 (energy, peak, T01, F02 …)  dafeng verify  dafeng serve"
    )
    console.print(hint)
    notice = body["synthetic_notice" if zh else "synthetic_notice_en"]
    if notice:
        console.print(Text(notice, style="yellow"))


def show_notice(plan: Plan, lang: str) -> None:
    """What was read from the packaged DOCX notice, in one line."""
    title, clauses, targets = plan.document.title, len(plan.clauses), len(plan.targets)
    _console().print(
        f"另读文件 {plan.document.name}：《{title}》，条款 {clauses}，目标 {targets}"
        if lang == "zh"
        else f"Also read {plan.document.name}: {title}, {clauses} clauses, {targets} targets"
    )


def show_findings(found: Json, lang: str) -> None:
    """Every finding with its arithmetic."""
    _findings(_console(), found["findings"], len(found["findings"]), zh=lang == "zh")


def show_verification(found: Verification, lang: str) -> None:
    """Whether everything came out the same."""
    zh = lang == "zh"
    console = _console()
    if found.holds:
        console.print(
            f"一致：{found.inputs} 个输入、{found.outputs} 个输出，重做后逐字节相同。"
            if zh
            else f"Verified: {found.inputs} inputs and {found.outputs} outputs come out the same, byte for byte."
        )
    for name in found.changed:
        console.print(f"被改动：{name}" if zh else f"changed: {name}", style="red")
    for name in found.different:
        console.print(f"重做后不同：{name}" if zh else f"comes out different: {name}", style="red")


def show_trace(tree: Json, lang: str) -> None:
    """The tree under a number."""
    _console().print(_branch(tree, lang))


def show_accounts(made: Json, lang: str) -> None:
    """CO2 under the four conventions and energy under both, a line per year."""
    zh = lang == "zh"
    figures = made["figures"]
    years = made["accounts"]
    if not years:
        _console().print("没有能源平衡数据。" if zh else "No energy balance.")
        return
    keys = [("co2", name) for name in next(iter(years.values()))["co2"]]
    keys += [("energy", name) for name in next(iter(years.values()))["energy"]]
    table = _table("年" if zh else "year", *(term(name)["zh" if zh else "en"] for _, name in keys))
    for year, account in years.items():
        cells = []
        for group, name in keys:
            figure = figures[account[group][name]]
            cells.append(f"{show_value(figure['value'], figure['unit'], lang)} {figure['grade']}")
        table.add_row(year, *cells)
    _console().print(table)


def show_track(found: Json, lang: str) -> None:
    """Each target's standing with its reason."""
    zh = lang == "zh"
    table = _table(
        "编号" if zh else "id",
        "指标" if zh else "indicator",
        "进展" if zh else "standing",
        "原因" if zh else "reason",
    )
    for target in found["targets"]:
        state = STATES[target["standing"]][0 if zh else 1]
        reason = target["reason"] if zh else target["reason_en"]
        table.add_row(target["alias"] or target["id"], target["indicator"], state, reason)
    _console().print(table)


def show_plan(body: Json, lang: str) -> None:
    """The targets of a plan."""
    zh = lang == "zh"
    head = (
        ("编号", "指标", "比较", "数值", "单位", "年份")
        if zh
        else ("id", "indicator", "", "value", "unit", "year")
    )
    table = _table(*head)
    for target in body["targets"]:
        value = "—" if target["value"] is None else f"{target['value']:g}"
        table.add_row(
            target["id"],
            target["indicator"],
            target["comparator"],
            value,
            target["unit"] or "",
            str(target["year"] or ""),
        )
    console = _console()
    console.print(table)
    sizes = (len(body["clauses"]), len(body["targets"]), len(body["projects"]))
    console.print(
        "条款 {}，目标 {}，项目 {}".format(*sizes)
        if zh
        else "{} clauses, {} targets, {} projects".format(*sizes)
    )


def show_review(found: Json, lang: str) -> None:
    """What went out for review, or what came back."""
    zh = lang == "zh"
    console = _console()
    if "file" in found:
        count = sum(found["items"].values())
        console.print(
            f"{found['file']}：{count} 项，其中把握低于 0.6 的 {found['doubtful']} 项，已核对 {found['checked']} 项。"
            if zh
            else f"{found['file']}: {count} items, {found['doubtful']} below 0.6, {found['checked']} checked."
        )
        return
    for one in found["corrections"]:
        console.print(
            Text(f"  {one['item'] or '+'}  {one['field'] or one['action']}  {one['was']} → {one['now']}")
        )
    console.print(
        f"{found['overlay']}：对 {found['confirmed']}，改 {found['corrected']}，删 {found['removed']}，漏 {found['added']}。"
        if zh
        else f"{found['overlay']}: {found['confirmed']} right, {found['corrected']} changed, "
        f"{found['removed']} removed, {found['added']} added."
    )


def show_overlay(laid: Json | None, lang: str) -> None:
    """What became of the corrections; those that no longer fit are named one by one."""
    if laid is None:
        return
    zh = lang == "zh"
    console = _console()
    console.print(
        f"人工更正：采用 {laid['applied']}，已一致 {laid['settled']}，以人工为准 {laid['differs']}，"
        f"补回 {laid['restored']}，不再适用 {laid['unfit']}，属于其他文件 {laid['elsewhere']}。"
        if zh
        else f"Corrections: {laid['applied']} applied, {laid['settled']} settled, {laid['differs']} differ, "
        f"{laid['restored']} restored, {laid['unfit']} no longer fit, {laid['elsewhere']} for other documents."
    )
    for note in laid["notes"]:
        if note["status"] == "unfit":
            told = note["zh" if zh else "en"]
            console.print(Text(f"  {note['item']}  “{note['quote']}”  {told}", style="red"))


def _findings(console: Console, found: list[Json], total: int, *, zh: bool) -> None:
    console.print(Text(f"\n审查意见 {total} 条" if zh else f"\nFindings: {total}", style="bold"))
    brief = len(found) < total
    for finding in found:
        label = SEVERITY[finding["severity"]][0 if zh else 1]
        code = finding["alias"] or finding["check"]
        told = (
            f"[{label}·{finding['display_kind']}] {finding['title']}"
            if zh
            else f"[{label}] {finding['title_en']}"
        )
        title = Text.assemble((f" {code} ", "cyan"), told)
        console.print(title, no_wrap=brief, overflow="ellipsis")
        arithmetic = Text(f"     {finding['arithmetic']}", style="dim")
        console.print(arithmetic, no_wrap=brief, overflow="ellipsis")
    if brief:
        rest = total - len(found)
        console.print(Text(f"     … 另有 {rest} 条" if zh else f"     … {rest} more", style="dim"))


def _standings(console: Console, body: Json, *, zh: bool) -> None:
    counts: dict[str, int] = {}
    for target in body["targets"]:
        counts[target["standing"]["state"]] = counts.get(target["standing"]["state"], 0) + 1
    words = "  ".join(f"{STATES[state][0 if zh else 1]} {counts.get(state, 0)}" for state in STATES)
    console.print(Text("\n目标进展  " if zh else "\nStanding  ", style="bold"), Text(words), sep="")


def _last_account(console: Console, body: Json, lang: str) -> None:
    if not body["accounts"]:
        return
    zh = lang == "zh"
    year = max(body["accounts"])
    made = body["accounts"][year]
    console.print(Text(f"\n{year} 年核算" if zh else f"\nAccounts {year}", style="bold"))
    lines = Table.grid(padding=(0, 3))
    for group in ("co2", "energy"):
        cells = []
        for name, identity in made[group].items():
            figure = body["figures"][identity]
            label = term(name)["zh" if zh else "en"]
            cells.append(f"  {label} {show_value(figure['value'], figure['unit'], lang)} {figure['grade']}")
        for start in range(0, len(cells), 2):
            lines.add_row(*cells[start : start + 2])
    console.print(lines)


def _peak(console: Console, body: Json, *, zh: bool) -> None:
    pathway = body["pathway"]
    if pathway is None:
        reason = body["pathway_reason"]["zh" if zh else "en"]
        console.print(
            Text(
                f"\n达峰：无法推演（{reason}）" if zh else f"\nPeak: cannot be projected ({reason})",
                style="bold",
            )
        )
        return

    def percent(identity: str) -> str:
        return str(show_value(body["figures"][identity]["value"], "probability"))

    low, high = percent(pathway["low"]), percent(pathway["high"])
    if pathway["determined"]:
        head = f"\n达峰概率（≤2029）{low}–{high}" if zh else f"\nProbability of a peak by 2029: {low}–{high}"
    else:
        head = (
            f"\n达峰概率由方案本身不能确定：{low}–{high}（≤2029）"
            if zh
            else f"\nPeak not determined by the plan: {low}–{high} (by 2029)"
        )
    console.print(Text(head, style="bold"))
    for fill in pathway["fills"]:
        early, late = percent(fill["probability_by_2029"]), percent(fill["probability_by_2030"])
        line = f"  ≤2029 {early:>6}  ≤2030 {late:>6}  {fill['name_zh' if zh else 'name_en']}"
        console.print(line, no_wrap=True, overflow="ellipsis")
    console.print("  " + pathway["fills"][0]["growth_zh" if zh else "growth_en"])
    blind = percent(pathway["uninformed"])
    console.print(
        f"  一无所知的模型（≤2029）{blind}" if zh else f"  a model that knows nothing, by 2029: {blind}"
    )
    names = ("、" if zh else ", ").join(
        f"{one['name_zh' if zh else 'name_en']} {one['share']:.0%}" for one in pathway["drivers"][:2]
    )
    if names:
        console.print(f"  最大的两个因素：{names}" if zh else f"  largest drivers: {names}")


def _branch(node: Json, lang: str, parent: Tree | None = None) -> Tree:
    zh = lang == "zh"
    name = node["name"] if zh or not node.get("name_en") else node["name_en"]
    label = Text(name)
    if node["value"] is not None:
        label.append(f"  {show_value(node['value'], node['unit'], lang)}", style="bold")
    elif node.get("low") is not None:
        low, high = (show_value(node[end], node["unit"], lang) for end in ("low", "high"))
        label.append(f"  {low.number}–{high}", style="bold")
    label.append(f"  {node['grade']}", style="yellow" if node["grade"] in "DS" else "green")
    for part in (node["formula"], node["basis"], node.get("reason")):
        if part:
            label.append(f"\n{part}", style="dim")
    tree = parent.add(label) if parent else Tree(label)
    for one in node["inputs"]:
        _branch(one, lang, tree)
    return tree
