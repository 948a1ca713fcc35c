"""Who is named for a task: （甲牵头，乙、丙配合）, 责任单位：…, 由甲会同乙…, with lead and support told apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

# The last word of a body that can be given a task.
BODY_END = (
    r"(?:局|委(?!员会)|办(?!公)|厅|(?<![全内局外])部(?!门)|署|政府|委员会|办公室|领导小组|工作组|专班|管委会|公司|集团|银行|企业|单位|机关|部门|机构|协会|学会"
    r"|联合会|研究院|设计院|研究所|学校|院校|高校|党校|园区|经开区|高新区|开发区|新区|各地|各级|海关|支队|大队|中心支行|分行|总队"
    r"|(?<=[一-鿿]{2})[县区市州](?:（[^（）]*）)?|区县|县区|街镇|街道|乡镇|镇街|街道、镇|市州|中心|大队|指挥部|纪委监委|总工会|团委|妇联|科协)"
)
_LABEL = re.compile(
    r"((?:市级|省级|县级)?(?:总?牵头|主要?责任?|责任|负责|实施|落实|承办|主办|配合|协同|参与|参加|协办|支持|协作)"
    r"(?:责任)?(?:单位|部门|领导|处室|科室))(?:及分工)?[：:]"
)
_HELPS = re.compile("配合|参与|参加|协同|协助|协办|支持|协作|会同")
_LEADS = re.compile("牵头|主办|主责")
_ROLE = re.compile(
    r"(?:等(?:有关|相关|各|市级|省级)*(?:部门和单位|部门|单位)?)?(?:共同|具体|分别|统一|负责)?"
    r"(牵头(?:负责|落实|组织|实施|推进)?|(?:[按接](?:照)?(?:各自)?(?:职责|职能|职责职能)(?:分工|任务)?|分工|各自)"
    r"(?:抓好|做好|共同|分别|协同)?(?:负责|落实|配合|实施|组织实施|推进|抓好落实)*|负责(?:落实|实施|推进)?"
    r"|(?:协同|积极|共同)?配合(?:落实|实施|推进)?|参与|参加|协同(?:推进|落实)?|协助|协办|主办|主责|支持|组织实施|落实|实施)$"
)
_TAIL = re.compile(r"(?:等(?:有关|相关|市级|省级|各)*(?:部门和单位|部门|单位)?|[。；，、]|为牵头单位)+$")
_HEAD = re.compile(
    r"^(?:以上|上述|本章|本节|本项|本条|该项|各项|以下)?(?:工作|任务|内容|行动|事项)?均?[由需]|^(?:会同|联合|其他|并|和|及|分别为|为)"
)
_FIRST = re.compile(
    r"(?:排|列)(?:名|在|序)*(?:首|第一)(?:位|个)?的?(?:责任)?(?:单位|部门)?为?(?:牵头|主责)|第一(?:责任)?单位为牵头"
)
_BRACKET = re.compile(r"[（【\[〔]((?:[^（）【】\[\]〔〕]|（[^（）]*）)*)[）】\]〕]")
_STATES = re.compile(
    r"牵头|负责|(?:责任|主责|配合|实施|落实|承办|主办|参与|协办)(?:单位|部门|领导)|[按接]照?(?:各自)?职责|配合$|参与$|组织实施$"
)
_MEMBER = re.compile(rf"(?:各.{{0,12}}|.{{1,24}}){BODY_END}(?:（[^（）]*）)?$|^各[县区市州地盟].*$|^各级.*$")
_MEMBER_END = re.compile(rf"{BODY_END}$|^各[县市区州地].*$")
_DEPARTMENTS_ONLY = re.compile(r".{1,12}(?:局|委|办|厅|部|政府|委员会|办公室|公司|管委会)$")
_ONE_NAME = re.compile(
    "(?<=街道)、(?=镇)|(?<=乡)、镇|碳达峰、碳中和|[省市县区州党]委、|(?<![一-鿿])[省市县区乡]、(?=[县区乡镇])"
)
_WIDTH = str.maketrans("(),;:[]", "（），；：【】")
_ENDS_IN_ROLE = re.compile(r"(?:牵头|负责|落实|配合|参与|实施)$")
_MOSTLY = 0.45  # of a sentence that only names owners, so much at least are their names


@dataclass(frozen=True, slots=True)
class Owners:
    """The bodies named for a task: those that lead, and those that help; each as written."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lead or self.support)


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of the text that names owners and nothing else."""

    start: int
    end: int
    owners: Owners


def first_leads(text: str) -> bool:
    """Whether a plan says that the first of the bodies it lists leads."""
    return _FIRST.search(text) is not None


def owners_of(text: str) -> Owners:
    """The owners that a clause's text names, brackets and labelled lines taken together.

    >>> owners_of("推广热泵。（市住建局牵头，市财政局、各县（市、区）政府配合）")
    Owners(lead=('市住建局',), support=('市财政局', '各县（市、区）政府'))
    """
    found = [statement.owners for statement in statements(text.translate(_WIDTH))]
    return Owners(_unique(found, "lead"), _unique(found, "support"))


def statements(text: str, breaks: tuple[int, ...] = (), *, first: bool = False) -> list[Statement]:
    """Every bracket, labelled line and sentence that names owners, in the order of the text.

    `breaks` are the places where paragraphs start; `first` says that the first of a list leads.
    """
    found: list[Statement] = []
    ends = {*breaks, len(text)}
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        if _STATES.search(inner) or _only_departments(
            inner, closes=match.end() in ends or text[match.end()] == "。"
        ):
            owners = read_owners(inner, first=first)
            if owners:
                found.append(Statement(match.start(), match.end(), owners))
    for start, end in _labelled_lines(text, breaks):
        owners = read_owners(text[start:end], first=first)
        if owners and not any(other.start <= start < other.end for other in found):
            found.append(Statement(start, end, owners))
    for start, end in _bare_sentences(text, breaks):
        owners = read_owners(text[start:end], first=first)
        named = sum(map(len, (*owners.lead, *owners.support)))
        if named > _MOSTLY * (end - start) and not any(o.start < end and start < o.end for o in found):
            found.append(Statement(start, end, owners))
    return _merged(text, sorted(found, key=lambda statement: statement.start))


def read_owners(words: str, *, first: bool = False) -> Owners:
    """The owners in words that only name them, such as the inside of a bracket or a table's cell.

    A body with 牵头 leads; with 配合 or 参与 it helps.  Where one leads, those who 负责 by their duties help;
    where none does, all of them lead, or the first alone if the plan says so.

    >>> read_owners("牵头单位：市水利局；配合单位：市财政局、市林业局")
    Owners(lead=('市水利局',), support=('市财政局', '市林业局'))
    >>> read_owners("市交通局、市商务局按职责分工负责")
    Owners(lead=('市交通局', '市商务局'), support=())
    """
    named: list[tuple[str, str]] = []
    labels = list(_LABEL.finditer(words))
    if labels:
        for label, after in zip(labels, [*labels[1:], None], strict=True):
            stop = after.start() if after else len(words)
            named += _grouped(words[label.end() : stop], _role(label.group(1)))
    else:
        named = _grouped(words, "duty")
    leads = [body for body, role in named if role == "lead"]
    helps = [body for body, role in named if role == "support"]
    duties = [body for body, role in named if role == "duty"]
    if leads:
        helps = duties + helps
    elif first and duties:
        leads, helps = duties[:1], duties[1:] + helps
    else:
        leads = duties
    lead = tuple(dict.fromkeys(leads))
    return Owners(lead, tuple(body for body in dict.fromkeys(helps) if body not in lead))


def bodies_in(words: str) -> list[str]:
    """The members of a list of bodies; 和 divides only where a body ends before it.

    >>> bodies_in("市经济和信息化局、市科技局和市财政局")
    ['市经济和信息化局', '市科技局', '市财政局']
    """
    members: list[str] = []
    for part in _outside(words, "、"):
        begin = 0
        for match in re.finditer("以及|和|与|及", part):
            if _MEMBER_END.search(part[begin : match.start()]) and match.end() < len(part):
                members.append(part[begin : match.start()])
                begin = match.end()
        members.append(part[begin:])
    tidied = (_TAIL.sub("", _HEAD.sub("", member)) for member in members)
    return [member for member in tidied if len(member) > 1 and _MEMBER.match(member)]


def _grouped(words: str, default: str) -> list[tuple[str, str]]:
    """Bodies with their roles; a group without a role has that of the next group, the last one `default`."""
    groups: list[tuple[str, str | None]] = []
    for piece in _outside(words, "，；,;。"):
        for part in re.split(r"(?<=牵头)、|(?<=负责)、|(?<=配合)、|(?=会同|联合(?!会))", piece):
            if not part:
                continue
            helping = re.match("会同|联合(?!会)", part)
            match = _ROLE.search(part)
            role = "support" if helping else _role(match.group(1)) if match else None
            groups.append((part[: match.start()] if match else part, role))
    result: list[tuple[str, str]] = []
    role_after = default
    for index in range(len(groups) - 1, -1, -1):
        content, role = groups[index]
        leads_with_help = index + 1 < len(groups) and role is None and groups[index + 1][1] == "support"
        role = role or ("duty" if leads_with_help else role_after)
        role_after = role
        # a label says what a bare duty under it is
        said = default if role == "duty" else role
        result = [(body, said) for body in bodies_in(content)] + result
    return result


def _role(words: str) -> str:
    if _LEADS.search(words):
        return "lead"
    return "support" if _HELPS.search(words) else "duty"


def _outside(words: str, marks: str) -> list[str]:
    """Cut at the marks that stand outside brackets."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(_ONE_NAME.sub(lambda match: match.group().replace("、", "·"), words)):
        depth += (character in "（<") - (character in "）>")
        if character in marks and depth <= 0:
            parts.append(words[begin:place])
            begin = place + 1
    return [part for part in (*parts, words[begin:]) if part]


