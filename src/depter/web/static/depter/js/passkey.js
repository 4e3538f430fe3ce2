// Asks the browser for a passkey and posts the answer as a form. The page's code field works
// without this file. <form data-passkey="create|get" data-passkey-options="JSON"> holds an
// empty input "answer", a hidden button and two sentences, one for when there are no passkeys.
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const listed = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));

  function asked(form) {
    const options = JSON.parse(form.dataset.passkeyOptions).publicKey;
    options.challenge = bytes(options.challenge);
    if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
    options.excludeCredentials = listed(options.excludeCredentials);
    options.allowCredentials = listed(options.allowCredentials);
    return { publicKey: options };
  }

  function told(key) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (key.response[part]) response[part] = text(key.response[part]);
    }
    return JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
  }

  function prepare(form) {
    const button = form.querySelector("[data-passkey-button]");
    const failed = form.querySelector("[data-passkey-failed]");
    if (!form.dataset.passkeyOptions || !window.PublicKeyCredential) return;
    form.querySelector("[data-passkey-unavailable]").hidden = true;
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      button.disabled = true;
      failed.hidden = true;
      try {
        const key = await navigator.credentials[form.dataset.passkey](asked(form));
        form.elements.answer.value = told(key);
        form.submit();
      } catch {
        failed.hidden = false;  // refused, too late, or taken away: the browser has said which
        button.disabled = false;
      }
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);
})();
