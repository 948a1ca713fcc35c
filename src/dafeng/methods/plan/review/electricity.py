"""Checks on electricity: how it is converted to standard coal, and how much one plant can swing the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dafeng.domain.finding import Finding
from dafeng.domain.interval import Interval
from dafeng.domain.plan import Target
from dafeng.methods.cards import card
from dafeng.methods.plan.review.context import Context
from dafeng.methods.plan.review.registry import CONVENTION, QUANTITY, Check, register
from dafeng.methods.plan.review.wording import bound_word, percent, plain, span

KILOWATTS = {"千瓦": 1.0, "万千瓦": 1e4, "亿千瓦": 1e8, "兆瓦": 1e3, "MW": 1e3, "吉瓦": 1e6, "GW": 1e6}
_CONVERSION_NAMED = r"等价|当量|发电煤耗|供电煤耗法|折标系数"
_ADJUSTS_FOR_WATER = r"来水|水文|丰枯|枯水|丰水|气象修正|气候修正|煤电利用小时|(?:顶峰|应急)(?:发电|保供)[^。]{0,12}(?:扣除|核减|还原|修正)"
_MATERIAL_SWING = 0.02  # a swing below 2 % of the city's CO2 drowns in the data's own uncertainty


@card(
    id="review.calorific_total",
    name_zh="等价值总量换算为当量值总量",
    name_en="energy total under the calorific conversion",
    formula="E_cal = E_eq - (k_eq - k_cal) x (use - thermal)",
    unit="tce",
    source="GB/T 2589-2020 (equivalent and calorific values); conversion loss of local plants stays in the city",
    page="review",
)
def calorific_total(
    total: float, use: float, thermal: float, equivalent_rate: float, calorific_rate: float
) -> float:
    """Energy total (tce) with electricity at its heat instead of the coal it would have taken.

    Only electricity not generated from fuel inside the city changes its value.

    >>> round(calorific_total(6.25e6, 8.5e9, 7.2e9, 0.3016e-3, 0.1229e-3) / 1e4)
    602
    """
    return total - (equivalent_rate - calorific_rate) * (use - thermal)


@dataclass(frozen=True, slots=True)
class _Books:
    """The non-fossil share at one end of the intervals, under both conversions; energy in tce, power in kWh."""

    needed: float
    local: float
    local_equivalent: float
    local_calorific: float
    rest: float
    use: float
    calorific: float
    needed_calorific: float
    reach: float


def _books(
    share: float, total: float, use: float, thermal: float, local: float, eq: float, cal: float
) -> _Books:
    needed = share * total
    calorific = calorific_total(total, use, thermal, eq, cal)
    return _Books(
        needed=needed,
        local=local,
        local_equivalent=local * eq,
        local_calorific=local * cal,
        rest=max(0.0, needed - local * eq) / eq,
        use=use,
        calorific=calorific,
        needed_calorific=share * calorific / cal,
        reach=use * cal / calorific,
    )


SHARE_CONVENTION = Check(
    "share-convention",
    18,
    CONVENTION,
    "非化石能源消费比重取决于电力折标口径",
    "whether the non-fossil share can be reached is decided by the electricity conversion",
    (
        "energy_total_<year>",
        "electricity_use",
        "local_nonfossil_hours",
        "coal_capacity_mw",
        "coal_hours",
        "electricity_equivalent_rate",
        "electricity_calorific_rate",
    ),
)


@register(SHARE_CONVENTION)
def share_convention(context: Context) -> Iterator[Finding]:
    """A non-fossil share that one conversion makes possible and the other does not, with neither named."""
    if context.says(_CONVERSION_NAMED):
        return
    shares = context.percents("nonfossil_share", "share")
    for capacity in context.targets("renewable_capacity"):
        share = shares.get(capacity.year or 0)
        if share is None or not capacity.value or capacity.unit not in KILOWATTS:
            continue
        names = (f"energy_total_{capacity.year}", *SHARE_CONVENTION.needs[1:])
        given = [context.interval(name) for name in names]
        if any(interval is None for interval in given):
            continue
        yield from _share_finding(context, share, capacity, names, [one for one in given if one is not None])


def _share_finding(
    context: Context, share: Target, capacity: Target, names: tuple[str, ...], given: list[Interval]
) -> Iterator[Finding]:
    total, use, hours, coal, coal_hours, eq, cal = given
    assert share.value is not None and capacity.value is not None and capacity.unit is not None
    kilowatts = capacity.value * KILOWATTS[capacity.unit]
    wanted = share.value / 100
    # low ends belong together: a small city uses little power and little coal
    low, high = (
        _books(
            wanted,
            getattr(total, end),
            getattr(use, end),
            getattr(coal, end) * 1000 * getattr(coal_hours, end),
            kilowatts * getattr(hours, end),
            getattr(eq, end),
            getattr(cal, end),
        )
        for end in ("low", "high")
    )
    if min(low.calorific, high.calorific) <= 0:
        return  # more power than energy: the inputs are of different places or years
    by_equivalent = all(books.rest <= books.use for books in (low, high))
    by_calorific = any(books.reach >= wanted for books in (low, high))
    if by_equivalent and by_calorific:
        return
    verdict = (
        ("只有按等价值（发电煤耗法）折算才可能实现" if by_equivalent else "两种折算口径下均难以实现，请核对")
        if not by_calorific
        else "按当量值可能实现，按等价值难以实现"
    )
    yield SHARE_CONVENTION.finding(
        (share.id, capacity.id),
        title=f"{share.year}年非化石能源消费比重{plain(share.value)}%：{verdict}",
        clauses=(share.clause, capacity.clause),
        targets=(share.id, capacity.id),
        arithmetic=(
            f"本地{_both(low.local, high.local, 1e-8)}亿kWh折{_both(low.local_equivalent, high.local_equivalent, 1e-4, 1)}"
            f"万tce（等价）或{_both(low.local_calorific, high.local_calorific, 1e-4, 1)}万tce（当量）；按当量，全部用电均为"
            f"非化石也只到{_both(low.reach, high.reach, 100, 1)}%，目标为{plain(share.value)}%"
        ),
        details=(
            (
                f"等价：{plain(share.value)}%×{_both(low.needed / wanted, high.needed / wanted, 1e-4)}万tce="
                f"{_both(low.needed, high.needed, 1e-4)}万tce，本地供给占"
                f"{_both(low.local_equivalent / low.needed, high.local_equivalent / high.needed, 100, 1)}%；其余"
                f"{_both(low.rest, high.rest, 1e-8, 1)}亿kWh须由外来非化石电量计入，占全社会用电"
                f"{_both(low.rest / low.use, high.rest / high.use, 100, 1)}%。"
            ),
            (
                f"当量：本地火电的转换损失留在市内，总量为{_both(low.calorific, high.calorific, 1e-4)}万tce；"
                f"{plain(share.value)}%需非化石电量{_both(low.needed_calorific, high.needed_calorific, 1e-8)}亿kWh，"
                f"而全社会用电为{_both(low.use, high.use, 1e-8)}亿kWh。"
            ),
            "区间按低对低、高对高配对计算。",
        ),
        inputs=(context.as_input(share), context.as_input(capacity), *context.given(*names)),
        settles="统计部门核算非化石能源消费比重所用的折标方法，以及外来电量非化石部分的归属办法。",
        proposal=(
            f"非化石能源消费比重达到{plain(share.value)}%{bound_word(share)}（按发电煤耗法核算，外来电量按省级统计部门核定的"
            "非化石电量比例计入）。"
        ),
    )


def _both(low: float, high: float, factor: float, digits: int = 0) -> str:
    return span(Interval(min(low, high), max(low, high)), factor, digits)


DOMINANT_DRIVER = Check(
    "dominant-driver",
    20,
    QUANTITY,
    "煤电出力的年际波动足以左右达峰年份",
    "one plant's hours can move the peak year, and no clause adjusts for it",
    ("coal_capacity_mw", "hours_swing", "coal_power_co2_rate", "territorial_co2"),
)


@register(DOMINANT_DRIVER)
def dominant_driver(context: Context) -> Iterator[Finding]:
    """A swing of coal-power hours that is material beside the city's CO2, in a plan with a peak."""
    peaks = context.targets("co2_peak")
    given = [context.interval(name) for name in DOMINANT_DRIVER.needs]
    capacity, swing, rate, total = given
    if not peaks or context.says(_ADJUSTS_FOR_WATER):
        return
    if capacity is None or swing is None or rate is None or total is None:
        return
    energy = capacity.scale(1000) * swing
    carbon = energy * rate
    part = carbon / total
    if part.low < _MATERIAL_SWING:
        return
    yield DOMINANT_DRIVER.finding(
        (target.id for target in peaks),
        title="来水和煤电利用小时的年际波动可使排放升降，足以改变达峰年份，方案未设修正条款",
        clauses=(target.clause for target in peaks),
        targets=(target.id for target in peaks),
        arithmetic=(
            f"{span(capacity)}MW×±{span(swing)}h=±{span(energy, 1e-8, 1)}亿kWh；×{span(rate, 1e3, 2)}kg/kWh="
            f"±{span(carbon, 1e-4)}万吨CO2，为全市{span(total, 1e-4)}万吨的{span(part, 100, 1)}%"
        ),
        details=(
            f"低于{percent(_MATERIAL_SWING)}的波动不予提示。",
            "全文未见按来水、水文或利用小时修正的表述。",
        ),
        inputs=context.given(*DOMINANT_DRIVER.needs),
        settles="历年煤电发电量与来水情况；上级对顶峰保供电量是否在考核中扣除的规定。",
        proposal="判定达峰时，同时公布实际值和按多年平均来水、煤电利用小时修正后的排放量，以连续三年下降为准。",
    )
