"""A meter, the series it gives, and the interval that a reading covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dafeng.domain.errors import DafengError

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def _named(what_zh: str, what_en: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise DafengError(
            "E_NAME",
            f"{what_zh}编号“{name}”应由字母、数字、点、横线组成，以字母或数字开头，不超过 100 位。",
            f"The {what_en} id {name!r} takes letters, digits, dots, dashes and underscores, "
            "a letter or digit first, 100 at most.",
        )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DafengError(
            "E_ZONE",
            f"时区“{name}”不认识，应如 Asia/Shanghai。",
            f"The zone {name!r} is not known; it should read like Asia/Shanghai.",
        ) from error


@dataclass(frozen=True, slots=True)
class Meter:
    """A metering point (计量点) of a unit; `fuel` is what flows through it.

    Raises
    ------
    DafengError
        ``E_NAME`` for an id that cannot name a folder.

    """

    id: str
    unit: str
    fuel: str
    name: str = ""

    def __post_init__(self) -> None:
        _named("计量点", "meter", self.id)

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Series:
    """What a meter tells: quantity, unit of measure, seconds from reading to reading, zone of its months.

    Raises
    ------
    DafengError
        ``E_NAME`` for an id that cannot name a folder, ``E_ZONE`` for an unknown zone, ``E_SECONDS`` for an
        interval that is not positive.

    """

    id: str
    meter: str
    quantity: str
    unit: str
    seconds: int
    zone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        _named("序列", "series", self.id)
        _zone(self.zone)
        if self.seconds <= 0:
            raise DafengError(
                "E_SECONDS",
                f"序列“{self.id}”的间隔应为正的秒数，收到 {self.seconds}。",
                f"The interval of series {self.id!r} takes a positive number of seconds, got {self.seconds}.",
            )

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time: start, length and the zone in which its month is told.

    Examples
    --------
    >>> from datetime import UTC
    >>> Interval(datetime(2026, 2, 28, 16, tzinfo=UTC), timedelta(minutes=15), "Asia/Shanghai").month
    '2026-03'

    Raises
    ------
    DafengError
        ``E_INTERVAL`` for a start without an offset or a length that is not positive, ``E_ZONE`` for an
        unknown zone.

    """

    start: datetime
    length: timedelta
    zone: str

    def __post_init__(self) -> None:
        _zone(self.zone)
        if self.start.tzinfo is None or self.length <= timedelta(0):
            raise DafengError(
                "E_INTERVAL",
                f"时段应有带时区的起点和正的长度，收到 {self.start}、{self.length}。",
                f"An interval takes a start with its offset and a positive length, got {self.start}, {self.length}.",
            )

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return self.start + self.length

    @property
    def month(self) -> str:
        """The month of its start, in its own zone."""
        return self.start.astimezone(_zone(self.zone)).strftime("%Y-%m")
