"""Boxes (专栏): where one begins, what belongs to it, and where the plan goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dafeng.methods.plan.outline.marks import BOX, STRONG, Mark, is_title
from dafeng.methods.plan.view.surface import Surface

_NOTE = re.compile(r"注[：:]|备注|资料来源|说明[：:]|单位[：:]|表\d")


@dataclass(slots=True)
class OpenBox:
    """A box whose contents are still being collected; places are those of the view.

    `number` is the last of its own numbered items, `outer` the last number before it, `tight` is true
    if its contents follow the title without a blank line.
    """

    clause: str
    title: str
    start: int
    end: int
    outer: int
    number: int = 0
    paragraphs: int = 0
    tight: bool = True
    table: bool = False

    def takes(self, view: Surface, start: int, end: int, mark: Mark | None) -> bool:
        """True, and the paragraph is taken note of, if it belongs to the box."""
        line = view.text[start:end]
        row = start in view.rows
        if not row and (is_title(line) or (mark is not None and mark.rank <= STRONG)):
            return bool(self._is_caption(line)) and self._add(view, start, end, row=False)
        if self.table and not row and not _NOTE.match(line):
            return False
        if mark is not None and mark.label.isdigit() and not row:
            number = int(mark.label)
            if number == self.outer + 1 and number != self.number + 1:
                return False
            self.number = number
        elif not row and self.paragraphs and self.tight and start in view.gaps:
            return False
        return self._add(view, start, end, row=row)

    def _is_caption(self, line: str) -> bool:
        return self.paragraphs == 0 and line.startswith("表")

    def _add(self, view: Surface, start: int, end: int, *, row: bool) -> bool:
        if self.paragraphs == 0:
            self.tight = start not in view.gaps
            if not self.title and not row:
                self.title = re.sub("[。，；].*", "", view.text[start:end])[:40]
        self.paragraphs += 1
        self.table = self.table or row
        self.end = end
        return True


def opened_box(line: str, start: int, end: int, clause: str, outer: int) -> OpenBox | None:
    """A new box if the line is the title of one."""
    match = BOX.match(line)
    if match is None or not is_title(line):
        return None
    return OpenBox(clause, line[match.end() :], start, end, outer)
