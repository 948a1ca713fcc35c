"""The declared ledgers: each is one TOML file here, and a city may add its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.ledger import Ledger
from dafeng.rules.ledgers.shape import faults_of, shaped
from dafeng.rules.ledgers.uses import shown_faults

SUFFIX = ".toml"


def parse_ledger(name: str, text: str) -> Ledger:
    """The ledger that a declaration states; `name` is the file's name without its suffix.

    Raises
    ------
    DafengError
        ``E_LEDGER_FILE`` with every fault of the declaration.

    """
    place = f"{name}{SUFFIX}"
    try:
        record: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(
            place,
            [
                Fault(
                    "E_LEDGER_FILE", place, f"不是有效的 TOML：{error}。", f"This is not valid TOML: {error}."
                )
            ],
        ) from error
    ledger, faults = shaped(place, record)
    if ledger is not None:
        faults.extend(faults_of(ledger, name))
    if ledger is None or faults:
        raise _refused(place, faults)
    return ledger


@cache
def declared_ledgers() -> Mapping[str, Ledger]:
    """Every ledger shipped with the package, by its id."""
    folder = files("dafeng.rules.ledgers")
    found = sorted(
        (one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(SUFFIX)
    )
    return {ledger.id: ledger for ledger in (parse_ledger(n.removesuffix(SUFFIX), t) for n, t in found)}


def ledgers_with(own: Iterable[Ledger]) -> Mapping[str, Ledger]:
    """The declared ledgers and a city's own; a city's ledger of the same id stands in the place of ours.

    Raises
    ------
    DafengError
        ``E_LEDGER_FILE`` where a column is shown from what no ledger holds.

    """
    found = {**declared_ledgers(), **{ledger.id: ledger for ledger in own}}
    faults = [Fault("E_LEDGER_FILE", place, zh, en) for place, zh, en in shown_faults(found)]
    if faults:
        raise _refused(faults[0].place.partition("!")[0], faults)
    return found


def find_ledger(ledgers: Mapping[str, Ledger], name: str) -> Ledger:
    """A ledger by its id or its Chinese name.

    Raises
    ------
    DafengError
        ``E_NO_LEDGER`` with the nearest names.

    """
    for ledger in ledgers.values():
        if name in (ledger.id, ledger.zh):
            return ledger
    near = get_close_matches(name, [*ledgers, *(one.zh for one in ledgers.values())], n=3, cutoff=0.4)
    raise DafengError(
        "E_NO_LEDGER",
        f"没有名为“{name}”的台账" + (f"，相近的有：{'、'.join(near)}。" if near else "，可用 dafeng data ledgers 查看。"),
        f"There is no ledger {name!r}" + (f"; near: {', '.join(near)}." if near else "; see dafeng data ledgers."),
    )  # fmt: skip


def _refused(place: str, faults: list[Fault]) -> DafengError:
    return DafengError(
        "E_LEDGER_FILE",
        f"台账声明 {place} 有 {len(faults)} 处错误，未载入。",
        f"{len(faults)} faults in the ledger declaration {place}; it was not loaded.",
        tuple(faults),
    )
