"""What a plan tells of its own area as a fact: what is not there, of which class it is, within which limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf

from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.statements import amounts_in, dimension_of
from dafeng.rules.tables import rows

# what is promised, forbidden or only supposed is no fact
_NO_FACT = re.compile(r"到20\d\d年|力争|确保|争取|目标|严禁|禁止|不得|不再|如果|若|避免|防止|杜绝|对于|凡")
_NOW = re.compile("已|现有|现状|目前|当前|截至")


@dataclass(frozen=True, slots=True)
class Absent:
    """A thing that is not there: `yet` only so far, `made` where it is only not made there (不产)."""

    thing: str
    sentence: Sentence
    words: str
    yet: bool = False
    made: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """The kinds of one family that the area's things are of, and of no other."""

    family: str
    members: frozenset[str]
    sentence: Sentence
    words: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which amounts a quantity of the area, or of all its things of one name, lies."""

    name: str
    dimension: str
    low: float
    high: float
    sentence: Sentence
    words: str


def pieces_told(context: Context) -> Iterator[tuple[Sentence, str]]:
    """The phrases of the plan that tell what is."""
    for sentence in context.sentences:
        for part in re.split("[；。]", sentence.text):
            ahead = False  # once a part looks ahead, what follows its commas does too
            for piece in part.split("，"):
                years = [int(year) for year in re.findall(r"(20\d\d)年(?!\d{1,2}月\d)", piece)]
                ahead = any(year >= context.first_year for year in years) or (
                    ahead and not years and not _NOW.search(piece)
                )
                if not ahead and not _NO_FACT.search(piece):
                    yield sentence, piece


_NONE = re.compile(
    r"(?P<no>没有|(?<!有)无(?!害|人|序|偿|废|轨|线|损|接触|障碍|组织|机肥|机物|缝|需|法|须|论|条件|关|形|氟|碳|忧|感|间断)"
    r"|不产|不涉及|尚无|暂无|现无|尚未(?:建成|布局|形成|开通|投产)|未(?:建成|布局|形成|开通|建有|设有|设立)|均无|并无|未设|不存在|不拥有|不用|不再有)"
    r"(?P<what>[一-鿿、（）]{2,30})(?![\d一-鿿])"
)
# said of the whole area, not of its villages or of one county
_OF_THE_AREA = re.compile(
    r"(?:(?:全|我|本)?[省市州县区]|全域|境内|辖区|区域|市域|县域|省域|内|域|范围|目前|截至目前|现|已|也|均|并|且|又|因|由于|由|于)*"
)
_YET = re.compile(r"尚|暂|现无|未建成|未形成|未布局|未开通|目前|现状")
_GONE = re.compile(
    r"(?P<what>[一-鿿（）]{2,24}?)(?:\d+|[一二两三四五六七八九十]+)?[台座家条处个户]?(?:已|均|也|现)*(?:经)?"
    r"(?:于?20\d\d年(?:\d{1,2}月)?[底末初]?前?)?(?:已|均)*(?:全部|全面|整体|悉数|彻底|陆续|实现)*"
    r"(?:关停|关闭|退出|淘汰|拆除|停用|停产|退役|清零|报废|外迁|取缔|消除|归零)"
)
_WHOLLY = re.compile(r"全部|全面|整体|均|悉数|彻底|清零|归零|最后|唯一|仅有的")
_LEADING = re.compile(
    r"^(?:.*(?:最后[一二两三四五]?[台座家条处个批户]|唯一(?:的|一[台座家条处个])?|仅有的?)"
    r"|(?:全[省市州县区]|[省市州县区](?:域)?(?:内|境内)?|境内|辖区内?|本[省市州县区]|我[省市州县区]|区域内?|目前|现有|原有|也|均|已|的|各类|任何|在运|现役|在产|大型|规模以上|民用|运输|用于))+"
)
_TRAILING = re.compile(
    r"(?:生产|运营|加工)?(?:企业|机组|项目|生产线|设施|用户|线路|行业|产业|产能|资源|单位|基地|装置|装备|设备|运行|业|厂)+$"
)
# one name where several are in use
_PLAIN = (
    ("燃煤发电", "煤电"),
    ("燃煤机组", "煤电机组"),
    ("燃煤电厂", "煤电厂"),
    ("港口码头", "港口"),
    ("炼铁", "钢铁"),
    ("炼钢", "钢铁"),
    ("钢铁冶炼", "钢铁"),
)


def plain_names(words: str) -> str:
    """The words with one name where several are in use."""
    for long, short in _PLAIN:
        words = words.replace(long, short)
    return words


def _thing(words: str) -> str:
    words = _LEADING.sub("", plain_names(re.split("的(?!士)", words)[0]))
    bare = _TRAILING.sub("", words)
    return bare if len(bare) > 1 else words


def absent_things(context: Context) -> tuple[Absent, ...]:
    """What the plan says is not there, or is there no more."""
    found: list[Absent] = []
    named = re.match(r"[一-鿿]{2,6}?[省市州县区旗盟]", context.plan.document.title or "")
    own = named.group() if named else "本市"
    for sentence, piece in pieces_told(context):
        for none in _NONE.finditer(piece):
            if not _OF_THE_AREA.fullmatch(piece[: none.start()].replace(own, "")):
                continue
            yet, made = _YET.search(piece[: none.end("no")]) is not None, none["no"] == "不产"
            things = re.split("[、和及或与]", none["what"])
            found += [
                Absent(name, sentence, piece, yet, made) for each in things if len(name := _thing(each)) > 1
            ]
        gone = _GONE.search(piece)
        past = gone and ("已" in gone.group() or re.search(r"20\d\d年", gone.group()))
        if gone and past and _WHOLLY.search(gone.group()):
            found += [
                Absent(name, sentence, piece)
                for each in re.split("[、和及或与]", gone["what"])
                if len(name := _thing(each)) > 1
            ]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Family:
    thing: re.Pattern[str]
    told: re.Pattern[str]
    kinds: dict[str, re.Pattern[str]]


@cache
def _families() -> dict[str, _Family]:
    found: dict[str, _Family] = {}
    for row in rows("review_kinds.csv"):
        family = found.setdefault(
            row["family"], _Family(re.compile(row["thing"]), re.compile(row["told"]), {})
        )
        family.kinds[row["kind"]] = re.compile(row["pattern"])
    return found


_ORDINAL = r"(?:[一二三四五]|[ⅠⅡⅢⅣⅤ]|I{1,3}(?!V)|IV|V|[1-5])"
_CLASS = re.compile(
    rf"(?P<of>太阳能|光照|日照|光能|风能|风力|地热|水能)[^，。；、\d]{{0,8}}?第?(?P<set>{_ORDINAL}[类级]?(?:[、和及或与至到—~\-]第?{_ORDINAL}[类级]?)*)(?<=[类级])(?P<side>及?以[上下])?"
)
_RANK = {
    **{sign: rank for signs in ("一二三四五", "ⅠⅡⅢⅣⅤ", "12345") for rank, sign in enumerate(signs, 1)},
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
}
_SUN = {"光照": "太阳能", "日照": "太阳能", "光能": "太阳能", "风力": "风能"}
_ALL_RANKS = 5


def kinds_in(words: str) -> dict[str, frozenset[str]]:
    """The kinds that some words name, by family: climate zones, fuels of plants, classes of a resource."""
    found = {
        name: frozenset(kind for kind, pattern in family.kinds.items() if pattern.search(words))
        for name, family in _families().items()
        if family.thing.search(words)
    }
    for match in _CLASS.finditer(words):
        ranks = [_RANK[sign] for sign in re.findall(_ORDINAL, match["set"])]
        if re.search("[至到—~-]", match["set"]):
            ranks = list(range(min(ranks), max(ranks) + 1))
        if match["side"]:  # class one is the best: 二类及以上 takes in one and two
            ranks = (
                list(range(1, max(ranks) + 1))
                if "上" in match["side"]
                else list(range(min(ranks), _ALL_RANKS + 1))
            )
        family_name = f"{_SUN.get(match['of'], match['of'])}资源分类"
        found[family_name] = frozenset(f"{rank}类" for rank in ranks)
    return {name: members for name, members in found.items() if members}


_IS_OF = re.compile("属|为|是|处于|位于|划[入为]|列[入为]")
# 新增公交车全部为新能源车 and 锅炉全部改为燃气 order what shall be
_ORDERS = re.compile(
    r"推广|支持|引导|严控|严格|控制|加强|提高|扩大|建设|新增|更新(?!为)|新建|新购|采购|当年|应|要求|须|实现|推动|推进|鼓励|逐步|加快|确保|以新能源"
)


def kinds_told(context: Context) -> tuple[Kind, ...]:
    """The kinds the area's things are of, where the plan says so of all of them."""
    found = []
    for sentence, piece in pieces_told(context):
        if _ORDERS.search(piece) or ("改" in piece and "已" not in piece):
            continue
        for name, members in kinds_in(piece).items():
            family = _families().get(name)
            if (family.told if family else _IS_OF).search(piece):
                found.append(Kind(name, members, sentence, piece))
    return tuple(found)


