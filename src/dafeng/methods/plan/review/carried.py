"""Checks for targets that a whole or a nought elsewhere already carries: part of all, or a little of none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.statements import Statement
from dafeng.methods.plan.review.status_quo import falls
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_ALL = re.compile(
    r"全部|全面|全覆盖|一律|100%|百分之百|(?<=所有)[一-鿿]{2,10}?(?=(?:均|都|全)?(?:实现|完成|采用|使用|纳入|接入|配备|建成|具备)[^，。；]{2})"
)
_COUNTED = re.compile(r"\d+[个家座处条台户项所]$")
_TIMES = re.compile(r"(?:[到至自从]|截至)?20\d\d年(?:[—\-~至]20\d\d年)?[起底末前后]*")
_FRAME = re.compile(
    r"全[国省市州区县域]+|我[省市州区县]|本[省市州区县]|[省市区县](?:域|内)|比例|比重|占比|面积|数量|总量|总数|达到|控制|实现|完成|采用|使用|执行|"
    r"按[^，。；]{1,12}计|[中内的占为在到量率均并其][^一-鿿]?"
)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Something done wholly, or brought to nought: whom it takes in, what it does, by which year."""

    sentence: Sentence
    place: int
    domain: str
    deed: str
    year: int | None
    counted: bool

    @property
    def words(self) -> str:
        return f"{self.domain}{self.deed}"


def _wholes(context: Context) -> Iterator[_Whole]:
    """全部, 全面, 一律 and 100 % with the words before and after them."""
    for sentence in context.sentences:
        for found in _ALL.finditer(sentence.text):
            lead = re.split("[，；：]", sentence.text[: found.start()])
            domain = lead[-1] if len(_han(lead[-1])) > 1 or len(lead) == 1 else lead[-2]
            if domain.endswith("所有"):
                domain = f"{domain.removesuffix('所有')}{found.group()}"
            deed = re.split("[，；、（(]", sentence.text[found.end() :])[0]
            yield _Whole(
                sentence, found.start(), _TIMES.sub("", domain), deed, _year(sentence.text[: found.start()]),
                _COUNTED.search(domain) is not None,
            )  # fmt: skip


_NOUGHT = re.compile(
    r"(?P<thing>[^，。；：]{2,24}?)(?:降(?:至|到|为)|减(?:至|到|为)|归|清|为)(?:零|0(?![.\d]))(?!碳)"
    r"|(?P<stuff>[^，。；：]{2,20}?)零(?P<deed>填埋|外排|排放|弃置|倾倒|堆存)"
)


_ALL_GONE = re.compile(
    r"(?:全部|全面|一律|基本)(?:依法|有序|提前)?(?:淘汰|关停|关闭|退出|清零|拆除|取缔|清除|停用|报废)(?P<thing>[^，。；、]{0,16})"
)


def _noughts(context: Context) -> Iterator[_Whole]:
    """填埋量为零, 降至零, 零填埋: what is to be none at all."""
    for sentence in context.sentences:
        for found in _NOUGHT.finditer(sentence.text):
            thing = found["thing"] or f"{found['stuff']}{found['deed']}"
            text = _TIMES.sub("", thing)
            yield _Whole(
                sentence, found.start(), text, "", _year(sentence.text[: found.end()]), counted=False
            )
        for found in _ALL_GONE.finditer(sentence.text):
            lead = sentence.text[: found.start()]
            named = [piece for piece in re.split("[，；：]", lead) if len(_han(piece)) > _LEAST_GRAMS]
            thing = _TIMES.sub("", named[-1] if named else "") + found["thing"]
            yield _Whole(sentence, found.start(), thing, "", _year(lead), counted=False)


def _year(words: str) -> int | None:
    years = re.findall(r"(20\d\d)年", words)
    return int(years[-1]) if years else None


def _han(words: str) -> str:
    return re.sub(r"[^一-鿿]", "", _TIMES.sub("", words))


def grams(words: str) -> set[str]:
    """The pairs of characters of some words, without the frame every share has.

    >>> sorted(grams("新建校舍中绿色建筑占比")) == sorted({"新建", "建校", "校舍", "绿色", "色建", "建筑"})
    True
    """
    runs = re.findall(r"[一-鿿]+", _FRAME.sub(" ", _TIMES.sub(" ", words)))
    return {run[place : place + 2] for run in runs for place in range(len(run) - 1)}


ALREADY_ALL = Check(
    "already-all",
    13,
    CONVENTION,
    "现状已是全部，目标却是部分",
    "a part is promised of what the plan says is done wholly",
)
_LEAST_GRAMS = 3
_JOINT = 1  # words that meet differently make one pair of characters that is no word

