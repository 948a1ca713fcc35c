"""Generators of domain objects for property tests; one file that grows with the domain."""

from __future__ import annotations

from hypothesis import strategies as st

from dafeng.domain.grade import Grade
from dafeng.domain.observation import Observation, SourceCell

REGION = "999900"
PROVINCE = "510000"
YEAR = 2021

quantities = st.floats(min_value=0, max_value=1e7, allow_nan=False).map(lambda value: round(value, 3))
signed = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


def observation(
    series: str,
    value: float | None,
    unit: str,
    *,
    row: int = 2,
    region: str = REGION,
    period: str = str(YEAR),
    grade: Grade = Grade.B,
    absence=None,
    **keys: str,
) -> Observation:
    """One observation with only the keys that matter."""
    return Observation(
        series=series,
        region=region,
        period=period,
        flow=keys.get("flow", ""),
        sector=keys.get("sector", ""),
        fuel=keys.get("fuel", ""),
        plant=keys.get("plant", ""),
        value=value,
        low=None,
        high=None,
        unit=unit,
        grade=grade,
        absence=absence,
        source="测试",
        note="",
        stated_value=str(value),
        stated_unit=unit,
        cell=SourceCell("table.csv", None, row, "H", "0" * 64),
    )


@st.composite
def balances(draw: st.DrawFn) -> list[Observation]:
    """A small closed energy balance of one city-year: three fuels, a coal plant, hydropower, grid exchange."""
    rows: list[tuple[str, str, str, float, str]] = []
    for sector in ("industry_other", "services", "households_urban"):
        for fuel, unit in (("raw_coal", "t"), ("natural_gas", "m3"), ("diesel", "t")):
            rows.append(("final", sector, fuel, draw(quantities), unit))
        rows.append(("final", sector, "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("transformation_in", "power_coal", "raw_coal", draw(quantities), "t"))
    rows.append(("transformation_out", "power_coal", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("transformation_out", "power_hydro", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("inflow", "", "electricity", draw(quantities) * 1e3, "kWh"))
    rows.append(("outflow", "", "electricity", draw(quantities) * 1e3, "kWh"))
    made = [
        observation("energy", value, unit, row=number, flow=flow, sector=sector, fuel=fuel)
        for number, (flow, sector, fuel, value, unit) in enumerate(rows, start=2)
    ]
    made.append(observation("clinker_output", draw(quantities), "t", row=90))
    made.append(observation("gdp_constant", draw(quantities) + 1.0, "CNY", row=91))
    made.extend(
        observation(
            "provincial_generation", draw(quantities) + 1.0, "kWh", row=92, region=PROVINCE, fuel=fuel
        )
        for fuel in ("thermal", "hydro")
    )
    return made
