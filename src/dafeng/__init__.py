"""达峰: from a city's carbon-peaking plan to checked, traceable accounts, pathways and papers.

The same verbs as the command line, as plain functions.  Importing this package loads nothing heavy.

>>> import dafeng
>>> "run" in dir(dafeng)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "City": "dafeng.domain.city",
    "DafengError": "dafeng.domain.errors",
    "Fault": "dafeng.domain.errors",
    "Figure": "dafeng.domain.figure",
    "Finding": "dafeng.domain.finding",
    "Observation": "dafeng.domain.observation",
    "Plan": "dafeng.domain.plan",
    "RuleBook": "dafeng.rules.factors",
    "Settings": "dafeng.services.run",
    "Target": "dafeng.domain.plan",
    "account": "dafeng.services.account",
    "check_data": "dafeng.services.data",
    "check_plan": "dafeng.services.account",
    "demo": "dafeng.services.demo",
    "load_results": "dafeng.services.trace",
    "read_plan": "dafeng.services.planning",
    "run": "dafeng.services.run",
    "trace": "dafeng.services.trace",
    "track": "dafeng.services.track",
    "verify": "dafeng.services.verify",
}
_NAMES = {"check_data": "check", "check_plan": "check", "read_plan": "read"}

__all__ = [
    "City",
    "DafengError",
    "Fault",
    "Figure",
    "Finding",
    "Observation",
    "Plan",
    "RuleBook",
    "Settings",
    "Target",
    "__version__",
    "account",
    "check_data",
    "check_plan",
    "demo",
    "load_results",
    "read_plan",
    "run",
    "trace",
    "track",
    "verify",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("dafeng")
    if name not in _HOMES:
        raise AttributeError(f"module 'dafeng' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), _NAMES.get(name, name))


def __dir__() -> list[str]:
    return sorted(__all__)
