// Asks the device for a passkey, puts its answer into the form and sends the form. Without this file, or where the
// browser knows no passkeys, the form says so and the other ways of signing in stand beside it.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => {
    const raw = Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("");
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const readable = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of [options.allowCredentials, options.excludeCredentials]) {
      for (const one of list || []) one.id = bytes(one.id);
    }
    return options;
  };
  const plain = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    if (answer.attestationObject) response.attestationObject = text(answer.attestationObject);
    if (answer.getTransports) response.transports = answer.getTransports();
    if (answer.authenticatorData) response.authenticatorData = text(answer.authenticatorData);
    if (answer.signature) response.signature = text(answer.signature);
    if (answer.userHandle) response.userHandle = text(answer.userHandle);
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };
  const ask = async (form) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    const answer = await fetch(form.dataset.options, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = readable((await answer.json()).publicKey);
    const wish = { publicKey: options };
    const container = navigator.credentials;
    const credential = form.dataset.passkey === "create" ? await container.create(wish) : await container.get(wish);
    form.querySelector("[data-passkey-answer]").value = JSON.stringify(plain(credential));
  };
  const prepare = (form) => {
    const button = form.querySelector("[data-passkey-button]");
    const problem = form.querySelector("[data-passkey-problem]");
    if (!button) return;
    button.hidden = false;
    form.querySelector("[data-passkey-lacking]")?.remove();
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      button.disabled = true;
      try {
        await ask(form);
        HTMLFormElement.prototype.submit.call(form);
      } catch {
        problem.textContent = form.dataset.failed;
        problem.hidden = false;
        button.disabled = false;
      }
    });
  };
  const look = (root) => {
    if (!window.PublicKeyCredential) return;
    root.querySelectorAll?.("form[data-passkey]:not([data-passkey-ready])").forEach((form) => {
      form.dataset.passkeyReady = "yes";
      prepare(form);
    });
  };
  look(document);
  document.addEventListener("htmx:after:swap", () => look(document));
})();
