"""How long a long plan in PDF takes: 500 Chinese pages, every fifth with a ruled table, through ``plan read``.

The bar is a minute on an office machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import typst
from pylopdf_fonts_zh_cn import sans_path

BAR = 60.0
SENTENCE = (
    "到2025年，非化石能源消费比重达到20%左右，单位地区生产总值能耗比2020年下降14%，新建建筑全面执行绿色标准。"
)
HEAD = """#set text(font: "Noto Sans SC", lang: "zh", size: 12pt)
#set page(paper: "a4", header: [某市碳达峰实施方案], footer: context align(center)[— #counter(page).display() —])
"""


def page(number: int) -> str:
    """A page with a heading, ten paragraphs and, every fifth time, a table."""
    rows = ", ".join(f"[指标{number}-{row}], [%], [{row}], [约束性]" for row in range(8))
    table = "" if number % 5 else f"#table(columns: 4, [指标], [单位], [2025年], [性质], {rows})\n"
    return f"（{number}）任务\n\n" + f"{SENTENCE}\n\n" * 10 + table + "#pagebreak(weak: true)\n"


def main() -> int:
    """Make the file, read it, and tell the time; the exit code is 1 above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    pages = parser.parse_args().pages
    source = HEAD + "".join(page(number) for number in range(1, pages + 1))
    made = typst.Compiler(font_paths=[sans_path().parent], ignore_system_fonts=True).compile(
        source.encode(), format="pdf"
    )
    assert isinstance(made, bytes)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.pdf"
        file.write_bytes(made)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "dafeng", "plan", "read", str(file), "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 – our own command
        seconds = time.perf_counter() - begun
    print(f"{pages} pages, {len(made) / 1e6:.1f} MB: plan read {seconds:.1f} s (bar {BAR:.0f} s)")
    return 0 if seconds < BAR else 1


if __name__ == "__main__":
    sys.exit(main())
