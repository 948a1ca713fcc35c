"""What a plan says in figures: every printed amount with its subject, its time and how it is meant.

A target is a promise; a review must also see what the plan tells as a fact (现状、已达), what it quotes from
above (省下达) and the pieces of a sum.  So it reads every figure of a sentence once more, from the words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dafeng.rules.tables import rows

_SCALES = {
    "万亿": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "千万": 1e7,
    "百万": 1e6,
    "亿": 1e8,
    "万": 1e4,
    "千": 1e3,
}
YEAR = re.compile(
    r"(?P<to>到|至|截至|截止|截止到)?(?P<year>20\d\d)年(?P<tail>底|末|年底|年末)?(?P<before>以?之?前)?(?!\d(?!\d?月)|年?[—\-~至]20)"
    r"|[“\"']?十(?P<period>[三四五六七八九])五[”\"']?(?P<end>期间|时期|期末|末|规划期)?"
)
_NOT_A_TIME = re.compile(
    r"(?:(?<!占)比|较|与|以|在|按|从|自|由)20\d\d年(?:的)?(?:基础|水平|相比|为基期|为基准|基数|底|末|实际|起)?|〔20\d\d〕|(?<![至到—~～-])20\d\d年\d{1,2}月(?:\d{1,2}日)?"
    r"|《[^》]*》|GB/?T?\s*\d+[-—]\d{4}"
)
_FACT = re.compile(
    r"(?<!工作)已(?:经)?(?:达|建|完成|实现|有|提高|提升|下降|降|超|累计|接入|并网|投运|投产|升|形成|拥有|为|连续|全部|全面|基本)|(?<![比较])现(?:有|状|已|为)(?!基础)|(?<![比较在])目前|截至|截止|"
    r"(?:达到|达|完成|实现|下降|提高|增长|建成|降低|提升|上升|增加|减少)了|上年|去年|实际(?:为|达|完成|值)|基期(?:值)?(?:为|[:：])|实绩|统计(?:数据|公报)?显示|调查显示|实测(?:[值为]|结果|显示)"
)
_HIGHER = re.compile(
    r"(?:国家|省里?|省级|全省|省政府|自治区|省委、省政府|上级|省发展改革委|省生态环境厅|省(?:碳达峰)?(?:实施)?方案|国家(?:碳达峰)?(?:行动)?方案)"
    r"[^，。；]{0,16}(?:下达|要求|分解|确定|明确|规定|核定|目标|提出|任务|安排|约束)"
)
_FROM_CITY = re.compile(
    r"(?:市|州|地区)[^，。；]{0,8}(?:下达|分解|核定|要求|明确)(?:给)?(?:我|本|全)(?:区|县|旗|市)[^，。；]{0,6}(?:目标|任务|指标|要求|数)?"
)
_QUOTES = re.compile(_HIGHER.pattern + r"[，：:](?:到20\d\d年[底末]?，)?[^，；：]*$")
_FALL = re.compile(r"下降|降低|减少|削减|压减|压缩|缩减|下调|降(?=到|至|为|\d)")
_RISE = re.compile(r"提高|提升|增长|增加(?!值)|上升|扩大|新增|增(?=到|至|为|加(?!值)|\d)|升(?=到|至)")
_TO = re.compile(
    r"(?:下降|降低|减少|削减|压减|压缩|缩减|提高|提升|增长|增加|上升|扩大|降|增|升|减|调整|控制)(?:到|至|为)(?:20\d\d年(?:底|末|年底)?的?)?$"
)
_BEFORE = re.compile(
    r"(?P<least>不低于|不少于|不小于|至少|高于|大于|多于|超过|突破|≥|>=|>)|(?P<most>不超过|不高于|不大于|不多于|低于|小于|少于|控制在|以内|≤|<=|<)"
    r"|(?P<about>(?<!节)约|大约|近)"
)
_VERB = re.compile(
    r"(?:分别|累计|年均|均|各|总计|合计|共|力争|确保|争取|预计|将|要|应|基本|稳定|稳步|逐步|进一步|持续)*"
    r"(?:达到|达|实现|完成|为|是|在|保持在|稳定在|维持在|控制在|(?<!节)约|近|不低于|不少于|不高于|不超过|超过|突破|高于|低于|大于|小于|"
    r"(?:控制|优化|调整)(?:或(?:控制|优化|调整))?(?=[到至为在])|提高|提升|增长|增加|上升|扩大|下降|降低|减少|削减|压减|降|增|升|建成|新建|新增|形成|具备|覆盖|占|有|共|以)"
    r"(?:到|至|为|了|约|近|全|超过|不低于|不超过)*$"
)
_A_NAME = 3  # characters it takes to name a thing
_HEAD = re.compile(
    r"^(?:全市域?|(?:按|采用|以)?(?:同一|同)口径|即|净|我市|本市|全县|全区|全州|全省|我省|我区|我县|市域|其中|并|且|同时|以及|及|和|力争|确保|争取|预计|将|使|推动|实现|另有|则|而|其余|此外|目前|现有|现状|截至目前|当前|本方案|该|其(?!他)|规划期内?|累计|年|年末|年底|本方案|的?(?:约束性|预期性)(?:任务|指标|目标)|测算|推算|参考值|逐年|[三四五六]年(?=累计|合计|共|$)|完成|(?:以上|以下|以内|左右)|(?:国家|省级?|上级|省里)[^，]{0,4}(?:下达|要求|明确|确定|核定|分解)(?:我省|我市|我区|本市|本省|全市|给)?的?|确定|安排|设定|单独|同时|另设|独立(?:考核)?指标|时|也|增加的|使|对应|相应|按|共)+[:：,，]?"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed amount: `amount` in the first unit of its `dimension`, None for an unknown unit.

    `begin` and `stop` are its place in the sentence, `start` its place in the file.
    `sense` is ``aim``, ``fact`` or ``higher``; `change` is ``level``, ``fall`` or ``rise``.
    """

    clause: str
    sentence: str
    words: str
    subject: str
    key: str
    value: float
    unit: str
    dimension: str | None
    amount: float
    year: int | None
    sense: str
    change: str
    bound: str
    start: int
    begin: int
    stop: int

    @property
    def named_here(self) -> bool:
        """Whether the figure's own words hold its subject, or are too few to name another."""
        own = _VERB.sub("", re.sub(r"[到至比较由从]?20\d\d年(?:底|末)?的?", "", self.words))
        return self.subject[-2:] in self.words or len(re.findall("[一-鿿]", own)) < _A_NAME

    @property
    def figure(self) -> str:
        """The figure as printed."""
        return f"{self.value:g}{self.unit}"


