"""What a check sees: the plan, the outside numbers and the day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dafeng.domain.finding import FindingInput
from dafeng.domain.grade import Grade
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Clause, Plan, Target
from dafeng.methods.plan.review.inputs import as_interval
from dafeng.methods.plan.review.statements import Statement, key_of, read_sentence, times_of
from dafeng.methods.plan.review.table_statements import read_table
from dafeng.methods.plan.review.tables import Table, place_name, tables_of, without_tables
from dafeng.methods.plan.target.segments import sentences
from dafeng.methods.plan.view.surface import surface
from dafeng.rules.vocabulary import load_vocabulary

_NUMBERING = re.compile(
    r"^[\s\u3000]*(?:[（(][一二三四五六七八九十]+[）)]|\d+\s*[.．、]|[一二三四五六七八九十]+、)", re.MULTILINE
)
_WIDTH = str.maketrans(
    {chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"％": "%", "﹪": "%", "．": "."}
)
_GENERIC = re.compile(
    r"(?P<stem>(?:综合|资源化|循环)?(?:利用|处理|处置|回收|覆盖|改造|完成|达标|普及|替代)|产生|发电|用电|供热|消费|排放|装机|峰值|总|合计|其他|工业|建筑|交通|加权|能耗占比)"
    r"(?:率|量|比例|容量)?$"
)
_ORDERS = (
    "推动|推进|加强|强化|促进|深化|健全|完善|提升|扩大|发展|规范|加快|实施|开展|抓好|深入|积极|大力|做好|统筹"
)
_STEM = 2
_SETTLED = 3  # as many changes measured from one year show where the plan begins
_STATUS_CHAPTER = re.compile(
    r"现状|进展|基础(?!设施)|成效|成绩|概况|概貌|[市省区县州国]情|回顾|基本情况|形势|优势|特点|背景|已有|历程|存在问题|突出问题|挑战"
)
_WHOLE_AREA = re.compile(r"全[国省市州区县]?(?:范围|域|口径)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the reading view, with its clause and the place of its first character in the file."""

    text: str
    clause: str
    offset: int
    paragraph: int
    places: tuple[int, ...] = ()


