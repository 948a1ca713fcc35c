"""The words tasks are read with: verbs of an imperative, departments and kinds of actors, all data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dafeng.rules.tables import rows

_ACTION_KINDS = frozenset(("action", "result", "lead", "ban", "adverb"))


@dataclass(frozen=True, slots=True, eq=False)
class TaskWords:
    """The word lists of tasks and actors; a new verb or department is a row, not code.

    `actions` gives each word its kind: ``action`` (建设), ``result`` (提升: what an action leads to),
    ``lead`` (加快: an adverb before a verb, else a verb), ``ban`` (严禁), ``adverb`` (积极).
    `traits` says how a verb behaves: ``noun`` (发展方式: often a noun), ``phrase`` (对甲实行: stands after a
    phrase), ``first`` and ``second`` (建设改造: makes a pair with another verb).
    `departments` gives each spelling, without the level in front of it, the standard name.
    `endings` gives the last word of a proper name the kind of actor it is; `projects` turns a project's
    kind into an actor's.  Two lists are equal only if they are the same, so that what is built from one
    can be kept.
    """

    actions: dict[str, str]
    traits: dict[str, frozenset[str]]
    departments: dict[str, str]
    endings: dict[str, str]
    projects: dict[str, str]

    def having(self, trait: str) -> frozenset[str]:
        """The words of a trait."""
        return frozenset(word for word, traits in self.traits.items() if trait in traits)


def _once(name: str, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The pairs as a dictionary; refuses an empty cell and a word claimed twice."""
    claimed: dict[str, str] = {}
    for word, meaning in pairs:
        if not word or not meaning:
            raise ValueError(f"rules/{name}: {word or meaning or 'a row'}: empty cell")
        if claimed.setdefault(word, meaning) != meaning:
            raise ValueError(f"rules/{name}: {word} stands under {claimed[word]} and {meaning}")
    return claimed


@cache
def load_task_words() -> TaskWords:
    """The word lists of the package.

    >>> words = load_task_words()
    >>> words.departments["发改委"], words.actions["严禁"], words.endings["水电站"]
    ('发展改革委', 'ban', 'hydropower')
    """
    actions = _once("actions.csv", [(row["word"], row["kind"]) for row in rows("actions.csv")])
    unknown = sorted(set(actions.values()) - _ACTION_KINDS)
    if unknown:
        raise ValueError(f"rules/actions.csv: unknown kind {', '.join(unknown)}")
    departments = [(word, row["name"]) for row in rows("departments.csv") for word in row["words"].split("|")]
    kinds = rows("actor_kinds.csv")
    return TaskWords(
        actions,
        {row["word"]: frozenset(row["traits"].split("|")) for row in rows("actions.csv") if row["traits"]},
        _once("departments.csv", departments),
        _once("actor_kinds.csv", [(row["word"], row["kind"]) for row in kinds if row["source"] == "name"]),
        _once("actor_kinds.csv", [(row["word"], row["kind"]) for row in kinds if row["source"] == "project"]),
    )