@cache
def _units() -> tuple[re.Pattern[str], Mapping[str, tuple[str, float]]]:
    table = {row["unit"]: (row["dimension"], float(row["factor"])) for row in rows("review_units.csv")}
    names = "|".join(re.escape(unit) for unit in sorted(table, key=len, reverse=True))
    scales = "|".join(_SCALES)
    pattern = re.compile(
        rf"(?<![\d.A-Za-z〔/])(?P<number>\d[\d,]*(?:\.\d+)?)(?:(?P<scale>{scales})?(?P<unit>{names})(?P<per>/[万亿]?(?:{names}|年|日|天|月|小时))?"
        r"|(?<=[为到至于在约的]\d\.\d\d)(?=以|，|；|。|$|、)|(?<=[为到至于在约的]\d\.\d)(?=以|，|；|。|$|、))"
    )
    return pattern, table


def dimension_of(unit: str) -> tuple[str | None, float]:
    """The dimension of a printed unit and the factor to its first unit.

    >>> dimension_of("万千瓦"), dimension_of("吨/日")
    (('power', 10000.0), ('mass per 日', 1.0))
    """
    table = _units()[1]
    if not unit:
        return "ratio", 1.0
    plain, _, per = unit.partition("/")
    for scale, factor in (("", 1.0), *_SCALES.items()):
        name = plain.removeprefix(scale) if scale else plain
        if (not scale or plain.startswith(scale)) and name in table:
            dimension, base = table[name]
            return (f"{dimension} per {per}" if per else dimension), base * factor
    return None, 1.0