@dataclass(frozen=True)
class Context:
    """The plan under review with its outside numbers; absent inputs answer None."""

    plan: Plan
    inputs: Mapping[str, FindingInput]
    as_of: date
    higher: tuple[Plan, ...] = ()
    closing: bool = False

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence, freed of page furniture and line breaks, in the order of the text."""
        view = surface(without_tables(self.plan), str)
        found = []
        for paragraph, (start, end) in enumerate(view.paragraphs()):
            for begin, stop in sentences(view.text, start, end):
                offset = view.offsets[begin]
                clause = self.clause_at(offset) or self.clause_at(view.offsets[stop - 1])
                found.append(
                    Sentence(view.text[begin:stop], clause or "", offset, paragraph, view.offsets[begin:stop])
                )
        return tuple(found)

    @cached_property
    def prose(self) -> str:
        """The sentences of the reading view, each on its line."""
        return "\n".join(sentence.text for sentence in self.sentences)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every printed amount with its subject, its time and how it is meant; those of tables last."""
        keys = load_vocabulary().spellings
        found: list[Statement] = []
        paragraph, lead = -1, None
        for sentence in self.sentences:
            if sentence.paragraph != paragraph:
                paragraph = sentence.paragraph
                lead = self._box_time(sentence.offset) or self.heading_time(sentence.clause)
            found += read_sentence(
                sentence.text, sentence.clause, sentence.places, keys, lead, self.first_year
            )
            ahead = [time for time in times_of(sentence.text) if time[1]]
            lead = (ahead[-1][0], True) if ahead else lead
        for table in self.tables:
            clause = self.clause_at(table.start) or ""
            found += read_table(table, clause, keys, self.first_year)
        return tuple(self._told_here(self._qualified(one)) for one in found)

    def _told_here(self, one: Statement) -> Statement:
        """A figure without a year to come in a chapter on the status quo tells what is."""
        told = one.sense == "aim" and (one.year is None or one.year < self.first_year)
        return replace(one, sense="fact") if told and self.tells_status(one.clause) else one

    def tells_status(self, clause: str) -> bool:
        """Whether a clause tells of what stands (现状、成效、市情), by its own heading or its chapter's."""
        headings = [heading[:14] for heading in self.headings(clause)]
        if any(_STATUS_CHAPTER.search(heading) for heading in headings[:1]):
            return True
        told = any(_STATUS_CHAPTER.search(heading) for heading in headings)
        return told and not any(re.search("要求|目标|思路|任务|原则|行动|举措", one) for one in headings)

    def _qualified(self, one: Statement) -> Statement:
        """A bare 综合利用率 with the thing that its clause is headed by, so that two clauses are not confused."""
        generic = _GENERIC.match(one.subject)
        if generic is None:
            return one
        for heading in self.headings(one.clause)[:1]:
            thing = re.search(rf"^(?:{_ORDERS})*(?P<thing>[一-鿿]{{2,8}}?){generic['stem']}", heading)
            if thing and len(generic["stem"]) >= _STEM:
                subject = f"{thing['thing']}{one.subject}"
                return replace(one, subject=subject, key=key_of(subject, load_vocabulary().spellings))
        return replace(one, key=f"{one.clause}#{one.subject}")

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables printed in the text."""
        return tuple(tables_of(self.plan))

    @cached_property
    def first_year(self) -> int:
        """The year in which the plan begins: that of its issue, else four years before its first target year."""
        if self.plan.document.issued:
            return int(self.plan.document.issued[:4])
        text = self.plan.document.text
        period = re.search(r"(?:实施期|规划期|期限)[^。；\d]{0,8}(20\d\d)年?[—\-~～至]20\d\d", text)
        dated = re.search(r"(20\d\d)年\d{1,2}月\d{1,2}日[^。\n]{0,20}印发|〔(20\d\d)〕\d+号", text[:400])
        if period or dated:
            found = period or dated
            return int(next(year for year in found.groups() if year)) if found else 0
        bases = Counter(re.findall(r"(?:[比较]|由|从)(20\d\d)年", text)).most_common(1)
        if bases and bases[0][1] >= _SETTLED:
            return int(bases[0][0]) + 1
        years = [target.year for target in self.plan.targets if target.year is not None]
        return min(self.as_of.year, min(years) - 4) if years else self.as_of.year

    def heading_time(self, clause_id: str) -> tuple[int, bool] | None:
        """The year that a heading sets for all that stands under it: 2026年：立账, 2030年目标."""
        return next(
            (
                (max(years), True)
                for heading in self.headings(clause_id)
                if (years := [int(year) for year in re.findall(r"(20\d\d)(?=年|[—\-])", heading)])
                and not re.search(r"[《〔]", heading)
            ),
            None,
        )

    def _box_time(self, offset: int) -> tuple[int, bool] | None:
        """The year that the title of the box around this place sets for its rows: 专栏2 2030年热源结构."""
        for box in self.plan.boxes:
            if box.start <= offset < box.end:
                years = [int(year) for year in re.findall(r"(20\d\d)年", box.title)]
                return (max(years), True) if years else None
        return None

    def headings(self, clause_id: str) -> list[str]:
        """The headings a clause stands under, its own first; those of containers are read from the text."""
        known = {clause.id: clause for clause in self.plan.clauses}
        clause = known.get(clause_id)
        found: list[str] = []
        while clause is not None:
            found.append(re.split("[。，]", clause.heading)[0][:24])
            above = clause.parent
            while above and above not in known:
                mark = re.search(
                    r"(\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+|\d+|第[一二三四五六七八九十]+[章节条])$",
                    above,
                )
                if mark is None:
                    break
                name = mark.group().strip("()")
                line = rf"^[ \t\u3000]*(?:[（(]{name}[）)]|{name}[、.．]|{name}[ \t\u3000])([^\n]*)$"
                lines = list(re.finditer(line, self.plan.document.text[: clause.start], re.MULTILINE))
                if lines:
                    found.append(re.split("[。，]", lines[-1][1].strip())[0][:24])
                above = above[: mark.start()]
            clause = known.get(above or "")
        return found

    def saying(self, pattern: str) -> list[Sentence]:
        """The sentences in which the pattern occurs."""
        compiled = re.compile(pattern)
        return [sentence for sentence in self.sentences if compiled.search(sentence.text)]

    def interval(self, name: str) -> Interval | None:
        """The outside number of that name as an interval, or None."""
        given = self.inputs.get(name)
        return None if given is None else as_interval(given)

    def given(self, *names: str) -> tuple[FindingInput, ...]:
        """The outside numbers of those names that are present, for a finding's list of inputs."""
        return tuple(self.inputs[name] for name in names if name in self.inputs)

    def targets(self, indicator_id: str, *, kind: str | None = None, unit: str | None = None) -> list[Target]:
        """The targets of one indicator, in the order of the text."""
        return [
            target
            for target in self.plan.targets
            if target.indicator_id == indicator_id
            and (kind is None or target.kind == kind)
            and (unit is None or target.unit == unit)
        ]

    def percents(self, indicator_id: str, kind: str) -> dict[int, Target]:
        """The first percentage target of one indicator for each year, whole area, between 0 and 100 %."""
        found: dict[int, Target] = {}
        for target in self.targets(indicator_id, kind=kind, unit="%"):
            if target.value is None or target.year is None or not 0 < target.value < 100:
                continue
            if covers_whole_area(target):
                found.setdefault(target.year, target)
        return found

    def says(self, pattern: str) -> bool:
        """True if the pattern occurs anywhere in the document, page turns and line breaks aside."""
        return re.search(pattern, self.prose) is not None

    def children(self, clause: Clause) -> Iterator[Clause]:
        """Every clause below a clause, at any depth, in the order of the text."""
        below = {clause.id}
        for other in self.plan.clauses:
            if other.parent in below:
                below.add(other.id)
                yield other

    def leaves(self) -> list[Clause]:
        """The clauses that have no clause below them, without the notice or preamble."""
        parents = {clause.parent for clause in self.plan.clauses}
        return [clause for clause in self.plan.clauses if clause.level > 0 and clause.id not in parents]

    def body(self, clause: Clause) -> str:
        """A clause's own text without its number."""
        return _NUMBERING.sub("", self.plan.text_of(clause), count=1)

    def clause_at(self, offset: int) -> str | None:
        """The id of the deepest clause that holds this place of the text."""
        place = bisect_right(self._starts, offset)
        inside = [clause for clause in self._by_start[:place] if offset < clause.end]
        return max(inside, key=lambda clause: (clause.level, clause.start)).id if inside else None

    def places_at(self, offset: int, clause: str) -> tuple[str, ...]:
        """The places a finding names: the box or the table that holds the offset, and the clause."""
        named = place_name(self.plan, offset)
        return tuple(place for place in (named, clause) if place)

    @cached_property
    def _by_start(self) -> list[Clause]:
        return sorted(self.plan.clauses, key=lambda clause: clause.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self._by_start]

    def as_input(self, target: Target) -> FindingInput:
        """A plan target as an input of a finding: what the plan prints, sourced to its clause."""
        year = "" if target.year is None else f"（{target.year}年）"
        low, high = (target.value, target.value_max) if target.value_max is not None else (None, None)
        return FindingInput(
            f"{target.indicator}{year}", target.value, low, high, target.unit or "", target.clause, Grade.B
        )


