"""The command line: parse, call one service, show."""

from dafeng.cli.commands import main

__all__ = ["main"]
