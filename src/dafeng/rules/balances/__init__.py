"""The declared layouts of energy balances: each is one TOML file here, and a user may bring another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from dafeng.domain.balance import Layout
from dafeng.domain.errors import DafengError, Fault
from dafeng.rules.balances.shape import faults_of, shaped

SUFFIX = ".toml"


def parse_layout(name: str, text: str) -> Layout:
    """The layout that a declaration states; `name` is the file's name without its suffix.

    Raises
    ------
    DafengError
        ``E_LAYOUT`` with every fault of the declaration.

    """
    place = f"{name}{SUFFIX}"
    try:
        record: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        zh, en = f"不是有效的 TOML：{error}。", f"This is not valid TOML: {error}."
        raise _refused(place, [Fault("E_LAYOUT", place, zh, en)]) from error
    layout, faults = shaped(place, record)
    if layout is not None:
        faults.extend(faults_of(layout, place))
    if layout is None or faults:
        raise _refused(place, faults)
    return layout


@cache
def declared_layouts() -> Mapping[str, Layout]:
    """Every layout shipped with the package, by its id."""
    folder = files("dafeng.rules.balances")
    found = sorted(
        (one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(SUFFIX)
    )
    return {layout.id: layout for layout in (parse_layout(n.removesuffix(SUFFIX), t) for n, t in found)}


def _refused(place: str, faults: list[Fault]) -> DafengError:
    return DafengError(
        "E_LAYOUT",
        f"平衡表格式 {place} 有 {len(faults)} 处错误，未载入。",
        f"{len(faults)} faults in the layout {place}; it was not loaded.",
        tuple(faults),
    )
