"""JSON with the same bytes every time."""

from __future__ import annotations

import json
from typing import Any


def dumps(obj: Any) -> str:
    r"""The object as JSON: Chinese as it is, one space of indent, keys in the order given, a newline at the end.

    Raises
    ------
    ValueError
        For NaN or infinity, which JSON does not know.

    Examples
    --------
    >>> dumps({"年": [1, 0.1]})
    '{\n "年": [\n  1,\n  0.1\n ]\n}\n'

    """
    return json.dumps(obj, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
