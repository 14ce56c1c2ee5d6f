// The field page: what is filled in without a connection is kept on the phone and sent later, each once, since
// every form carries its own idempotency key. Without this script the forms are plain forms.
"use strict";
const NAME = "yiwang-field", STORE = "later";
const note = document.getElementById("later");

function base() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function within(mode, work) {
  const db = await base();
  return new Promise((resolve, reject) => {
    const deal = db.transaction(STORE, mode), asked = work(deal.objectStore(STORE));
    deal.oncomplete = () => { db.close(); resolve(asked.result); };
    deal.onerror = () => { db.close(); reject(deal.error); };
  });
}

function tell(words) { note.textContent = words; note.hidden = false; }

async function count() {
  const kept = await within("readonly", (store) => store.getAll());
  if (kept.length) tell(`${note.dataset.waiting}: ${kept.length}`);
  return kept;
}

function post(one) {
  const data = new FormData();
  for (const [name, value] of one.fields) data.append(name, value);
  const fresh = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (fresh) data.set("csrfmiddlewaretoken", fresh.value);
  return fetch(one.action, { method: "POST", body: data, redirect: "manual", credentials: "same-origin" });
}

let sending = false;
async function sendLater() {
  if (sending) return;
  sending = true;
  try {
    let sent = 0, refused = 0;
    for (const one of await within("readonly", (store) => store.getAll())) {
      let answer;
      try { answer = await post(one); } catch { break; }
      if (answer.type === "opaqueredirect" || answer.ok) sent += 1;
      else if (answer.status === 409 || answer.status === 404) refused += 1;
      else break;
      await within("readwrite", (store) => store.delete(one.key));
    }
    const kept = await count();
    if (refused) tell(note.dataset.refused);
    else if (sent && !kept.length) { tell(note.dataset.sent); location.reload(); }
  } finally { sending = false; }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-later]") || navigator.onLine) return;
  event.preventDefault();
  const fields = [...new FormData(form).entries()].filter(([, value]) => !(value instanceof File) || value.size);
  const key = form.querySelector("input[name=key]").value;
  await within("readwrite", (store) => store.put({ key, action: form.action, fields }));
  form.closest("article").setAttribute("data-kept", "");
  form.querySelector("button").disabled = true;
  await count();
  tell(note.dataset.kept);
});

const near = document.getElementById("near");
if (near && navigator.geolocation) {
  near.hidden = false;
  near.addEventListener("submit", (event) => {
    if (near.elements.longitude.value) return;
    event.preventDefault();
    navigator.geolocation.getCurrentPosition((found) => {
      near.elements.longitude.value = found.coords.longitude.toFixed(5);
      near.elements.latitude.value = found.coords.latitude.toFixed(5);
      near.submit();
    });
  });
}

window.addEventListener("online", sendLater);
if ("serviceWorker" in navigator) navigator.serviceWorker.register(note.dataset.worker).catch(() => {});
count().then((kept) => { if (kept.length && navigator.onLine) sendLater(); });
