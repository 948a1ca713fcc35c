"""Checks on replacement: a cleaner thing given up for a dirtier one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dafeng.domain.finding import Finding
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import QUANTITY, Check, register
from dafeng.methods.plan.review.told import finding
from dafeng.rules.tables import rows

SWAP_BACKWARDS = Check(
    "swap-backwards",
    15,
    QUANTITY,
    "以排放较高的替代排放较低的",
    "a cleaner fuel, process or mode is replaced by a dirtier one",
)
_THING = r"[^，。；：、（）]{2,16}"
# the new thing first (甲替代乙), or the old one first (乙改用甲)
_NEW_FIRST = re.compile(
    rf"(?:以|用|推广|采用|使用|推进|鼓励|支持|引导)?(?P<new>[^，。；：（）]{{2,18}}?)(?:逐步|全面|有序|部分)*(?:替代|取代|替换|代替|置换)(?![和与及或])(?P<old>{_THING})"
)
_OLD_FIRST = re.compile(
    rf"(?P<old>[^，。；：（）]{{2,18}}?)(?:逐步|全面|有序|部分)*(?:改用|改为|改烧|改成|换成|换为|更换为|替换为|转为|转向|转成|转用|调整为|恢复为)(?P<new>{_THING})"
)
_NOT_DONE = re.compile(r"严禁|禁止|不得|防止|杜绝|避免|严控|不再|不准|遏制|制止|应急|备用|停止")


@cache
def _ladders() -> dict[str, tuple[tuple[int, re.Pattern[str]], ...]]:
    found: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for row in rows("review_ladders.csv"):
        found.setdefault(row["ladder"], []).append((int(row["rank"]), re.compile(row["pattern"])))
    return {name: tuple(steps) for name, steps in found.items()}


@register(SWAP_BACKWARDS)
def swap_backwards(context: Context) -> Iterator[Finding]:
    """An order to replace something by what stands above it on the ladder of emissions."""
    for sentence in context.sentences:
        if not sentence.clause:
            continue
        for piece in re.split("[，；。]", sentence.text):
            if _NOT_DONE.search(piece):
                continue
            for pattern in (_NEW_FIRST, _OLD_FIRST):
                for found in pattern.finditer(piece):
                    step = _backwards(found["old"], found["new"])
                    if step is None:
                        continue
                    old, new = step
                    yield finding(
                        SWAP_BACKWARDS,
                        context,
                        [sentence],
                        title=f"“{found.group()[:30]}”以排放较高的“{new}”替代“{old}”",
                        arithmetic=f"同一用途的排放：{new}高于{old}，替代后本条指标变差",
                        settles="替代前后的用量和排放测算。",
                        proposal="核对替代的方向；确需如此的，写明对指标的净影响。",
                    )


def _backwards(old: str, new: str) -> tuple[str, str] | None:
    """The two words if the new thing stands higher than the old one on the first ladder that holds both."""
    for steps in _ladders().values():
        before, after = _lowest(steps, old), _lowest(steps, new)
        if before is not None and after is not None:
            return (before[1], after[1]) if after[0] > before[0] else None
    return None


def _lowest(steps: tuple[tuple[int, re.Pattern[str]], ...], words: str) -> tuple[int, str] | None:
    # 天然气和电力 counts as electricity, as either may be meant
    hits = [(rank, found.group()) for rank, pattern in steps if (found := pattern.search(words))]
    return min(hits) if hits else None
