"""What the columns of a table add to: their own last row, and the target of the text they carry out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.gaps import AREA, REST, differs, short_of
from dafeng.methods.plan.review.listings import listings
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.runs import NEEDED
from dafeng.methods.plan.review.statements import Statement, bare_subject, dimension_of, key_of
from dafeng.methods.plan.review.tables import Table
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain
from dafeng.rules.vocabulary import load_vocabulary


def columns_off(context: Context, check: Check) -> Iterator[Finding]:
    """Columns of a table whose last row says 合计 and is not the sum of the rows above."""
    for table in context.tables:
        sums = [row for row in table.rows if _SUM_ROW.search(row.cells[0])]
        if not sums:
            continue
        last = sums[-1]  # the sums above it are of some rows only
        rows = [row for row in table.rows if row not in sums]
        for column in range(1, len(table.header)):
            cells = [row.cells[column] for row in rows if column < len(row.cells)]
            numbers = [number for cell in cells if (number := number_in(cell)) is not None]
            total = number_in(last.cells[column]) if column < len(last.cells) else None
            years = all(1990 < number < 2100 for number in numbers)
            if (
                total is None
                or len(numbers) < 2
                or years
                or "%" in table.header[column]
                or "率" in table.header[column]
            ):
                continue
            if len(numbers) < len(cells) - 1 or not differs(sum(numbers), total):
                continue
            within = [number_in(row.cells[column]) for row in sums[:-1] if column < len(row.cells)]
            if within and not differs(sum(numbers) + sum(one or 0 for one in within), total):
                continue
            clause = context.clause_at(last.start) or ""
            yield check.finding(
                (f"{clause}@{last.start}:{column}",),
                title=f"表中“{table.header[column]}”各行合计与“{last.cells[0]}”不符",
                clauses=(clause,) if clause else (),
                arithmetic=f"{'+'.join(plain(one, 4) for one in numbers)}={plain(sum(numbers), 4)}，表中写{plain(total, 4)}",
                severity=Severity.SERIOUS,
                settles="表中各行的来源。",
                proposal="核对各行和合计。",
            )


def number_in(cell: str) -> float | None:
    """The bare number of a cell, or None."""
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)", cell.strip())
    return float(found[1].replace(",", "")) if found else None


def one_project_for_all(context: Context, check: Check) -> Iterator[Finding]:
    """An amount said to come wholly from a project whose own row in a table gives less."""
    for one in context.statements:
        after = one.sentence[one.stop : one.stop + 60]
        named = re.match(
            r"(?:全部|均|完全)?(?:由|依靠|通过|靠|来自)(?:专栏\d*|附表\d*|表\d*)?(?:所列|中的?|的)?([^，。；]{3,24}?)(?:项目|工程)[^，。；]{0,4}(?:实现|完成|承担|提供|贡献|解决)",
            after,
        )
        if named is None or not one.stop:
            continue
        for table in context.tables:
            for row in table.rows:
                if not _names_row(named[1], row.cells[0]):
                    continue
                for name, cell in zip(table.header[1:], row.cells[1:], strict=False):
                    unit = re.search(r"[（(]([^，）)]+)", name)
                    number = number_in(cell)
                    if unit is None or number is None:
                        continue
                    dimension, factor = dimension_of(unit[1])
                    if dimension == one.dimension and number * factor < 0.98 * one.amount:
                        yield finding(
                            check,
                            context,
                            [one],
                            title=f"“{one.subject}”{one.figure}全部落在“{row.cells[0]}”，该项目只有{plain(number)}{unit[1]}",
                            arithmetic=f"{plain(number)}{unit[1]}÷{one.figure}={plain(number * factor / one.amount * 100, 1)}%，其余没有项目支撑",
                            severity=Severity.SERIOUS,
                            settles="其余减排量的项目来源。",
                            proposal="补列项目，或相应调整该领域的数量。",
                        )


def _names_row(words: str, cell: str) -> bool:
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return len([pair for pair in pairs if pair in cell]) >= max(2, len(pairs) // 2)


_SUM_ROW = re.compile("合计|总计|小计|全[市省区县州]$")
_REFERS = re.compile(r"附表|附件|专栏|下表|表\d|清单|见表")
_TWO = 2


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of amounts: what it is of, in which unit, for which year, and its rows without a sum."""

    table: Table
    name: str
    unit: str
    year: int | None
    labels: tuple[str, ...]
    numbers: tuple[float, ...]

    @property
    def added(self) -> float:
        return sum(self.numbers) * dimension_of(self.unit)[1]

    @property
    def shown(self) -> str:
        return f"{'+'.join(plain(one, 4) for one in self.numbers)}={plain(sum(self.numbers), 4)}{self.unit}"


def _columns(table: Table) -> Iterator[_Column]:
    for place, heading in enumerate(table.header):
        unit = re.search(r"[（(]([^（）()]+)[）)]\s*$", heading) or re.search(
            r"单位[：:]\s*([^）)\s]+)", table.caption
        )
        if place == 0 or unit is None:
            continue
        rows = [row for row in table.rows if not _SUM_ROW.search(row.cells[0])]
        cells = [(row.cells[0], number_in(row.cells[place])) for row in rows if place < len(row.cells)]
        numbers = tuple(number for _, number in cells if number is not None)
        if len(numbers) < _TWO or len(numbers) < len(cells):
            continue
        name = re.sub(r"[（(].*", "", heading)
        year = re.search(r"20\d\d", name)
        labels = tuple(label for label, _ in cells)
        yield _Column(table, name, unit[1], int(year.group()) if year else None, labels, numbers)


