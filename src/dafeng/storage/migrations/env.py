"""Where Alembic starts: on the connection it is handed, within the transaction that is open there."""

from __future__ import annotations

from alembic import context

from dafeng.storage.preparing import VERSION_TABLE
from dafeng.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
