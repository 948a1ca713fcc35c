"""What a ledger's cells are used for: its checks, the series it feeds and its report must fit its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dafeng.domain.errors import DafengError
from dafeng.domain.ledger import CheckKind, Column, Feed, Ledger
from dafeng.rules.ledgers.expressions import columns_of
from dafeng.rules.ledgers.trial import complaint_of, leaves_out
from dafeng.rules.ledgers.words import WORDED, account_term
from dafeng.rules.tables import table
from dafeng.rules.units import factor

Told = Iterator[tuple[str, str, str]]  # where, Chinese, English
_BY_FUEL = "by fuel"


def check_faults(ledger: Ledger) -> Told:
    """Checks that name no column of the ledger, cannot be computed, or answer not once for what they judge."""
    names = {column.name for column in ledger.columns}
    ids: set[str] = set()
    for check in ledger.checks:
        if check.id in ids:
            yield check.id, "核对编号重复。", "The check's id stands twice."
        ids.add(check.id)
        unknown = [name for name in (*check.at, *check.by) if name not in names]
        allowed = set(names)
        if check.kind is CheckKind.LAST:
            allowed |= {f"last_{name}" for name in names}
        if (check.kind is CheckKind.LEDGER) != bool(check.ledger):
            yield (
                check.id,
                "跨台账核对要写 ledger，其他核对不写。",
                "A check against another ledger names it; no other does.",
            )
        if not check.at:
            yield check.id, "核对要指出在哪一列（at）。", "A check says at which column it is shown."
        used, complaint = columns_of(check.rule)
        if complaint:
            yield check.id, f"核对式有误：{complaint}。", f"The rule is faulty: {complaint}."
        unknown += [
            name
            for name in used
            if name not in allowed and not (check.kind is CheckKind.LEDGER and name.startswith("other_"))
        ]
        if unknown:
            yield (
                check.id,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )
        elif not complaint and (told := complaint_of(ledger, check)):
            yield check.id, *told


def feed_faults(ledger: Ledger) -> Told:
    """Series that do not exist, in a unit of another kind, or under words that the accounts do not know."""
    names = {column.name for column in ledger.columns}
    known = table("series.csv", "series")
    for feed in ledger.feeds:
        if feed.series not in known:
            yield feed.series, "series.csv 中没有这个序列。", "series.csv has no such series."
        used, complaint = columns_of(feed.where) if feed.where else ((), "")
        if complaint:
            yield feed.series, f"条件有误：{complaint}。", f"The condition is faulty: {complaint}."
        unknown = [name for name in (feed.value, *feed.keys.values(), *used) if name not in names]
        if unknown:
            yield (
                feed.series,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )
        elif feed.series in known:
            yield from _feed_unit(ledger, feed, known[feed.series]["unit"])
            yield from _feed_words(ledger, feed)


def report_faults(ledger: Ledger) -> Told:
    """Tables that sum what is no number, or numbers whose unit differs from row to row."""
    names = {column.name for column in ledger.columns}
    for one in ledger.report:
        used, complaint = columns_of(one.where) if one.where else ((), "")
        if complaint:
            yield one.zh, f"条件有误：{complaint}。", f"The condition is faulty: {complaint}."
        unknown = [name for name in (*one.by, *one.sums, *used) if name not in names]
        if unknown:
            yield (
                one.zh,
                f"没有这样的列：{'、'.join(unknown)}。",
                f"There is no such column: {', '.join(unknown)}.",
            )
            continue
        for name in one.sums:
            column = ledger.column(name)
            if not column.is_number or column.unit_from:
                yield (
                    one.zh,
                    f"“{name}”不是同一单位的数，不能合计。",
                    f"{name!r} is no number in one unit and cannot be summed.",
                )


def shown_faults(ledgers: Mapping[str, Ledger]) -> Told:
    """Columns shown from a ledger that is not there, from another kind of column, or without a shared key."""
    for ledger in ledgers.values():
        for column in ledger.columns:
            if column.shown_from and (told := _not_shown(ledger, column, ledgers)):
                yield f"{ledger.id}.toml!{column.name}", *told


def _not_shown(ledger: Ledger, column: Column, ledgers: Mapping[str, Ledger]) -> tuple[str, str] | None:
    name, _, shown = column.shown_from.partition(".")
    columns = {one.name: one for one in ledgers[name].columns} if name in ledgers else {}
    if shown not in columns:
        return (
            f"shown_from 所指的“{column.shown_from}”不是任何台账的列。",
            f"shown_from names {column.shown_from!r}, which is no column of any ledger.",
        )
    source = columns[shown]
    if (source.type, source.unit, source.unit_from) != (column.type, column.unit, column.unit_from):
        return (
            f"shown_from 所指的“{column.shown_from}”类型或单位不同。",
            f"shown_from names {column.shown_from!r}, which is of another type or unit.",
        )
    if not set(column.allowed) >= set(source.allowed):
        return (
            f"shown_from 所指的“{column.shown_from}”有本列不允许的选项。",
            f"shown_from names {column.shown_from!r}, which allows words that this column does not.",
        )
    if not set(ledger.keys) & columns.keys():
        return (
            f"“{ledger.id}”没有一个键是“{name}”的列，无从对应。",
            f"No key of {ledger.id!r} is a column of {name!r}: no row can be found.",
        )
    return None


def _feed_unit(ledger: Ledger, feed: Feed, unit: str) -> Told:
    column = ledger.column(feed.value)
    if not column.is_number:
        yield feed.series, f"“{feed.value}”不是数值列。", f"{feed.value!r} is no number."
    elif column.unit and unit != _BY_FUEL:
        try:
            factor(column.unit, unit)
        except DafengError as error:
            yield feed.series, error.zh, error.en


def _feed_words(ledger: Ledger, feed: Feed) -> Told:
    """A word that becomes a key of the series needs a term, or a condition that leaves its rows out."""
    for key in WORDED:
        if key not in feed.keys:
            continue
        column = ledger.column(feed.keys[key])
        for word in column.allowed:
            if account_term(key, word) is None and not leaves_out(ledger, feed.where, column.name, word):
                yield (
                    feed.series,
                    f"核算中没有“{word}”对应的词（{key}），请在 feed_words.csv 中补充，或用 where 排除。",
                    f"The accounts have no term for {word!r} as {key}; add it to feed_words.csv or leave it out by where.",
                )
