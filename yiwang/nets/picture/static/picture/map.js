// The map in the browser: clusters as the server merged them, each a link. The drawing below it says the same.
const place = document.getElementById("browser-map");
const say = document.getElementById("browser-map-says");
const list = document.getElementById("clusters");
const ns = "http://www.w3.org/2000/svg";

const drawn = (name, given) => {
  const one = document.createElementNS(ns, name);
  for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
  return one;
};

const markOf = (cluster) => {
  const link = document.createElement("a");
  link.href = cluster.address;
  link.className = `cluster-mark${cluster.late ? " has-late" : ""}`;
  link.setAttribute("aria-label", wordsOf(cluster));
  const picture = drawn("svg", { viewBox: "-16 -16 32 32", width: 44, height: 44, "aria-hidden": "true" });
  picture.append(cluster.outline ? drawn("polygon", { points: cluster.outline }) : drawn("circle", { r: 13 }));
  const words = drawn("text", { y: 4 });
  words.textContent = cluster.count > 1 ? `${cluster.letter}${cluster.count}` : cluster.letter;
  picture.append(words);
  link.append(picture);
  return link;
};

const wordsOf = (cluster) =>
  `${cluster.title} ${cluster.count}${cluster.late ? `, ${place.dataset.late} ${cluster.late}` : ""}`;

const listed = (clusters) => {
  list.hidden = !clusters.length;
  list.querySelector("ul").replaceChildren(...clusters.map((cluster) => {
    const line = document.createElement("li"), link = document.createElement("a");
    link.href = cluster.address;
    link.textContent = `${cluster.letter} ${wordsOf(cluster)}`;
    line.append(link);
    return line;
  }));
};

const thingMark = (thing) => {
  const link = document.createElement("a");
  link.href = thing.address;
  link.className = "thing-mark";
  link.setAttribute("aria-label", `${thing.title} ${thing.value}`);
  link.textContent = thing.value || "◎";
  return link;
};

const signalMark = (signal) => {
  const link = document.createElement("a");
  link.href = signal.address;
  link.className = "signal-mark";
  link.setAttribute("aria-label", signal.title);
  link.title = signal.title;
  link.textContent = "!";
  return link;
};

const button = (words, sign, act) => {
  const one = document.createElement("button");
  one.type = "button";
  one.textContent = sign;
  one.setAttribute("aria-label", words);
  one.addEventListener("click", act);
  return one;
};

const start = async () => {
  const { Map, Marker, setWorkerUrl } = await import(place.dataset.script);
  setWorkerUrl(place.dataset.worker);
  place.hidden = false;
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(name).trim();
  const areas = await (await fetch(`${place.dataset.boundaries}?${place.dataset.query}`)).json();
  const style = {
    version: 8,
    sources: { areas: { type: "geojson", data: areas } },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("--surface-2") } },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour("--surface"), "fill-opacity": place.dataset.tiles ? 0.2 : 1 } },
      { id: "borders", type: "line", source: "areas", paint: { "line-color": colour("--edge"), "line-width": 1.5 } },
    ],
  };
  if (place.dataset.tiles) {
    style.sources.tiles = { type: "raster", tiles: [place.dataset.tiles], tileSize: 256 };
    style.layers.splice(1, 0, { id: "tiles", type: "raster", source: "tiles" });
  }
  const [west, south, east, north] = place.dataset.box.split(",").map(Number);
  const map = new Map({
    container: place, style, bounds: [[west, south], [east, north]], attributionControl: false, maxZoom: 18,
    fitBoundsOptions: { padding: 40, maxZoom: 14 }, dragRotate: false, pitchWithRotate: false, fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-label", place.dataset.label);
  const tools = document.createElement("div");
  tools.className = "map-tools";
  tools.append(button(place.dataset.in, "+", () => map.zoomIn()), button(place.dataset.out, "−", () => map.zoomOut()));
  place.append(tools);
  let standing = [], asked = 0;
  const show = async () => {
    const mine = ++asked, seen = map.getBounds();
    const box = [Math.max(-180, seen.getWest()), Math.max(-90, seen.getSouth()), Math.min(180, seen.getEast()), Math.min(90, seen.getNorth())];
    const answer = await fetch(`${place.dataset.clusters}?${place.dataset.query}&zoom=${map.getZoom()}&box=${box.map((one) => one.toFixed(6)).join(",")}`);
    if (!answer.ok || mine !== asked) return;
    const found = await answer.json();
    for (const one of standing) one.remove();
    standing = [
      ...found.things.map((one) => new Marker({ element: thingMark(one), anchor: "bottom" }).setLngLat([one.longitude, one.latitude])),
      ...found.signals.map((one) => new Marker({ element: signalMark(one), anchor: "left" }).setLngLat([one.longitude, one.latitude])),
      ...found.clusters.map((one) => new Marker({ element: markOf(one) }).setLngLat([one.longitude, one.latitude])),
    ];
    for (const one of standing) one.addTo(map);
    listed(found.clusters);
    place.dataset.shown = String(mine);
  };
  map.on("moveend", show);
  await show();
};

start().catch((fault) => {
  console.warn(fault);
  place.hidden = true;
  say.textContent = place.dataset.failed;
});
