"""What can go wrong, said in Chinese and English, with the place and the mend."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at one place; a refused file reports all of its faults at once.

    `place` is a cell (``energy.csv!C12``), a character range, or a file name.
    """

    code: str
    place: str
    zh: str
    en: str

    def to_json(self) -> dict[str, str]:
        return {"code": self.code, "place": self.place, "message_zh": self.zh, "message_en": self.en}


@dataclass(eq=False)
class DafengError(Exception):
    """Refusal with a code, both languages and every fault found.

    `zh` and `en` say what was received and what to do about it.
    """

    code: str
    zh: str
    en: str
    faults: tuple[Fault, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return f"[{self.code}] {self.zh} / {self.en}"

    def to_json(self) -> dict[str, object]:
        """The one error shape of every door."""
        return {
            "error": {
                "code": self.code,
                "message_zh": self.zh,
                "message_en": self.en,
                "faults": [fault.to_json() for fault in self.faults],
            }
        }
