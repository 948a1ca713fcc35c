"""Write the list of ledgers into docs/use/ledgers.md from their declarations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dafeng.domain.ledger import Ledger
from dafeng.domain.period import FREQUENCY_ZH
from dafeng.rules.ledgers import declared_ledgers

PAGE = Path(__file__).parent / "use" / "ledgers.md"
BEGIN, END = "<!-- 以下由声明生成 -->\n", "<!-- 以上由声明生成 -->\n"
_HEADS = ("台账", "编号", "周期", "期后日", "一行是", "必填列", "列")


def register(ledgers: Iterable[Ledger]) -> str:
    """The ledgers under the department that fills them, in Markdown."""
    by_role: dict[str, list[Ledger]] = {}
    for ledger in sorted(ledgers, key=lambda one: (one.capability, one.id)):
        by_role.setdefault(ledger.role, []).append(ledger)
    return "\n".join(_section(role, found) for role, found in by_role.items())


def with_register(page: str, ledgers: Iterable[Ledger]) -> str:
    """The page with its list made anew."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{register(ledgers)}\n{END}{rest.partition(END)[2]}"


def _section(role: str, ledgers: Iterable[Ledger]) -> str:
    lines = [_line(_HEADS), _line("---" for _ in _HEADS), *(_line(_cells(ledger)) for ledger in ledgers)]
    return f"### {role}\n\n" + "\n".join(lines) + "\n"


def _cells(ledger: Ledger) -> tuple[str, ...]:
    keys = "、".join(ledger.column(key).zh for key in ledger.keys)
    needed = sum(column.required for column in ledger.columns)
    when = FREQUENCY_ZH[ledger.frequency]
    return (
        ledger.zh,
        f"`{ledger.id}`",
        when,
        str(ledger.due_days),
        keys,
        str(needed),
        str(len(ledger.columns)),
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(with_register(PAGE.read_text("utf-8"), declared_ledgers().values()), "utf-8")
