"""Checks for damage inside sentences: run-on words, lone brackets, broken characters, repeated words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import COPYING, Check, register
from dafeng.methods.plan.review.told import finding

DAMAGED = Check(
    "damaged-text", 19, COPYING, "疑似漏字、衍字或乱码", "words run together, repeated or garbled"
)
_HAN = "一-鿿"
_RUN_ON = re.compile(
    rf"(?:达到|达|提高到|提升到|增加到|增至|降到|降至|下降到|减少到|控制在|下降|提高|增长|不低于|不高于)[^，。；、]{{0,16}}\d[\d.]*[^，。；、\d]{{1,8}}?(?:以上|以下|以内|左右)(?=[{_HAN}])(?!的|并|且|和|或|及|与|水平|标准|，|等|时|后|者|比例|区间|范围|目标|规模|（|为|到|。)(?P<rest>[{_HAN}]{{4,}})"
)
# an order that ends in its object and runs into 对……予以
_RUN_INTO = re.compile(
    rf"(?:列入|纳入|完成|落实|开展|实施|推进|限期)[{_HAN}]{{2,6}}(?<![针面应核校比相绝一])对(?!象|应|外|接|标|比|策|照|口|等|立|称|冲|手|于)[{_HAN}]{{3,20}}(?:予以|给予|依法|依据[{_HAN}]{{2,8}}予以)"
)
_MOJIBAKE = re.compile(
    r"\ufffd|锟斤拷|烫烫烫|屯屯屯|[ÃÂæåçèéäï][\x80-\xbf¡-¿]|[\ue000-\uf8ff]|[□■◆◇]{1,}|\?{2,}|&(?:nbsp|lt|gt|amp|quot|#\d+);|\\u[0-9a-f]{4}|%[0-9A-F]{2}%[0-9A-F]{2}|<[a-zA-Z/][^>]{0,20}>|鍏|锛|銆|涓€|鐨勫"
)
_PUNCTUATION = re.compile(
    r"[，、；：]{2,}|。{2}(?!。)|，。|。，|、。|；。|：。|，；|、，|^[，、；：）》”]|（）|\(\)|《》|“”"
)
_TWICE = re.compile(rf"([{_HAN}]{{2,8}})\1(?![{_HAN}]?\1)")
_TWICE_FINE = re.compile(r"研究研究|讨论讨论|千千万万|实实在在|方方面面|点点滴滴|各级各|(.)\1\1")
_DIGIT = re.compile(
    rf"(?<=[{_HAN}])\d+[OolI]\d*(?=[年%万亿吨])|20[OolI]\d年|2[0OolI][0-9OolI]{{2}}(?<!\d{{4}})年|\d\.\.\d|\d，\d%|(?<=[{_HAN}])(?:and|with|of|the|for|or|to|in)(?=[{_HAN}])|\d\s*\.\s+\d|\d{{1,2}}\s+\d{{2,3}}年"
)
_BLANK = re.compile(
    r"(?:××+|XX+|xx+|＿{2,}|_{2,}|（[\s\u3000]{1,}）|\[[^\]]{0,6}待[^\]]{0,6}\]|【[^】]{0,4}待[^】]{0,6}】)"
)
_OPEN = {"（": "）", "《": "》", "【": "】", "〔": "〕", "“": "”", "(": ")", "[": "]"}
_TO_FULL = {")": "）", "(": "（"}


@register(DAMAGED)
def damaged_text(context: Context) -> Iterator[Finding]:
    """Each sentence with words run together, a bracket without its partner, a word twice or broken characters."""
    for sentence, what, shown in _damages(context):
        yield finding(
            DAMAGED,
            context,
            [sentence],
            title=f"{what}：“{shown[:30]}”，可能是转录错误，请与原件核对",
            arithmetic=f"1处：第{sentence.offset}字起“{shown[:40]}”（字序自文件首字起，从0数）",
            settles="印发原件。",
            proposal="核对后改正。",
        )


def _damages(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    words = Counter(context.prose[i : i + 2] for i in range(len(context.prose) - 1))
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        text = sentence.text
        for pattern, what in (
            (_MOJIBAKE, "乱码"),
            (_PUNCTUATION, "标点重复或残缺"),
            (_DIGIT, "数字中夹有字母或断开"),
            (_BLANK, "留有空白未填"),
        ):
            found = pattern.search(text)
            if found:
                yield sentence, what, text[max(0, found.start() - 8) : found.end() + 8]
        run_on = _RUN_ON.search(text)
        if run_on and re.search(
            r"落实|推进|加强|开展|完善|建立|实施|推动|加快|更新|优化|提升|强化|支持|制定|推广|建设|实行|改造|发展|鼓励|确保|公布|统计",
            run_on["rest"],
        ):
            yield sentence, "两句之间缺少标点", run_on.group()
        into = _RUN_INTO.search(text)
        if into:
            yield sentence, "两句之间缺少标点", into.group()
        twice = _TWICE.search(text)
        if twice and not _TWICE_FINE.search(twice.group()):
            yield sentence, "词语重复", text[max(0, twice.start() - 4) : twice.end() + 4]
        doubled = _doubled(text, words)
        if doubled:
            yield sentence, "疑似叠字", doubled
    yield from _broken_off(context)
    yield from _from_without_to(context)
    yield from _marks_left(context)
    yield from _page_marks(context)
    yield from _broken_years(context)
    yield from _lone_brackets(context)
    yield from _joined(context)


# 由2025年的6个…: what it starts from, and no word of where it goes
_FROM = re.compile(
    rf"(?:[由从])20\d\d年(?:底|末)?的?[^，。；、（）\d]{{0,8}}\d[\d.]*(?:%|[万亿千百]*[{_HAN}]{{1,4}}?(?:标准煤|千瓦时?)?)(?P<rest>[^。；]*)"
)
_GOES = re.compile(
    r"到|至|为|达|提高|提升|下降|降|减|增[加长至到]|上升|扩大|变|升|翻|超|以[上下内]|恢复|延长|缩|起|开始|控制|完成"
)


# the verb is torn (增推广 for 增加到), or the sentence ends on what it starts from
_CUT_VERB = re.compile(r"[增提降减升扩缩压](?![加长高升至到为低少大小减缩编幅近多强速])|$")


def _from_without_to(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """A sentence that says from what a figure starts and breaks off before it says to what."""
    for sentence in context.sentences:
        for found in _FROM.finditer(sentence.text) if sentence.clause else ():
            if _CUT_VERB.match(found["rest"]) and not _GOES.search(found["rest"][:24]):
                yield sentence, "句子没有写完", found.group()[:40]


_MARKUP = re.compile(
    r"</?(?:[a-z][a-z0-9]*)(?:\s[^<>\n]{0,60})?/?>|&(?:nbsp|lt|gt|amp|quot|emsp|ensp|#\d{2,5});",
    re.IGNORECASE,
)
_UNIT = r"(?:千瓦|吨|立方米|平方米|公里|亩|公顷|辆|个|座|家|台)"
_BLANK_FIGURE = re.compile(
    rf"(?:[到至为达]|不[低高少]于|不超过|超过)[ \t\u3000]+(?=%|[万亿]?{_UNIT}|以[上下内])|%以(?=[，。；、])"
)


def _marks_left(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """Marks of a web page that the reading view drops, and a figure left blank in front of its unit."""
    text = context.plan.document.text
    known = "".join(one.text for one in context.sentences)
    for pattern, what in ((_MARKUP, "残留网页标签"), (_BLANK_FIGURE, "数字缺失")):
        for found in pattern.finditer(text):
            clause = context.clause_at(found.start())
            in_a_table = any(table.start <= found.start() < table.end for table in context.plan.tables)
            shown = text[max(0, found.start() - 8) : found.end() + 8]
            if clause and not in_a_table and not (pattern is _MARKUP and found.group() in known):
                yield Sentence(shown, clause, found.start(), 0), what, shown
                break


_REDUPLICATED = set("实方点明切踏扎平认清完千家户人时年月天日层步条件处事样种")
_WORD_END = set("的在和与由从到为占按对及将以把被向等，、。；：（“")


_BOTH_DOUBLED = re.compile(rf"([{_HAN}])\1([{_HAN}])\2")


def _doubled(text: str, words: Counter[str]) -> str | None:
    """A doubled character after a word's end (的产产能): the second alone makes the word that follows."""
    for found in _BOTH_DOUBLED.finditer(text):
        if found[1] != found[2] and words[found[1] + found[2]] >= 1 and found[1] not in _REDUPLICATED:
            return text[max(0, found.start() - 4) : found.end() + 4]
    for found in re.finditer(rf"([{_HAN}])\1(?=[{_HAN}])", text):
        place = found.start()
        before = text[place - 1] if place else "，"
        after = text[place + 1 : place + 3]
        if (
            before in _WORD_END
            and words[after] >= 2
            and words[text[place : place + 2]] <= 1
            and found[1] not in "市县区省州镇层处人家天时事样步件种点刚常往稳渐慢多年月日村逐户"
        ):
            return text[max(0, place - 4) : place + 5]
    return None


