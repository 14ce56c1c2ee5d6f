// Opens bpmn-js below the drawing. Without this file, or without bpmn-js, the page says all it has to say.
(() => {
  "use strict";
  const place = document.getElementById("viewer");
  if (!place) return;
  const said = place.dataset;

  const button = (words, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  };

  const loaded = () => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = said.script;
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error("bpmn-js")));
    document.head.append(script);
  });

  const xml = async () => {
    if (said.content) {
      return new TextDecoder().decode(Uint8Array.from(atob(said.content), (one) => one.charCodeAt(0)));
    }
    const answer = await fetch(said.xml);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.text();
  };

  // A finding at its element: the sign and number of the list; opened, what the list says.
  const overlay = (remark) => {
    const made = document.createElement("details");
    made.className = `finding finding-${remark.dataset.level}`;
    const summary = document.createElement("summary");
    summary.textContent = remark.dataset.mark;
    summary.setAttribute("aria-label", remark.querySelector(".remark-head").textContent);
    const inside = document.createElement("div");
    inside.className = "finding-says";
    for (const part of remark.querySelectorAll(".remark-head, .remark-says, .remark-mend")) {
      inside.append(part.cloneNode(true));
    }
    made.append(summary, inside);
    return made;
  };

  const show = (viewer) => {
    const overlays = viewer.get("overlays");
    const elements = viewer.get("elementRegistry");
    const beside = {};
    for (const remark of document.querySelectorAll(".remark[data-element]")) {
      const name = remark.dataset.element;
      if (!name || !elements.get(name)) continue;
      beside[name] = (beside[name] ?? -1) + 1;
      overlays.add(name, {
        position: { top: -16, left: -8 + 44 * beside[name] },
        scale: false,
        html: overlay(remark),
      });
    }
  };

  const open = async () => {
    place.replaceChildren();
    const canvas = document.createElement("div");
    canvas.className = "viewer-canvas";
    canvas.setAttribute("role", "group");
    canvas.setAttribute("aria-label", said.label);
    const tools = document.createElement("div");
    tools.className = "viewer-tools";
    place.append(tools, canvas);
    try {
      const [text] = await Promise.all([xml(), loaded()]);
      const viewer = new window.BpmnJS({ container: canvas, zoomScroll: { enabled: false } });
      await viewer.importXML(text);
      const sheet = viewer.get("canvas");
      const zoom = (by) => sheet.zoom(sheet.zoom() * by);
      const fit = () => {
        sheet.zoom("fit-viewport", "auto");
        sheet.zoom(sheet.zoom() * 0.92, "auto");
      };
      tools.append(button(said.in, () => zoom(1.25)), button(said.out, () => zoom(0.8)), button(said.fit, fit));
      show(viewer);
      fit();
      place.dataset.ready = "yes";
    } catch {
      const note = document.createElement("p");
      note.textContent = said.failed;
      place.replaceChildren(note);
    }
  };

  place.hidden = false;
  // On a small screen, or where data is saved, the reader asks for it.
  const small = window.matchMedia("(max-width: 40rem)").matches || navigator.connection?.saveData;
  if (small) place.append(button(said.open, open));
  else open();
})();
