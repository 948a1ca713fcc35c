"""The bridge: why two conventions give two numbers for the same city and year."""

from __future__ import annotations

from dafeng.domain.account import Account, BridgeTerm
from dafeng.domain.convention import CarbonConvention
from dafeng.methods.accounts.co2 import PARTS


def bridge(account: Account, start: CarbonConvention, end: CarbonConvention) -> tuple[BridgeTerm, ...]:
    """The named terms that lead from one convention's total to another's.

    A part counted only by `end` is added, one counted only by `start` is taken away; terms that are
    unknown make the bridge unknown, and their figures say why.
    """
    gone = [BridgeTerm(part, -1, account.components[part]) for part in PARTS[start] if part not in PARTS[end]]
    come = [BridgeTerm(part, 1, account.components[part]) for part in PARTS[end] if part not in PARTS[start]]
    return (*gone, *come)
