"""Targets told in words: peaks, bans, 全面, 全覆盖, directions, assignments and duties.

Each rule below is one way plans promise without a numeral, with an example of our own.  The first rule
that fits a segment wins.  `value` stays None; where the words amount to a number, `reading` says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dafeng.methods.plan.target.moments import TIME
from dafeng.rules.vocabulary import Vocabulary

_UNITS = {"percent": "%", "mass": "吨", "mass_per_day": "吨/日"}
_LEADS = re.compile(
    r"^(?:并|且|同时|使|确保|推动|推进|促进|实现|加快|努力|健全|完善|全面|引导|支持|其中|力争|进一步|稳步|有序|积极)+"
)
_SHARE = re.compile(r"(?:比重|占比|比例)$")
_MEASURE = r"(?:率|比重|占比|比例|强度|能耗|消耗|消费量|消费总量|排放总量|排放量|用量)"
_RATIO = r"(?:(?<!效)率|比重|占比|比例|强度)"
_UP = frozenset({"提高", "提升", "上升", "扩大", "增加", "增长"})
_MANNER = r"(?:进一步|显著|大幅度?|明显|稳定|持续|稳步|逐步|逐渐|不断)"


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule read in a segment."""

    indicator: str
    comparator: str
    kind: str
    hedge: str | None
    scope: str | None = None
    value: float | None = None
    unit: str = ""
    words: str = ""
    from_earlier: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The segment under reading and what surrounds it.

    `times` are the time expressions of the segment; `lead` is that of the sentence so far, `lead_next`
    is true when the segment directly follows it; `earlier` is the segment before, `topic` the quoted
    subject of the paragraph.
    """

    text: str
    times: tuple[str, ...]
    lead: str | None
    lead_next: bool
    earlier: str
    topic: str
    sentence: str
    vocabulary: Vocabulary

    @property
    def bare(self) -> str:
        """The segment without its time expressions."""
        return TIME.sub("", self.text)


def _stripped(words: str) -> str:
    return _LEADS.sub("", words).strip("的")


def _narrowed(name: str, vocabulary: Vocabulary) -> tuple[str, str | None]:
    """A known indicator at the end of `name` with what narrows it, or the whole name."""
    if name in vocabulary.spellings:
        return name, None
    for word in vocabulary.narrowed:
        if name.endswith(word) and len(word) >= 4:
            return word, name.removesuffix(word).strip("的") or None
    return name, None


def _peak(place: Place) -> Words | None:
    """全市二氧化碳排放2029年前达峰；水路油耗“十五五”末进入峰值平台期."""
    match = re.search(r"^(.*?)(?:达峰|达到峰值|进入(?:峰值)?平台期|进入峰值平台期)(?:目标)?$", place.text)
    if not match or not (place.times or (place.lead and place.lead_next)):
        return None
    plain = TIME.sub("", match.group(1))
    noun = re.sub(
        r"确保|力争|如期|率先|尽早|实现|左右|提前|[在于]$|碳$|二氧化碳(?:排放)?(?:总量)?$|碳排放(?:总量)?$",
        "",
        plain,
    )
    noun = _stripped(re.sub(r"二氧化碳排放$|碳排放总量$", "", noun))
    hedge = [word for word in ("力争", "确保") if word in place.text]
    hedge += ["前"] if any(time.endswith("前") for time in place.times) else []
    name, scope = ("碳达峰", noun or None) if re.search("碳", match.group(0)) else (f"{noun}达峰", None)
    return Words(name, "=", "level", "+".join(hedge) or ("如期" if "如期" in place.text else None), scope)


def assigned(place: Place) -> Iterator[Words]:
    """单位GDP能耗完成省下达目标: the figure stands in somebody's order."""
    match = re.match(
        r"^(.+?)(确保|力争)?(完成(?:国家|省|上级|自治区|市)[^，]{0,4}下达[^，]{0,3}(?:目标|指标|任务)(?:任务)?)$",
        place.bare,
    )
    if not match:
        return
    parts = re.split("和|与|、", match.group(1))
    known = [part for part in parts if part in place.vocabulary.spellings]
    names = parts if len(known) == len(parts) else [match.group(1)]
    hedge = "+".join(word for word in match.groups()[1:] if word)
    for name in names:
        yield Words(_stripped(name), "=", "reduction", hedge)


def _level(place: Place) -> Words | None:
    """重点产品能效达到国际先进水平."""
    match = re.match(
        r"^(.*?)(力争)?(全面|基本|整体)?(达到(?:国内|国际|全国|世界|国家|行业|同行业)[^，]{0,6}(?:先进|领先)水平)$",
        place.bare,
    )
    if not match:
        return None
    name, earlier = _stripped(match.group(1)), False
    if not name:
        name, earlier = re.sub("应.尽.$", "", _stripped(place.earlier)), True
        name = place.topic + name
    hedge = "+".join(word for word in match.groups()[1:] if word)
    benchmark = re.match("^(.*行业)(?=.{4})", name)
    return Words(name, "=", "level", hedge, benchmark.group(1) if benchmark else None, from_earlier=earlier)


