"""Where a character of a document's text stands in the file it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page, a paragraph, a table cell or a note of a file; all counts begin at one.

    `file` is named only where a document was put together from several files.

    Examples
    --------
    >>> print(Place(table=2, row=3, column=1))
    表2第3行第1列
    >>> print(Place(file="附件.pdf", page=3))
    附件.pdf 第3页

    """

    file: str | None = None
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    footnote: int | None = None
    endnote: int | None = None

    def __str__(self) -> str:
        words = "".join(
            form.format(value)
            for value, form in (
                (self.page, "第{}页"),
                (self.paragraph, "第{}段"),
                (self.table, "表{}"),
                (self.row, "第{}行"),
                (self.column, "第{}列"),
                (self.footnote, "脚注{}"),
                (self.endnote, "尾注{}"),
            )
            if value is not None
        )
        return f"{self.file} {words}".rstrip() if self.file else words

    def to_json(self) -> dict[str, str | int]:
        """What is known of the place, and no other key."""
        return {
            name: value for name in self.__dataclass_fields__ if (value := getattr(self, name)) is not None
        }


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a document's text, `start` to `end`, that stands in one place."""

    start: int
    end: int
    place: Place
