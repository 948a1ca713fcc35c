"""Try a rule on rows without values: does it answer yes or no, and once for what it speaks of?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.domain.ledger import Check, CheckKind, Column, ColumnType, Ledger
from dafeng.rules.ledgers.expressions import columns_of, expression, one_other

if TYPE_CHECKING:
    import polars as pl

_ROWS = 2
_OF_A_GROUP = (CheckKind.GROUP, CheckKind.LEDGER)


def complaint_of(ledger: Ledger, check: Check) -> tuple[str, str] | None:
    """What is wrong with a rule whose columns exist, in Chinese and English; None if nothing is."""
    import polars as pl

    rule = one_other(check.rule) if check.kind is CheckKind.LEDGER else check.rule
    try:
        answer = _blank(ledger, check).select(expression(rule).alias("ok"))["ok"]
    except pl.exceptions.PolarsError as error:
        why = str(error).splitlines()[0]
        return f"核对式不能计算：{why}。", f"The rule cannot be computed: {why}."
    if answer.dtype not in (pl.Boolean, pl.Null):
        return "核对式的结果应为是或否。", "The rule must answer yes or no."
    if check.kind in _OF_A_GROUP and len(answer) != 1:
        return (
            "分组和跨台账核对式应对每组只有一个结果，请用 SUM、MAX 等汇总。",
            "A rule of a group answers once for each group: use SUM, MAX and the like.",
        )
    if check.kind not in _OF_A_GROUP and len(answer) != _ROWS:
        return (
            '逐行核对式不能用 SUM、MAX 等汇总，请用 kind = "group"。',
            'A rule of a row cannot use SUM, MAX and the like; use kind = "group".',
        )
    return None


def leaves_out(ledger: Ledger, where: str, column: str, word: str) -> bool:
    """Whether a condition lets no row through whose cell holds the word."""
    import polars as pl

    if not where:
        return False
    kinds = {one.name: _kind(one) for one in ledger.columns}
    frame = pl.DataFrame({name: [word if name == column else None] for name in kinds}, schema=kinds)
    return frame.filter(expression(where)).is_empty() and not frame.filter(expression(where).is_null()).height


def _blank(ledger: Ledger, check: Check) -> pl.DataFrame:
    import polars as pl

    kinds = {one.name: _kind(one) for one in ledger.columns}
    kinds |= {f"last_{name}": kind for name, kind in kinds.items()}
    used, _ = columns_of(check.rule)
    kinds |= {name: pl.Float64 for name in used if name.startswith("other_")}
    return pl.DataFrame({name: [None] * _ROWS for name in kinds}, schema=kinds)


def _kind(column: Column) -> type[pl.DataType]:
    import polars as pl

    if column.is_number:
        return pl.Float64
    return pl.Date if column.type is ColumnType.DATE else pl.String
