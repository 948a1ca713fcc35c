"""Checks a ban of the plan against the projects the plan itself lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.columns import caps_passed
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import CONVENTION, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

_BAN = re.compile(
    r"(?:严禁|禁止|严格禁止|不得|不再|一律不|停止|暂停|原则上不再?|不予)(?:以任何名义)?(?:新增|新建|新上|扩建|新改扩建|审批|核准|备案|布局|批准|建设|、|和|或|及|再)+"
)
_BUILD = re.compile(
    r"新建|扩建|新上|建设|建成|开工|投产|续建|启动|实施|推进|布局|引进|落地|新增|增加|投运|达产"
)
_NOT_NEW = re.compile(
    r"严禁|禁止|不得|不再|一律不|停止|暂停|原则上不|不予|严控|严格控制|遏制|淘汰|关停|退出|压减|拆除|改造|节能|超低排放|产能置换|减量置换|等量置换|等量替代|减量替代|替代|更换|协同处置|转型|整合|碳捕集|除外|前提|光伏|制止|必须|准入|须达|应达到|不得|标杆水平"
)

BANNED_PROJECT = Check(
    "banned-project",
    16,
    CONVENTION,
    "禁令与项目安排相冲突",
    "a ban clashes with a project of the same plan",
)


@register(BANNED_PROJECT)
def banned_project(context: Context) -> Iterator[Finding]:
    """New capacity banned in one place and planned in another, in words or as a row of a table."""
    things = [
        (row["id"], re.compile(row["banned"]), re.compile(row["project"])) for row in rows("review_bans.csv")
    ]
    planned = list(_planned(context))
    yield from caps_passed(context, BANNED_PROJECT)
    yield from _in_protected_places(context, planned)
    done: set[tuple[str, int]] = set()
    for ban, object_of, core in _bans(context):
        for other, piece, part in planned:
            if other.offset == ban.offset and piece in ban.text and object_of in piece:
                continue
            named = any(banned.search(object_of) and project.search(piece) for _, banned, project in things)
            same = len(core) >= 2 and core in piece and _BUILDS_NEW.search(piece)
            if (
                not (named or same)
                or (_SOFT.match(piece) and not _BUILT.search(piece))
                or _NOT_NEW.search(part)
                or (core, other.offset) in done
            ):
                continue
            done.add((core, other.offset))
            yield finding(
                BANNED_PROJECT,
                context,
                [other, ban],
                title=f"“{object_of[:30]}”与“{piece[:30]}”相冲突",
                arithmetic=f"{ban.clause}：{object_of[:60]}；{other.clause}：{piece[:80]}",
                severity=Severity.SERIOUS,
                settles="该项目的备案、产能置换公告或等量减量替代方案。",
                proposal="写明该项目的产能置换（替代）来源和文号；没有的，从项目安排中删去。",
            )


_BUILDS_NEW = re.compile(r"新建|新增|扩建|新上|投产|投运|建成|增建|增容|扩容|扩能|扩产|开工|增加")
# 推进高炉转电炉: works on what stands; what is new is built, or is a project or a line
_SOFT = re.compile(r"(?!.*(?:新建|扩建|新上|新增))[^，。；]*?(?:推进|推动|实施|启动|布局|建设)")
_BUILT = re.compile(
    r"生产线|产能|项目|工程|基地|万吨|扩能|投产|投运|建成|开工|达产|落地|万千瓦|蒸吨|\d条|\d台|新建|扩建|新上|新增|厂|[0-9一二三]期|机组|电站|矿井"
)
_BEHIND = re.compile(
    r"(?:20\d\d年(?:底)?前|规划期内|期间|原则上|一律|今后|均|不得|严禁)*(?:不再?(?:新增|增加|扩大|扩建|新建|新上|审批|核准)|不新增|不增加|零增长|只减不增|实行[^，]{0,4}总量封顶)$"
)


_PLACE = re.compile(
    r"(?:将|把|在|对|及|和|涉及|位于|[，、；。》）：]|^)(?P<place>(?![将把在对及和])[一-鿿]{1,4}?(?:湖|湿地|水库|湾|岛|林场|草原|滩涂|海域|保护区|公园|水源地))(?=及|和|与|周边|等|、|列入|划入|划为|核心|一级|干流|[，（]|范围|区域|沿岸|岸线|属|为|已)"
)
_PROTECTED = re.compile(
    r"生态保护红线|自然保护(?:区|地)|水源保护区|重要栖息地|禁(?:止)?(?:开发|建设)区|重要湿地|国家公园"
)
_KEPT_OUT = re.compile(r"避让|不得|禁止|严禁|不再|不予|不新|禁建|退出|一律不")
_TAKES_PLACE = re.compile(r"新建|扩建|占用|开工|新增|开发|围填|投产|建成")
_MENDS_PLACE = re.compile(
    r"修复|保护|治理|监测|清退|退出|拆除|恢复|避让|绕避|管护|增殖|净化|清淤|造林|绿化|生态补水|巡护|截污|截流|污水|绿道|环湖|公交|不|禁"
)
_NO_NAME = re.compile("^(?:江|河|湖|山|海|各|沿|大|主要|重要|所有|全|重点|自然|水|湿地|森林|国家|省级)")


def _in_protected_places(context: Context, planned: list[tuple[Sentence, str, str]]) -> Iterator[Finding]:
    """A place by name that the plan keeps free of building, and a project put there."""
    for ban in context.sentences:
        if not (_PROTECTED.search(ban.text) and _KEPT_OUT.search(ban.text)):
            continue
        places = {found["place"] for found in _PLACE.finditer(ban.text)}
        for place in sorted(one for one in places if len(one) > 1 and not _NO_NAME.match(one)):
            for other, piece, _ in planned:
                at = piece.find(place)
                if at < 0 or re.match(
                    "路|大道|街|镇|乡|社区|新城|隧道|大桥|大厦|小学|中学|医院", piece[at + len(place) :]
                ):
                    continue
                if other.offset == ban.offset or context.tells_status(other.clause):
                    continue
                if not _TAKES_PLACE.search(piece) or _MENDS_PLACE.search(piece):
                    continue
                yield finding(
                    BANNED_PROJECT,
                    context,
                    [other, ban],
                    title=f"“{piece[:30]}”位于方案要求避让的“{place}”",
                    arithmetic=f"{ban.clause}：{ban.text[:60]}；{other.clause}：{piece[:80]}",
                    severity=Severity.SERIOUS,
                    settles="该项目的选址、用地（用海、岸线）批复。",
                    proposal="从项目安排中删去该项目，或另行选址。",
                )
                break


def _bans(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """Each ban with its phrase and the thing banned: 严禁新增X, or X……不增加."""
    for sentence in context.sentences:
        for piece in re.split("[，；]", sentence.text):
            found = _BAN.search(piece) or re.search(r"不(?:再)?(?:新增|新建|新上|扩建|增加)", piece)
            if found is None:
                continue
            after = _thing(piece[found.end() :])
            if len(after) >= 2:
                yield sentence, piece[found.start() :], after
            else:
                before = _thing(piece[: found.start()]) or _thing(
                    re.split("[，；]", _numberless(sentence.text))[0]
                )
                yield sentence, f"{before}{piece}", before


_HEAD = re.compile(
    r"^(?:第[一二三四五六七八九十百]+条|\d+[.、]|（[一二三四五六七八九十]+）|全市|全省|全区|现有|本市|规划期内|到?20\d\d年底?前?|原则上|在|对|[一-鿿]{2,10}。)+"
)


def _numberless(text: str) -> str:
    return re.sub(r"^[^。]{0,14}。", "", text)


def _thing(words: str) -> str:
    """The thing banned, without its capacity words: 炼铁产能 → 炼铁, 热电联产机组装机 → 热电联产."""
    words = _HEAD.sub("", words.strip(" 　"))
    words = re.split(r"产能|项目|装机|机组|规模|能力|生产线|设施|数量|总量|\d|，|20|为|的|、|和|（", words)[0]
    words = re.sub(r"(?:等|及|年|底|前)+$", "", words)
    return words if 2 <= len(words) <= 10 else ""


def _planned(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """Phrases that plan something to be built, with the part of the sentence they stand in, and rows of tables."""
    for sentence in context.sentences:
        for part in re.split("[；]", sentence.text):
            for piece in part.split("，"):
                if (
                    _BUILD.search(piece)
                    and not _BAN.search(piece)
                    and not re.search(r"不(?:再)?(?:新增|新建|新上|扩建|增加)", piece)
                ):
                    yield sentence, piece, piece
    for table in context.tables:
        projects = re.search("项目|工程|内容", "".join(table.header)) is not None
        for row in table.rows:
            cells = [cell for cell in row.cells[1:] if projects and _BUILDS_NEW.search(cell)]
            told = "，".join([row.cells[0], *cells])
            if _BUILD.search(told):
                place = Sentence(told, context.clause_at(row.start) or "", row.start, 0)
                yield place, told, told
