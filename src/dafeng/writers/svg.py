"""Draw an ECharts option as SVG without a browser: the same script the pages use, in a small engine."""

from __future__ import annotations

import hashlib
import json
import re

from dafeng.domain.errors import DafengError
from dafeng.writers.charts.style import Option

MEMORY_BYTES = 256 * 2**20
SECONDS = 30
# The engine has no window, no timers and no canvas; a drawing needs none of them.
_STAGE = """
globalThis.setTimeout = globalThis.setInterval = globalThis.requestAnimationFrame = function () { return 0; };
globalThis.clearTimeout = globalThis.clearInterval = globalThis.cancelAnimationFrame = function () {};
"""
# ECharts answers with a rope of strings, which the engine cannot hand over; splitting and joining makes it one.
_DRAW = """
(function () {
  var chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT});
  var option = JSON.parse(OPTION);
  option.animation = false;
  chart.setOption(option);
  var drawn = chart.renderToSVGString();
  chart.dispose();
  return drawn.split("").join("");
})()
"""


def render(option: Option, width: int, height: int, script: str) -> str:
    """Draw one chart; the same option, size and script give the same text.

    `script` is the text of ``echarts.min.js``.  The engine may use 256 MB and 30 s of processor time.
    Every id in the drawing begins with a hash of it, so that several drawings fit on one page.

    Raises
    ------
    DafengError
        ``E_CHART`` when the script does not load or the option cannot be drawn.

    """
    import quickjs

    context = quickjs.Context()
    context.set_memory_limit(MEMORY_BYTES)
    context.set_time_limit(SECONDS)
    try:
        context.eval(_STAGE)
        context.eval(script)
        context.set("OPTION", json.dumps(option, ensure_ascii=False, allow_nan=False))
        context.set("WIDTH", width)
        context.set("HEIGHT", height)
        drawn = str(context.eval(_DRAW))
    except (quickjs.JSException, quickjs.StackOverflow, ValueError) as error:
        raise DafengError(
            "E_CHART",
            f"图表无法绘制：{error}。请检查图表脚本是否完整。",
            f"The chart cannot be drawn: {error}. Check that the chart script is complete.",
        ) from error
    mark = hashlib.sha256(drawn.encode()).hexdigest()[:8]
    return re.sub(r"\bzr\d+-", f"c{mark}-", drawn)
