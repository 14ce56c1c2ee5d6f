// Keeps patrols on the phone until they can be sent. Without this script the form works as forms do.
(() => {
  const form = document.getElementById("patrol-form");
  const says = document.getElementById("patrol-says");
  const queue = document.getElementById("patrol-queue");
  const list = document.getElementById("patrol-waiting");
  if (!form || !window.localStorage || !window.fetch) return;
  const NAME = `patrols ${form.action}`;

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(NAME)) || []; } catch (broken) { return []; }
  };
  const keep = (entries) => {
    if (entries.length) localStorage.setItem(NAME, JSON.stringify(entries));
    else localStorage.removeItem(NAME);
  };
  const tell = (words) => { says.textContent = words; says.className = words ? "notice" : ""; };
  const drawn = () => crypto.randomUUID ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
      (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

  function show() {
    const entries = kept();
    queue.hidden = entries.length === 0;
    list.replaceChildren(...entries.map((entry) => {
      const item = document.createElement("li");
      item.textContent = `${entry.seen_at} ${entry.dike_said} ${entry.finding_said} ${entry.why || ""}`;
      if (entry.why) {
        const away = document.createElement("button");
        away.type = "button";
        away.textContent = says.dataset.discard;
        away.addEventListener("click", () => {
          keep(kept().filter((one) => one.entry !== entry.entry));
          show();
        });
        item.append(" ", away);
      }
      return item;
    }));
  }

  // One entry: "sent", "kept" (no connection, or signed out), or why it was refused.
  async function send(entry) {
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    const fields = new URLSearchParams({ csrfmiddlewaretoken: token });
    for (const name of ["entry", "dike", "finding", "words", "seen_at"]) fields.set(name, entry[name]);
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: fields, redirect: "manual", headers: { "X-Yiwang-Sends": "queue" },
      });
    } catch (lost) {
      return { kept: true };
    }
    if (answer.ok) return { sent: await answer.json().catch(() => ({})) };
    if (answer.status === 409) {
      const why = await answer.json().catch(() => ({}));
      return { why: document.documentElement.lang.startsWith("en") ? why.en : why.zh };
    }
    return { kept: true, signedOut: answer.type === "opaqueredirect" || answer.status === 403 };
  }

  let busy = false;
  async function flush() {
    if (busy) return;
    busy = true;
    let sent = 0, signedOut = false;
    for (const entry of kept()) {
      const came = await send(entry);
      if (came.sent) {
        sent += 1;
        keep(kept().filter((one) => one.entry !== entry.entry));
      } else if (came.why) {
        keep(kept().map((one) => one.entry === entry.entry ? { ...one, why: came.why } : one));
      } else {
        signedOut = came.signedOut;
        break;
      }
    }
    busy = false;
    show();
    const waiting = kept().length;
    if (signedOut) tell(says.dataset.signedOut);
    else if (waiting) tell(says.dataset.kept);
    else if (sent) {
      tell(says.dataset.sent);
      setTimeout(() => { if (!kept().length) location.reload(); }, 1200);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const entry = Object.fromEntries(["entry", "dike", "finding", "words", "seen_at"].map(
      (name) => [name, String(data.get(name) || "")]));
    entry.dike_said = form.querySelector("#dike").selectedOptions[0]?.textContent || "";
    entry.finding_said = form.querySelector("[name=finding]:checked")?.labels[0]?.textContent || "";
    keep([...kept(), entry]);
    form.querySelector("[name=entry]").value = drawn();
    form.querySelector("#words").value = "";
    form.querySelector("#finding-none").checked = true;
    const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000);
    form.querySelector("#seen_at").value = now.toISOString().slice(0, 16);
    show();
    flush();
  });
  document.getElementById("patrol-send").addEventListener("click", flush);
  window.addEventListener("online", flush);
  setInterval(() => { if (kept().some((one) => !one.why)) flush(); }, 30000);
  // A page that was kept has the id it was drawn with: a fresh one, so that two entries are never one.
  form.querySelector("[name=entry]").value = drawn();
  show();
  if (kept().length) flush();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(form.dataset.worker).catch(() => {});
})();
