"""Named organisations and places of action: departments, committees, enterprises, parks, plants, areas."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dafeng.domain.plan import Actor, Project
from dafeng.methods.plan.outline.structure import PREAMBLE, Block, Outline
from dafeng.methods.plan.task.imperatives import opening
from dafeng.methods.plan.task.owners import statements
from dafeng.methods.plan.view.surface import Surface
from dafeng.rules.task_words import TaskWords

_LEVEL = r"(?:国家|自治区|(?:全|本)?[省市州盟县区旗])"
_COMMITTEE = re.compile(
    rf"{_LEVEL}?(?:(?:应对)?(?:碳达峰、?碳中和|碳达峰碳中和|双碳|节能减排|应对气候变化|气候变化|节能降耗|绿色低碳发展)"
    r"(?:、|及|和)?)+(?:工作)?(?:领导小组|工作委员会|委员会|工作专班|联席会议)(?:办公室)?"
)
_GOVERNMENT = re.compile(
    r"(?:(?<![一-鿿])(?!号|直辖)[一-鿿]{2,3})?(?<![）各直辖])[省市州盟县区旗]人民政府(?:办公厅|办公室)?|国务院(?:办公厅)?"
)
# Words that can stand in front of a name without belonging to it.
_BEFORE_NAME = re.compile(
    r"^(?:在|以|将|把|对|由|从|向|为|经|于|与|和|及|至|到|是|使|并|或|按|其中|包括|以及|加快|积极|统筹|协同|深化|稳步|有序|大力|深入|全面|扎实|重点|进一步|持续|规划|新建|扩建|改建"
    r"|建设|推进|推动|实施|稳定|推广|支持|鼓励|打造|创建|培育|引导|总结|融入|服务|依托|围绕|聚焦|参与|开展|组织|完善|提升|加强|对接|聚力|做好|发挥|发展|构建|完成|实现|优化|增强|联合|会同|有条件的)+"
)
_GENERIC = re.compile(
    r"^(?:.?|.*的|.*个|.*[一二三四五六七八九十\d]大.*|各.*|相关.*|有关.*|[省市县区].{0,2}|各.*|全[国省市].*|国家级?|省级|市级|县级|工业|产业|重点|大型|中小|特色|示范|试点|绿色.{0,4}|零碳|低碳|近零碳|生态.{0,4}|化工|循环.{0,4}|高.{0,3}|一批|先行|创新|新|老|商业|政策性|开发性"
    r"|金融|上市|能源|电力|电网|供电|供热|燃气|公交|物流|国有|民营|骨干|龙头|企业|相关|有关|专业|专业化|服务|互联网|现有|既有|若干|多个|这些|其他|本|该|分布式.*|集中式.*|新型|智慧|数字"
    r"|科技|农业|现代.{0,4}|战略.*|优势|综合|先进|国际.*|国内.*|虚拟|水|火|风|光伏|煤|燃煤|自备|常规|新能源|抽水|独立|共享|用户侧|电网侧|垃圾.*|污水.*|城镇.*|农村.*|工业.*|建筑.*|交通.*|省|市|县|区|产业集聚|产业集群|传统"
    r"|集团|跨国|节能服务|能源服务|项目|头部|大|中央|地方.{0,2}|清洁.*|海上|陆上|热|发|变|零碳.*|低碳.*|智能.*|国土.*|居民|海绵.*|双碳|碳达峰|减污降碳.*|协同.*|试验|自由贸易|综合|保税|港|临港|园)$"
)
_AREA = re.compile(
    r"(?!各|立足|考虑|综合|地级|县级|副省|分|直辖|自治[区州县]|一|十大|全|本|我|该|跨|省|市辖|设|城|整|超|沿|某|有关|重点|试点|示范|所有|相关|其他|毗邻|周边|区域|工业|农村|特大|大中|中心|主城|都)"
    r"([一-鿿]{2,3}(?:自治[州县]|(?<![城都全本我各该])市|[县州盟旗](?!域)|(?<![地社小园城市辖景港库林牧灾郊片矿湖湾海校功街厂院军赛选专特站时域能])区))"
    r"(?!级|域|场|委|局|里|面|容|间|位|民|政)"
)
_BRACKETED = r"[一-鿿]{2,4}（[一-鿿]{2,4}）[一-鿿]{0,4}?"
_MARK = re.compile(
    r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)|[①-⑳]|——"
)
_NEEDS_LEVEL = re.compile(
    "^(?:党校|团委|妇联|科协|总工会|海关|统计局|财政局|海事局|.{2,3}局|.{2,4}委|.{2,3}办)$"
)
_PIECE = re.compile(r"[^，；。、：（）()“”《》！？,;\s]+")
_SPLIT = re.compile(r"与(?!会)|以及|和(?!谐)|至|及(?!时)")
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    kind: str
    start: int
    end: int
    standard: str | None = None


def named_actors(
    view: Surface, outline: Outline, projects: Sequence[Project], words: TaskWords
) -> tuple[Actor, ...]:
    """Every named organisation and place of action, once, where the plan's body first names it.

    The spellings of one department (市发改委, 市发展改革委) are one actor.  The text before the first
    heading is the letter that carries the plan; it is searched only in a text without headings.
    """
    reader = _reader(words)
    known = [name for project in projects for name in reader.members(view, project)]
    found: dict[str, _Name] = {}
    clauses: dict[str, str] = {}
    counts: dict[str, int] = {}
    for block in outline.blocks:
        if block.clause == PREAMBLE and outline.clauses:
            continue
        own = [name for name in known if block.start <= name.start < block.end]
        for name in sorted((*own, *reader.names(view.text, block, own)), key=lambda item: item.start):
            key = name.standard or re.sub("[、 ]", "", name.name)
            counts[key] = counts.get(key, 0) + 1
            if key not in found:
                found[key], clauses[key] = name, block.clause
    return tuple(
        Actor(
            name.name, name.kind, clauses[key], *view.span(name.start, name.end), name.standard, counts[key]
        )
        for key, name in sorted(found.items(), key=lambda item: item[1].start)
    )


@cache
def _reader(words: TaskWords) -> _Reader:
    return _Reader(words)


class _Reader:
    def __init__(self, words: TaskWords) -> None:
        self._departments = words.departments
        self._verb = re.compile("|".join(sorted(map(re.escape, words.actions), key=len, reverse=True)))
        spellings = "|".join(sorted(map(re.escape, words.departments), key=len, reverse=True))
        self._department = re.compile(rf"({_LEVEL})?({spellings})(?!长|面|势|限)")
        self._kinds = words.endings
        endings = "|".join(sorted(map(re.escape, words.endings), key=len, reverse=True))
        self._projects = words.projects
        self._two_works = re.compile(rf"([^，；。]{{2,20}}?({endings}))(?:和|与|及)(?=.*(?:{endings})$)")
        self._bracketed = re.compile(rf"{_BRACKETED}(?:{endings})")
        self._ending = re.compile(rf"({endings})(?![一-鿿]?(?:级别|类型))")

    def members(self, view: Surface, project: Project) -> Iterator[_Name]:
        """A project as an actor; two works joined by 和 are two."""
        start, end = bisect_left(view.offsets, project.start), bisect_left(view.offsets, project.end - 1) + 1
        kind = self._projects.get(project.kind, project.kind)
        both = self._two_works.match(view.text, start, end)
        if both:
            yield _Name(both.group(1), self._kinds[both.group(2)], start, both.end(1))
            start = both.end()
        yield _Name(view.text[start:end], kind, start, end)

    def names(self, text: str, block: Block, known: Sequence[_Name]) -> Iterator[_Name]:
        """The names of a paragraph that do not overlap those already known."""
        taken = [(name.start, name.end) for name in known]
        for name in self._all(text, block):
            if all(name.end <= start or end <= name.start for start, end in taken):
                taken.append((name.start, name.end))
                yield name

    def _all(self, text: str, block: Block) -> Iterator[_Name]:
        for match in _COMMITTEE.finditer(text, block.start, block.end):
            yield _Name(match.group(), "committee", match.start(), match.end())
        for match in _GOVERNMENT.finditer(text, block.start, block.end):
            yield _Name(match.group(), "government", match.start(), match.end())
        for match in self._department.finditer(text, block.start, block.end):
            if not match.group(1) and _NEEDS_LEVEL.match(match.group(2)):
                continue
            standard = (match.group(1) or "") + self._departments[match.group(2)]
            yield _Name(match.group(), "department", match.start(), match.end(), standard)
        for statement in statements(text[block.start : block.end]):
            for body in (*statement.owners.lead, *statement.owners.support):
                if body.startswith("各"):
                    continue
                place = text.find(body, block.start + statement.start, block.end)
                if place >= 0:
                    yield _Name(body, self._kind_of(body), place, place + len(body))
        for match in self._bracketed.finditer(text, block.start, block.end):
            cuts = [cut.end() for cut in _SPLIT.finditer(match.group())]
            first = match.start() + (cuts[-1] if cuts else 0)
            lead = _BEFORE_NAME.match(text[first : match.end()])
            first += lead.end() if lead else 0
            ending = self._ending.search(text, first, match.end())
            if ending:
                yield _Name(text[first : match.end()], self._kinds[ending.group(1)], first, match.end())
        if block.row:
            return  # cells run together: a name's left edge cannot be told
        mark = _MARK.match(text, block.start, block.end)
        for piece in _PIECE.finditer(text, mark.end() if mark else block.start, block.end):
            yield from self._in_piece(text, piece.start(), piece.end())

    def _kind_of(self, body: str) -> str:
        ending = next(
            (word for word in sorted(self._kinds, key=len, reverse=True) if body.endswith(word)), ""
        )
        return self._kinds.get(ending) or ("area" if re.search("[县区市州）]$", body) else "department")

    def _in_piece(self, text: str, start: int, end: int) -> Iterator[_Name]:
        begin = start
        cuts = [(start + match.start(), start + match.end()) for match in _SPLIT.finditer(text[start:end])]
        for stop, after in (*cuts, (end, end)):
            first = begin + opening(text[begin:stop])
            while lead := _BEFORE_NAME.match(text[first:stop]) or self._verb.match(text, first, stop):
                first += len(lead.group())
            yield from self._at(text, first, stop)
            begin = after

    def _at(self, text: str, first: int, stop: int) -> Iterator[_Name]:
        words = text[first:stop]
        match = self._ending.search(words)
        if match and match.end() <= _LONGEST and not _GENERIC.match(words[: match.start()]):
            longer = self._ending.match(words, match.end())
            final = longer.end() if longer else match.end()
            yield _Name(words[:final], self._kinds[(longer or match).group(1)], first, first + final)
            return
        area = _AREA.match(words)
        if area and not self._verb.match(area.group(1)):
            yield _Name(area.group(1), "area", first, first + area.end(1))
