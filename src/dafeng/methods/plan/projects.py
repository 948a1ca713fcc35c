"""Named plants, lines, parks, zones and enterprises: a proper name closed by a kind word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.plan import Document, Project
from dafeng.methods.plan.outline.structure import PREAMBLE, Block
from dafeng.methods.plan.target.segments import sentences
from dafeng.methods.plan.view.surface import Surface
from dafeng.rules.vocabulary import Vocabulary

# Verbs in front of a name; a kind word without one of them in front of its list is a category.
_VERB = (
    r"(?:加快|统筹|规划|协同|积极|有序|稳步|组织|支持|鼓励|推动|聚力|总结)*"
    r"(?:新建|扩建|改建|建设|推进|实施|稳定|推广|推动|支持|鼓励|打造|创建)(?:和|及)?"
)
_CATEGORY = re.compile(
    r"^(?:.{0,1}|应急|大型|重点|既有|一批|各类|省级|国家级|园区|工业园区|示范|全省.*|城市.*|农村.*|传统.*|分布式.*|山水林田.*|生态.{0,6})$"
)
_GEOTHERMAL = re.compile(r"(?:推进|开展|加快|实施)([一-鿿]{2,8}?(?:地区|片区|盆地))地热")


def named_projects(
    document: Document, view: Surface, blocks: tuple[Block, ...], vocabulary: Vocabulary
) -> tuple[Project, ...]:
    """The projects of a plan, each where it is first named in the plan's body."""
    kinds = dict(sorted(vocabulary.projects.items(), key=lambda item: -len(item[0])))
    found: dict[str, Project] = {}
    for block in blocks:
        if block.clause == PREAMBLE:
            continue
        for start, end in sentences(view.text, block.start, block.end):
            for begin, stop, kind in _in_sentence(view.text, start, end, kinds):
                first, last = view.span(begin, stop)
                found.setdefault(
                    view.text[begin:stop], Project(document.text[first:last], kind, block.clause, first, last)
                )
    return tuple(sorted(found.values(), key=lambda project: project.start))


def _in_sentence(text: str, start: int, end: int, kinds: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    for match in _GEOTHERMAL.finditer(text, start, end):
        yield match.start(1), match.end(1), "geothermal"
    for match in re.finditer(rf"(?:^|(?<=[，；。、]))({_VERB})([^，；。]+)", text[start:end]):
        yield from _in_list(text, start + match.start(2), start + match.end(2), kinds)


def _in_list(text: str, start: int, end: int, kinds: dict[str, str]) -> Iterator[tuple[int, int, str]]:
    """The members of a list after its verb; 甲、乙等水电站 gives its kind word to every member."""
    group = re.match(r"([^，；。“”]+?)等(水电站|大型企业|企业)", text[start:end])
    if group:
        kind = "hydro_station" if group.group(2) == "水电站" else "enterprise"
        members = list(_members(text, start, start + group.end(1)))
        names = [text[first:last] for first, last in members]
        named = kind == "hydro_station" or all(
            kinds.get(_suffix(name, kinds)) == "enterprise" for name in names
        )
        if named and not any(_CATEGORY.match(name) for name in names):
            for first, last in members:
                yield first, last, kind
        return
    for first, last in _members(text, start, end):
        item = _named(text[first:last], kinds)
        if item:
            yield first + item[0], first + item[1], item[2]


def _members(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut at 、, and at 和 between two members that each close with a kind of works."""
    begin = start
    for match in re.finditer(r"、|(?<=示范区)和|(?<=设施)和|(?<=工程)和", text[start:end]):
        place = start + match.start()
        if place > begin:
            yield begin, place
        begin = start + match.end()
    if begin < end:
        yield begin, end


def _suffix(name: str, kinds: dict[str, str]) -> str:
    return next((word for word in kinds if name.endswith(word)), "")


def _named(item: str, kinds: dict[str, str]) -> tuple[int, int, str] | None:
    """The proper name in a member of a list, if a kind word closes it and it is not a mere category."""
    shift = re.match(rf"(?:{_VERB})?", item)
    begin = shift.end() if shift else 0
    for word, kind in kinds.items():
        place = item.find(word, begin)
        if place < 0:
            continue
        stop = place + len(word)
        name = item[begin:place]
        tail = item[stop:]
        works = kind != "development_zone"
        if works and tail and not re.match(r"等|建设|项目|工程|$", tail):
            continue
        if kind == "demonstration_zone" and "“" not in name:
            continue
        if kind == "enterprise" or _CATEGORY.match(name) or "的" in name or len(name) > 30:
            continue
        if kind == "development_zone" and (len(name) > 8 or re.search("与|和|至|等|工业", name)):
            continue
        return begin, stop, kind
    return None