IMPLIED_BY_ALL = Check(
    "implied-by-all",
    14,
    CONVENTION,
    "部分目标已由全部目标包含",
    "a partial target follows from one that takes in everything",
)


@register(IMPLIED_BY_ALL)
def implied_by_all(context: Context) -> Iterator[Finding]:
    """A share below 100 % of what is to be done wholly, or a small remainder of what is to be none."""
    yield from (one for one in _told_by_wholes(context) if one.check == IMPLIED_BY_ALL.name)


@register(ALREADY_ALL)
def already_all(context: Context) -> Iterator[Finding]:
    """A share below 100 % of what the plan tells as done wholly."""
    yield from (one for one in _told_by_wholes(context) if one.check == ALREADY_ALL.name)


def _told_by_wholes(context: Context) -> Iterator[Finding]:
    wholes, noughts = list(_wholes(context)), list(_noughts(context))
    for aim in context.statements:
        if aim.sense != "aim" or aim.change != "level" or not aim.stop or aim.value <= 0:
            continue
        if re.match("(?:以上|以下|以内)?[一-鿿]", aim.sentence[aim.stop :]) and not re.match(
            "(?:以上|以下|以内|左右)(?:[，。；、（]|$)", aim.sentence[aim.stop :]
        ):
            continue  # 35蒸吨以下锅炉: the figure says of which, not how many
        if aim.bound == "<=" or (aim.unit == "%" and falls(aim)):
            whole = next((one for one in noughts if _is_none_of(aim, one)), None)
            if whole:
                yield _carried(context, aim, whole, f"另一处为零，0<{aim.figure}：完成后者即完成前者")
            continue
        if aim.unit != "%" or aim.value >= 100:
            continue
        whole = next((one for one in wholes if _is_part_of(aim, one)), None)
        if whole and _done(context, whole, aim):
            yield finding(
                ALREADY_ALL,
                context,
                [aim, whole.sentence],
                title=f"“{aim.subject}”{aim.figure}：方案所写现状“{whole.words[:30]}”已是全部",
                arithmetic=f"现状为全部（100%），100%>{plain(aim.value)}%：目标在制定时已经完成",
                settles="两处的范围是否相同。",
                proposal=f"删去“{aim.subject}”{aim.figure}，或写明与现状所指范围的区别。",
            )
        elif whole:
            line = f"另一处为全部（100%），100%>{plain(aim.value)}%：完成后者即完成前者"
            yield _carried(context, aim, whole, line)
        elif superset := _subset_of(context, aim):
            line = f"所属范围为{superset.figure}，100%>{plain(aim.value)}%：完成后者即完成前者"
            yield _told_twice(context, aim, [superset], superset.subject, line)


_PAST = re.compile("已|了|“?十[三四]五”?(?:期间|时期|以来)?|截至|目前")


def _done(context: Context, whole: _Whole, aim: Statement) -> bool:
    """Whether the whole is told as it stands, and not promised for a year to come."""
    if whole.year is not None and whole.year >= context.first_year:
        return False
    lead = re.split("[。；]", whole.sentence.text[: whole.place])[-1]
    return (aim.year or 0) >= context.first_year and (
        context.tells_status(whole.sentence.clause) or _PAST.search(lead) is not None
    )


def _is_part_of(aim: Statement, whole: _Whole) -> bool:
    mine, domain = grams(_without_choice(aim, whole)), grams(_AREA_WIDE.sub("", whole.domain))
    same = aim.sentence == whole.sentence.text
    if len(mine) < _LEAST_GRAMS or not domain or not _in_time(aim, whole):
        return False
    if same and whole.place >= aim.begin - len(aim.words):
        return False
    unmet = len(mine - grams(whole.domain + "，" + whole.deed))
    # some of the same thing, and the deed told with the same words (公交线路使用新能源车辆, 公交车全部为新能源车)
    same_deed = _without_choice(aim, whole) != aim.subject and len(grams(whole.deed) & mine) >= _LEAST_GRAMS
    if unmet > (_LEAST_GRAMS if same_deed else _JOINT):
        return False
    if not mine & domain:
        return False
    # a whole that takes in fewer than the share does says nothing of the rest, unless the share speaks of that set
    return len(domain - mine) <= _JOINT or (same and whole.counted)


_AREA_WIDE = re.compile(
    r"^(?:到|至)?(?:全[国省市州区县域]+|各[县市区乡镇]+)(?:所有|的)?|^(?:企业|城市|城乡)(?=[一-鿿]{3})"
)
_CHOSEN = re.compile(
    r"[海以\d]|中心|城区|城[镇乡]|县城|农村|偏远|山区|高|重点|主要|骨干|大型|小型|规模|老旧|部分|以上|以下|其中|国有|公办"
)