def _only_departments(inner: str, *, closes: bool) -> bool:
    """（甲局、乙委）at the end of a sentence or paragraph names owners without saying so."""
    members = _outside(inner, "、，；")
    return (
        closes
        and bool(members)
        and all(_DEPARTMENTS_ONLY.match(member) for member in members)
        and (len(members) > 1 or inner[0] in "省市县区州")
    )


def _labelled_lines(text: str, breaks: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """责任单位：… up to the end of its sentence or paragraph."""
    ends = sorted({*breaks[1:], len(text)})
    done = 0
    for match in _LABEL.finditer(text):
        if match.start() < done:
            continue
        paragraph = next(end for end in ends if end > match.start())
        stop = re.search("[。\n]", text[match.end() : paragraph])
        done = match.end() + stop.start() if stop else paragraph
        yield match.start(), done


def _bare_sentences(text: str, breaks: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Sentences that close with a role, such as 由甲会同乙等部门负责; most of one must be names."""
    edges = sorted({0, *breaks, len(text)} | {match.end() for match in re.finditer("[。\n]", text)})
    for start, after in itertools.pairwise(edges):
        end = after - 1 if text[after - 1] in "。\n" else after
        if _ENDS_IN_ROLE.search(text, start, end):
            yield start, end


def _merged(text: str, found: list[Statement]) -> list[Statement]:
    """Neighbours with nothing but a stop between them are one statement."""
    merged: list[Statement] = []
    for statement in found:
        before = merged[-1] if merged else None
        if before and not text[before.end : statement.start].strip("。；，\n"):
            # 牵头 on one line and 责任 on the next: those of the second line help
            both = (before.owners, statement.owners)
            labelled = _LEADS.search(text[before.start : before.end]) is not None
            lead = before.owners.lead if labelled else _unique(both, "lead")
            help_ = (*before.owners.support, *(statement.owners.lead if labelled else ()))
            help_ += statement.owners.support
            support = tuple(body for body in dict.fromkeys(help_) if body not in lead)
            merged[-1] = Statement(before.start, statement.end, Owners(lead, support))
        else:
            merged.append(statement)
    return merged


def _unique(found: list[Owners] | tuple[Owners, ...], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(body for owners in found for body in getattr(owners, field)))
