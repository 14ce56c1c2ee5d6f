// Nothing in the inbox depends on this file; each key only presses what stands on the page.
(() => {
  "use strict";
  const press = {
    "/": () => {
      const narrow = document.querySelector("details.narrow");
      narrow.open = true;
      narrow.querySelector("select").focus();
    },
    x: () => {
      const row = document.activeElement.closest("tr") || document.querySelector("[data-keys] tbody tr");
      const box = row?.querySelector('[name="pick"]');
      if (box) { box.checked = !box.checked; row.querySelector("[data-row]").focus(); }
    },
    e: () => document.querySelector("[data-act]")?.focus(),
    "?": () => {
      const help = document.querySelector("#keys");
      help.open = !help.open;
      help.querySelector("summary").focus();
    },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press[event.key]) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
    press[event.key]();
    event.preventDefault();
  });
})();
