// Draws what stands in the tables beside it. Without this file the tables are all there is, and say the same.
(() => {
  "use strict";
  const library = document.currentScript.dataset.echarts;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const patterns = ["rect", "triangle", "diamond", "circle", "arrow", "pin"];
  const colours = ["#0b7285", "#c2570c", "#7048a8", "#5c7a12", "#b0305c", "#4a5661"];
  const option = (chart) => {
    const text = { color: css("--ink"), fontFamily: css("--font"), fontSize: 14 };
    const names = { type: "category", data: chart.labels, axisLabel: { ...text }, axisLine: { lineStyle: { color: css("--edge") } } };
    const values = { type: "value", minInterval: 1, max: chart.percent ? 100 : null, axisLabel: { ...text }, splitLine: { lineStyle: { color: css("--line") } } };
    return {
      animation: false,
      textStyle: text,
      aria: { enabled: true, decal: { show: chart.series.length > 1 } },
      color: colours,
      legend: { show: chart.series.length > 1, textStyle: text, type: "scroll" },
      grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
      xAxis: chart.percent ? values : names,
      yAxis: chart.percent ? names : values,
      series: chart.series.map((one, at) => ({
        name: one.name, type: "bar", stack: chart.stacked ? "all" : null, data: one.values, barMaxWidth: 28,
        symbol: patterns[at % patterns.length],
        label: { show: Boolean(chart.percent), position: "insideRight", color: "#fff" },
      })),
    };
  };
  const idle = window.requestIdleCallback ? (act) => requestIdleCallback(act, { timeout: 2000 }) : (act) => setTimeout(act, 200);
  // Its room is kept from the first, so that nothing moves when a chart is drawn.
  const wanted = JSON.parse(document.getElementById("drawn").textContent).flatMap((chart) => {
    const place = document.getElementById(chart.id);
    if (!place || !chart.labels.length) return [];
    if (chart.percent) place.style.height = `${6 + 2.5 * chart.labels.length}rem`;
    return [{ chart, place }];
  });
  let loading = null;
  const loaded = () => (loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = library;
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  }));
  const draw = async ({ chart, place }) => {
    try { await loaded(); } catch { place.hidden = true; return; }
    idle(() => {
      const drawn = window.echarts.init(place, null, { renderer: "canvas" });
      drawn.setOption(option(chart));
      place.dataset.drawn = "yes";
      addEventListener("resize", () => drawn.resize());
    });
  };
  // The library is large: it comes once the page is there, and for a chart that is about to be seen.
  const begin = () => {
    const seen = new IntersectionObserver((found) => {
      for (const one of found) {
        if (!one.isIntersecting) continue;
        seen.unobserve(one.target);
        draw(wanted.find(({ place }) => place === one.target));
      }
    }, { rootMargin: "200px" });
    for (const { place } of wanted) seen.observe(place);
  };
  if (!wanted.length) return;
  if (document.readyState === "complete") idle(begin);
  else addEventListener("load", () => idle(begin), { once: true });
})();
