"""Checks for measures that move their own indicator the wrong way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

WRONG_WAY = Check(
    "wrong-way",
    15,
    QUANTITY,
    "措施与本条目标方向相反",
    "a measure moves its own indicator the wrong way",
)


@cache
def _pairs() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None, str], ...]:
    return tuple(
        (
            re.compile(row["aim"]),
            re.compile(row["measure"]),
            re.compile(row["unless"]) if row["unless"] else None,
            row["why"],
        )
        for row in rows("review_wrong_way.csv")
    )


# new projects that must meet a condition are bound by it, not promoted
_REGULATED = re.compile(
    r"[^，。；]{0,8}?(?:须|应当?|必须|一律|要(?=[^求])|按照?|实行|执行|需|依法|严格|达到|不得|禁止)"
)


@dataclass(frozen=True, slots=True)
class _Pull:
    """The things that help or harm an indicator: more of the harmful or less of the helpful pulls it back."""

    aim: re.Pattern[str]
    measure: re.Pattern[str]
    harms: re.Pattern[str]
    why: str


_MORE = r"(?:扩大|扩建|新建|新增|增建|增设|增加|恢复|重启|推广|推行|建设|做大|优先安排|优先调度|增施|采购|购置|放开|实行|上调)"
_LESS = r"(?:取消|压减|减少|缩减|压缩|停建|停用|停止|拆除|关停|降低|放宽|暂停|暂缓|推迟|撤销|停运|下调)"
_TURNED = re.compile(
    r"淘汰|替代|替换|更换|减量|退出|取缔|置换|改造|改用|改为|清洁|节能降|控制|严[控格禁]|禁止|不得|不再|不[新扩]|防止|杜绝|避免|应急|备用|整治|治理"
    r"|限制|限期|回收|监测|充电|换乘|封场|飞灰|修复|以外|清零|零散|有机|弃|损失|成本|费用|流程|时限|环节|重复|低效|落后|违规|不合理|无障碍|先立后破|支撑性"
    r"|超低|升级|高效|耦合|掺烧|灵活性|捕集|余热|交易|配额|监管|监督|管理|管控|审查|核查|检[测查]|抽检|执法|排查|评价|台账|总量|限行|合乘|共享|错峰|不超过|不高于|低于|为零|零新增|收集|沼气|迹地|更新采伐|采伐更新"
    r"|(?:降低|减少|压减|压缩)[^，。；]{0,16}(?:能耗|电耗|排放|污染|(?<!节能)率|系数|偏差|误差|漏损|价格|服务费)"
    r"|[压削]减[^，。；]{0,8}(?:煤|油|产能|产量)|减少[^，。；]{0,8}(?:燃煤|燃油|散煤|化肥|采伐|填埋|堆存)|(?:新能源|清洁能源)[^，。；]{0,4}[车船]"
)
# 停止天然林采伐, 减少湿地占用: less of what is done to a helpful thing is no less of the thing
_ILLS = (
    r"采伐|砍伐|占用|挤占|侵占|征用|破坏|损毁|毁坏|开垦|流失|退化|闲置|空置|浪费|漏损|拥堵|等待|故障|短板|缺口"
    r"|门槛|障碍|限制|收费|票价|干扰|压力|负担|盲区|间隔|延误|换乘距离"
)
_SWAPPED = re.compile(
    r"以(?:煤|油)代(?:电|气)|(?:铁路|水路|铁水)[^，。；]{0,12}(?:改由|转由|改为|转为|转向|改走)(?:公路|汽车)|林地[^，。；]{0,4}(?:转为|改为|调整为)[^，。；]{0,4}用地"
)
_REFUSED = re.compile("严禁|禁止|不得|防止|严格|制止|杜绝|不再")


@cache
def _pulls() -> tuple[_Pull, ...]:
    found = []
    for row in rows("review_pulls.csv"):
        ways = [
            rf"{verb}[^，。；]{{0,14}}?(?:{things})"
            for verb, things in ((_MORE, row["harms"]), (_LESS, row["helps"]))
            if things
        ]
        harms = re.compile(f"{row['harms']}|{_ILLS}" if row["harms"] else _ILLS)
        found.append(_Pull(re.compile(row["aim"]), re.compile("|".join(ways)), harms, row["why"]))
    return tuple(found)


@register(WRONG_WAY)
def wrong_way(context: Context) -> Iterator[Finding]:
    """A clause that aims one way and orders what pushes the other way."""
    by_clause: dict[str, list[Sentence]] = {}
    for sentence in context.sentences:
        by_clause.setdefault(sentence.clause, []).append(sentence)
    for clause, told in by_clause.items():
        yield from (
            list(_worded(context, told)) or list(_pulled(context, clause, told)) or _driven(context, told)
        )


def _worded(context: Context, told: list[Sentence]) -> Iterator[Finding]:
    """An aim and a measure that the table sets against one another in so many words."""
    for aim, measure, unless, why in _pairs():
        hit = next(
            (
                (sentence, found)
                for sentence in told
                if (found := measure.search(sentence.text))
                and not (unless and unless.search(_around(sentence.text, found)))
                and not _REGULATED.match(sentence.text[found.end() :])
            ),
            None,
        )
        if hit is None or not any(aim.search(one.text) for one in told):
            continue
        sentence, found = hit
        aimed = next(m for one in told if (m := aim.search(one.text)))
        yield _against(context, sentence, found.group(), aimed.group()[:24], why)
        return


def _pulled(context: Context, clause: str, told: list[Sentence]) -> Iterator[Finding]:
    """An indicator with a figure, and in its own clause more of what harms it or less of what helps it."""
    aims = [one for one in context.statements if one.clause == clause and one.sense == "aim" and one.stop]
    for sentence in told if aims else ():
        for phrase in re.split("[，。；]", sentence.text):
            swapped = _SWAPPED.search(phrase)
            if swapped and not _REFUSED.search(phrase):
                why = "替换的方向与目标相反"
                yield _against(context, sentence, phrase[swapped.start() :][:24], aims[0].subject, why)
                return
            for pull in _pulls():
                aim = next((one for one in aims if pull.aim.search(one.subject + one.key)), None)
                found = pull.measure.search(phrase) if aim else None
                if aim is None or found is None or _TURNED.search(phrase) or re.search(r"\d%", phrase):
                    continue
                if re.match(_LESS, found.group()) and pull.harms.search(phrase[found.end() :]):
                    continue
                if not _REGULATED.match(phrase[found.end() :]):
                    aimed = f"{aim.subject}{aim.figure}"
                    yield _against(context, sentence, phrase[found.start() :][:24], aimed, pull.why)
                    return


@dataclass(frozen=True, slots=True)
class _Driver:
    """A quantity that moves energy use or emissions of itself, and the orders that move it the wrong way."""

    measure: re.Pattern[str]
    why: str


_UP = r"(?:提高|增加|扩大|加大|提升|延长|上调|调高|放开|新建|新增|扩建|增设|推广|推行|增施|多用|鼓励|发展)"
_DOWN = r"(?:降低|减少|压减|压低|下调|调低|缩减|缩短|取消|放宽|减薄|削减|暂停|停用|撤销|少用|减免|免除|弱化)"
_OTHER_END = (
    r"(?![^，。；、]{0,5}(?:成本|费用|损耗|损失|能耗|风险|时间|故障|占用|门槛|误差|浪费|污染|排放|偏差|强度))"
)
_NOT_SO = re.compile(
    r"严禁|禁止|不得|防止|制止|杜绝|不再|避免|遏制|整治|抑制|限制|严控|控制|不宜|不能|不要|而非|重复|低效|违规|不合理|替代|淘汰|监管|效率|利用率|试点收"
)


@cache
def _drivers() -> tuple[_Driver, ...]:
    found = []
    for row in rows("review_drivers.csv"):
        verb = _UP if row["bad"] == "up" else _DOWN
        found.append(
            _Driver(re.compile(rf"{verb}[^，。；、]{{0,12}}?(?:{row['thing']}){_OTHER_END}"), row["why"])
        )
    return tuple(found)


def _driven(context: Context, told: list[Sentence]) -> Iterator[Finding]:
    """An order that moves a driver of energy use or emissions the wrong way, whatever the clause aims at."""
    for sentence in told:
        for phrase in re.split("[，。；、]", sentence.text):
            for driver in _drivers():
                found = driver.measure.search(phrase)
                if found and sentence.clause and not _NOT_SO.search(phrase):
                    yield _against(context, sentence, found.group(), "降低能耗和排放", driver.why)
                    return


def _against(context: Context, sentence: Sentence, measure: str, aimed: str, why: str) -> Finding:
    return finding(
        WRONG_WAY,
        context,
        [sentence],
        title=f"“{measure}”与本条的目标方向相反",
        arithmetic=f"{sentence.clause}：目标“{aimed}”；措施“{measure}”；{why}",
        settles="该措施对本条指标影响的测算。",
        proposal="删去该措施，或写明其减量、替代来源和对指标的净影响。",
    )


def _around(text: str, found: re.Match[str]) -> str:
    """The phrase of the measure with its neighbours up to the next stop."""
    start = max(text.rfind(mark, 0, found.start()) for mark in "；，")
    end = min((place for mark in "；，" if (place := text.find(mark, found.end())) > 0), default=len(text))
    return text[start + 1 : end]
