// Nothing on the desk depends on this file; each key only presses what stands on the page (j and k: page.js).
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-keys] tbody tr")];
  const here = () => document.activeElement.closest("[data-keys] tbody tr") || rows()[0];
  const press = {
    "/": () => {
      const narrow = document.querySelector("details.narrow");
      narrow.open = true;
      narrow.querySelector("select")?.focus();
    },
    x: () => {
      const row = here(), box = row?.querySelector(".pick");
      if (box) { box.checked = !box.checked; row.querySelector("[data-row]").focus(); }
    },
    e: () => (rows().find((row) => row.querySelector(".pick")?.checked) || here())?.querySelector("[data-row]").click(),
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