def _direction(place: Place) -> Words | None:
    """天然气消费占比稳步提高；逐步降低公路货运比例；推动用水强度下降."""
    after = re.match(
        rf"^(.{{2,40}}?{_MEASURE})({_MANNER})?(提高|提升|上升|扩大|减少|下降|降低|增加|增长)$", place.bare
    )
    if after and (after.group(2) or re.match("推动|促进", place.bare)):
        name, verb, hedge = after.group(1), after.group(3), (after.group(2) or "") + after.group(3)
    else:
        first = re.match(rf"^({_MANNER})?(提高|提升|降低|减少|扩大|增加)(.{{2,40}}{_RATIO})$", place.bare)
        if not first:
            return None
        name, verb, hedge = first.group(3), first.group(2), (first.group(1) or "") + first.group(2)
    name, scope = _narrowed(_stripped(name), place.vocabulary)
    up = verb in _UP
    kind = "share" if _SHARE.search(name) else ("increase" if up else "reduction")
    if name.startswith("园区") and scope is None:
        scope = "园区"
    return Words(name, ">" if up else "<", kind, hedge, scope)


def _no_growth(place: Place) -> Words | None:
    """粗钢产量只减不增；炼油能力不增加."""
    match = re.match(r"^(.{2,30}?)(只减不增|不增加|零增长)$", place.bare)
    return Words(_stripped(match.group(1)), "<=", "level", match.group(2)) if match else None


def _down_to_zero(place: Place) -> Words | None:
    """大幅减少露天焚烧至禁止；平原地区散煤基本清零."""
    match = re.match(r"^(.*?)(?:降低|减少|削减|压减)(.+?)直?至(禁止|清零|杜绝)", place.bare)
    if match:
        return Words(match.group(2), "=", "level", match.group(3), value=0, unit="吨", words=match.group(3))
    match = re.match(r"^(.{2,30}?)(基本)?清零$", place.bare)
    if not match:
        return None
    hedge = "+".join(word for word in (match.group(2), "清零") if word)
    return Words(_stripped(match.group(1)), "=", "level", hedge, value=0, unit="吨", words="清零")


def _zero(place: Place) -> Words | None:
    """实现污泥零填埋."""
    match = re.match(r"^(.*?)实现(.+?)(近?)零(填埋|排放|直排)$", place.bare)
    if not match:
        return None
    hedge = "+".join(
        word for word in ("全面" if "全面" in match.group(1) else "", match.group(3) + "零") if word
    )
    name = match.group(2) + match.group(4)
    if match.group(3):
        return Words(name, "~", "level", hedge)
    return Words(name, "=", "level", hedge, value=0, unit="吨", words=f"零{match.group(4)}")


def _covered(place: Place) -> Words | None:
    """垃圾分类实现全覆盖；屋顶光伏应装尽装."""
    match = re.match(r"^(.*?)(力争|基本)?(?:实现)?(全覆盖|应装尽装|应接尽接|应改尽改)$", place.bare)
    if not match:
        return None
    name, earlier = _stripped(match.group(1)), False
    if not name:
        name, earlier = _stripped(TIME.sub("", place.earlier)), True
    if not name:
        return None
    hedge = "+".join(word for word in match.groups()[1:] if word)
    label = name + "覆盖率" if match.group(3) == "全覆盖" else name
    label, scope = _narrowed(label, place.vocabulary)
    return Words(label, "=", "share", hedge, scope, 100, "%", match.group(3), earlier)


def _all(place: Place) -> Words | None:
    """新建厂房全部安装光伏；新建住宅全面执行节能标准."""
    match = re.match(
        r"^(.{3,60}?)(力争|原则上)?(全面|全部)(执行|达到|采用|使用|建成|完成|安装)(.{2,30})$", place.bare
    )
    if not match or (match.group(3) == "全面" and place.lead is None):
        return None
    subject, firm, all_words, verb, rest = match.groups()
    subject = _stripped(subject)
    atleast = "以上" if rest.endswith("以上") else ""
    hedge = "+".join(word for word in (firm, all_words, atleast) if word)
    name = f"{subject}{verb}{rest}比例"
    if re.match("[一二三]星级", rest):
        name = "新建建筑绿色建筑星级" if "新建" in subject else "绿色建筑星级"
    return Words(name, ">=" if atleast else "=", "share", hedge, subject, 100, "%", all_words)