def bare_subject(words: str) -> str:
    """The subject in front of a figure: without time, hedges, area words and the verb.

    >>> bare_subject("到2025年，全市森林覆盖率达到"[7:]), bare_subject("其中，光伏装机达到"[3:])
    ('森林覆盖率', '光伏装机')
    """
    words = re.sub(
        r"^第[一二三四五六七八九十百]+条|^\d{1,2}[.．、]|^[（(][一二三四五六七八九十\d]+[）)]",
        "",
        words.strip(),
    )
    # what a bracket or a quotation around the sentence leaves: 市财政局）对照“森林覆盖率
    words = re.sub(r"^[^（“]*）(?=.{3})|^[^”]*“(?=[^”]*$)", "", words)
    words = _NOT_A_TIME.sub("", words)
    words = re.sub(
        r"20\d\d年?[—\-~～至]+20\d\d年(?:底|末)?|(?:到|至|截至|截止)?20\d\d年?(?:底|末)?(?:以?前)?|[“\"']?十[三四五六七八九]五[”\"']?(?:期间|时期|期末|末)?",
        "",
        words,
    )
    before = None
    while before != words:
        before = words
        words = _HEAD.sub("", words.strip(" ，、：:（）()"))
        words = re.sub(
            r"(?:[比较]基期|[比较]上年|与[^，]{0,6}相比|[比较][^，]{0,4}年|累计|已经?|年均|平均|总体|原则上|力争|确保|争取|预计|将|均|要|的|逐年|全部|现|目前|分别|稳定|基本|[由从]每[日天月年]|由|从|共|(?<!节)约|按|即|净)$",
            "",
            _VERB.sub("", words),
        )
    # 省下达我市……任务为: the order's own word is no part of the indicator
    return re.sub(r"(?<=[率重比例量度])(?:下达)?(?:任务|目标|指标)值?$", "", words)


def amounts_in(text: str) -> Iterator[tuple[int, int, float, str]]:
    """Start, end, number and unit of every figure with a unit in a text."""
    for found in _units()[0].finditer(text):
        number = float(found["number"].replace(",", ""))
        yield (
            found.start(),
            found.end(),
            number,
            f"{found['scale'] or ''}{found['unit'] or ''}{found['per'] or ''}",
        )


def times_of(words: str) -> list[tuple[int, bool, int]]:
    """Year, whether it looks ahead, and place of the time expressions of some words; base years are none."""
    masked = _NOT_A_TIME.sub(lambda match: "\0" * len(match.group()), words)
    found = []
    for match in YEAR.finditer(masked):
        if match["year"]:
            ahead = match["to"] in {"到", "至"} or match["before"] is not None
            found.append((int(match["year"]), ahead, match.start()))
        elif match["end"]:
            year = 2005 + 5 * "零一二三四五六七八九".index(match["period"])
            found.append((year, True, match.start()))
    return found


# words that turn from what is to what shall be
_AHEAD = re.compile(r"(?:^|[，；])(?:还|仍|并|但)?(?:今后|下一步|[要须](?!求)|力争|确保|争取)")
_BASE_FIGURE = re.compile(
    r"(?:[由从](?=20\d\d年(?:底|末|年底)?的?[^，；\d]{0,16}$)|(?:[比较]|[高低多少]于)(?=20\d\d年(?:底|末|年底)?的[^，；\d降升增减高]{0,8}$))(?P<year>20\d\d)"
)
# 由每日2400吨提高到3000吨: the first figure of a change is what it starts from, whatever the year before it
_STARTS_FROM = re.compile(r"[由从](?:现有|目前|当前|基期|现状|每[日天月年吨万])*的?约?$")
_CHANGES_TO = re.compile(
    r"(?:左右)?(?:[（(][^（）()]*[）)])?[，、]?(?:逐步|稳步|分别|再|进一步)*(?:提高|提升|增加|增长|扩大|扩建|上升|升|增|扩|降低|下降|减少|压减|压缩|削减|缩减|缩短|降|减|调整|优化)(?:到|至|为)"
)
_LIST_ITEM = re.compile(r"^(?:及?以上|及?以下|以内|左右)?[、和及]$")
# a phrase that only tells how the figure beside it is counted
_NOTE = re.compile(r"^(?:均|统一|占比|比例|数量|覆盖率)?按|计算$|为准$|口径|^以|统计|折算|^不含|测算$|核定$")
_CLOSED_NOTE = re.compile(r"(?<=[一-鿿])[（(][^（）()]*[）)](?=[一-鿿]|$)")
_NO_NAME = re.compile(
    r"^(?:[一-鿿]{0,8}(?:下达|分解|核定|确定|要求)(?:给)?(?:[我本全][省市区县州旗])?的?)?(?:目标|任务|指标|要求|任务数|目标值|上限|下限|存量)?$"
)


