"""Check an energy balance against its layout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from dafeng.domain.balance import Layout
from dafeng.domain.errors import DafengError
from dafeng.methods.balances.closure import close, differences
from dafeng.readers.balance import read_balance
from dafeng.rules.balances import SUFFIX, declared_layouts, parse_layout

Json = dict[str, Any]


def layout_of(name: str) -> Layout:
    """A layout of the package by its id, or one from a file.

    Raises
    ------
    DafengError
        ``E_NO_LAYOUT`` with those there are, ``E_LAYOUT`` with every fault of the file.

    """
    known = declared_layouts()
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix.lower() == SUFFIX and path.is_file():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise DafengError(
                "E_LAYOUT", f"“{path.name}”不是 UTF-8。", f"{path.name!r} is not UTF-8."
            ) from error
        return parse_layout(path.stem, text)
    raise DafengError(
        "E_NO_LAYOUT",
        f"没有名为“{name}”的平衡表格式；已有 {'、'.join(known)}，或给出 .toml 文件。",
        f"There is no layout {name!r}; there are {', '.join(known)}, or name a .toml file.",
    )


def check(path: Path, name: str) -> Json:
    """What does not close in the balance of a file, and what could not be checked."""
    layout = layout_of(name)
    table = read_balance(path, layout)
    found = close(table.cells, layout)
    labels = dict(table.cells.select("carrier", "label").unique(maintain_order=True).iter_rows())
    said = {one.id: one for one in layout.identities}
    violations = [
        {
            "identity": row["identity"],
            "region": row["region"],
            "year": row["year"],
            "carrier": labels.get(row["carrier"], row["carrier"]),
            "residual": row["residual"],
            "carrier_id": row["carrier"],
            "flow": row["flow"],
            "measure": row["measure"],
            "stated": row["stated"],
            "sum": row["parts"],
            "tolerance": row["tolerance"],
            "zh": said[row["identity"]].zh,
            "en": said[row["identity"]].en,
        }
        for row in found.violations.iter_rows(named=True)
    ]
    return {
        "cells": found.checked.height,
        "violations": violations,
        "unchecked": found.open.height,
        "unchecked_by": dict(sorted(Counter(found.open["identity"]).items())),
        "faults": [fault.to_json() for fault in table.faults],
        "differences": differences(table.cells, layout).to_dicts(),
        "layout": layout.id,
        "file": table.file,
        "sha256": table.sha256,
    }
