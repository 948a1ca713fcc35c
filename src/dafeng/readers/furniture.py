"""What surrounds a plan on a web page or a printed page and is no word of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

# Names that the pages of Chinese governments give to their furniture, as whole words of class or id.
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|i)?|menu|bread-?crumbs?|crumbs?|position|location|dqwz|wz|mianbao|"
    r"share|bds?-?share|jiathis|social|foot(?:er)?|bottom|copyright|beian|side-?bar|aside|related?|recommend|"
    r"xgwd|xgjd|xglj|xgyd|xgxx|print|dayin|tool-?(?:bar|s)?|search|login|pager?|pagination|prev|next|qr-?code|"
    r"ewm|erweima|back-?to-?top|toTop|gotop|wechat|weixin|weibo|font-?size|comment|hot|rank|banner|logo|"
    r"links?|yqlj|head(?:er)?-?(?:nav|menu|top)|top-?(?:nav|menu|bar)|site-?map|accessib\w*|wza)(?=$|[\s_-])",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"(?:您?当前(?:所在)?(?:的)?位置|您?(?:所在|的)位置|您现在的位置|您现在所在位置|现在位置)\s*[:：].*"
    r"|(?:首页|网站首页|主页)\s*(?:[>＞»/|·-].*)?"
    r"|.{0,12}(?:[>＞»]\s*[^>＞»]{1,20}){2,}"
    r"|【?\s*(?:打印(?:本页|此页|正文|页面|文章)?|关闭(?:本页|窗口|此页|页面)?|返回(?:顶部|列表|上一页|首页)?|收藏(?:本页)?"
    r"|分享|复制链接|我要纠错|纠错|下载(?:文字版|图片版|WORD版|PDF版)?|无障碍(?:浏览|阅读)?|长者(?:版|模式)|繁体版?|简体版?"
    r"|字号|字体|大|中|小|默认|放大|缩小|朗读|语音播报|[|｜\[\]［］【】\s:：、/])+\s*】?"
    r"|分享(?:到|至)\s*[:：]?.*|扫一扫.*|(?:微信|微博|QQ空间|QQ好友)(?:[\s、|]*(?:微信|微博|QQ空间|QQ好友))*"
    r"|(?:上|下)一(?:篇|条)\s*[:：]?.*|(?:相关(?:链接|新闻|文章|阅读|解读|文档|附件|报道|信息|稿件)|延伸阅读|推荐阅读|热门推荐|政策解读)\s*[:：]?"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数)\s*[:：].*|(?:来源|信息来源|稿源|发布时间|发布日期|更新时间|责任编辑|编辑|作者|字体大小)"
    r"\s*[:：](?!.*(?:[，。；]|\d\s*(?:万|亿|%))).{0,80}"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有|All Rights Reserved|建议使用.{0,20}浏览器|Copyright\s*©?).*"
    r"|(?:主办单位?|承办单位?|技术支持|网站地图|联系我们|关于我们|网站声明|隐私声明|设为首页|加入收藏)(?:\s*[:：|｜].*|\s*)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:相关(?:链接|新闻|文章|阅读|解读|文档|报道|信息|稿件)|延伸阅读|推荐阅读|热门推荐)\s*[:：]?|(?:上|下)一(?:篇|条)\s*[:：].*"
    r"|.*(?:ICP备|公网安备|网站标识码|版权所有).*"
)
# A sentence may well be repeated on many pages; a running title is none.
_SENTENCE = re.compile("[，。；：%]")
_SHARE = 0.4
_FEWEST = 3
_SHORTEST = 4


def is_named_furniture(words: str) -> bool:
    """True if the class and id of an element are those of a menu, a share bar, a footer and the like.

    >>> is_named_furniture("page-footer"), is_named_furniture("TRS_Editor"), is_named_furniture("navigator1x")
    (True, False, False)
    """
    return _NAMES.search(words) is not None


def is_furniture(line: str) -> bool:
    """True if a line of a web page is a button, a path of links or a notice of the site.

    >>> is_furniture("【打印本页】 【关闭窗口】"), is_furniture("当前位置：首页 > 政务公开"), is_furniture("一、目标")
    (True, True, False)
    """
    return _LINE.fullmatch(line.strip()) is not None


def opens_the_rest(line: str) -> bool:
    """True for a line after which a web page only lists other pages."""
    return _AFTER.fullmatch(line.strip()) is not None


def running_titles(edges: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands at the top or bottom of many pages, digits and blanks aside; `edges` has a page each.

    >>> pages = [["某市实施方案", f"- {page} -"] for page in range(1, 5)]
    >>> sorted(running_titles(pages))
    ['某市实施方案']
    """
    counts = Counter(
        key
        for lines in edges
        for key in {without_digits(line) for line in lines if not _SENTENCE.search(line)}
    )
    least = max(_FEWEST, _SHARE * len(edges))
    return frozenset(key for key, count in counts.items() if count >= least and len(key) >= _SHORTEST)


def without_digits(line: str) -> str:
    """The line as `running_titles` compares it: a page number makes no difference."""
    return re.sub(r"[\d\s]", "", line)
