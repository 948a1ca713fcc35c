"""What a pathway is computed from: an observed series, assumptions with their spreads, a filled-in target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dafeng.domain.errors import DafengError, Fault
from dafeng.methods.pathways.parts import plant_deviation_t

HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True, slots=True)
class Prior:
    """A normally distributed assumption; `sd` 0 makes it a certainty."""

    mean: float
    sd: float = 0.0


@dataclass(frozen=True, slots=True)
class Observed:
    """A yearly CO2 series under one convention, in tonnes; years rise and may have gaps."""

    years: tuple[int, ...]
    co2_t: tuple[float, ...]

    @property
    def last_year(self) -> int:
        return self.years[-1]

    @property
    def last_t(self) -> float:
        return self.co2_t[-1]


@dataclass(frozen=True, slots=True)
class Fill:
    """One way of filling the targets a plan leaves blank for its coming period.

    Cuts are fractions over the whole period (0.10 is −10 %); None means the target stays blank.
    `extra_carbon_decline` is a further yearly fall of CO2 per unit of fossil energy (coal to gas).
    """

    id: str
    name_zh: str
    name_en: str
    energy_intensity_cut: float | None
    carbon_intensity_cut: float | None = None
    extra_carbon_decline: float = 0.0

    def __post_init__(self) -> None:
        _refuse(tuple(self._faults()), "E_FILL", "目标取值方案有误", "the fill cannot be used")

    def _faults(self) -> Iterator[Fault]:
        values = {
            "energy_intensity_cut": self.energy_intensity_cut,
            "carbon_intensity_cut": self.carbon_intensity_cut,
            "extra_carbon_decline": self.extra_carbon_decline,
        }
        for name, value in values.items():
            if value is not None and not 0 <= value < 1:
                yield _fault(
                    f"{self.id}.{name}", value, "应为 0 到 1 之间的小数", "a fraction of at least 0, below 1"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class CityModel:
    """One city's inputs to the Kaya ensemble; every spread is an assumption and can be replaced.

    Rates are fractions per year.  `observed` includes industrial process CO2 (`process_t` of it in the
    last observed year).  `period_start` and `period_end` bound the plan period whose targets a `Fill`
    supplies (2025 and 2030 for 2026–2030).  `growth_easing` is how much the mean growth falls each year
    after `period_end`, never below `growth_floor`.  Sd's named `*_swing_sd` are the standard deviation of
    single years around a draw's mean; `*_after_sd` widen a draw's pace once the period is over.
    """

    observed: Observed
    horizon: int
    period_start: int
    period_end: int
    gdp_growth: Prior
    energy_intensity_change: Prior
    carbon_per_energy_change: Prior
    nonfossil_share_start: float | None
    nonfossil_share_end: float | None
    process_t: float
    process_growth: Prior
    coal_capacity_kw: float
    coal_t_per_kwh: float
    reference_hours_h: float
    last_hours_h: float
    mean_hours_h: Prior
    hours_swing_sd_h: float = 250.0
    hours_persistence: float = 0.3
    gdp_swing_sd: float = 0.012
    gdp_persistence: float = 0.4
    growth_easing: Prior = Prior(0.0)
    growth_floor: float = 0.02
    energy_achievement: Prior = Prior(1.0, 0.15)
    energy_after_sd: float = 0.003
    carbon_achievement: Prior = Prior(1.0, 0.2)
    carbon_after_sd: float = 0.002
    level_sd: float = 0.10
    observation_sd: float = 0.0

    def __post_init__(self) -> None:
        _refuse(
            tuple(self._faults()),
            "E_CITY_MODEL",
            "路径模型输入有误",
            "the pathway inputs cannot be used",
        )

    @property
    def first_projected_year(self) -> int:
        return self.observed.last_year + 1

    @property
    def period_years(self) -> int:
        return self.period_end - self.period_start

    @property
    def plant_deviation_t(self) -> float:
        """CO2 of the last observed year above what the coal plants emit at the reference hours, t."""
        return plant_deviation_t(
            self.coal_capacity_kw, self.last_hours_h, self.reference_hours_h, self.coal_t_per_kwh
        )

    @property
    def structural_t(self) -> float:
        """Combustion CO2 of the last observed year at reference hours, t: what is left of the observed."""
        return self.observed.last_t - self.process_t - self.plant_deviation_t

    def _faults(self) -> Iterator[Fault]:
        yield from self._series_faults()
        if not self.period_start < self.period_end < self.horizon:
            place = f"{self.period_start}–{self.period_end}–{self.horizon}"
            yield _fault(
                "period", place, "应依次递增：期初、期末、终点年", "start, end and horizon must rise"
            )
        shares = (self.nonfossil_share_start, self.nonfossil_share_end)
        if (shares[0] is None) != (shares[1] is None):
            yield _fault("nonfossil_share", shares, "期初与期末须同时给出或同时留空", "give both or neither")
        for name, lowest, highest, zh, en in _BOUNDS:
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and lowest <= value <= highest):
                yield _fault(name, value, zh, en)
        for name in _PRIORS:
            prior = getattr(self, name)
            if not (math.isfinite(prior.mean) and math.isfinite(prior.sd) and prior.sd >= 0):
                yield _fault(name, prior, "均值须为数，标准差不得为负", "a finite mean, an sd of at least 0")
        for name in _RATES:
            if getattr(self, name).mean <= -0.5:
                yield _fault(
                    name, getattr(self, name).mean, "年变化率为小数，应高于 −0.5", "a fraction above −0.5"
                )

    def _series_faults(self) -> Iterator[Fault]:
        years, co2_t = self.observed.years, self.observed.co2_t
        if not years or len(years) != len(co2_t):
            size = f"{len(years)}/{len(co2_t)}"
            yield _fault(
                "observed", size, "年份与数值须一一对应且不为空", "one value per year, at least one year"
            )
            return
        if any(later <= earlier for earlier, later in pairwise(years)):
            yield _fault("observed.years", years, "年份应递增且不重复", "years must rise without repeats")
        for year, value in zip(years, co2_t, strict=True):
            if not (math.isfinite(value) and value > 0):
                yield _fault(
                    f"observed.{year}",
                    value,
                    "排放量应为正数；缺失年份请删去",
                    "positive; leave out absent years",
                )
        if years[-1] >= self.horizon:
            yield _fault(
                "horizon", self.horizon, "终点年应晚于最后观测年", "must lie after the last observation"
            )
        elif years[-1] >= self.period_end:
            yield _fault(
                "period_end",
                self.period_end,
                "规划期已过，请给下一期",
                "the plan period is over: give the next",
            )
        elif not self.structural_t > 0:
            yield _fault(
                "structural_t",
                self.structural_t,
                "观测值扣除过程排放和机组偏差后不为正，请核对口径与利用小时",
                "nothing is left after process and plant deviation: check convention and hours",
            )


_FRACTION = (0.0, 1.0 - 1e-9, "应为 0 到 1（不含 1）之间的小数", "must be at least 0 and below 1")
_NOT_NEGATIVE = (0.0, math.inf, "不得为负或缺失", "must be a number of at least 0")
_HOURS = (0.0, HOURS_PER_YEAR, "利用小时应在 0 到 8760 之间", "hours must lie in 0 to 8760")
_BOUNDS = (
    ("nonfossil_share_start", *_FRACTION),
    ("nonfossil_share_end", *_FRACTION),
    ("hours_persistence", *_FRACTION),
    ("gdp_persistence", *_FRACTION),
    ("reference_hours_h", *_HOURS),
    ("last_hours_h", *_HOURS),
    ("growth_floor", -0.5, 1.0, "应为年增速的小数", "must be a yearly rate as a fraction"),
    ("process_t", *_NOT_NEGATIVE),
    ("coal_capacity_kw", *_NOT_NEGATIVE),
    ("coal_t_per_kwh", *_NOT_NEGATIVE),
    ("hours_swing_sd_h", *_NOT_NEGATIVE),
    ("gdp_swing_sd", *_NOT_NEGATIVE),
    ("energy_after_sd", *_NOT_NEGATIVE),
    ("carbon_after_sd", *_NOT_NEGATIVE),
    ("level_sd", *_NOT_NEGATIVE),
    ("observation_sd", *_NOT_NEGATIVE),
)
_RATES = ("gdp_growth", "energy_intensity_change", "carbon_per_energy_change", "process_growth")
_PRIORS = (
    "gdp_growth",
    "energy_intensity_change",
    "carbon_per_energy_change",
    "process_growth",
    "mean_hours_h",
    "growth_easing",
    "energy_achievement",
    "carbon_achievement",
)


def _fault(place: str, received: object, zh: str, en: str) -> Fault:
    return Fault("E_RANGE", place, f"{place} 收到 {received}：{zh}", f"{place} received {received}: {en}")


def _refuse(faults: tuple[Fault, ...], code: str, zh: str, en: str) -> None:
    if faults:
        places = "; ".join(fault.place for fault in faults)
        raise DafengError(
            code, f"{zh}（{places}），请按逐条说明改正", f"{en} ({places}): mend each fault", faults
        )
