"""Conventions (口径): named bundles of choices; a number without one is not comparable."""

from __future__ import annotations

from enum import StrEnum


class CarbonConvention(StrEnum):
    """The four books of the city's CO2."""

    TERRITORIAL = "territorial"
    TERRITORIAL_PROCESS = "territorial_process"
    STATUTORY = "statutory"
    CONSUMPTION = "consumption"


class ElectricityConversion(StrEnum):
    """How a kilowatt-hour becomes standard coal: by the coal it would have taken, or by its heat."""

    EQUIVALENT = "equivalent"  # 等价
    CALORIFIC = "calorific"  # 当量


DEFAULT_CONVENTION = CarbonConvention.TERRITORIAL_PROCESS
