"""The desk at which returns are taken: the ledgers that are declared, and the city with its areas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from dafeng.domain.city import City
from dafeng.domain.errors import DafengError, Fault
from dafeng.domain.ledger import Ledger
from dafeng.readers.city import CITY_FILE, read_city
from dafeng.readers.typed import folded
from dafeng.rules.ledgers import SUFFIX, ledgers_with, parse_ledger
from dafeng.rules.remarks import near
from dafeng.services.inputs import city_folder

LEDGERS = "ledgers"
"""The folder of a city's own ledgers, beside ``city.toml``."""


@dataclass(frozen=True)
class Desk:
    """What a form is written and read with; without a city any area's name stands as it is written."""

    city: City | None
    ledgers: Mapping[str, Ledger]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The name of each area by its code, the city itself first."""
        if self.city is None:
            return {}
        own = {self.city.code: self.city.name_zh}
        return own | {area.code: area.name_zh for area in self.city.areas}

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The code of each area by its name and by its code."""
        by_name = {folded(name): code for code, name in self.names.items()}
        return by_name | {code: code for code in self.names}

    @property
    def counties(self) -> tuple[str, ...]:
        """The areas that add up to the city: zones are booked to their counties first."""
        return tuple(area.code for area in self.city.areas if area.kind == "county") if self.city else ()

    def area(self, written: str) -> str:
        """The code of an area by its name or code.

        Raises
        ------
        DafengError
            ``E_AREA`` where the city has no such area, or the text cannot be a code.

        """
        name = folded(written)
        if self.codes and name not in self.codes:
            hint = near(name, self.codes)
            raise DafengError(
                "E_AREA",
                f"本市没有地区“{written}”{hint['near_zh']}。",
                f"The city has no area {written!r}{hint['near_en']}.",
            )
        code = self.codes.get(name, name)
        if not code or not all(one.isalnum() or one == "-" for one in code):
            raise DafengError(
                "E_AREA",
                f"地区“{written}”应为代码或名称，如 511602；只含字母、数字和连字符。",
                f"The area {written!r} should be a code or a name such as 511602: letters, digits, hyphens.",
            )
        return code


def open_desk(data: Path | None = None) -> Desk:
    """The desk of a city folder: the one that is named, else the folder we are in if it is one.

    Raises
    ------
    DafengError
        ``E_NO_FILE`` for a folder that does not exist, ``E_CITY`` and ``E_LEDGER_FILE`` for files in it that
        cannot be used.

    """
    if data is not None and not data.exists():
        raise DafengError(
            "E_NO_FILE",
            f"找不到数据文件夹“{data.name}”，请检查路径。",
            f"The data folder {data.name!r} does not exist; check the path.",
        )
    folder = city_folder(Path() if data is None else data)
    if folder is None:
        return Desk(None, ledgers_with(()))
    own, faults = [], list[Fault]()
    for path in sorted((folder / LEDGERS).glob(f"*{SUFFIX}")):
        try:
            own.append(parse_ledger(path.stem, path.read_text("utf-8")))
        except DafengError as error:
            faults.extend(error.faults)
    if faults:
        raise DafengError(
            "E_LEDGER_FILE",
            f"城市文件夹的台账声明有 {len(faults)} 处错误，未载入。",
            f"{len(faults)} faults in the ledgers of the city folder; none was loaded.",
            tuple(faults),
        )
    return Desk(read_city(folder / CITY_FILE), ledgers_with(own))