_OWNERS = re.compile(r"[（(][^（）()]{0,80}(?:责任|牵头|负责|配合|落实|参与)[^（）()]{0,60}[）)]")
_LEFT_OPEN = re.compile(
    r"(?:[、，；：]|(?<![目似])的|(?<![参给])与|(?<![普涉触危波顾惠])及|(?<![中饱温缓柔总谐调])和|将|把|以及|并且|通过|按照|根据|由于|为了"
    r"|[，、](?:加强|推进|推动|完善|健全|开展|建立|强化|实施|提高|支持|鼓励|落实|加快))$"
)
# the same words in front of a full stop; 的 may well end a sentence
_CUT_SHORT = re.compile(rf"[{_HAN}](?:以及|并且|(?<![参给])与|将|把|、|，)。")


def _broken_off(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """A clause that stops in the middle of its sentence: in front of its note on owners, or at its very end."""
    for clause in context.leaves():
        if _is_heading_only(context.body(clause)):
            continue
        body = re.sub(r"[\s\u3000]+", "", _LINES_OF_OTHERS.split(context.body(clause))[0])
        body = _OWNERS.sub("", body) if _OWNERS.search(body[-120:]) else body
        if _LEFT_OPEN.search(body):
            shown = body[-16:]
            yield Sentence(shown, clause.id, clause.start, 0), "句子没有写完", shown
        elif short := _CUT_SHORT.search(body):
            shown = body[max(0, short.start() - 12) : short.end()]
            yield Sentence(shown, clause.id, clause.start, 0), "句子没有写完", shown


_LINES_OF_OTHERS = re.compile(r"\n[ \t\u3000]*(?:专栏|附表|附件|责任单位|牵头单位|表\d|\|)")


def _is_heading_only(body: str) -> bool:
    return "。" not in body


_PAGE_MARK = re.compile(
    rf"(?P<last>[{_HAN}、，])[ \t\u3000]*(?:\n[ \t\u3000]*)*"
    r"(?:[—\-–－]{1,2}[ \t]*\d{1,3}[ \t]*[—\-–－]{1,2}|"
    rf"第[ \t]*\d{{1,3}}[ \t]*页(?:[，/ ]*共[ \t]*\d{{1,3}}[ \t]*页)?|\n\d{{1,3}}(?=\n))[ \t\u3000]*(?:\n[ \t\u3000]*)*(?P<next>[{_HAN}])"
)


def _page_marks(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """Page numbers that stand inside a sentence."""
    text = context.plan.document.text
    for found in _PAGE_MARK.finditer(text):
        line = text[: found.end("last")].rsplit("\n", 1)[-1]
        clause = context.clause_at(found.start("last"))
        # a heading or a title before the page number is no sentence
        if (
            clause
            and len(line.strip()) >= 12
            and not re.match(r"[一二三四五六七八九十]、|（|第", text[found.start("next") :])
        ):
            shown = f"{text[found.start() - 6 : found.end('last')]}／{text[found.start('next') : found.start('next') + 6]}"
            yield Sentence(shown, clause, found.start(), 0), "句中夹有页码", shown


_BROKEN_YEAR = re.compile(
    rf"(?<=[{_HAN}])(?:2[ \t\u3000]+0[ \t\u3000]*\d{{2}}|20[ \t\u3000]+\d[ \t\u3000]*\d|20\d[ \t\u3000]+\d)[ \t\u3000]*年"
)


def _broken_years(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """A year torn by a space, where the plan prints its other years whole."""
    text = context.plan.document.text
    found = list(_BROKEN_YEAR.finditer(text))
    if len(found) > len(re.findall(r"20\d\d年", text)) // 10:
        return  # spaces are the style of this text
    for one in found:
        clause = context.clause_at(one.start())
        if clause:
            shown = text[max(0, one.start() - 6) : one.end() + 6]
            yield Sentence(shown, clause, one.start(), 0), "数字断开", shown


def _lone_brackets(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """Brackets and quotation marks that do not pair within their paragraph."""
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in context.sentences:
        if sentence.clause:
            paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    for sentences in paragraphs.values():
        text = "。".join(sentence.text for sentence in sentences)
        text = re.sub(r"(?:^|(?<=[，。；、]))[（(]?[一二三四五六七八九十\d]{1,3}[）)]", "", text)
        stack: list[str] = []
        lone = ""
        for place, printed in enumerate(text):
            character = _TO_FULL.get(printed, printed)
            if character in _OPEN:
                stack.append(character)
            elif character in _OPEN.values():
                if stack and _OPEN[stack[-1]] == character:
                    stack.pop()
                else:
                    lone = lone or text[max(0, place - 10) : place + 6]
        if lone or stack:
            shown = lone or text[text.rfind(stack[-1]) :][:16]
            holder = next((sentence for sentence in sentences if shown[:6] in sentence.text), sentences[-1])
            yield holder, "括号、引号、书名号不成对", shown


_CONTINUED = re.compile(
    rf"(?:制度|体系|机制|监管|管理|建设|工作|能力|水平|核查|披露|交易|合同|认证|市场|报告|评价|培训|标准)(?P<next>(?:加强|加快|推进|推动|完善|健全|建立|开展|探索|强化|鼓励|支持|落实|组织|实施|严格|深化|积极)[{_HAN}]{{4,}})"
)


# 采用……新机制推进……: the first verb only tells by what means
_BY_MEANS = re.compile(r"采用|采取|运用|利用|通过|依托|借助|按照|依据|引入|以")


_ORDER_INSIDE = re.compile(
    rf"(?<=[{_HAN}])(?:落实|贯彻)(?=国家|省|中省|中央|党中央|国务院|上级|市委|有关|相关|《)"
)
_ADVERB = re.compile(
    r"(?:全面|贯彻|严格|认真|抓好|切实|积极|加快|推动|推进|促进|统筹|深入|坚决|持续|细化|监督|督促|组织|做好|有效|"
    r"进行|加强|不折不扣|进一步|要|应|须|将|并|和|及|以|为|的|是否|必须|共同|负责|按照|充分|分解|逐步|主动|坚持)$"
)


def _joined(context: Context) -> Iterator[tuple[Sentence, str, str]]:
    """A noun that ends one order and a verb that opens the next with nothing between, in a long phrase."""
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for piece in re.split("[，；：。]", sentence.text):
            inside = _ORDER_INSIDE.search(piece)
            if inside and inside.start() >= 6 and not _ADVERB.search(piece[: inside.start()]):
                yield sentence, "两句误接为一句", piece
                continue
            found = _CONTINUED.search(piece)
            opens = re.match(
                r"(?:加强|加快|推进|推动|完善|健全|建立|开展|探索|强化|鼓励|支持|落实|组织|实施|严格|深化|积极|做好|规范)",
                piece,
            )
            if (
                found
                and opens
                and len(piece) >= 24
                and not re.search(r"、|和|与|的|及", piece[found.start() : found.start("next") + 2])
                and not _BY_MEANS.search(piece[: found.start()])
            ):
                yield sentence, "两句误接为一句", piece
