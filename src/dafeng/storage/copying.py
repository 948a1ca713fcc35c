"""All rows of one set of books into another that is empty: the way of every backup and restore."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, literal, select

from dafeng.storage.bulk import insert_rows
from dafeng.storage.reading import BATCH
from dafeng.storage.schema import files, metadata


def is_empty(connection: Connection) -> bool:
    """Whether no table holds a row."""
    return all(
        connection.execute(select(literal(1)).select_from(table).limit(1)).first() is None
        for table in metadata.sorted_tables
    )


def copy_rows(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every table in the order of its keys; the answer counts the rows of each."""
    counts = {}
    for table in metadata.sorted_tables:
        count = 0
        ordered: Any = select(table).order_by(*table.primary_key.columns)
        # Originals are large and few.
        batch = 1 if table is files else BATCH
        streamed = source.execution_options(yield_per=batch).execute(ordered)
        for part in streamed.partitions():
            insert_rows(target, table, [tuple(row) for row in part])
            count += len(part)
        counts[table.name] = count
    return counts
