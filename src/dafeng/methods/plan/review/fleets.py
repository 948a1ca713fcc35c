"""Generating units printed as so many of so much (4台60万千瓦), by the works they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding, Severity
from dafeng.methods.plan.review.context import Context, Sentence
from dafeng.methods.plan.review.registry import Check
from dafeng.methods.plan.review.told import finding
from dafeng.methods.plan.review.wording import plain

_NUMERALS = "一二三四五六七八九十"
_UNITS = re.compile(
    rf"(?P<count>\d+|[两{_NUMERALS}])台(?:单机|装机|容量)*(?P<each>\d+(?:\.\d+)?)(?P<scale>万)千瓦|(?P<each2>\d+(?:\.\d+)?)万千瓦[^，。；\d]{{0,10}}?(?P<count2>\d+|[两{_NUMERALS}])台"
)
_WORKS = re.compile(r"[一-鿿]{2}(?:热?电厂|热?电站|热电(?:公司|联产)?|发电公司|电力公司|能源公司)")


@dataclass(frozen=True, slots=True)
class Fleet:
    """Units of one works: the works' name, their kilowatts together and where they are told."""

    works: str
    kilowatts: float
    told: str
    sentence: Sentence

    @property
    def burns_coal(self) -> bool:
        return re.search("煤", self.sentence.text[self.sentence.text.find(self.told) :][:40]) is not None


def fleets(context: Context) -> Iterator[Fleet]:
    """Every works with its units, as the text tells them of what stands."""
    for sentence in context.sentences:
        for found in _UNITS.finditer(sentence.text):
            lead = re.split("[；。]", sentence.text[: found.start()])[-1]
            works = _WORKS.findall(lead)
            if not works or re.search("新建|扩建|新增|规划|拟建|关停|淘汰", lead[-12:]):
                continue
            count, each = found["count"] or found["count2"], float(found["each"] or found["each2"])
            number = int(count) if count.isdigit() else 2 if count == "两" else 1 + _NUMERALS.index(count)
            yield Fleet(works[-1], number * each * 1e4, found.group(), sentence)


_WITHIN = 1.1  # hours and output are rounded
_HOURS_OF_A_YEAR = 8760.0


def output_of_one_works(context: Context, check: Check) -> Iterator[Finding]:
    """A works' output against its units, told in another clause, times the hours of its sentence or of the year."""
    for fleet in fleets(context):
        for output in context.statements:
            makes = output.dimension == "electricity" and re.search(
                "发电|上网", output.words + output.subject
            )
            if not makes or not output.stop or fleet.works not in output.sentence:
                continue
            hours = [
                one
                for one in context.statements
                if one.sentence == output.sentence
                and one.clause == output.clause
                and one.dimension == "hours"
                and one.year == output.year
            ]
            most = hours[0].value * _WITHIN if len(hours) == 1 else _HOURS_OF_A_YEAR
            needed = output.amount / fleet.kilowatts
            if needed <= most:
                continue
            limit = f"所列利用小时为{plain(hours[0].value)}小时" if len(hours) == 1 else "一年只有8760小时"
            yield finding(
                check,
                context,
                [output, fleet.sentence],
                title="装机、利用小时与发电量不匹配",
                arithmetic=f"{output.figure}÷（{fleet.told}）={plain(needed, 0)}小时，{limit}",
                severity=Severity.SERIOUS,
                settles="装机、利用小时和发电量三项的原始数据。",
                proposal="核对装机、利用小时和发电量，使三者相符。",
            )