def dated(context: Context) -> Plan:
    """The plan with the years that only a heading or the words of the figure give, filled into its targets."""
    said = {one.start: one for one in context.statements if one.year is not None and one.sense == "aim"}
    targets = tuple(
        replace(target, year=time[0])
        if target.year is None
        and target.value_start is None
        and (time := context.heading_time(target.clause))
        else replace(target, year=said[target.value_start].year)
        if target.year is None
        and target.value_start in said
        and (said[target.value_start].year or 0) >= context.first_year
        else target
        for target in context.plan.targets
    )
    return replace(context.plan, targets=targets)


def base_year_of(target: Target) -> tuple[int, bool] | None:
    """The base year and whether it is stated; None if it is neither stated nor customary.

    A target for the last year of a five-year plan customarily counts from the last year of the plan before.
    """
    if target.base_year is not None:
        return target.base_year, True
    if target.year is None or target.year % 5 != 0:
        return None
    return target.year - 5, False


def covers_whole_area(target: Target) -> bool:
    """True if the target speaks of the whole plan area, unscoped or scoped by words such as 全市."""
    return target.scope is None or _WHOLE_AREA.fullmatch(target.scope) is not None


def simplified(plan: Plan) -> Plan:
    """The plan in Simplified script and half-width digits, character for character, so that offsets hold."""
    script = load_vocabulary().simplified

    def plain(text: str) -> str:
        return script(text).translate(_WIDTH)

    def words(text: str | None) -> str | None:
        return None if text is None else plain(text)

    text = plain(plan.document.text)
    if text == plan.document.text:
        return plan
    targets = tuple(
        replace(
            target,
            indicator=plain(target.indicator),
            quote=plain(target.quote),
            unit=words(target.unit),
            hedge=words(target.hedge),
            scope=words(target.scope),
        )
        for target in plan.targets
    )
    return replace(
        plan,
        document=replace(plan.document, text=text, title=words(plan.document.title)),
        clauses=tuple(replace(clause, heading=plain(clause.heading)) for clause in plan.clauses),
        targets=targets,
    )
