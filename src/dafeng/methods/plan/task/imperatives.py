"""One imperative: its verb, its object and what it applies to, read from a stretch between two commas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from dafeng.methods.plan.target.moments import TIME
from dafeng.rules.task_words import TaskWords

_OPENING = re.compile(
    r"(?:于|在|到|至)?20\d\d年\d{1,2}月(?:\d{1,2}日)?(?:底|末)?(?:之?前|起)?|(?:于|在)?每年\d{0,2}月?(?:\d{1,2}日)?(?:底|末)?前?"
    rf"|(?:于|在|自)?(?:{TIME.pattern})(?:之?前|底|末|起)?"
    r"|[一二三四五六七八九十]{1,2}(?:是|要)|(?:首先|其次|最后|同时|此外|另外|其中|一方面|另一方面)"
    r"|（[一二三四五六七八九十\d]{1,2}）|[①-⑳]|\d{1,2}[.．、](?!\d)|——"
    r"|(?:《[^》]*》|规划|方案|通知|意见)(?:还|同时)?(?:明确提出|明确|提出|指出|要求|强调|显示)|力争"
)
_BEFORE = (
    # what is acted on or where: 对…实行, 在…领域推广, 将…纳入
    (re.compile("对(?!标|接|外|口)"), "scope"),
    (re.compile("在(?!线|建[项工设]|职)"), "scope"),
    (
        re.compile(
            "对标|对照|着眼|聚焦|针对|面向|围绕|依托|按照?|根据|结合|通过|利用|运用|借助|采取|采用|以|由|与|同|向|从|为|因|依据|参照|比照"
        ),
        "manner",
    ),
)
_PUT = re.compile(
    r"(?:将|把)(.{2,80}?)((?:全面|逐步|统一|一并|依法|优先)*(?:纳入|列入|融入|贯穿|作为|落实到|转化为|转变为|摆在|摆到|打造成?为?|建设?成为?|列为"
    r"|分解|划为|嵌入|整合|引入|延伸|调整|提升|提高|控制在?|放在))(.{2,})"
)
_LIGHT = ("进行", "给予", "予以")
# Nouns after which the verb in front of them is no verb: 改造步伐, 发展方式, 推广的…
_BOUND = re.compile(
    r"的|或|引领|和(?!谐)|与|及|、|等|中$|后|步伐|进程|力度|方式|面积|率|成本|(?:水平|能力|规模|质量|强度|总量)(?=$|[显著大幅明不断持续稳步达提下增])|[到至了过为是约占]"
    r"|区(?!域)|之|者|不到位|[^一-鿿]*$"
)
_NOMINAL = re.compile(
    r"机制|体系|规划|方案|能力|工作$|模式|标准|情况|格局|空间|动力|水平|期间|时期|阶段|目标|理念|成果|成效|结果|对象|人员|需求"
)
_SUPPORTING = frozenset(("鼓励", "支持", "引导"))
_MEASURED = re.compile(
    r"(?:面积|率|总?量|规模|比例|能力|水平|产能|强度|里程|户数|占比|比重).{0,8}?(?:达到?|提高|提升|下降|降低|超过|不低于|不少于|不高于|控制|占|增长)"
)
# 新建建筑中…比例达到50% tells a target of what is newly built; it orders nothing.
_ADNOMINAL = frozenset(("新建", "新增", "改建", "扩建", "更新", "处置", "回收", "淘汰"))
_OF_NEW_THINGS = frozenset(("新建", "新增", "改建", "扩建"))
_RULES = "执行|采用|使用|实施|安装|布局|配建|应用|开展|选用|加装"
_STATES = re.compile(r".{2,30}?(?:以.{1,6}为主|应?达到|按照?|在执行|符合)")
# 利用屋顶资源，建设…: what is made use of is the way to do the next thing.
_MEANS = frozenset(("利用", "运用", "采用", "用好"))
_BY_MEANS = re.compile(
    r"(?:资源|屋顶|土地|场地|手段|平台|模式|方式|机制|优势|条件|契机|作用|方法|措施|渠道)$|资源.{4}"
)
_NO_OBJECT = re.compile(
    r".*(?:基础上|前提下|过程中)$|(?:要求|时间|情况|工作|任务|运行|使用)$|本(?:实施|工作|行动)?(?:方案|规划|意见|办法)$"
)
_REACHED = re.compile(
    r"(?:达到?|提升[至到]|提高[到至]|下降|降低|降至|增长|不低于|不高于|不少于|超过|控制在|占比?)[约近]?(?:\d|.{0,6}(?:以上|左右|以内|水平$))"
)
_COUNTED = re.compile(r"[约近]?\d|[约近]?一半|个百分点")
_BAN_OF = re.compile(
    r"^(.{2,40}?)(?<!至)(一律不得|原则上不得|原则上不再|一律禁止|一律不予|不得|严禁|禁止)(.{2,})$"
)
_SUBJECT_OF_BAN = re.compile(
    r"(?:的|项目|企业|单位|机构|部门|地区|区域|建筑|园区|车辆|产品|材料|设备|地方|政府|县（市、区）|者|内|一律)$"
)
_UP = re.compile(
    r"^(.{0,40}?)(?:要|应当?|须|必须)?(?:及时|定期|每年|按年度|主动|按时|如期|依法)*向(.{2,40}?)(报告|报送|汇报|上报|反馈|备案|公开|公布|披露)$"
)
_STRADDLES = frozenset(
    ("机构", "结构", "架构", "重构", "公开", "离开", "展开", "公布", "分布", "科研", "钻研")
)
_BY_RULE = re.compile(r"(?:按照|按|依照|依据)[^，、]{2,10}$|(?:依法|依规)+$")
_TOPIC = re.compile(
    r"^([^，；]{2,16}?(?:行业|领域|产业|园区|地区|区域|企业|单位|项目|建筑|设施))(要|应当?|须|必须|需|重点|优先)(?!求|用(?!于)|急|素)"
)


@dataclass(frozen=True, slots=True)
class Imperative:
    """What a stretch orders; `kind` is that of its verb: action, result, lead or ban."""

    kind: str
    verb: str
    object: str
    scope: str | None = None


@cache
def imperatives(words: TaskWords) -> Imperatives:
    """The reader of a word list, built once."""
    return Imperatives(words)


class Imperatives:
    """Reads imperatives with the verbs of a word list (see `TaskWords.actions`)."""

    def __init__(self, words: TaskWords) -> None:
        actions = self._kinds = words.actions
        self._noun_like = words.having("noun")
        self._first, self._second = words.having("first"), words.having("second")
        self._takes_phrase = words.having("phrase")
        self._verb = _longest(word for word, kind in actions.items() if kind in {"action", "result", "ban"})
        self._adverb = _longest(word for word, kind in actions.items() if kind in {"adverb", "lead"})
        self._joined = re.compile(rf"(?:和|与|及|、|并(?:{self._adverb.pattern})*)({self._verb.pattern})")
        self._rule = re.compile(
            rf"([^，；的]{{2,24}}?)(?:{self._adverb.pattern}|至少|全部)*({_RULES})(?!率|量|的|和|与)(.{{2,}})$"
        )
        self._closing = re.compile(
            rf"^(.{{2,60}}?)(?:(?:按|依)[^，]{{1,12}}?)?(?:{self._adverb.pattern})*({self._verb.pattern})$"
        )

    def read(self, words: str) -> Imperative | None:
        """The imperative a stretch opens with, after time, adverbs and phrases such as 对…; else None."""
        place = opening(words)
        rest = words[place:]
        return (
            self._ban_of(rest)
            or self._put(rest)
            or self._plain(rest)
            or self._after_phrase(rest)
            or self._reported(rest)
        )

    def verb_at(self, words: str, place: int = 0) -> bool:
        """Whether an imperative begins exactly there."""
        return self._plain(words[place:]) is not None

    def _plain(self, words: str, only: frozenset[str] | None = None) -> Imperative | None:
        place = 0
        leads: list[re.Match[str]] = []
        while True:
            adverb = self._adverb.match(words, place)
            verb = self._verb.match(words, place)
            if verb and (not adverb or len(verb.group()) >= len(adverb.group())):
                found = self._with_object(words, verb.group(), verb.end(), led=bool(leads))
                if found and (only is None or verb.group() in only):
                    return found
                break
            if not adverb:
                break
            leads += [adverb] if self._kinds[adverb.group()] == "lead" else []
            place = adverb.end()
            place += words.startswith("地", place)
        for lead in reversed(leads):
            rest = words[lead.end() :]
            bound = re.match("的|和|与|及|、|[到至了]", rest) or (len(leads) > 1 and _NOMINAL.match(rest))
            if len(rest) > 1 and not bound and self._kinds.get(rest) is None:
                return (
                    Imperative("action", lead.group(), rest) if only is None or lead.group() in only else None
                )
        return None

    def _with_object(self, words: str, verb: str, place: int, *, led: bool) -> Imperative | None:
        kind = self._kinds[verb]
        if words.startswith("好", place) and kind == "action":
            verb, place = verb + "好", place + 1
        joined = self._joined.match(words, place)
        if joined and kind == "action" and len(words) > joined.end() + 1 and verb != joined.group(1):
            after = words[joined.end() :]
            if not re.match("、|和|的|等|体系|机制|能力", after):
                return self._checked(kind, verb + joined.group(), after, led=led)
        second = self._verb.match(words, place)
        if second and verb in self._first and second.group() in self._second:
            found = self._checked(kind, verb + second.group(), words[second.end() :], led=led)
            if found and (verb in _SUPPORTING) == (second.group() in _SUPPORTING):
                return found
        return self._checked(kind, verb, words[place:], led=led)

    def _checked(self, kind: str, verb: str, thing: str, *, led: bool) -> Imperative | None:
        """Refuse what only looks like a verb with its object."""
        if verb in _OF_NEW_THINGS:
            rule = self._rule.match(thing)
            if rule:
                found = self._checked("action", rule.group(2), rule.group(3), led=led)
                return found and Imperative("action", found.verb, found.object, verb + rule.group(1))
            if _STATES.match(thing):
                return None
        if verb in _MEANS and _BY_MEANS.search(thing):
            return None
        if _NO_OBJECT.match(thing):
            return None
        if len(thing) < 2 or (kind != "ban" and _BOUND.match(thing)) or _MEASURED.match(thing):
            return None
        if verb in _ADNOMINAL | self._noun_like and _REACHED.search(thing):
            return None
        if (
            _NOMINAL.match(thing)
            and verb in self._noun_like
            and (led or not thing.endswith(("体系", "机制")))
        ):
            return None
        if (kind == "result" or verb in {"减少", "降低", "增加", "控制"}) and _COUNTED.match(thing):
            return None
        return Imperative(kind, verb, thing)

    def _ban_of(self, words: str) -> Imperative | None:
        """违规项目不得开工: a ban with what it is laid on in front."""
        match = _BAN_OF.match(words)
        if match is None or not _SUBJECT_OF_BAN.search(match.group(1)):
            return None
        return Imperative("ban", match.group(2), match.group(3), match.group(1))

    def _put(self, words: str) -> Imperative | None:
        """将甲纳入乙: 纳入, with 甲 as its object."""
        adverb = self._adverb.match(words)
        match = _PUT.match(words, adverb.end() if adverb else 0)
        if match is None:
            return None
        verb = re.sub("^(?:全面|逐步|统一|一并|依法|优先)+", "", match.group(2))
        return Imperative("action", verb, match.group(1), match.group(3))

    def _reported(self, words: str) -> Imperative | None:
        """进展要及时向甲报告: the verb stands last."""
        match = _UP.match(words)
        return match and Imperative(
            "action", match.group(3), match.group(1) or match.group(2), match.group(2)
        )

    def _after_phrase(self, words: str) -> Imperative | None:
        topic = _TOPIC.match(words)
        if topic:
            found = self._plain(words[topic.end() :])
            return found and Imperative(found.kind, found.verb, found.object, topic.group(1))
        adverb = self._adverb.match(words)
        begin = adverb.end() if adverb else 0
        for pattern, role in _BEFORE:
            start = pattern.match(words, begin)
            if start:
                return self._with_phrase(words, start.end(), role)
        return None

    def _with_phrase(self, words: str, place: int, role: str) -> Imperative | None:
        depth = 0
        for stop in range(place, len(words) - 2):
            character = words[stop]
            depth += (character in "（“《") - (character in "）”》")
            if (
                depth
                or stop < place + 2
                or words[stop - 1] in "、和与及的“（"
                or words[stop - 1 : stop + 1] in _STRADDLES
            ):
                continue
            light = next((word for word in _LIGHT if words.startswith(word, stop)), None)
            if light and len(words) > stop + 3:
                return Imperative("action", light, words[stop + 2 :], _scope(words[place:stop], role))
            found = self._plain(words[stop:], self._takes_phrase)
            if found and not _REACHED.search(found.object):
                return Imperative(found.kind, found.verb, found.object, _scope(words[place:stop], role))
        closing = self._closing.match(words[place:]) if role == "scope" else None
        return closing and Imperative("action", closing.group(2), closing.group(1))


def _scope(phrase: str, role: str) -> str | None:
    return _BY_RULE.sub("", phrase) or None if role == "scope" else None


def opening(words: str) -> int:
    """Where the words after a number, a conjunction or a time expression begin.

    >>> opening("二是到2025年建成体系")
    8
    """
    place = 0
    while match := _OPENING.match(words, place):
        place = match.end()
    return place


def _longest(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