_CHOICE = 16  # characters; what is longer names another thing


def _without_choice(aim: Statement, whole: _Whole) -> str:
    """The aim's name without the words that choose some of what the whole takes in (海拔2500米以上建制村 → 建制村)."""
    told = re.split("[，；。]", _TIMES.sub("", aim.sentence[: aim.begin]))[-1]
    thing = _AREA_WIDE.sub("", whole.domain)
    place = next((told.find(thing[i : i + 2]) for i in range(len(thing) - 1) if thing[i : i + 2] in told), -1)
    if 0 < place <= _CHOICE and _CHOSEN.search(told[:place]) and "占" not in told[:place]:
        return told[place:]
    return aim.subject


def _is_none_of(aim: Statement, nought: _Whole) -> bool:
    mine, none = grams(aim.subject), grams(nought.domain)
    same = aim.sentence == nought.sentence.text and nought.place >= aim.begin
    return (
        len(none) >= _LEAST_GRAMS
        and not same
        and _in_time(aim, nought)
        and len(mine - none) <= _JOINT
        and (len(none - mine) <= _JOINT or len(mine) >= _LONG_NAME)
    )


_LONG_NAME = 6  # pairs of characters that no other thing of the plan shares


def _in_time(aim: Statement, whole: _Whole) -> bool:
    return whole.year is None or aim.year is None or whole.year <= aim.year


_AREA_PART = re.compile(r"城区|县城|建成区|中心城区|城镇|农村|各[县区市镇]|[一-鿿]{2,4}[县区市镇]$")


def _subset_of(context: Context, aim: Statement) -> Statement | None:
    """The 100 % of the same sentence whose domain names what 其中 singles out: 公办和民办学校100%，其中公办学校95%."""
    if re.match(r"[，；（(]?其中", aim.sentence[aim.begin - len(aim.words) - 1 : aim.begin]) is None:
        return None
    before = [one for one in context.statements if one.clause == aim.clause and one.sentence == aim.sentence]
    before = [one for one in before if one.stop <= aim.begin and one.unit == "%"]
    if not before or before[-1].value != 100 or before[-1].sense != "aim":
        return None
    whole = before[-1]
    mine = grams(aim.subject)
    named = bool(mine) and len(mine - grams(whole.subject)) <= _JOINT and whole.subject != aim.subject
    area = _AREA_PART.match(aim.subject) and "全" in whole.words
    return whole if named or area else None


def _carried(context: Context, aim: Statement, whole: _Whole, line: str) -> Finding:
    return _told_twice(context, aim, [whole.sentence], whole.words[:30], line)


def _told_twice(
    context: Context, aim: Statement, others: list[Sentence | Statement], name: str, line: str
) -> Finding:
    return finding(
        IMPLIED_BY_ALL,
        context,
        [aim, *others],
        title=f"“{aim.subject}”{aim.figure}已包含在“{name}”之内",
        arithmetic=line,
        settles="两处的范围和时间是否相同。",
        proposal=f"删去其中一处，或写明“{aim.subject}”与另一处范围的区别。",
    )


BURNED_COUNTS = Check(
    "burned-counts",
    14,
    CONVENTION,
    "零填埋与含焚烧的资源化比例重复",
    "no landfill implies a share of use that counts burning",
)
_WITH_BURNING = re.compile(
    r"(?<!不)(?<!未)(?:含|包括|包含|计入|纳入)[^，。；]{0,6}焚烧|焚烧[^，。；]{0,6}(?<!不)(?:计入|纳入|视为)"
)


@register(BURNED_COUNTS)
def burned_counts(context: Context) -> Iterator[Finding]:
    """A share of waste used that counts burning, where none of that waste is to be landfilled by then."""
    none = [one for one in _noughts(context) if re.search("垃圾.*填埋", one.domain)]
    for aim in context.statements:
        if aim.unit != "%" or aim.sense != "aim" or aim.change != "level" or not aim.stop:
            continue
        told = re.split("[；。]", aim.sentence[: aim.begin])[-1] + aim.sentence[aim.stop : aim.stop + 30]
        if not re.search(r"垃圾[^，。；]{0,10}(?:资源化|利用)", told) or not _WITH_BURNING.search(told):
            continue
        landfill = next((one for one in none if _in_time(aim, one)), None)
        if landfill:
            yield finding(
                BURNED_COUNTS,
                context,
                [aim, landfill.sentence],
                title=f"“{aim.subject}”{aim.figure}含焚烧，零填埋时自动完成",
                arithmetic=f"填埋0%，利用与焚烧合计100%−0%=100%≥{aim.figure}",
                settles="资源化利用是否应包括焚烧发电。",
                proposal="资源化利用比例不计焚烧，另列焚烧比例。",
            )
