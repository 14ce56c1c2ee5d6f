// Listens for changes and says so; pages are whole without it. Nothing is taken from under a reader's hands:
// only the big screen changes by itself.
(() => {
  "use strict";
  const box = document.querySelector("[data-live]");
  if (!box || !box.dataset.live || !window.EventSource) return;
  const changed = box.querySelector(".live-changed"), lost = box.querySelector(".live-lost");
  const wait = 2000;
  let count = 0, due = 0;
  const renew = async () => {
    due = 0;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [here, there] = [document, page].map((one) => one.getElementById(box.dataset.swap));
      if (here && there) here.replaceWith(there);
    } catch { later(); }
  };
  // Many screens hear of one change together; they must not ask for the page together.
  const later = () => { if (!due) due = setTimeout(renew, wait + Math.random() * wait); };
  const source = new EventSource(box.dataset.live, { withCredentials: true });
  source.addEventListener("changed", (event) => {
    count += JSON.parse(event.data).count;
    document.documentElement.dataset.changed = String(count);
    if (box.dataset.swap) return later();
    changed.querySelector("span").textContent = changed.dataset.changed.replace("{count}", String(count));
    changed.querySelector("a").href = location.href;
    changed.hidden = false;
  });
  source.addEventListener("behind", () => (box.dataset.swap ? later() : source.onerror()));
  source.onopen = () => { document.documentElement.dataset.listening = "on"; lost.hidden = true; };
  source.onerror = () => { document.documentElement.dataset.listening = "off"; lost.hidden = source.readyState === EventSource.OPEN; };
})();