def read_sentence(
    sentence: str,
    clause: str,
    places: Sequence[int],
    keys: Mapping[str, str],
    lead: tuple[int, bool] | None,
    now: int,
) -> Iterator[Statement]:
    """The statements of one sentence; `lead` is the time that governs it from before, `now` the plan's first year."""
    figures = list(amounts_in(sentence))
    time, subject, end = lead, "", 0
    fact, below, names, listed, base_year = False, False, list[str](), 0, 0
    ahead_time: tuple[int, bool] | None = None
    told_of: list[str] = []
    ordered = False
    for index, (begin, stop, number, unit) in enumerate(figures):
        stretch = sentence[end:begin]
        spoken = times_of(stretch)
        for year, ahead, _ in spoken:
            time = (year, ahead or year > now)
            fact = False
            ahead_time = time if time[1] else ahead_time
        if (
            not spoken
            and ahead_time is not None
            and time is not None
            and time[0] < now
            and re.match("[^、]*[，；]", stretch)
        ):
            time, fact = ahead_time, False  # after 2025年为24家，: back to what the sentence is about
        stretch = _CLOSED_NOTE.sub("", stretch)  # 占比（按建筑面积计）达到: the note is no name
        cut = max((stretch.rfind(mark) for mark in "，；：、（"), default=-1)
        own = stretch[cut + 1 :]
        if _LIST_ITEM.match(stretch):
            listed += 1
        else:
            listed = 0
            if re.search("[；]", stretch):
                fact = False
            fact = fact or _FACT.search(stretch) is not None
            base = _BASE_FIGURE.search(stretch)
            below, base_year = base is not None, int(base["year"]) if base else 0
            named = _name_in(stretch, cut)
            names = _row_names(own, stretch, named, names, told_of[-_run_length(sentence, figures, index) :])
            subject = named if len(named) >= 2 else subject
        note = bare_subject(own) if not listed and _NOTE.search(bare_subject(own)) else ""
        mine = (
            names[listed]
            if len(names) >= 2
            and listed < len(names)
            and _run_length(sentence, figures, index - listed) == len(names)
            else note or subject
        )
        if mine and not note and (not told_of or told_of[-1] != mine):
            told_of = [*(one for one in told_of if one != mine), mine]
        after = sentence[stop : figures[index + 1][0] if index + 1 < len(figures) else None]
        tail = re.match(r"(及?以上|及?以下|以内|之内|左右|上下)?", after)
        bound = _bound(own, tail.group() if tail else "")
        change = _change(own, unit)
        dimension, factor = dimension_of(unit)
        year_known = time[0] if time else None
        if time is not None and time[0] < now and not spoken and _AHEAD.search(stretch):
            time, year_known, fact = (
                None,
                None,
                False,
            )  # 2025年为53%；要使……达到60%以上: no year is set for it
        ordered = bool(
            _HIGHER.search(own)
            or _FROM_CITY.search(own)
            or _QUOTES.search(stretch)
            or (listed and ordered)  # 省下达的21%、13.5%: one order
        )
        sense = "higher" if ordered else "fact" if _is_told(own, time, now, fact=fact) else "aim"
        if below or (_STARTS_FROM.search(own) and _CHANGES_TO.match(after)):
            sense, year_known = "fact", base_year if below else None
        yield Statement(
            clause, sentence, own, mine, key_of(mine, keys), number, unit, dimension, number * factor,
            year_known, sense, change, bound, places[begin], begin, stop,
        )  # fmt: skip
        end = stop
        if re.match("[，；]", after) and (time is None or time[1]):
            fact = fact and not re.search(r"[；]|到20\d\d年|力争|目标", after)


def _name_in(stretch: str, cut: int) -> str:
    """The name in front of a figure: of its own phrase, or else of the nearest phrase before that has one."""
    named = _named(bare_subject(stretch[cut + 1 :]))
    if len(named) >= _A_WORD or cut < 0:
        return named
    pieces = [_named(bare_subject(piece)) for piece in re.split("[，；：（]", stretch[:cut])]
    return next((piece for piece in reversed(pieces) if len(piece) >= _A_WORD), "")


_A_WORD = 2


