"""Indicators as plans name them: one row each, checked before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dafeng.rules.unit_families import unit_families

COLUMNS = (
    "id", "field", "name_zh", "name_en", "words", "unit_kind", "direction", "kind", "narrowed", "denominator",
    "usual_source", "nature", "source",
)  # fmt: skip
REQUIRED = ("id", "name_zh", "words", "unit_kind", "direction", "kind")
DIRECTIONS = ("up", "down", "peak")
KINDS = ("level", "share", "reduction", "increase", "cumulative", "rate")
NATURES = ("约束性", "预期性", "未定")
NARROWED = ("是", "否")
_CHANGES = frozenset({"reduction", "increase", "rate"})


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as plans name it.

    `words` are its spellings, the first the preferred one.  `unit_kind` is its first unit family and
    `families` are all of them.  `direction` is up, down or peak: which way is better.  `kind` is the
    target kind it usually carries.  `narrowed` says that words in front of it narrow it (公共机构人均用水量
    is 人均用水量 of 公共机构); otherwise they belong to the name.  `denominator` is what a share or an
    intensity is of, ``无`` where there is none.  `usual_source` is who usually publishes it.  `nature` is
    约束性, 预期性 or 未定 by national usage, and `source` the document that definition or nature rests on.
    """

    id: str
    field: str
    name_zh: str
    name_en: str
    words: tuple[str, ...]
    families: tuple[str, ...]
    direction: str
    kind: str
    narrowed: bool
    denominator: str
    usual_source: str
    nature: str
    source: str

    @property
    def unit_kind(self) -> str:
        """The unit family it is usually stated in."""
        return self.families[0]

    def accepts(self, family: str, kind: str | None = None) -> bool:
        """Whether a number of that unit family can state it.

        A change of any amount may be stated in percent or as a multiple, so `kind` (that of the target;
        the indicator's own if None) matters.

        Examples
        --------
        >>> from dafeng.rules.vocabulary import load_vocabulary
        >>> coal = load_vocabulary().indicator("coal_consumption")
        >>> coal.accepts("mass"), coal.accepts("percent"), coal.accepts("percent", "reduction")
        (True, False, True)

        """
        return family in self.families or (
            family in {"percent", "multiple"} and (kind or self.kind) in _CHANGES
        )


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in one column of an indicator row."""

    code: str
    column: str
    zh: str
    en: str


def indicator_of(row: Mapping[str, str]) -> Indicator:
    """The indicator of a sound row; what a city leaves out is filled with what is true of any indicator."""
    return Indicator(
        row["id"],
        row.get("field") or "本市",
        row["name_zh"],
        row.get("name_en") or row["name_zh"],
        tuple(row["words"].split("|")),
        tuple(row["unit_kind"].split("|")),
        row["direction"],
        row["kind"],
        row.get("narrowed") == "是",
        row.get("denominator") or "无",
        row.get("usual_source") or "未注明",
        row.get("nature") or "未定",
        row.get("source") or "indicators.csv",
    )


def row_faults(row: Mapping[str, str], known: Iterable[Indicator]) -> Iterator[RowFault]:
    """Everything wrong with a row: an empty or unknown value, or a spelling that is taken.

    A row may carry the id of a known indicator: then it adds spellings, and must agree in the rest.
    """
    for column in REQUIRED:
        if not row.get(column):
            yield RowFault(
                "E_INDICATOR_EMPTY", column, f"{column} 为空，请填写。", f"empty {column}; fill it."
            )
    known = tuple(known)
    same = next((one for one in known if one.id == row.get("id")), None)
    for column, allowed in (
        ("direction", DIRECTIONS),
        ("kind", KINDS),
        ("narrowed", NARROWED),
        ("nature", NATURES),
    ):
        value = row.get(column)
        if value and value not in allowed:
            yield _unknown(column, value, "、".join(allowed))
    for family in filter(None, row.get("unit_kind", "").split("|")):
        if not unit_families().knows(family):
            yield _unknown("unit_kind", family, "、".join(unit_families().names))
    if same is not None:
        own = {"unit_kind": "|".join(same.families), "direction": same.direction, "kind": same.kind}
        for column, value in own.items():
            if row.get(column) not in {value, ""}:
                yield RowFault(
                    "E_INDICATOR_ID",
                    column,
                    f"编号“{same.id}”已有，其 {column} 为“{value}”；补充名称须与之一致，新指标须另取编号。",
                    f"The id {same.id!r} exists with {column} {value!r}; agree with it, or take a new id.",
                )
    yield from _taken(row, known)


def _unknown(column: str, value: str, allowed: str) -> RowFault:
    return RowFault(
        f"E_INDICATOR_{column.upper()}",
        column,
        f"{column} 不认识“{value}”，可用：{allowed}。",
        f"Unknown {column} {value!r}; use one of {allowed}.",
    )


def _taken(row: Mapping[str, str], known: tuple[Indicator, ...]) -> Iterator[RowFault]:
    claimed = {word: one.id for one in known for word in one.words if one.id != row.get("id")}
    words = row.get("words", "").split("|")
    for word in dict.fromkeys(words):
        if word in claimed:
            yield RowFault(
                "E_INDICATOR_WORD",
                "words",
                f"“{word}”已是指标“{claimed[word]}”的名称，一个名称只能属于一个指标。",
                f"{word} stands under {claimed[word]} already; a spelling belongs to one indicator.",
            )
        elif words.count(word) > 1 or (len(words) > 1 and not word):
            yield RowFault(
                "E_INDICATOR_WORD",
                "words",
                f"“{word}”重复或为空，名称之间用一个 | 分隔。",
                f"{word!r} stands twice or is empty; separate the spellings with one |.",
            )


def merged(known: tuple[Indicator, ...], added: Iterable[Indicator]) -> tuple[Indicator, ...]:
    """The indicators with those of a city: a new id is appended, a known one gains spellings."""
    found = {one.id: one for one in known}
    for one in added:
        before = found.get(one.id)
        words = dict.fromkeys((*before.words, *one.words)) if before else ()
        found[one.id] = replace(before, words=tuple(words)) if before else one
    return tuple(found.values())
