// Draw each chart from the JSON beside it.
"use strict";
(function () {
  if (typeof echarts === "undefined") {
    throw new Error("echarts.min.js missing: run make env");
  }
  const drawn = [];

  // On a phone a legend of many names would cover the plot, and a long panel title would be cut.
  function narrow(option, width) {
    if (option.legend) option.legend.type = "scroll";
    (option.title || []).forEach(function (title) {
      title.left = 8;
      Object.assign(title.textStyle, { width: width - 24, overflow: "truncate" });
    });
  }

  // A band is drawn as its lower edge with its width stacked on it; a reader wants both edges.
  function showBandEdges(option) {
    option.tooltip.formatter = function (points) {
      const lines = [points[0].axisValueLabel];
      const low = {};
      points.forEach(function (point) {
        if (point.value === null || point.value === undefined) return;
        const stack = option.series[point.seriesIndex].stack;
        if (stack && low[stack] === undefined) {
          low[stack] = point.value;
        } else {
          const high = (stack ? low[stack] + point.value : point.value).toFixed(1);
          lines.push(point.seriesName + "  " + (stack ? low[stack].toFixed(1) + " – " : "") + high);
        }
      });
      return lines.join("\n");
    };
  }

  document.querySelectorAll("script[data-chart]").forEach(function (source) {
    const place = document.getElementById(source.dataset.chart);
    place.style.height = place.dataset.height + "px";
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const option = JSON.parse(source.textContent);
    if (place.clientWidth < 700) narrow(option, place.clientWidth);
    if (option.series.some(function (one) { return one.type === "line" && one.stack; })) showBandEdges(option);
    chart.setOption(option);
    drawn.push(chart);
  });
  window.addEventListener("resize", function () {
    drawn.forEach(function (chart) { chart.resize(); });
  });
})();
