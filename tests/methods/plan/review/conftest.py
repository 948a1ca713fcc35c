"""Makes ``plans.py`` and ``texts.py`` of this folder importable as ``review_plans``, ``review_texts``.

Tests are not packages.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

for _NAME in ("plans", "texts"):
    _SPEC = importlib.util.spec_from_file_location(f"review_{_NAME}", Path(__file__).with_name(f"{_NAME}.py"))
    assert _SPEC is not None and _SPEC.loader is not None
    _MODULE = importlib.util.module_from_spec(_SPEC)
    sys.modules[f"review_{_NAME}"] = _MODULE
    _SPEC.loader.exec_module(_MODULE)