def _row_names(own: str, stretch: str, named: str, names: list[str], before: list[str]) -> list[str]:
    """The names that a row of figures stands for: those just listed, or for a bare 分别 those told of before."""
    fresh = _names(stretch)
    if len(fresh) >= _A_WORD:
        return fresh
    if len(named) >= _A_WORD:
        return []
    if re.search("分别|依次", own) and len(before) >= _A_WORD:
        return names if len(names) == len(before) else before
    return names


def _change(own: str, unit: str) -> str:
    """Whether a figure is a level or a step, by the verb in front of it."""
    relative = unit == "%" or unit.endswith("百分点")
    if _TO.search(own) or not (relative or not re.search("[到至为]$", own)):
        return "level"
    if _FALL.search(own[-8:]):
        return "fall"
    return "rise" if _RISE.search(own[-8:]) else "level"


def _is_told(own: str, time: tuple[int, bool] | None, now: int, *, fact: bool) -> bool:
    """Whether a figure tells what is, rather than promises what shall be."""
    past = time is not None and (time[0] < now or (not time[1] and _told(own)))
    forward = re.search(r"力争|确保|争取|目标|到20\d\d|提高到|提升到|降至|降到|下降到|达到20", own)
    return (fact or past) and forward is None


def _names(stretch: str) -> list[str]:
    """The names of a list that figures follow in the same order: 煤、油、气、非化石能源比重依次为."""
    piece = re.split("[，；：（]", _NOT_A_TIME.sub("", stretch))[-1]
    piece = re.sub("^(?:及?以上|及?以下|以内|左右)、?", "", piece)
    if "、" not in piece:
        return []
    piece = re.sub(r"(?:依次|分别|由|为|调整|达到|各|从)+$", "", re.sub("^由", "", piece))
    names = [bare_subject(name) for name in re.split("、|和(?=[^、]+$)", piece)]
    suffix = re.search(
        r"(?:消费)?的?(?:比重|占比|比例|装机|产量|发电量|消费量|总量|排放量?)(?=(?:依次|分别|由|为|调整|各)*$)",
        piece,
    )
    if suffix:
        names = [name if name.endswith(suffix.group()) else name + suffix.group() for name in names]
    # “、森林蓄积量” goes on with a list, and is none
    return [re.sub(r"(?:依次|分别)$", "", name) for name in names] if all(names) else []


def _named(words: str) -> str:
    """The words as a name, or nothing where they only tell how a figure is counted."""
    return "" if _NOTE.search(words) or _NO_NAME.match(words) else words


def _run_length(sentence: str, figures: list[tuple[int, int, float, str]], first: int) -> int:
    """How many figures stand side by side from this one on, joined by 、 or 和."""
    last = first
    while last + 1 < len(figures) and _LIST_ITEM.match(sentence[figures[last][1] : figures[last + 1][0]]):
        last += 1
    return last - first + 1


def _told(own: str) -> bool:
    return (
        re.search(r"(?:为|达到?|是|有|占|约|完成|产生|消费|实现)(?:约|近|了|全|全市)?[^，]{0,6}$", own)
        is not None
    )


def _bound(own: str, tail: str) -> str:
    if "上" in tail and tail != "上下":
        return ">="
    if tail in {"左右", "上下"}:
        return "~"
    if tail:
        return "<="
    marks = list(_BEFORE.finditer(own[-6:]))
    if not marks:
        return "="
    mark = marks[-1]
    return ">=" if mark["least"] else "<=" if mark["most"] else "~"


@cache
def _same_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"] + "$"), row["id"]) for row in rows("review_names.csv"))


def same_subject(first: Statement, second: Statement) -> bool:
    """Whether two statements of one key speak of one thing: one name holds the other, or both are set names of it."""
    mine, theirs = first.subject.replace("的", ""), second.subject.replace("的", "")
    if mine in theirs or theirs in mine:
        return True
    return any(pattern.search(mine) and pattern.search(theirs) for pattern, _ in _same_names())


def key_of(subject: str, keys: Mapping[str, str]) -> str:
    """What two subjects must share to speak of one thing: a known indicator's id with what stands before it."""
    for pattern, name in _same_names():
        found = pattern.search(subject)
        if found:
            return f"{subject[: found.start()]}{name}"
    for place in range(len(subject)):  # the longest ending first
        if subject[place:] in keys:
            return f"{subject[:place]}{keys[subject[place:]]}"
    return subject.replace("的", "")
