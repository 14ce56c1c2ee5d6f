// Keeps this one page and its files for when there is no connection. Nothing else is touched.
const KEPT = "patrol-{{ version }}";
const PAGE = "{{ page|escapejs }}";
const FILES = [{% for one in files %}"{{ one|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([PAGE, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(
      names.filter((name) => name.startsWith("patrol-") && name !== KEPT).map((name) => caches.delete(name)),
    )).then(() => self.clients.claim()),
  );
});

// The network first: what is kept stands in where there is none. A page of the sign-in is never kept.
async function answer(request, name) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok && !fresh.redirected) await cache.put(name, fresh.clone());
    return fresh;
  } catch (lost) {
    return (await cache.match(name)) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (address.pathname === PAGE) event.respondWith(answer(event.request, PAGE));
  else if (FILES.includes(address.pathname + address.search)) {
    event.respondWith(answer(event.request, address.pathname + address.search));
  }
});
