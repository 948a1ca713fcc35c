"""The first books: originals, submissions, observations, releases, the chain, and the nouns of energy users."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.String().with_variant(sa.String(collation="C"), "postgresql")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "events",
    "files",
    "cases",
    "measures",
    "meters",
    "readings_files",
    "releases",
    "series_metadata",
    "submissions",
    "units",
    "observations",
)

_REFUSE = """
CREATE FUNCTION books_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def _words(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, WORDS, nullable=nullable)


def upgrade() -> None:
    """Make every table, and the triggers that let rows be added and never changed."""
    op.create_table(
        "events",
        sa.Column("number", COUNT, autoincrement=False, nullable=False),
        _words("at"),
        _words("by"),
        _words("role"),
        _words("action"),
        _words("subject"),
        _words("detail"),
        _words("reason"),
        _words("previous"),
        _words("hash"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    op.create_table(
        "files",
        _words("sha256"),
        _words("name"),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_files")),
    )
    op.create_table(
        "cases",
        _words("id"),
        _words("kind"),
        _words("subject"),
        _words("title"),
        _words("step"),
        _words("opened_on"),
        _words("due_on", nullable=True),
        _words("owner"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_cases_event")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_cases")),
    )
    op.create_table(
        "measures",
        _words("id"),
        _words("name"),
        _words("field"),
        sa.Column("effect_low", sa.Double(), nullable=True),
        sa.Column("effect_high", sa.Double(), nullable=True),
        _words("effect_unit"),
        sa.Column("cost", sa.Double(), nullable=True),
        _words("owner"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_measures_event")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_measures")),
    )
    op.create_table(
        "meters",
        _words("id"),
        _words("unit"),
        _words("fuel"),
        _words("name"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_meters_event")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_meters")),
    )
    op.create_table(
        "readings_files",
        _words("series"),
        _words("month"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        _words("sha256"),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_readings_files_event")),
        sa.PrimaryKeyConstraint("series", "month", "version", name=op.f("pk_readings_files")),
    )
    op.create_table(
        "releases",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        _words("series"),
        _words("region"),
        _words("period"),
        _words("status"),
        _words("release_on"),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_releases_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
    )
    op.create_table(
        "series_metadata",
        _words("id"),
        _words("meter"),
        _words("quantity"),
        _words("unit"),
        sa.Column("seconds", sa.Integer(), nullable=False),
        _words("zone"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_series_metadata_event")),
        sa.PrimaryKeyConstraint("id", "version", name=op.f("pk_series_metadata")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        _words("at"),
        _words("by"),
        _words("action"),
        _words("ledger"),
        _words("area"),
        _words("period"),
        _words("file", nullable=True),
        _words("reason"),
        sa.Column("event", COUNT, nullable=False),
        _words("event_hash"),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_submissions_event")),
        sa.ForeignKeyConstraint(["file"], ["files.sha256"], name=op.f("fk_submissions_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
    )
    op.create_table(
        "units",
        _words("code"),
        _words("name"),
        _words("region"),
        _words("sector"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", COUNT, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.number"], name=op.f("fk_units_event")),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_units")),
    )
    op.create_table(
        "observations",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        _words("key"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("submission", COUNT, nullable=False),
        _words("series"),
        _words("region"),
        _words("period"),
        _words("flow"),
        _words("sector"),
        _words("fuel"),
        _words("plant"),
        _words("item"),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        _words("unit"),
        _words("grade"),
        _words("absence", nullable=True),
        _words("text", nullable=True),
        _words("source"),
        _words("note"),
        _words("stated_value"),
        _words("stated_unit"),
        _words("file"),
        _words("file_name"),
        _words("sheet", nullable=True),
        sa.Column("row", sa.Integer(), nullable=False),
        _words("column"),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN value IS NULL THEN 0 ELSE 1 END) + (CASE WHEN text IS NULL THEN 0 ELSE 1 END) + (CASE WHEN absence IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_observations_says_one_thing"),
        ),
        sa.ForeignKeyConstraint(["file"], ["files.sha256"], name=op.f("fk_observations_file")),
        sa.ForeignKeyConstraint(
            ["submission"],
            ["submissions.id"],
            name=op.f("fk_observations_submission"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_observations_key_version")),
    )

    _forbid_changes()


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_REFUSE)
        for table in TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION books_append_only()"
            )
        return
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