@cache
def _measures() -> tuple[tuple[str, re.Pattern[str], float], ...]:
    return tuple(
        (row["id"], re.compile(row["pattern"]), float(row["margin"])) for row in rows("review_measures.csv")
    )


def measure_of(words: str) -> str | None:
    """The natural quantity that some words name, or None."""
    return next((name for name, pattern, _ in _measures() if pattern.search(words)), None)


_EACH = re.compile(
    r"(?:均|全部|都|皆|一律)(?:为|在|是|达到?|不超过|不足|低于|小于|不低于|高于|超过)?[一-鿿]{0,4}$"
)
_MOST = re.compile(r"(?:最大|最高|最长|最多|上限)[^，。；\d]{0,10}$")
_ONLY = re.compile(r"(?:仅有|只有|唯一|仅(?![限对计统支]))[^，。；]{0,16}$")
_NO_LARGER = re.compile(r"(?:没有|无|不存在|尚无)[^，。；\d]{0,12}$")
_ABOUT = 1.5  # 30万千瓦级 takes in machines half as large again


def limits_told(context: Context) -> tuple[Limits, ...]:
    """Natural quantities of the area, and the sizes that all its things of one name have."""
    found: list[Limits] = []
    for sentence, piece in pieces_told(context):
        for begin, stop, number, unit in amounts_in(piece):
            dimension, factor = dimension_of(unit)
            if dimension is None or dimension in {"share", "ratio", "points"}:
                continue
            amount, lead, after = number * factor, piece[:begin], piece[stop:]
            natural = next((one for one in _measures() if one[1].search(lead[-14:])), None)
            upper, lower = re.match("及?以上|级?以上", after), re.match("及?以下|以内|级?以下", after)
            if natural:
                margin = 1.0 if _MOST.search(lead) else natural[2]
                if not re.search("最低|最小|不足$", lead[-10:]):
                    found.append(Limits(natural[0], dimension, 0.0, amount * margin, sentence, piece))
                continue
            if _NO_LARGER.search(lead) and upper:
                limits = (0.0, amount * 0.999)
            elif _MOST.search(lead):
                limits = (0.0, amount)
            elif _EACH.search(lead) or _ONLY.search(lead):
                below = lower or re.search("不超过|不足|低于|小于", lead[-6:])
                above = upper or re.search("不低于|高于|超过", lead[-6:])
                limits = (
                    (0.0, amount) if below else (amount, inf) if above else (amount / _ABOUT, amount * _ABOUT)
                )
            else:
                continue
            found.append(Limits("", dimension, *limits, sentence, piece))
    return tuple(found)
