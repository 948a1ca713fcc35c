"""The tables of the books, the same on SQLite and PostgreSQL; rows are added and never changed."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# Texts compare by their bytes on both databases, so that order and prefixes mean the same.
Words: TypeEngine[str] = String().with_variant(String(collation="C"), "postgresql")
# SQLite numbers rows itself only in a column declared INTEGER, and then stores no second key.
Count: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


def _words(name: str, **options: bool) -> Column[str]:
    return Column(name, Words, nullable=options.get("nullable", False))


def _event() -> Column[int]:
    return Column("event", Count, ForeignKey("events.number"), nullable=False)


def _noun(name: str, key: str, *columns: Column) -> Table:
    """A table of a noun's versions: its key, what it says, the version and the event that stated it."""
    return Table(
        name,
        metadata,
        Column(key, Words, primary_key=True),
        *columns,
        Column("version", Integer, primary_key=True, autoincrement=False),
        _event(),
    )


files = Table(
    "files",
    metadata,
    Column("sha256", Words, primary_key=True),
    _words("name"),
    Column("size", Count, nullable=False),
    Column("bytes", LargeBinary, nullable=False),  # compressed by zlib
)

events = Table(
    "events",
    metadata,
    Column("number", Count, primary_key=True, autoincrement=False),
    *(
        _words(name)
        for name in ("at", "by", "role", "action", "subject", "detail", "reason", "previous", "hash")
    ),
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=False),
    *(_words(name) for name in ("at", "by", "action", "ledger", "area", "period")),
    Column("file", Words, ForeignKey("files.sha256")),
    _words("reason"),
    _event(),
    _words("event_hash"),
)

observations = Table(
    "observations",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=False),
    _words("key"),
    Column("version", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    # Checked at commit: the submission is written last, with the digest of its rows.
    Column(
        "submission",
        Count,
        ForeignKey("submissions.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    ),
    *(_words(name) for name in ("series", "region", "period", "flow", "sector", "fuel", "plant", "item")),
    *(Column(name, Double) for name in ("value", "low", "high")),
    _words("unit"),
    _words("grade"),
    _words("absence", nullable=True),
    _words("text", nullable=True),
    *(_words(name) for name in ("source", "note", "stated_value", "stated_unit")),
    Column("file", Words, ForeignKey("files.sha256"), nullable=False),
    _words("file_name"),
    _words("sheet", nullable=True),
    Column("row", Integer, nullable=False),
    _words("column"),
    Column("digest", LargeBinary, nullable=False),
    # A key begins with series, region and period: this index finds a ledger's return as well.
    UniqueConstraint("key", "version"),
    CheckConstraint(
        "(CASE WHEN value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN text IS NULL THEN 0 ELSE 1 END)"
        " + (CASE WHEN absence IS NULL THEN 0 ELSE 1 END) = 1",
        name="says_one_thing",
    ),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Count, primary_key=True, autoincrement=False),
    *(_words(name) for name in ("series", "region", "period", "status", "release_on")),
    _event(),
)

units = _noun("units", "code", _words("name"), _words("region"), _words("sector"))
meters = _noun("meters", "id", _words("unit"), _words("fuel"), _words("name"))
series_metadata = _noun(
    "series_metadata",
    "id",
    *(_words(name) for name in ("meter", "quantity", "unit")),
    Column("seconds", Integer, nullable=False),
    _words("zone"),
)
measures = _noun(
    "measures",
    "id",
    _words("name"),
    _words("field"),
    *(Column(name, Double) for name in ("effect_low", "effect_high")),
    _words("effect_unit"),
    Column("cost", Double),
    _words("owner"),
)
cases = _noun(
    "cases",
    "id",
    *(_words(name) for name in ("kind", "subject", "title", "step", "opened_on")),
    _words("due_on", nullable=True),
    _words("owner"),
)

readings_files = Table(
    "readings_files",
    metadata,
    Column("series", Words, primary_key=True),
    Column("month", Words, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    _words("sha256"),
    Column("rows", Integer, nullable=False),
    _event(),
)

# Tables whose every row is told in full by the event that wrote it.
TOLD = (releases, units, meters, series_metadata, measures, cases, readings_files)
