// SPDX-FileCopyrightText: 2026 Scharnier contributors
// SPDX-License-Identifier: EUPL-1.2
// What the pages do better with JavaScript. Everything works without it; nothing here evaluates text as code.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = $("#sh-words")?.dataset ?? {};
  const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const clock = (when = new Date()) => when.toLocaleTimeString("de-DE", { hour: "2-digit", minute: "2-digit" });
  const typing = (element) => element.closest("textarea,select,[contenteditable=true],input:not([type=checkbox]):not([type=radio]):not([type=button])");
  document.documentElement.classList.add("js");

  // ---------- notices ----------
  const icon = (name) => {
    const span = document.createElement("span");
    span.className = `kern-icon kern-icon--${name} sh-s20`;
    span.setAttribute("aria-hidden", "true");
    return span;
  };
  function announce(id, kind, title, text) {
    const live = $("#sh-live");
    if (!live) return;
    live.querySelector(`[data-id="${id}"]`)?.remove();
    if (!text) return;
    const box = document.createElement("div");
    box.className = `sh-notice sh-notice--${kind}`;
    box.dataset.id = id;
    const body = document.createElement("div");
    if (title) {
      const strong = document.createElement("b");
      strong.textContent = `${title} `;
      body.append(strong);
    }
    body.append(text);
    box.append(icon(kind === "bad" ? "danger" : kind === "ok" ? "success" : "warning"), body);
    live.append(box);
  }

  // ---------- a form is sent once; a changed form asks before it is left ----------
  const sent = new WeakSet();
  const dirty = new Set();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    // Without a connection the browser would put its own page in the place of what was typed.
    if (!navigator.onLine) {
      event.preventDefault();
      announce("server", "warn", say(words.offlineTitle, { time: clock() }), form.hasAttribute("data-send") ? words.unsent : words.kept);
      return;
    }
    if (form.hasAttribute("data-forget")) forget();
    // What is shown in another window (a preview) leaves this page as it is.
    if (event.submitter?.hasAttribute("hx-post") || event.submitter?.formTarget === "_blank") return;
    sent.add(form);
    if (form.hasAttribute("data-swap") && window.htmx) {
      event.preventDefault();
      answerInPlace(form, event.submitter);
      return;
    }
    dirty.delete(form);
    event.submitter?.setAttribute("data-busy", "");
    form.setAttribute("aria-busy", "true");
    if (form.hasAttribute("data-send")) {
      event.preventDefault();
      send(form, event.submitter);
    }
  });
  // <form data-send>: sent from here, so that a connection that breaks off leaves the page with its photographs as it is.
  async function send(form, submitter) {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), headers: { "X-Sent-By": "page" } });
      const url = answer.headers.get("X-Go");
      if (url) {
        location.assign(url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (!main) throw new Error(String(answer.status));
      $("main").replaceWith(document.adoptNode(main));
      ($("[data-focus]", main) ?? main).focus();
    } catch {
      announce("server", "warn", say(words.offlineTitle, { time: clock() }), words.unsent);
    }
    sent.delete(form);
    form.removeAttribute("aria-busy");
    submitter?.removeAttribute("data-busy");
  }
  // <form data-swap>: the answer takes the place of the line. One attribute here instead of five hx- ones in each of 25 lines.
  async function answerInPlace(form, submitter) {
    const values = Object.fromEntries(new FormData(form, submitter));
    try {
      await window.htmx.ajax("POST", form.action, { source: form, target: form.closest("[data-row]") ?? form, swap: "outerHTML", values });
    } finally {
      sent.delete(form);
    }
  }
  window.addEventListener("pageshow", () => $$("form[aria-busy]").forEach((form) => {
    sent.delete(form);
    form.removeAttribute("aria-busy");
    $$("[data-busy]").forEach((button) => button.removeAttribute("data-busy"));
  }));
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-unsaved")) dirty.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty.size) event.preventDefault();
  });

  // ---------- drafts: <form data-draft="/address/"> or <textarea data-draft> ----------
  const KEEP = "scharnier-draft:";
  const PENDING = "scharnier-sent";
  const A_DAY = 24 * 60 * 60 * 1000;
  function forget() {
    Object.keys(localStorage).filter((key) => key.startsWith(KEEP)).forEach((key) => localStorage.removeItem(key));
  }
  function fieldsOf(form) {
    // What is confidential waits on the server, sealed, and never in this browser.
    const kept = ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "form_token" && !form.elements[name]?.dataset?.secret;
    return [...new FormData(form)].filter(kept);
  }
  class Draft {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.draft;
      this.key = KEEP + this.url;
      this.state = $(`[data-draft-state="${form.id}"]`) ?? $("[data-draft-state]", form) ?? $("[data-draft-state]");
      this.timer = 0;
      this.since = "";
      this.unsent = false;
      this.restore();
      form.addEventListener("input", () => this.soon());
      form.addEventListener("change", () => this.soon());
      form.addEventListener("submit", (event) => {
        this.keep();
        sessionStorage.setItem(PENDING, this.key);
        // A form that is on its way must not come back as a draft; one that a script has stopped stays here.
        setTimeout(() => event.defaultPrevented || this.rest());
      });
      window.addEventListener("online", () => this.since && this.save());
      // The last letters, when the page goes before the pause that sends them.
      document.addEventListener("visibilitychange", () => document.hidden && this.unsent && this.save(true));
      window.addEventListener("pagehide", () => this.unsent && this.save(true));
    }
    rest() {
      clearTimeout(this.timer);
      this.unsent = false;
    }
    soon() {
      this.unsent = true;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 1200);
    }
    keep() {
      try {
        localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), fields: fieldsOf(this.form) }));
      } catch { /* a full or forbidden store must not stop the writing */ }
    }
    restore() {
      let kept = null;
      try {
        kept = JSON.parse(localStorage.getItem(this.key));
      } catch { /* unreadable: as if there were none */ }
      localStorage.removeItem(this.key);
      if (!kept || Date.now() - kept.at > A_DAY || this.form.dataset.draftAt * 1000 > kept.at) return;
      let changed = false;
      const texts = kept.fields.filter(([name]) => ["textarea", "text"].includes(this.form.elements[name]?.type));
      texts.forEach(([name, value]) => {
        const field = this.form.elements[name];
        if (value && field.value !== value && field.value === field.defaultValue) {
          field.value = value;
          changed = true;
        }
      });
      if (changed) {
        this.show("warning", say(words.restored, { time: clock(new Date(kept.at)) }));
        this.soon();
      }
    }
    show(name, text) {
      if (!this.state) return;
      const span = document.createElement("span");
      span.textContent = text;
      this.state.replaceChildren(icon(name), span);
    }
    async save(leaving = false) {
      this.rest();
      this.keep();
      const body = new FormData(this.form);
      body.delete("form_token");
      let trouble = "";
      try {
        const answer = await fetch(this.url, { method: "POST", body, keepalive: leaving, redirect: "manual", headers: { "X-Requested-With": "fetch" } });
        if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) trouble = "expired";
        else if (!answer.ok) trouble = "offline";
      } catch {
        trouble = "offline";
      }
      if (!trouble) {
        this.since = "";
        localStorage.removeItem(this.key);
        this.show("success", say(words.saved, { time: clock() }));
        announce("draft", "ok", "", "");
        return;
      }
      this.since ||= clock();
      this.show("warning", "");
      announce("draft", "warn", say(words[`${trouble}Title`], { time: this.since }), words[trouble]);
      this.timer = setTimeout(() => this.save(), 15000);
    }
  }

  // ---------- dialogs, menus ----------
  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return Boolean(dialog);
    closeMenus();
    dialog.showModal();
    return true;
  }
  function closeMenus(except) {
    $$("details.sh-menu[open]").forEach((menu) => {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details.sh-menu"));
    const opener = target.closest("[data-dialog]");
    if (opener && openDialog(opener.dataset.dialog)) event.preventDefault();
    if (target.closest("[data-find-open]") && openFind("")) event.preventDefault();
    if (target.closest("[data-close]") || target.nodeName === "DIALOG") target.closest("dialog")?.close();
    const option = target.closest("[role=option][data-url]");
    if (option) location.assign(option.dataset.url);
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.sh-menu[open]");
    if (!menu) return;
    const items = $$(".sh-menu__body :is(a,button)", menu).filter((item) => !item.hidden);
    if (event.key === "Escape") {
      menu.open = false;
      $("summary", menu).focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length]?.focus();
      event.preventDefault();
      event.stopPropagation();
    }
  });

  // ---------- search and commands ----------
  function openFind(text) {
    const field = $("#sh-find-q");
    if (!field || !openDialog("sh-find")) return false;
    field.value = text;
    field.focus();
    if (text) field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
  function choose(step) {
    const options = $$("#sh-find-list [role=option][data-url]");
    if (!options.length) return;
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = step ? options[(now + step + options.length) % options.length] : options[0];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    next.scrollIntoView({ block: "nearest" });
    $("#sh-find-q").setAttribute("aria-activedescendant", next.id);
  }
  const bar = $("[data-find]");
  bar?.addEventListener("input", (event) => {
    const text = event.target.value;
    event.target.value = "";
    if (!openFind(text)) event.target.value = text;
  });
  $("#sh-find")?.addEventListener("keydown", (event) => {
    const chosen = $("#sh-find-list [aria-selected=true]");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") choose(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && event.target.id === "sh-find-q" && chosen) chosen.click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id !== "sh-find-list") return;
    $("#sh-find-q").setAttribute("aria-expanded", String(Boolean($("#sh-find-list [role=option]"))));
    choose(0);
  });

  // ---------- keys: data-key="e" in a row, "g", "n g", "ctrl+enter", "alt+z" anywhere ----------
  const KEYS = "scharnier-keys";
  const singleKeys = () => (localStorage.getItem(KEYS) ?? document.body.dataset.keys) !== "off";
  let row = null;
  let prefix = "";
  function focusRow(next) {
    if (!next) return;
    row?.classList.remove("is-focus");
    row = next;
    row.classList.add("is-focus");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  function moveRow(step) {
    const rows = $$("[data-row]");
    if (!rows.length) return false;
    const now = rows.indexOf(row?.isConnected ? row : document.activeElement.closest("[data-row]"));
    focusRow(rows[Math.min(rows.length - 1, Math.max(0, now + step))]);
    return true;
  }
  function press(element) {
    if (!element) return false;
    if (element.nodeName === "SUMMARY") {
      element.parentElement.open = true;
      $(".sh-menu__body :is(a,button)", element.parentElement)?.focus();
    } else if (element.matches("input[type=text],input:not([type]),textarea,select")) element.focus();
    else element.click();
    return true;
  }
  const withKey = (key, root = document) => $(`[data-key="${CSS.escape(key)}"]`, root);
  function single(key) {
    if (prefix) {
      const found = withKey(`${prefix} ${key}`);
      prefix = "";
      if (press(found)) return true;
    }
    if (key === "j" || key === "arrowdown") return moveRow(1);
    if (key === "k" || key === "arrowup") return moveRow(-1);
    if (key === "?") return openDialog("sh-keys-help");
    const inRow = row?.isConnected && (row === document.activeElement || row.contains(document.activeElement));
    if (key === "enter") return inRow && row === document.activeElement && press(withKey("enter", row) ?? $("a[href]", row));
    if (inRow && press(withKey(key, row))) return true;
    if (key === "z") return press(withKey("z"));
    const target = $$(`[data-key="${CSS.escape(key)}"]`).find((element) => !element.closest("[data-row]"));
    if (target && $(`[data-key^="${CSS.escape(key)} "]`)) prefix = key;
    return press(target);
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = event.key.toLowerCase();
    const modified = event.ctrlKey || event.metaKey;
    if (modified && key === "k") {
      if (openFind("")) event.preventDefault();
      return;
    }
    if (modified && key === "enter") {
      const form = event.target.form ?? event.target.closest("form");
      const button = (form && ($('[data-key="ctrl+enter"]', form) ?? (form.id && $(`[data-key="ctrl+enter"][form="${CSS.escape(form.id)}"]`)))) || withKey("ctrl+enter");
      if (press(button)) event.preventDefault();
      return;
    }
    if (modified) return;
    if (!singleKeys() || $("dialog[open]")) return;
    if (event.altKey) {
      if (press(withKey(`alt+${key}`))) event.preventDefault();
      return;
    }
    if (typing(event.target)) return;
    const arrows = key === "arrowdown" || key === "arrowup";
    if (arrows && !document.activeElement.closest("[data-row]")) return;
    if (key.length === 1 || key === "enter" || arrows) {
      if (single(key)) event.preventDefault();
    }
  });
  document.addEventListener("focusin", (event) => {
    const inside = event.target.closest("[data-row]");
    if (inside === row) return;
    row?.classList.remove("is-focus");
    row = inside;
  });
  $$("[data-keys-toggle]").forEach((button) => {
    const label = () => { button.textContent = singleKeys() ? words.keysOff : words.keysOn; };
    button.hidden = false;
    label();
    button.addEventListener("click", () => {
      localStorage.setItem(KEYS, singleKeys() ? "off" : "on");
      label();
    });
  });

  // ---------- lists: choosing rows ----------
  function countChosen(form) {
    const boxes = $$("tbody .sh-check input", form);
    const chosen = boxes.filter((box) => box.checked).length;
    const strip = $("[data-bulk]", form);
    if (strip) {
      strip.toggleAttribute("data-none", chosen === 0);
      $("[data-bulk-count]", strip).textContent = say(words.selected, { n: chosen });
    }
    const all = $("[data-check-all]", form);
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  }
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !event.target.closest(".sh-check")) return;
    if (event.target.hasAttribute("data-check-all")) $$("tbody .sh-check input", form).forEach((box) => { box.checked = event.target.checked; });
    countChosen(form);
  });
  document.addEventListener("reset", (event) => setTimeout(() => countChosen(event.target), 0));

  // ---------- from a sentence: <div data-sentence-bar="id of the text"> offers what the marked or current sentence can become ----------
  const ENDS = /(?<=[.!?…؟።])\s+|\n+/g;
  function sentenceAt(text, at) {
    let start = 0;
    for (const end of text.matchAll(ENDS)) {
      if (end.index >= at) return text.slice(start, end.index);
      start = end.index + end[0].length;
    }
    return text.slice(start);
  }
  function marked(source) {
    if (source.nodeName === "TEXTAREA") {
      const { selectionStart: from, selectionEnd: to, value } = source;
      return from === to ? sentenceAt(value, from) : value.slice(from, to);
    }
    const chosen = window.getSelection();
    return chosen.rangeCount && source.contains(chosen.anchorNode) && source.contains(chosen.focusNode) ? chosen.toString() : "";
  }
  function offer() {
    $$("[data-sentence-bar]").forEach((bar) => {
      const source = document.getElementById(bar.dataset.sentenceBar);
      if (!source || (source.nodeName === "TEXTAREA" && document.activeElement !== source)) return;
      const text = marked(source).replace(/\s+/g, " ").trim();
      if (!text && source.nodeName !== "TEXTAREA") return;
      bar.hidden = text.length < 3;
      $("q", bar).textContent = text.length > 160 ? `${text.slice(0, 160)}…` : text;
      $("input[name=sentence]", bar).value = text.slice(0, 2000);
    });
  }
  document.addEventListener("selectionchange", offer);
  document.addEventListener("input", offer);
  // The answer brings a new form: whoever was writing goes on where the caret stood.
  let caret = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const bar = event.target.closest?.("[data-sentence-bar]");
    const source = bar && document.getElementById(bar.dataset.sentenceBar);
    caret = source?.nodeName === "TEXTAREA" ? { id: source.id, from: source.selectionStart, to: source.selectionEnd } : null;
  });

  // ---------- copying ----------
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    announce("copy", "ok", "", words.copied);
  });

  // ---------- signing: <svg data-sign="id of the hidden field"> is a pad of 600 by 200 units ----------
  function pad(svg) {
    const field = document.getElementById(svg.dataset.sign);
    const path = $("path", svg);
    let drawing = false;
    const show = (strokes) => { field.value = strokes; path.setAttribute("d", strokes); };
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      const clip = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
      return `${clip(((event.clientX - box.left) / box.width) * 600, 600)} ${clip(((event.clientY - box.top) / box.height) * 200, 200)}`;
    };
    svg.addEventListener("pointerdown", (event) => {
      drawing = true;
      svg.setPointerCapture(event.pointerId);
      show(`${field.value}M${at(event)}L${at(event)}`);
      event.preventDefault();
    });
    svg.addEventListener("pointermove", (event) => {
      if (drawing && field.value.length < 59000) show(`${field.value}L${at(event)}`);
    });
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { drawing = false; });
    $$(`[data-sign-clear="${svg.dataset.sign}"]`).forEach((button) => button.addEventListener("click", () => show("")));
    show(field.value);
  }

  // ---------- files ----------
  function nameFiles(drop, chosen) {
    const names = $("[data-drop-names]", drop);
    const limit = Number(drop.dataset.limit) || Infinity;
    const fields = $$("input[type=file]", drop);
    // Said before the upload: a file that is too large is let go, and what else the form holds stays.
    const large = fields.some((field) => [...field.files].some((file) => file.size > limit));
    if (large && chosen) chosen.value = "";
    const listed = fields.flatMap((field) => [...field.files]).map((file) => file.name).join(", ");
    if (names) names.textContent = large ? drop.dataset.tooLarge : listed;
    names?.classList.toggle("sh-err", large);
  }
  document.addEventListener("dragover", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop) return;
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.target.closest?.("[data-drop]")?.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (!drop || !event.dataTransfer.files.length) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    const field = $("input[type=file]", drop);
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  document.addEventListener("change", (event) => {
    const drop = event.target.closest("[data-drop]");
    if (!drop) return;
    const [field, camera] = $$("input[type=file]", drop);
    if (event.target === camera) {
      // One photograph after the other: each joins those before it.
      const all = new DataTransfer();
      for (const file of [...field.files, ...camera.files]) all.items.add(file);
      field.files = all.files;
      camera.value = "";
      nameFiles(drop, field);
    } else nameFiles(drop, event.target);
  });

  // ---------- what the server says ----------
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    announce("server", "bad", "", status === 403 ? words.denied : words.failed);
  });
  document.addEventListener("htmx:sendError", (event) => {
    // A hint that nobody pressed for stays silent where the draft says the same: one of two would have sounded like a loss.
    if (event.detail.elt.matches("[aria-live]") && $("form[data-draft]")) return;
    announce("server", "warn", say(words.offlineTitle, { time: clock() }), words.failed);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // An expired sign-in answers a fragment with the whole sign-in page, which has no place in a corner of this one.
    if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
      event.detail.shouldSwap = false;
      announce("server", "warn", words.expiredTitle, words.expired);
    } else announce("server", "ok", "", "");
  });

  // A form that was sent and answered by neither an error page nor the sign-in has been taken: its local copy goes.
  const pending = sessionStorage.getItem(PENDING);
  if (pending && !$("input[type=password],.sh-error")) {
    localStorage.removeItem(pending);
    sessionStorage.removeItem(PENDING);
  }

  // ---------- now, and after each htmx swap ----------
  function ready(root) {
    $$("form[data-draft]", root).forEach((form) => new Draft(form));
    $$("[data-sign]", root).forEach(pad);
    if (navigator.clipboard) $$("[data-copy]", root).forEach((button) => { button.hidden = false; });
    $$("form:has([data-bulk])", root).forEach(countChosen);
    $$("[data-focus]", root).find((element) => !element.closest("[data-quiet]"))?.focus();
    const tab = $(".sh-tabs__row [aria-current]", root);
    if (tab && tab.offsetLeft + tab.offsetWidth > tab.parentElement.clientWidth) tab.scrollIntoView({ block: "nearest", inline: "center" });
  }
  ready(document);
  document.addEventListener("htmx:load", (event) => {
    const fresh = event.detail.elt;
    if (fresh === document.body) return;
    ready(fresh);
    if (caret) {
      const source = document.getElementById(caret.id);
      source?.focus();
      source?.setSelectionRange(caret.from, caret.to);
      caret = null;
    }
    // A line that was answered is a new element in the old place: whoever works by keyboard stays on it.
    if (row && !row.isConnected && fresh.id && fresh.id === row.id) focusRow(fresh);
  });
})();
