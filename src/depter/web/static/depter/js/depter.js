// Small conveniences; every page works without them. Nothing is kept in the browser
// except the chosen theme. Loaded in <head> without defer, so that the theme is set
// before the first paint.
"use strict";

(() => {
  const root = document.documentElement;
  const stored = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  function themeToggle() {
    const button = document.querySelector("[data-theme-toggle]");
    if (!button) return;
    const isDark = () =>
      (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const show = () => button.setAttribute("aria-pressed", String(isDark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window */ }
      show();
    });
  }

  // <div data-rows="claims"> rows, then <template>; a button names it by data-add-row.
  // Without this script the button submits, and the server answers with one row more.
  function repeatingRows(event) {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    const prefix = button.dataset.addRow;
    const rows = document.querySelector(`[data-rows="${prefix}"]`);
    const total = document.getElementsByName(`${prefix}-TOTAL_FORMS`)[0];
    const blank = rows && rows.querySelector("template");
    if (!total || !blank) return;
    event.preventDefault();
    const holder = document.createElement("template");
    holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.content.firstElementChild;
    rows.insertBefore(holder.content, blank);
    total.value = String(Number(total.value) + 1);
    row.querySelector("select, input, textarea")?.focus();
  }

  function shortcuts(event) {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      const field = document.querySelector("[data-search]");
      if (field) { event.preventDefault(); field.focus(); }
    } else if (event.key === "?") {
      const help = document.getElementById("help");
      if (help && !help.open) { event.preventDefault(); help.showModal(); }
    }
  }

  // A gauge of length in words and letters, never sent anywhere. The server decides.
  function strength(event) {
    const meter = document.querySelector(`meter[data-strength-of="${event.target.id}"]`);
    if (!meter) return;
    const text = event.target.value.trim();
    const words = text ? text.split(/\s+/).length : 0;
    meter.value = Math.min(meter.max, Math.max(words, Math.floor(text.length / 5)));
  }

  // <body data-idle-seconds data-ping-url data-lock-url>: a minute before the lid closes,
  // say so and offer to stay. The server locks by its own clock; this only tells.
  function idleNotice() {
    const { idleSeconds, pingUrl, lockUrl } = document.body.dataset;
    const notice = document.getElementById("idle");
    const seconds = Number(idleSeconds);
    if (!notice || !seconds) return;
    const left = notice.querySelector("[data-idle-left]");
    let end = Date.now() + seconds * 1000;
    const lock = () => {
      const form = document.querySelector("form[data-lock]");
      if (form) form.requestSubmit(); else location.assign(lockUrl);
    };
    const stay = async () => {
      const token = document.querySelector("[name=csrfmiddlewaretoken]");
      const headers = token ? { "X-CSRFToken": token.value } : {};
      const answer = await fetch(pingUrl, { method: "POST", headers }).catch(() => null);
      if (answer && answer.ok && !answer.redirected) { end = Date.now() + seconds * 1000; notice.hidden = true; }
      else lock();
    };
    notice.querySelector("[data-idle-stay]").addEventListener("click", stay);
    document.addEventListener("htmx:afterRequest", () => { end = Date.now() + seconds * 1000; });
    setInterval(() => {
      const rest = Math.ceil((end - Date.now()) / 1000);
      if (rest <= 0) { end = Infinity; lock(); }
      if (rest <= 60 && notice.hidden) notice.hidden = false;
      if (left && rest <= 60) left.textContent = String(Math.max(rest, 0));
    }, 1000);
  }

  document.addEventListener("click", repeatingRows);
  document.addEventListener("keydown", shortcuts);
  document.addEventListener("input", strength);
  document.addEventListener("DOMContentLoaded", () => { themeToggle(); idleNotice(); });
})();
