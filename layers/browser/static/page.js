// Cold Spots, MIT. Built from web/src/entries/page.js by `make web`: change the source, not this.
"use strict";
(() => {
  // src/find/writing.js
  var isWriting = (node) => Boolean(node && (node.isContentEditable || /^(input|textarea|select)$/i.test(node.tagName)));

  // src/panels/copy.js
  var LEAST_SHOWN_MS = 4e3;
  function addressOf(query, here) {
    const url = new URL(here);
    const at = new URLSearchParams(url.search).get("at");
    url.hash = "";
    if (query) url.search = at && !/(^|&)at=/.test(query) ? `${query}&at=${at}` : query;
    return url.href;
  }
  var decoded = (held) => new TextDecoder().decode(Uint8Array.from(atob(held), (one) => one.charCodeAt(0)));
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      try {
        return document.execCommand("copy");
      } finally {
        area.remove();
      }
    }
  }
  function listenForCopies() {
    let waiting;
    document.addEventListener("click", async ({ target }) => {
      const button = (
        /** @type {HTMLElement | null} */
        /** @type {Element} */
        target.closest?.("button[data-copy]")
      );
      if (!button) return;
      const { copy: what, query = "", text = "" } = button.dataset;
      const done = await copy(what === "link" ? addressOf(query, location.href) : decoded(text));
      const focused = document.activeElement;
      if (focused === document.body) button.focus();
      const status = button.parentElement?.querySelector('[role="status"]');
      if (!status) return;
      status.textContent = "";
      clearTimeout(waiting);
      requestAnimationFrame(() => status.textContent = done ? "Copied" : "This browser does not let pages copy.");
      waiting = setTimeout(() => status.textContent = "", LEAST_SHOWN_MS);
    });
  }

  // src/entries/page.js
  var PHONE_PX = 768;
  var PATIENCE_MS = 1e4;
  var press = (button) => (
    /** @type {HTMLElement | null} */
    button?.click()
  );
  if (!window.coldspotsPage) {
    window.coldspotsPage = true;
    begin();
  }
  function begin() {
    listenForCopies();
    const home = new URL(".", location.href).pathname;
    let arrived = false;
    let stepped = false;
    const push = history.pushState.bind(history);
    history.pushState = function(state, title, url) {
      const next = new URL(url ?? location.href, location.href);
      const moves = next.pathname !== location.pathname;
      const kept = [...new URLSearchParams(location.search)].every(([key, value]) => next.searchParams.get(key) === value);
      const fills = arrived && !moves && kept && next.search !== "";
      const follows = moves && stepped;
      arrived = moves;
      stepped = true;
      const place = next.searchParams.get("in") ?? "";
      if (next.pathname === home && !fills && /^[EWSN][\w.,-]{3,1000}$/.test(place)) remember(place);
      if (fills || follows) history.replaceState(state, title, url);
      else push(state, title, url);
      closeMenu();
    };
    const YEAR_S = 31536e3;
    function remember(name) {
      const age = name ? YEAR_S : 0;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `coldspots_place=${name}; path=${home}; max-age=${age}; samesite=lax${secure}`;
    }
    if (new URLSearchParams(location.search).get("start") === "ask") remember("");
    document.addEventListener("click", (event) => {
      const target = (
        /** @type {Element} */
        event.target
      );
      if (target.closest?.(".st-key-map_alone_button button")) remember("map");
      const afresh = (
        /** @type {HTMLAnchorElement | null} */
        target.closest?.('a[href$="?start=ask"]')
      );
      if (!afresh) return;
      event.preventDefault();
      location.assign(afresh.href);
    });
    const act = () => arrived = stepped = false;
    for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, act, true);
    window.addEventListener("blur", act);
    function findBox() {
      for (const frame of document.querySelectorAll("iframe")) {
        try {
          const box = frame.contentDocument?.querySelector(".cs-find-input");
          if (box) return box;
        } catch {
        }
      }
      return document.querySelector('[data-testid="stTextInput"] input[aria-label="Find a place"]');
    }
    document.addEventListener("keydown", (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      const dialog = document.querySelector('[role="dialog"]');
      const target = (
        /** @type {Node} */
        event.target
      );
      if (!plain || isWriting(target)) return;
      if (event.key === "Escape" && dialog && !dialog.contains(target)) {
        press(dialog.querySelector('button[aria-label="Close"]'));
        return;
      }
      const box = event.key === "/" && !dialog && findBox();
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    });
    let chosen = null;
    const isChoice = (node) => Boolean(node.closest('[data-testid="stSidebar"], [data-baseweb="popover"]')) && !node.closest('[data-testid="stExpander"]')?.querySelector('[data-testid="stFileUploader"]');
    function closeMenu() {
      const menu = document.querySelector('[data-testid="stSidebar"]');
      if (!chosen || window.innerWidth > PHONE_PX || !menu) return;
      if (performance.now() - chosen > PATIENCE_MS || menu.getBoundingClientRect().right < 10) return;
      chosen = null;
      press(menu.querySelector('[data-testid="stSidebarCollapseButton"] button'));
    }
    document.addEventListener("pointerdown", ({ target }) => chosen = isChoice(target) ? performance.now() : null, true);
    document.addEventListener("keydown", () => chosen = null, true);
    new MutationObserver((changes) => {
      if (changes.some(({ target }) => (
        /** @type {HTMLElement} */
        target.dataset.testScriptState === "running"
      ))) closeMenu();
    }).observe(document.body, { subtree: true, attributeFilter: ["data-test-script-state"] });
  }
})();