def _electrified(place: Place) -> Words | None:
    """推进机场场内车辆电动化改造，到2030年基本实现电动化."""
    match = re.match(r"^(.*?)(力争)?(基本|全面)?实现(全面)?电动化$", place.bare)
    if not match:
        return None
    subject = _stripped(match.group(1)).removesuffix("等")
    earlier = not subject
    if earlier:
        cut = place.earlier.find("电动化")
        if cut < 0:
            return None
        subject = _stripped(place.earlier[:cut])
    name, scope = _narrowed(subject + "电动化", place.vocabulary)
    if scope is not None:
        scope = subject
    words = "基本实现" if match.group(3) == "基本" else "全面实现"
    return Words(name, "=", "share", words, scope, 100, "%", words, earlier)


def _all_recovered(place: Place) -> Words | None:
    """健全废旧地膜回收体系，力争实现全量回收."""
    match = re.match(r"^(.*?)(力争)?实现全量(回收|利用|处理)$", place.bare)
    if not match:
        return None
    subject, earlier = _stripped(match.group(1)), False
    if not subject:
        subject, earlier = re.sub("(?:体系|网络|机制)$", "", _stripped(place.earlier)), True
    subject = subject.removesuffix(match.group(3))
    hedge = "+".join(word for word in (match.group(2), "全量") if word)
    return Words(f"{subject}{match.group(3)}率", "=", "share", hedge, None, 100, "%", "全量", earlier)


def _eligible(place: Place) -> Words | None:
    """到2027年，具备条件的县级以上医院完成节能改造."""
    match = re.match(
        r"^(具备[^，]{0,6}条件的)(.{2,20}?)(?:全部)?(?:实施|开展|完成|实现)(.{3,20})$", place.bare
    )
    if not match or place.lead is None:
        return None
    condition, who, what = match.groups()
    return Words(who + what, "=", "share", None, condition + who, 100, "%", f"{condition}{who}")


def _ban(place: Place) -> Words | None:
    """严禁新增平板玻璃产能."""
    match = re.match(r"^(?:严禁|禁止|不得|不再)(.{0,8}?)新增(.{2,12}?)$", place.bare)
    if not match:
        return None
    name = f"新增{match.group(2)}"
    identity = place.vocabulary.spellings.get(name)
    unit = _UNITS.get(place.vocabulary.indicator(identity).unit_kind, "") if identity else ""
    return Words(name, "=", "level", "严禁", match.group(1) or None, 0, unit, place.text[:2])


def _scale(place: Place) -> Words | None:
    """打造百亿级新材料产业集群."""
    match = re.search(
        r"(?:形成|打造|建成|培育|建设)(?:一批)?([百千万])亿级(.{2,15}?)(?:产业)?(?:体系|集群|园区|产业)$",
        place.bare,
    )
    if not match:
        return None
    amount = {"百": 100, "千": 1000, "万": 10000}[match.group(1)]
    words = f"{match.group(1)}亿级"
    return Words(f"{match.group(2)}产业规模", ">=", "level", words, None, amount, "亿元", words)


def _zones(place: Place) -> Words | None:
    """建设甲区“零碳”用能示范区和乙区“无感停电”示范区."""
    match = re.match(r"^(?:建设|打造|创建)(.*示范区(?:和|、|及).*示范区)$", place.bare)
    if not match or "“" not in match.group(1):
        return None
    count = match.group(1).count("示范区")
    name = re.search(r"”([^，“”]{0,6}示范区)", match.group(1))
    label = name.group(1) if name else "示范区"
    return Words(label, "=", "cumulative", None, None, count, "个", "…和…示范区")


def _system(place: Place) -> Words | None:
    """到2026年，再生水管网体系基本形成."""
    match = re.match(r"^(.{2,30}?体系)((?:基本|初步|全面)(?:健全|形成|建立|建成|完善))$", place.bare)
    if not match or place.lead is None or not re.search(r"20\d\d", place.lead):
        return None
    return (
        Words(_stripped(match.group(1)), "=", "level", match.group(2))
        if place.lead_next or place.times
        else None
    )


def _duty(place: Place) -> Words | None:
    """规模以上用能单位要编制年度节能计划."""
    match = re.match(r"^.{2,30}?(?:企业|单位|公司|机构)要", place.sentence)
    task = re.search(
        r"(?:制定实施|制定|编制|加强|定期公布|公布|披露)([^，、]{2,20}?(?:方案|计划|信息披露|信息|报告))$",
        place.text,
    )
    if not match or not task:
        return None
    return Words(task.group(1), "=", "level", "要", match.group()[:-1])


RULES: tuple[Callable[[Place], Words | None], ...] = (
    _peak,
    _level,
    _down_to_zero,
    _zero,
    _covered,
    _all,
    _electrified,
    _all_recovered,
    _eligible,
    _ban,
    _scale,
    _zones,
    _system,
    _no_growth,
    _direction,
    _duty,
)
