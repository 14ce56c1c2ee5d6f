// Draws the counts of the table below it. Without this file the table is all there is, and says the same.
(() => {
  "use strict";
  const script = document.createElement("script");
  script.src = document.currentScript.dataset.echarts;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  script.addEventListener("load", () => {
    const text = { color: css("--ink"), fontFamily: css("--font"), fontSize: 14 };
    for (const chart of JSON.parse(document.getElementById("drawn").textContent)) {
      const place = document.getElementById(chart.id);
      if (!place || !chart.labels.length) continue;
      place.hidden = false;
      place.style.height = `${6 + 1.75 * chart.labels.length}rem`;
      const drawn = window.echarts.init(place, null, { renderer: "canvas" });
      drawn.setOption({
        animation: false,
        textStyle: text,
        aria: { enabled: true },
        color: ["#0b7285"],
        grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
        xAxis: { type: "value", minInterval: 1, axisLabel: { ...text, hideOverlap: true }, splitLine: { lineStyle: { color: css("--line") } } },
        yAxis: { type: "category", inverse: true, data: chart.labels, axisLabel: { ...text, width: Math.min(220, place.clientWidth * 0.4), overflow: "truncate" }, axisLine: { lineStyle: { color: css("--edge") } } },
        series: chart.series.map((one) => ({ name: one.name, type: "bar", data: one.values, barMaxWidth: 20 })),
      });
      place.dataset.drawn = "yes";
      addEventListener("resize", () => drawn.resize());
    }
  });
  document.head.append(script);
})();
