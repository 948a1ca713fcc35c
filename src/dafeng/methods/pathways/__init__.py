"""Pathways (路径): one city's CO2 as a Kaya ensemble, when it peaks, and what decides that."""

from dafeng.methods.pathways.drivers import DRIVER_NAMES, DriverShare, drivers, peak_year_drivers
from dafeng.methods.pathways.ensemble import (
    FAN,
    Ensemble,
    project,
    quantiles,
    simulate,
)
from dafeng.methods.pathways.fills import solve_cut, standard_fills
from dafeng.methods.pathways.model import CityModel, Fill, Observed, Prior
from dafeng.methods.pathways.parts import adjusted_t, plant_deviation_t
from dafeng.methods.pathways.peak import PeakCall, PeakResult, call_peak, peak, uninformed
from dafeng.methods.pathways.trajectories import Shocks, draw_shocks

__all__ = [
    "DRIVER_NAMES",
    "FAN",
    "CityModel",
    "DriverShare",
    "Ensemble",
    "Fill",
    "Observed",
    "PeakCall",
    "PeakResult",
    "Prior",
    "Shocks",
    "adjusted_t",
    "call_peak",
    "draw_shocks",
    "drivers",
    "peak",
    "peak_year_drivers",
    "plant_deviation_t",
    "project",
    "quantiles",
    "simulate",
    "solve_cut",
    "standard_fills",
    "uninformed",
]
