"""Assemble the account of one region-year from its observations and the rules of that year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from dafeng.domain.account import Account
from dafeng.domain.convention import CarbonConvention, ElectricityConversion
from dafeng.domain.figure import Figure
from dafeng.domain.grid import LocationFactor
from dafeng.domain.observation import Observation
from dafeng.methods.accounts import co2, energy
from dafeng.methods.figures import derived, missing, observed, outline, total
from dafeng.rules.factors import RuleBook
from dafeng.rules.glossary import term
from dafeng.rules.tables import table

NONFOSSIL_POWER = frozenset({"power_hydro", "power_solar_wind", "power_waste"})
_RATE = {
    ElectricityConversion.EQUIVALENT: "tce_per_kwh_equivalent",
    ElectricityConversion.CALORIFIC: "tce_per_kwh_calorific",
}


@dataclass(frozen=True)
class _Line:
    """One cell of the energy balance as a figure, with its keys."""

    flow: str
    sector: str
    fuel: str
    figure: Figure


def years_with_data(observations: Iterable[Observation], region: str) -> tuple[int, ...]:
    """The years for which the region has an energy balance."""
    return tuple(
        sorted(
            {
                int(o.period)
                for o in observations
                if o.series == "energy" and o.region == region and len(o.period) == 4
            }
        )
    )


def account(
    observations: Sequence[Observation], rules: RuleBook, region: str, province: str, year: int
) -> Account:
    """The account of one region-year under the four conventions, energy in 等价 and 当量.

    What a year lacks stays empty with its reason: a total is never made of the parts that happen to
    be there.
    """
    own = [o for o in observations if o.region == region and o.period == str(year)]
    lines = [_line(o) for o in own if o.series == "energy"]
    lines += _gaps(
        lines, [o for o in observations if o.region == region and o.series == "energy"], region, year
    )
    builder = _Builder(lines, own, observations, rules, region, province, year)
    components = builder.components()
    totals = {convention: builder.convention(convention, components) for convention in CarbonConvention}
    rates = {conversion: rules.figure(name, "electricity", year, region=_rate_region(name), unit="tce/kWh")
             for conversion, name in _RATE.items()}  # fmt: skip
    energies = {conversion: builder.energy_total(conversion, rate) for conversion, rate in rates.items()}
    shares = {
        conversion: builder.nonfossil(conversion, rates[conversion], energies[conversion])
        for conversion in rates
    }
    return Account(
        region=region,
        year=year,
        components=components,
        co2=totals,
        by_sector=builder.by_sector(),
        by_fuel=builder.by_fuel(),
        energy=energies,
        nonfossil_share=shares,
        electricity=builder.electricity,
        intensities=builder.intensities(energies, shares, totals),
    )


def _rate_region(name: str) -> str:
    # The calorific value is physics and has no region; the coal rate is the nation's of that year.
    return "000000" if name == "tce_per_kwh_equivalent" else ""


def _gaps(lines: Sequence[_Line], balance: Sequence[Observation], region: str, year: int) -> list[_Line]:
    """Cells that other years of the balance have and this one lacks: unknown until stated not to occur."""
    present = {(line.flow, line.sector, line.fuel) for line in lines}
    wanted = {(o.flow, o.sector, o.fuel): o for o in balance}
    found = []
    for key in sorted(wanted.keys() - present):
        model = _line(wanted[key]).figure
        identity = "/".join(("obs", "energy", region, str(year), *(part for part in key if part)))
        frame = outline(identity, model.name, model.name_en, model.unit, str(year), region)
        reason = (
            "其他年份有这一格，该年没有；若确实不发生，请填 not_occurring",
            "other years have this cell and this one does not; if it does not occur, enter not_occurring",
        )
        found.append(_Line(*key, missing(frame, *reason)))
    return found


def _line(observation: Observation) -> _Line:
    names = [term(observation.sector), term(observation.fuel), term(observation.flow)]
    zh = "·".join(name["zh"] for name in names if name["zh"])
    en = ", ".join(name["en"] for name in names if name["en"])
    return _Line(observation.flow, observation.sector, observation.fuel, observed(observation, zh, en))


class _Builder:
    """Works through one year; holds what the parts of an account share."""

    def __init__(
        self,
        lines: list[_Line],
        own: list[Observation],
        everything: Sequence[Observation],
        rules: RuleBook,
        region: str,
        province: str,
        year: int,
    ) -> None:
        self.lines = lines
        self.own = own
        self.everything = everything
        self.rules = rules
        self.region = region
        self.province = province
        self.year = year
        self.burnt = self._burnt()
        self.electricity = self._electricity()

    def outline(self, name: str, key: str, unit: str, convention: str = "") -> Figure:
        words = term(key)
        return outline(
            f"{name}/{self.region}/{self.year}",
            words["zh"],
            words["en"],
            unit,
            str(self.year),
            self.region,
            convention,
        )

    def fuel_lines(self, *flows: str) -> list[_Line]:
        fuels = table("energy_fuels.csv", "fuel")
        return [
            line for line in self.lines if line.flow in flows and fuels[line.fuel]["family"] != "electricity"
        ]

    def _burnt(self) -> list[tuple[_Line, Figure]]:
        found = []
        for line in self.fuel_lines("final", "transformation_in"):
            fuel = table("energy_fuels.csv", "fuel")[line.fuel]
            lookup = partial(self.rules.figure, subject=line.fuel, year=self.year)
            frame = outline(
                f"co2/{line.sector}/{line.fuel}/{self.region}/{self.year}",
                f"{term(line.sector)['zh']}·{fuel['name_zh']}燃烧排放",
                f"CO2 of {fuel['name_en'].lower()}, {term(line.sector)['en'].lower()}",
                "t",
                str(self.year),
                self.region,
            )
            factors = (
                lookup("ncv", unit=fuel["ncv_unit"]),
                lookup("carbon_content", unit="tC/GJ"),
                lookup("oxidation", unit="1"),
            )
            found.append((line, derived(frame, "co2.combustion", (line.figure, *factors), co2.combustion)))
        return found

    def components(self) -> dict[str, Figure]:
        final = self._sectors("final")
        power = self._sectors("transformation_in")
        grid = self.rules.grid(LocationFactor.AVERAGE, self.year, region=self.province, unit="t/kWh")
        clinker = self._series("clinker_output")
        factor = self.rules.figure("process_co2", "clinker_portland", self.year, unit="t/t")
        return {
            "final_combustion": self._sum("co2/final_combustion", "final_combustion", list(final.values())),
            "power_combustion": self._sum("co2/power_combustion", "power_combustion", list(power.values())),
            "process": derived(
                self.outline("co2/process", "process", "t"), "co2.process", (clinker, factor), co2.process
            ),
            "net_inflow": derived(
                self.outline("co2/net_inflow", "net_inflow", "t"),
                "co2.electricity",
                (self.electricity["net_inflow"], grid),
                co2.electricity,
            ),
            "final_electricity": derived(
                self.outline("co2/final_electricity", "final_electricity", "t"),
                "co2.electricity",
                (self.electricity["final"], grid),
                co2.electricity,
            ),
        }

    def convention(self, convention: CarbonConvention, components: Mapping[str, Figure]) -> Figure:
        frame = self.outline(f"co2/{convention.value}", f"co2_{convention.value}", "t", convention.value)
        parts = [components[part] for part in co2.PARTS[convention]]
        return total(frame, "co2.total", parts, co2.convention_total)

    def _sectors(self, *flows: str) -> dict[str, Figure]:
        return self._grouped(
            [(line.sector, figure) for line, figure in self.burnt if line.flow in flows], "sector"
        )

    def by_sector(self) -> dict[str, Figure]:
        return self._sectors("final", "transformation_in")

    def by_fuel(self) -> dict[str, Figure]:
        return self._grouped([(line.fuel, figure) for line, figure in self.burnt], "fuel")

    def _grouped(self, pairs: list[tuple[str, Figure]], kind: str) -> dict[str, Figure]:
        groups: dict[str, list[Figure]] = {}
        for name, figure in pairs:
            groups.setdefault(name, []).append(figure)
        return {name: self._sum(f"co2/{kind}/{name}", name, parts) for name, parts in sorted(groups.items())}

    def _sum(self, name: str, key: str, parts: list[Figure], unit: str = "t") -> Figure:
        frame = self.outline(name, key, unit)
        if not parts:
            return missing(frame, f"{self.year}年没有这一项的数据", f"no data of this kind for {self.year}")
        return total(frame, "balance.sum", parts)

    def _electricity(self) -> dict[str, Figure]:
        def lines(flow: str, *, nonfossil: bool | None = None) -> list[Figure]:
            return [
                line.figure
                for line in self.lines
                if line.flow == flow
                and line.fuel == "electricity"
                and (nonfossil is None or (line.sector in NONFOSSIL_POWER) == nonfossil)
            ]

        make = partial(self._sum, unit="kWh")
        found = {
            "final": make("electricity/final", "electricity_final", lines("final")),
            "inflow": make("electricity/inflow", "electricity_inflow", lines("inflow")),
            "outflow": make("electricity/outflow", "electricity_outflow", lines("outflow")),
            "local_nonfossil": make(
                "electricity/local_nonfossil",
                "electricity_local_nonfossil",
                lines("transformation_out", nonfossil=True),
            ),
            "local_thermal": make(
                "electricity/local_thermal",
                "electricity_local_thermal",
                lines("transformation_out", nonfossil=False),
            ),
        }
        coal = [
            line.figure
            for line in self.lines
            if (line.flow, line.sector) == ("transformation_out", "power_coal")
        ]
        found["local_coal"] = make("electricity/local_coal", "electricity_local_coal", coal)
        found["use"] = make("electricity/use", "electricity_use", lines("final") + lines("loss"))
        found["net_inflow"] = derived(
            self.outline("electricity/net_inflow", "electricity_net_inflow", "kWh"),
            "energy.net_inflow",
            (found["inflow"], found["outflow"]),
            energy.net_inflow,
        )
        return found

    def standard_coal(self, *flows: str) -> list[Figure]:
        found = []
        for line in self.fuel_lines(*flows):
            fuel = table("energy_fuels.csv", "fuel")[line.fuel]
            frame = outline(
                f"energy/{line.flow}/{line.sector}/{line.fuel}/{self.region}/{self.year}",
                f"{term(line.sector)['zh']}·{fuel['name_zh']}折标煤",
                f"{fuel['name_en']} of {term(line.sector)['en'].lower()} as standard coal",
                "tce",
                str(self.year),
                self.region,
            )
            ncv = self.rules.figure("ncv", line.fuel, self.year, unit=fuel["ncv_unit"])
            found.append(derived(frame, "energy.standard_coal", (line.figure, ncv), energy.standard_coal))
        return found

    def energy_total(self, conversion: ElectricityConversion, rate: Figure) -> Figure:
        fossil = self._sum(
            "energy/fossil",
            "energy_fossil",
            self.standard_coal("final", "transformation_in", "feedstock"),
            "tce",
        )
        frame = self.outline(
            f"energy/{conversion.value}", f"energy_{conversion.value}", "tce", conversion.value
        )
        inputs = (fossil, rate, self.electricity["local_nonfossil"], self.electricity["net_inflow"])
        return derived(frame, "energy.total", inputs, energy.total_energy)

    def nonfossil(self, conversion: ElectricityConversion, rate: Figure, energy_total: Figure) -> Figure:
        frame = self.outline(
            f"nonfossil_share/{conversion.value}",
            f"nonfossil_share_{conversion.value}",
            "%",
            conversion.value,
        )
        inputs = (rate, self.electricity["use"], self._provincial_share(), energy_total)
        return derived(frame, "energy.nonfossil_share", inputs, energy.nonfossil_share)

    def _provincial_share(self) -> Figure:
        found = {
            o.fuel: observed(
                o, f"全省{term(o.fuel)['zh']}发电量", f"Provincial {term(o.fuel)['en'].lower()} generation"
            )
            for o in self.everything
            if o.series == "provincial_generation"
            and o.region == self.province
            and o.period == str(self.year)
        }
        words = term("provincial_nonfossil_share")
        frame = outline(
            f"provincial_nonfossil_share/{self.province}/{self.year}",
            words["zh"], words["en"], "1", str(self.year), self.province,
        )  # fmt: skip
        thermal = found.pop("thermal", None)
        if thermal is None or not found:
            return missing(
                frame,
                f"没有 {self.year} 年全省分电源发电量",
                f"no provincial generation by source for {self.year}",
            )
        clean = total(
            outline(
                f"provincial_generation/nonfossil/{self.province}/{self.year}",
                "全省非化石发电量", "Provincial non-fossil generation", "kWh", str(self.year), self.province,
            ),
            "balance.sum",
            [found[name] for name in sorted(found)],
        )  # fmt: skip
        return derived(frame, "energy.provincial_nonfossil_share", (clean, thermal), energy.generation_share)

    def intensities(
        self,
        energies: Mapping[ElectricityConversion, Figure],
        shares: Mapping[ElectricityConversion, Figure],
        totals: Mapping[CarbonConvention, Figure],
    ) -> dict[str, Figure]:
        gdp = self._series("gdp_constant")
        equivalent = ElectricityConversion.EQUIVALENT
        feedstock_lines = self.standard_coal("feedstock")
        frame = self.outline("energy/feedstock", "energy_feedstock", "tce")
        inputs = [energies[equivalent], shares[equivalent]]
        if feedstock_lines:
            inputs.append(total(frame, "balance.sum", feedstock_lines))
        assessed = derived(
            self.outline("energy/assessed", "energy_assessed", "tce", equivalent.value),
            "energy.assessed",
            inputs,
            lambda amount, share, feedstock=0.0: energy.assessed_energy(amount, share, feedstock),
        )
        return {
            key: derived(
                self.outline(f"intensity/{key}", key, unit, convention),
                "energy.intensity",
                (amount, gdp),
                energy.per_gdp,
            )
            for key, amount, unit, convention in (
                ("energy_intensity", energies[equivalent], "tce/万元", equivalent.value),
                ("energy_assessed_intensity", assessed, "tce/万元", equivalent.value),
                (
                    "co2_intensity",
                    totals[CarbonConvention.STATUTORY],
                    "t/万元",
                    CarbonConvention.STATUTORY.value,
                ),
            )
        }

    def _series(self, series: str) -> Figure:
        words = table("series.csv", "series")[series]
        for observation in self.own:
            if observation.series == series:
                return observed(observation, words["name_zh"], words["name_en"])
        frame = outline(
            f"obs/{series}/{self.region}/{self.year}",
            words["name_zh"],
            words["name_en"],
            words["unit"],
            str(self.year),
            self.region,
        )
        return missing(frame, "没有观测值", "no observation")
