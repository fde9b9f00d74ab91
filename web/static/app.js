"use strict";
// The little that a page does by itself. Everything works without it: forms are forms, links are links.
(() => {
  const root = document.documentElement;
  const csrf = document.querySelector('meta[name="csrf"]')?.content ?? "";

  // Theme: system, light, dark
  const THEMES = ["system", "light", "dark"];
  const themeButton = document.getElementById("theme");

  const showTheme = () => {
    if (themeButton) {
      themeButton.textContent = "Theme: " + (root.dataset.theme ?? "system");
    }
  };

  const nextTheme = () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "system") + 1) % THEMES.length];
    if (next === "system") {
      delete root.dataset.theme;
    } else {
      root.dataset.theme = next;
    }
    try {
      localStorage.setItem("theme", next);
    } catch {
      // it holds for this page then
    }
    showTheme();
  };

  // Times: "3 min ago", the exact one on hover
  const UNITS = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

  const relative = (then) => {
    const seconds = Math.round((then - Date.now()) / 1000);
    const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
    return words.format(Math.trunc(seconds / size), unit);
  };

  const age = (then) => {
    const seconds = Math.max(0, Math.round((Date.now() - then) / 1000));
    if (seconds < 60) return seconds + " s";
    if (seconds < 3600) return Math.floor(seconds / 60) + " min " + (seconds % 60) + " s";
    if (seconds < 86400) return Math.floor(seconds / 3600) + " h " + Math.floor((seconds % 3600) / 60) + " min";
    return Math.floor(seconds / 86400) + " d " + Math.floor((seconds % 86400) / 3600) + " h";
  };

  const countdown = (end) => "in " + Math.max(0, Math.ceil((end - Date.now()) / 1000)) + " s";

  const TIMES = { relative, age, countdown };

  const showTimes = (within) => {
    for (const element of within.querySelectorAll("time[data-time], time[data-relative]")) {
      const time = Date.parse(element.dateTime);
      if (Number.isNaN(time)) continue;
      element.title ||= element.textContent.trim();
      const text = TIMES[element.dataset.time ?? "relative"](time);
      if (element.textContent !== text) element.textContent = text;
    }
  };

  // Toasts
  const toasts = document.getElementById("toasts");

  const toast = (text, level) => {
    if (!toasts || !text) return;
    const box = document.createElement("div");
    box.className = "toast" + (level === "bad" ? " bad" : "");
    const message = document.createElement("span");
    message.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "\u2715";
    close.setAttribute("aria-label", "Dismiss");
    close.addEventListener("click", () => box.remove());
    box.append(message, close);
    toasts.append(box);
    while (toasts.children.length > 4) toasts.firstElementChild.remove();
    if (level !== "bad") setTimeout(() => box.remove(), 6000);
  };

  const takeToasts = (within) => {
    for (const element of within.querySelectorAll("[data-toast]")) {
      toast(element.textContent.trim(), element.dataset.toast);
      element.remove();
    }
  };

  // Confirming what is dangerous; with data-confirm-name, by typing the name
  const asked = document.getElementById("confirm");

  const ask = (element, go) => {
    const name = element.dataset.confirmName ?? "";
    const text = asked.querySelector("[data-text]");
    const typed = asked.querySelector("[data-typed]");
    const field = asked.querySelector("input");
    const yes = asked.querySelector("[value=yes]");
    text.textContent = element.dataset.confirm ?? "Are you sure?";
    yes.textContent = element.dataset.confirmButton ?? "Continue";
    typed.hidden = name === "";
    asked.querySelector("[data-name]").textContent = name;
    field.value = "";
    const check = () => { yes.disabled = name !== "" && field.value.trim() !== name; };
    field.oninput = check;
    check();
    asked.returnValue = "";
    asked.onclose = () => {
      if (asked.returnValue !== "yes") return;
      const target = element.querySelector?.("[data-confirm-field]");
      if (target) target.value = name;
      go();
    };
    asked.showModal();
  };

  const needsConfirming = (element) =>
    asked && element instanceof Element && ("confirm" in element.dataset || "confirmName" in element.dataset);

  const confirmed = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asking = needsConfirming(event.submitter) ? event.submitter : form;
    if (form.hasAttribute("hx-post") || !needsConfirming(asking) || confirmed.delete(form)) return;
    event.preventDefault();
    ask(asking, () => {
      confirmed.add(form);
      form.requestSubmit(event.submitter);
    });
  });

  document.addEventListener("htmx:confirm", (event) => {
    const submitter = event.detail.triggeringEvent?.submitter;
    const asking = needsConfirming(submitter) ? submitter : event.detail.elt;
    if (!needsConfirming(asking)) return;
    event.preventDefault();
    ask(asking, () => event.detail.issueRequest(true));
  });

  // Rows of forms: <template id="rule-row"> with __i__ where the number goes
  const addRow = (button) => {
    const template = document.querySelector(button.dataset.addRow);
    const rows = document.querySelector(button.dataset.rows) ?? button.closest("form").querySelector("[data-rows-here]");
    const number = Math.max(-1, ...[...rows.querySelectorAll("[data-row]")].map((row) => Number(row.dataset.row) || 0)) + 1;
    const holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll("__i__", String(number));
    const row = holder.content.querySelector("[data-row]");
    row.dataset.row = String(number);
    rows.append(holder.content);
    window.htmx?.process(row);
    row.querySelector("input, select")?.focus();
  };

  const removeRow = (button) => {
    const row = button.closest("[data-row]");
    const near = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector("input, select");
    const form = row.closest("form");
    row.remove();
    (near ?? form?.querySelector("[data-add-row]"))?.focus();
  };

  const copy = async (button) => {
    const from = button.dataset.copyFrom ? document.querySelector(button.dataset.copyFrom) : null;
    const text = from ? (from.value ?? from.textContent) : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
      const before = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = before; }, 1500);
    } catch {
      toast("The browser did not let this page copy. Select the text and copy it by hand.", "bad");
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.id === "theme") nextTheme();
    else if ("addRow" in button.dataset || "removeRow" in button.dataset) {
      event.preventDefault(); // without this file the server adds and removes rows
      if ("addRow" in button.dataset) addRow(button);
      else removeRow(button);
    }
    else if ("copy" in button.dataset || "copyFrom" in button.dataset) copy(button);
  });

  // Keys: / searches, g and a letter goes somewhere
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
    if (event.key === "/") {
      const search = document.querySelector("input[type=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    } else if (event.key === "g") {
      going = Date.now();
    } else if (Date.now() - going < 1000) {
      going = 0;
      document.querySelector('.side a[data-key="' + CSS.escape(event.key) + '"]')?.click();
    }
  });

  // Polling: not while nobody looks, nor while somebody is about to use what would be replaced
  let pressed = null;
  document.addEventListener("pointerdown", (event) => { pressed = event.target; });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { setTimeout(() => { pressed = null; }, 50); });

  const busy = (region) => {
    const active = document.activeElement;
    return region.contains(pressed)
      || region.querySelector("details[open]") !== null
      || (region.contains(active) && active.matches("input, select, textarea"))
      || (asked?.open ?? false);
  };

  const isPoll = (event) => event.detail.elt.hasAttribute("data-region");

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isPoll(event) && (document.hidden || busy(event.detail.elt))) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (isPoll(event) && busy(event.detail.elt)) event.detail.shouldSwap = false;
  });

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) document.body.dispatchEvent(new Event("refresh"));
  });

  // The connection to Fairlead: lost, and there again
  const lost = document.getElementById("lost");
  const isLost = (is) => { if (lost) lost.hidden = !is; };

  for (const failure of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(failure, () => isLost(true));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (isPoll(event)) isLost(status >= 500);
    else toast(sentence(event.detail.xhr), "bad");
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) isLost(false); });

  const sentence = (xhr) => {
    try {
      return JSON.parse(xhr.responseText).message;
    } catch {
      return "That did not work (status " + xhr.status + ").";
    }
  };

  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRF-Token"] = csrf; });

  // HX-Trigger: {"toast": {"text": "...", "level": "bad"}}
  document.addEventListener("toast", (event) => toast(event.detail.text ?? event.detail.value, event.detail.level));

  // The title and the icon tell of trouble, also in a tab that is not looked at
  const showState = () => {
    const state = document.querySelector("[data-issues]");
    if (!state) return;
    const issues = Number(state.dataset.issues);
    const name = document.querySelector('meta[name="page"]')?.content ?? "";
    const title = (issues > 0 ? issues + (issues === 1 ? " issue - " : " issues - ") : "") + name + " - Fairlead";
    if (document.title !== title) document.title = title;
    const icon = document.querySelector('link[rel="icon"]');
    const href = issues > 0 ? "/static/favicon-trouble.svg" : "/static/favicon.svg";
    if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
  };

  const arrived = (within) => {
    showTimes(within);
    takeToasts(within);
    showState();
  };

  // On a phone the pages stand in a row that scrolls: the one that is shown belongs in sight
  const showPlace = () => {
    const row = document.querySelector(".side nav");
    const here = row?.querySelector("[aria-current]");
    if (here) row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
  };

  document.addEventListener("htmx:load", (event) => arrived(event.detail.elt.parentElement ?? document));
  showTheme();
  showPlace();
  arrived(document);
  document.querySelector("[aria-invalid=true]")?.focus();
  setInterval(() => { if (!document.hidden) showTimes(document); }, 1000);
})();
