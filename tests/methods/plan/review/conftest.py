"""Makes the plan builder of this folder importable as ``review_plans`` (tests are not packages)."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("review_plans", Path(__file__).with_name("plans.py"))
assert _SPEC is not None and _SPEC.loader is not None
_MODULE = importlib.util.module_from_spec(_SPEC)
sys.modules["review_plans"] = _MODULE
_SPEC.loader.exec_module(_MODULE)
