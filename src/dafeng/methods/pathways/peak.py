"""When CO2 peaks: the distribution over draws, the uninformed reference and the rule for calling a peak."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np

from dafeng.domain.errors import DafengError
from dafeng.methods.cards import card
from dafeng.methods.pathways.ensemble import Ensemble
from dafeng.methods.pathways.model import Observed
from dafeng.methods.pathways.parts import FloatArray
from dafeng.methods.pathways.trajectories import IntArray

LATER_YEARS = 3


@dataclass(frozen=True, slots=True, eq=False)
class PeakResult:
    """The peak year of every draw, over the observed years and the projection together."""

    observed_years: tuple[int, ...]
    projected_years: tuple[int, ...]
    peak_year: IntArray

    @card(
        id="peak.probability",
        name_zh="达峰概率",
        name_en="probability of having peaked by a year",
        formula="P(峰值年 ≤ y) = 峰值年 ≤ y 的抽样数 / 抽样总数",
        unit="1",
        source="抽样频率（蒙特卡罗估计）",
        page="peak",
    )
    def probability_by(self, year: int) -> float:
        """Share of draws whose maximum lies in or before `year`.

        Examples
        --------
        >>> PeakResult((2023,), (2024, 2025), np.array([2023, 2024, 2025, 2025])).probability_by(2024)
        0.5

        """
        return float(np.mean(self.peak_year <= year))

    def histogram(self) -> dict[int, float]:
        """Share of draws per candidate year, zero shares included; they add to 1."""
        years = (*self.observed_years, *self.projected_years)
        return {year: float(np.mean(self.peak_year == year)) for year in years}

    def quantile_year(self, level: float) -> int:
        """The first year by which at least that share of draws has peaked."""
        return int(np.quantile(self.peak_year, level, method="inverted_cdf"))

    @property
    def median_year(self) -> int:
        return self.quantile_year(0.5)

    @property
    def already_peaked(self) -> float:
        """Share of draws whose maximum is an observed year."""
        return self.probability_by(self.observed_years[-1])

    @property
    def no_peak_before_horizon(self) -> float:
        """Share of draws still at their highest in the last year: no peak within the horizon."""
        return float(np.mean(self.peak_year == self.projected_years[-1]))


@dataclass(frozen=True, slots=True)
class PeakCall:
    """Whether a peak may be called on observed data alone; `year` is the highest year so far."""

    year: int
    called: bool
    reason_zh: str
    reason_en: str


@card(
    id="peak.year",
    name_zh="峰值年",
    name_en="peak year",
    formula="峰值年 = argmax_y CO2_y（并列取最早）",
    unit="yr",
    source="定义式：默认口径全序列最大值所在年",
    page="peak",
)
def first_maximum(years: IntArray, co2_t: FloatArray) -> tuple[IntArray, FloatArray]:
    """The year of each column's maximum, the earliest on a tie, and that maximum (t).

    Examples
    --------
    >>> year, highest = first_maximum(np.array([2024, 2025, 2026]), np.array([[3.0, 1.0], [3.0, 2.0], [1.0, 4.0]]))
    >>> year.tolist(), highest.tolist()
    ([2024, 2026], [3.0, 4.0])

    """
    best = co2_t[0].copy()
    year = np.full(best.shape, years[0], dtype=np.int64)
    # Row by row: each row is contiguous, which is several times faster than an argmax across rows.
    for candidate, row in zip(years[1:], co2_t[1:], strict=True):
        year[row > best] = candidate
        np.maximum(best, row, out=best)
    return year, best


def peak(ensemble: Ensemble, observed: Observed) -> PeakResult:
    """The year of each draw's maximum over observed history and projection together.

    Raises
    ------
    DafengError
        When `observed` does not have the years the ensemble was started from.

    """
    if observed.years != ensemble.observed_years:
        raise DafengError(
            "observed_mismatch",
            f"观测年份 {observed.years} 与路径起算所用 {ensemble.observed_years} 不同，请用同一序列",
            f"observed years {observed.years} are not those the pathway started from: use the same series",
        )
    history = np.asarray(observed.co2_t)[:, None] * ensemble.observed_factor
    past, past_t = first_maximum(np.asarray(observed.years, dtype=np.int64), history)
    future, future_t = first_maximum(ensemble.years, ensemble.co2_t)
    year = np.where(future_t > past_t, future, past)
    return PeakResult(observed.years, tuple(int(y) for y in ensemble.years), year)


@card(
    id="peak.uninformed",
    name_zh="无信息基准概率",
    name_en="uninformed reference probability",
    formula="P = Σ_{k=0..m} C(2k,k) × C(2(n−k),n−k) / 4^n，n = 终点年 − 首年，m = y − 首年",
    unit="1",
    source="离散反正弦律：Feller，An Introduction to Probability Theory I，第 III 章；Sparre Andersen 1953",
    page="peak",
)
def uninformed(first_projected_year: int, horizon: int, by_year: int) -> float:
    """Probability that a driftless symmetric random walk has its maximum in or before `by_year`.

    The walk starts in `first_projected_year`; give the last observed year instead to let it count as a
    candidate too.  Exact for any continuous symmetric step.

    Raises
    ------
    DafengError
        When the horizon lies before the first year.

    Examples
    --------
    >>> round(uninformed(2024, 2060, 2030), 3)
    0.283
    >>> uninformed(2024, 2026, 2024)
    0.375

    """
    steps = horizon - first_projected_year
    if steps < 0:
        raise DafengError(
            "E_HORIZON",
            f"终点年 {horizon} 早于首个预测年 {first_projected_year}",
            f"horizon {horizon} lies before the first projected year {first_projected_year}",
        )
    until = min(by_year - first_projected_year, steps)
    favourable = sum(comb(2 * k, k) * comb(2 * (steps - k), steps - k) for k in range(until + 1))
    return favourable / int(4**steps)


@card(
    id="peak.call",
    name_zh="达峰判定规则",
    name_en="rule for calling a peak",
    formula="判定 ⇔ 其后至少 3 个观测年 且 1 − max(最近 3 年)/峰值 > u",
    unit="1",
    source="自定规则：其后三年均低于峰值，且降幅超过数据不确定度",
    page="peak",
)
def call_peak(observed: Observed, relative_uncertainty: float) -> PeakCall:
    """Call the highest observed year a peak, or say why it is too early.

    `relative_uncertainty` (fraction) is that of the difference between two years, not of the level.

    Examples
    --------
    >>> call_peak(Observed((2018, 2019, 2020, 2021), (10.0, 9.0, 9.1, 9.2)), 0.05).called
    True
    >>> call_peak(Observed((2018, 2019, 2020, 2021), (10.0, 9.0, 9.1, 9.8)), 0.05).called
    False

    """
    highest = max(observed.co2_t)
    position = observed.co2_t.index(highest)
    year = observed.years[position]
    later = observed.co2_t[position + 1 :]
    if len(later) < LATER_YEARS:
        return PeakCall(
            year,
            called=False,
            reason_zh=f"{year} 年之后仅有 {len(later)} 个观测年，须满 {LATER_YEARS} 年方可判定",
            reason_en=f"only {len(later)} observed years after {year}; {LATER_YEARS} are needed",
        )
    fall = 1.0 - max(later[-LATER_YEARS:]) / highest
    called = fall > relative_uncertainty
    limit, seen = f"{relative_uncertainty:.1%}", f"{fall:.1%}"
    return PeakCall(
        year,
        called=called,
        reason_zh=f"最近 {LATER_YEARS} 年至少低于 {year} 年 {seen}，数据不确定度 {limit}",
        reason_en=f"the last {LATER_YEARS} years are at least {seen} below {year}; uncertainty is {limit}",
    )
