"""Questions to the books: the current view, as of a moment, versions, submissions, originals, releases."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from dafeng.domain.errors import DafengError
from dafeng.domain.ledger import Publication
from dafeng.domain.observation import Observation
from dafeng.domain.release import Release
from dafeng.domain.submission import Submission, Version
from dafeng.storage import rows
from dafeng.storage.schema import files, observations, releases, submissions

BATCH = 10_000


def current(
    connection: Connection,
    series: str | None,
    region: str | None,
    period: str | None,
    known: datetime | None,
) -> tuple[Observation, ...]:
    """The highest version of each fact that is not withdrawn, in the order in which they were written."""
    query = _current(series, region, period, known).order_by(observations.c.id)
    return tuple(rows.observation(row) for row in connection.execute(query).mappings())


def current_frame(
    connection: Connection,
    series: str | None,
    region: str | None,
    period: str | None,
    known: datetime | None,
) -> pl.DataFrame:
    """The same as a frame, with the columns that an import takes."""
    query = _current(series, region, period, known).order_by(observations.c.id)
    names = list(rows.FRAME)
    parts = (
        pl.DataFrame(part, rows.FRAME, orient="row")
        for part in _batches(connection, query.with_only_columns(*(observations.c[name] for name in names)))
    )
    return pl.concat([pl.DataFrame(schema=rows.FRAME), *parts], rechunk=False)


def history(connection: Connection, key: Sequence[str]) -> tuple[Version, ...]:
    """Every statement of one fact, oldest first."""
    query = (
        select(observations).where(observations.c.key == rows.joined(key)).order_by(observations.c.version)
    )
    found = connection.execute(query).mappings().all()
    by_id = {one.id: one for one in _submissions(connection, [row["submission"] for row in found])}
    return tuple(
        Version(row["version"], row["withdrawn"], rows.observation(row), by_id[row["submission"]])
        for row in found
    )


def list_submissions(
    connection: Connection, ledger: str | None, area: str | None, period: str | None
) -> tuple[Submission, ...]:
    """Imports, oldest first; of one ledger, area or period where that is named."""
    asked = {"ledger": ledger, "area": area, "period": period}
    query = select(submissions).where(
        *(submissions.c[name] == value for name, value in asked.items() if value is not None)
    )
    return _as_submissions(connection, query)


def original(connection: Connection, sha256: str) -> bytes:
    """The file of that hash, byte for byte.

    Raises
    ------
    DafengError
        ``E_NO_ORIGINAL`` when the books do not hold it.

    """
    packed = connection.scalar(select(files.c.bytes).where(files.c.sha256 == sha256))
    if packed is None:
        raise no_original(sha256)
    return zlib.decompress(packed)


def no_original(sha256: str) -> DafengError:
    """The refusal of a hash that no file of the books has."""
    return DafengError(
        "E_NO_ORIGINAL",
        f"账本中没有哈希为 {sha256[:12]}… 的原件，请先存入原件。",
        f"The books hold no original with the hash {sha256[:12]}…; add the file first.",
    )


def released(connection: Connection, series: str, region: str, period: str, day: date) -> Publication:
    """Whether a figure may be shown on a day: the last decision in force that covers it, else unpublished."""
    query = select(releases).where(releases.c.release_on <= day.isoformat()).order_by(releases.c.id.desc())
    for row in connection.execute(query):
        decision = Release(
            row.series, row.region, row.period, Publication(row.status), date.fromisoformat(row.release_on)
        )
        if decision.covers(series, region, period):
            return decision.status
    return Publication.UNPUBLISHED


def statements(connection: Connection, keys: Sequence[str]) -> dict[str, Any]:
    """The highest version of each of these keys: version, withdrawn and what it says."""
    columns = [observations.c[name] for name in ("key", "version", "withdrawn", *rows.SAYS)]
    found: dict[str, Any] = {}
    for start in range(0, len(keys), BATCH):
        query = select(*columns).where(observations.c.key.in_(keys[start : start + BATCH]))
        found |= {row.key: row for row in connection.execute(query.order_by(observations.c.version))}
    return found


def newest_rows(connection: Connection, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The whole row of the highest version of each of these keys."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(keys), BATCH):
        query = select(observations).where(observations.c.key.in_(keys[start : start + BATCH]))
        ordered = connection.execute(query.order_by(observations.c.version)).mappings()
        found |= {row["key"]: dict(row) for row in ordered}
    return found


def highest(connection: Connection, column: Any) -> int:
    """The greatest number of a column; 0 in an empty table."""
    return connection.scalar(select(func.max(column))) or 0


def _current(
    series: str | None, region: str | None, period: str | None, known: datetime | None
) -> Select[Any]:
    later = observations.alias("later")
    superseded = [later.c.key == observations.c.key, later.c.version > observations.c.version]
    query = select(observations).where(~observations.c.withdrawn)
    if known is not None:
        by_then = select(submissions.c.id).where(submissions.c.at <= rows.moment(known))
        query = query.where(observations.c.submission.in_(by_then))
        superseded.append(later.c.submission.in_(by_then))
    if series is not None:
        query = query.where(_of_series(series, region, period))
    if region is not None:
        query = query.where(observations.c.region == region)
    if period is not None:
        query = query.where(observations.c.period == period)
    return query.where(~exists().where(*superseded))


def _of_series(series: str, region: str | None, period: str | None) -> ColumnElement[bool]:
    """A series itself or, at a dot, those under it; told as ranges of the key, which is indexed."""
    if series.endswith("."):
        return _begins(series)
    narrow = [series]
    if region is not None:
        narrow += [region] if period is None else [region, period]
    return or_(_begins(rows.joined([*narrow, ""])), _begins(f"{series}."))


def _begins(prefix: str) -> ColumnElement[bool]:
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return and_(observations.c.key >= prefix, observations.c.key < end)


def _batches(connection: Connection, query: Select[Any]) -> Iterator[list[tuple[Any, ...]]]:
    streamed = connection.execution_options(yield_per=BATCH).execute(query)
    for part in streamed.partitions():
        yield [tuple(row) for row in part]


def _submissions(connection: Connection, ids: Sequence[int]) -> tuple[Submission, ...]:
    return _as_submissions(connection, select(submissions).where(submissions.c.id.in_(ids)))


def _as_submissions(connection: Connection, query: Select[Any]) -> tuple[Submission, ...]:
    found = connection.execute(query.order_by(submissions.c.id)).mappings()
    return tuple(Submission(**{**row, "file": row["file"] or ""}) for row in found)
