// Keeps the last field page and what it is drawn with, so that it opens without a connection. Its scope is the
// field page alone; nothing else is kept, and whoever signs out loads the page anew.
"use strict";
const KEPT = "yiwang-field-1";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = event.request;
  const address = new URL(asked.url);
  const page = asked.mode === "navigate" && asked.method === "GET" && address.pathname.endsWith("/field/");
  const drawn = asked.method === "GET" && ["style", "script"].includes(asked.destination);
  if (address.origin !== self.location.origin || !(page || drawn)) return;
  event.respondWith((async () => {
    try {
      const answer = await fetch(asked);
      if (answer.ok) (await caches.open(KEPT)).put(asked, answer.clone());
      else if (page && answer.status === 403) await caches.delete(KEPT);
      return answer;
    } catch (fault) {
      const known = await caches.match(asked);
      if (known) return known;
      throw fault;
    }
  })());
});
