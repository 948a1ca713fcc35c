"""A city as the system knows it: its codes, areas, offices, and what it has declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dafeng.domain.figure import Figure


@dataclass(frozen=True, slots=True)
class Area:
    """A county, district or zone that answers to the city."""

    code: str
    name_zh: str
    name_en: str
    kind: str


@dataclass(frozen=True, slots=True)
class Department:
    """An office that fills forms; `indicators` is a suggestion by the example, not an assignment by the plan."""

    code: str
    name_zh: str
    name_en: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A city: code after GB/T 2260, its province, areas and departments."""

    code: str
    name_zh: str
    name_en: str
    province: str
    province_zh: str
    province_en: str
    areas: tuple[Area, ...]
    departments: tuple[Department, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared input: a point, an interval, or a mean with its spread."""

    id: str
    figure: Figure
    low: float | None
    high: float | None
    spread: float | None


@dataclass(frozen=True, slots=True)
class Declarations:
    """What a city folder declares besides its tables: assumptions, pathway parameters, code aliases."""

    assumptions: Mapping[str, Declared]
    pathway: Mapping[str, Declared]
    target_codes: Mapping[tuple[str, str, str], str]
    finding_codes: Mapping[str, str]