def carried_out_by_table(context: Context, check: Check) -> Iterator[Finding]:
    """A target that the text hands to a table or a box, whose amounts add to less."""
    for table in context.tables:
        for column in _columns(table):
            total = _handed_to(context, column)
            if total is None or total.bound == "<=" or not short_of(column.added, total.amount):
                continue
            if REST.search(total.sentence + "".join(column.labels)):
                continue
            yield _short_table(context, check, total, column.shown)
    yield from _by_box(context, check)


def caps_split_in_table(context: Context, check: Check) -> Iterator[Finding]:
    """A cap of the text whose shares in a table of areas add to another amount."""
    for table in context.tables:
        for column in _columns(table):
            total = _handed_to(context, column)
            if total is None or total.bound != "<=" or not differs(column.added, total.amount):
                continue
            if all(AREA.search(label) for label in column.labels) and not REST.search(total.sentence):
                yield _short_table(context, check, total, column.shown)


def caps_passed(context: Context, check: Check) -> Iterator[Finding]:
    """A cap on all that a named table lists, and the amounts of its rows that pass it."""
    for table in context.tables:
        label = re.match(r"(?:附表|附件|专栏|表)\d*", re.sub(r"\s", "", table.caption))
        if label is None:
            continue
        for column in _columns(table):
            dimension = (dimension_of(column.unit)[0] or "").removesuffix(" per 年")
            for cap in context.statements:
                named = cap.stop and re.search(rf"{label.group()}(?!\d)", cap.sentence)
                if (
                    named
                    and cap.bound == "<="
                    and cap.sense == "aim"
                    and dimension
                    and cap.dimension == dimension
                    and re.search("合计|总计|总量|累计|共", cap.words)
                    and _alike(re.sub("(?:合计|总计|总量|累计)$", "", cap.subject), column.name)
                    and differs(column.added, cap.amount)
                    and column.added > cap.amount
                ):
                    yield finding(
                        check,
                        context,
                        [cap, Sentence(table.caption, context.clause_at(table.start) or "", table.start, 0)],
                        title=f"所列各项合计超过“{cap.subject}”{cap.figure}的上限",
                        arithmetic=f"{column.shown}>{cap.figure}",
                        severity=Severity.SERIOUS,
                        settles="表中各项目的排放（用能）测算和批复。",
                        proposal="从项目安排中删去超出部分，或写明减量替代来源。",
                    )
                    break


def _handed_to(context: Context, column: _Column) -> Statement | None:
    """The promise of the text that the column splits: of one stuff and year, and of its name."""
    dimension = dimension_of(column.unit)[0]
    if dimension in {None, "share", "points", "ratio"}:
        return None
    name = bare_subject(column.name)
    key = key_of(name, load_vocabulary().spellings)
    told = bare_subject(column.table.caption) + name
    fitting = [
        one
        for one in context.statements
        if one.stop
        and one.sense == "aim"
        and (one.dimension == dimension or {one.dimension, dimension} == {"mass", "carbon"})
        and (column.year is None or one.year in {None, column.year})
        and not AREA.search(one.subject)
        and (
            one.key == key
            or (_REFERS.search(one.sentence) and (one.key.endswith(key) or _alike(one.subject, told)))
        )
    ]
    return max(fitting, key=lambda one: one.amount, default=None)


def _alike(subject: str, told: str) -> bool:
    """Whether most pairs of characters of a name stand in the table's heading."""
    name = re.sub("^(?:新增|新建|累计|完成|形成)+", "", subject)
    pairs = {name[place : place + 2] for place in range(len(name) - 1)}
    return bool(pairs) and sum(pair in told for pair in pairs) * _TWO >= len(pairs)


def _by_box(context: Context, check: Check) -> Iterator[Finding]:
    """全部由专栏1所列项目完成: the amounts of the box against the target."""
    for total in context.statements:
        named = re.search(
            r"(?:由|依托|依靠|通过|见|按)(专栏\d*)[^，。；]{0,12}(?:项目|工程|任务)?",
            total.sentence[total.stop :],
        )
        if not total.stop or named is None or total.sense != "aim" or total.bound == "<=":
            continue
        if not _is_handed_on(context, total):
            continue
        for box in listings(context):
            if box.label != named[1] or box.start <= total.start < box.end:
                continue
            firsts = [
                next((one for one in item if one.dimension == total.dimension), None) for item in box.items
            ]
            inside = [one for one in firsts if one and not re.search("合计|总计", one.words)]
            if len(inside) < len(box.items):
                continue
            added = sum(one.amount for one in inside)
            if len(inside) >= _TWO and short_of(added, total.amount) and not REST.search(total.sentence):
                factor = dimension_of(total.unit)[1]
                line = "+".join(plain(one.amount / factor, 4) for one in inside)
                place = Sentence(box.title, box.label, box.start, 0)
                shown = f"{line}={plain(added / factor, 4)}{total.unit}"
                yield _short_table(context, check, total, shown, [place])


def _is_handed_on(context: Context, total: Statement) -> bool:
    """Whether it is this amount that the sentence hands on: the need it tells, or the only one of its stuff."""
    mine = [
        one
        for one in context.statements
        if one.stop
        and (one.clause, one.sentence) == (total.clause, total.sentence)
        and one.dimension == total.dimension
    ]
    needs = [one for one in mine if NEEDED.search(one.words)]
    return total in needs if needs else len(mine) == 1


def _short_table(
    context: Context, check: Check, total: Statement, shown: str, places: Sequence[Sentence] = ()
) -> Finding:
    return finding(
        check,
        context,
        [total, *places],
        title=f"“{total.subject}”{total.figure}与所列各项合计不符",
        arithmetic=f"{shown}，条文写{total.figure}",
        severity=Severity.SERIOUS,
        settles="表（专栏）中各项的来源；是否还有未列出的项目。",
        proposal="补列项目或核对各项数量，使合计与目标相衔接。",
    )
