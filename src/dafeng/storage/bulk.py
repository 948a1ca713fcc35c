"""Many rows into one table, by the quickest way that the database has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert tuples in the order of the table's columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        into = f"{quote(table.name)} ({', '.join(quote(column.name) for column in table.columns)})"
        driver: Any = connection.connection.driver_connection
        errors: Any = connection.dialect.loaded_dbapi.Error
        try:
            with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        except errors as error:
            # The driver was asked past SQLAlchemy, whose errors everybody else expects.
            raise DBAPIError.instance("COPY", None, error, errors, dialect=connection.dialect) from error
    else:
        connection.exec_driver_sql(str(table.insert().compile(dialect=connection.dialect)), list(rows))
