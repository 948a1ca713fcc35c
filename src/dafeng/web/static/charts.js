// Draw each chart from the JSON beside it.
"use strict";
(function () {
  if (typeof echarts === "undefined") {
    throw new Error("echarts.min.js missing: run make env");
  }
  const drawn = [];
  document.querySelectorAll("script[data-chart]").forEach(function (source) {
    const place = document.getElementById(source.dataset.chart);
    place.style.height = place.dataset.height + "px";
    const chart = echarts.init(place, null, { renderer: "canvas" });
    const option = JSON.parse(source.textContent);
    // On a phone a legend of many names would cover the plot.
    if (option.legend && place.clientWidth < 700) option.legend.type = "scroll";
    chart.setOption(option);
    drawn.push(chart);
  });
  window.addEventListener("resize", function () {
    drawn.forEach(function (chart) { chart.resize(); });
  });
})();
