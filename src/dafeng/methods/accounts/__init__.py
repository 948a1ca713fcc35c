"""Accounts: from the energy balance to standard coal and CO2 under every convention."""

from dafeng.methods.accounts.account import account, years_with_data
from dafeng.methods.accounts.bridge import bridge

__all__ = ["account", "bridge", "years_with_data"]
