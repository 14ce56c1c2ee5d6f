// Nothing on a page depends on this file; it only saves a keystroke or a second click.
(() => {
  "use strict";
  // After htmx swaps in an error summary, the reader's focus belongs on it.
  const focusSummary = (root) => {
    const summary = root.querySelector?.("[data-focus]");
    if (summary) summary.focus();
  };
  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:after:swap", () => focusSummary(document));

  // A second press while the first is under way sends nothing. The server refuses it anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || (window.htmx && form.hasAttribute("hx-post"))) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  // The key / goes to the search of the page.
  document.addEventListener("keydown", (event) => {
    const search = document.querySelector("[data-slash]");
    if (!search || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    search.focus();
    search.select();
    event.preventDefault();
  });

  // A keyboard list (staff inbox): j and k move between rows, Enter opens.
  document.addEventListener("keydown", (event) => {
    const list = document.querySelector("[data-keys]");
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const links = [...list.querySelectorAll("a[data-row]")];
    const at = links.indexOf(document.activeElement);
    const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
    if (next) { next.focus(); event.preventDefault(); }
  });
})();
