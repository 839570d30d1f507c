// What every page of the app does besides Streamlit's own: one press back, a find box at "/", a
// dialog that Escape closes, and a menu that makes way on a phone.
import { isWriting } from "../find/writing.js";
import { listenForCopies } from "../panels/copy.js";

// Up to this width the menu lies over the page.
const PHONE_PX = 768;
const PATIENCE_MS = 10000;

/** @param {Element | null} button */
const press = (button) => /** @type {HTMLElement | null} */ (button)?.click();

// A page may hand this over again; once is enough.
if (!window.coldspotsPage) {
  window.coldspotsPage = true;
  begin();
}

function begin() {
  listenForCopies();

  // ---- one press back ----

  // A page that is reached by a link fills in its address when it has been drawn. That is no step
  // of its own: until somebody acts, it takes the place of the bare address. A quick page fills in
  // its address before its own path is there: the path then takes the place of that.
  const home = new URL(".", location.href).pathname;
  let arrived = false;
  let stepped = false;
  const push = history.pushState.bind(history);
  history.pushState = function (state, title, url) {
    const next = new URL(url ?? location.href, location.href);
    const moves = next.pathname !== location.pathname;
    // A page writes out what its link left to it: that is no step of anybody's.
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
  // ---- where somebody was last ----

  // A place that somebody chooses on the map is kept for a year: the bare address leads there again.
  // "Start afresh" forgets it.
  const YEAR_S = 31536000;
  function remember(name) {
    const age = name ? YEAR_S : 0;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `coldspots_place=${name}; path=${home}; max-age=${age}; samesite=lax${secure}`;
  }
  if (new URLSearchParams(location.search).get("start") === "ask") remember("");
  document.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    if (target.closest?.(".st-key-map_alone_button button")) remember("map");
    // A link within a text would open a second tab.
    const afresh = /** @type {HTMLAnchorElement | null} */ (target.closest?.('a[href$="?start=ask"]'));
    if (!afresh) return;
    event.preventDefault();
    location.assign(afresh.href);
  });

  const act = () => (arrived = stepped = false);
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, act, true);
  // What is done on the map is done in its frame, which then has the focus.
  window.addEventListener("blur", act);

  // ---- keys ----

  /** @returns {HTMLInputElement | null} */
  function findBox() {
    for (const frame of document.querySelectorAll("iframe")) {
      try {
        /** @type {HTMLInputElement | null | undefined} */
        const box = frame.contentDocument?.querySelector(".cs-find-input");
        if (box) return box;
      } catch {
        // A frame of another origin has no box of ours.
      }
    }
    return document.querySelector('[data-testid="stTextInput"] input[aria-label="Find a place"]');
  }

  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    const dialog = document.querySelector('[role="dialog"]');
    const target = /** @type {Node} */ (event.target);
    if (!plain || isWriting(target)) return;
    // A button that is switched off while its file is made loses the focus, and the dialog its keys.
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

  // ---- the menu on a phone ----

  // Where the last press began, if it was a choice in the menu or in a list that it opened. Files
  // are brought one after another, and what is said of them stands in the menu: it stays open.
  /** @type {number | null} */
  let chosen = null;
  const isChoice = (node) =>
    Boolean(node.closest('[data-testid="stSidebar"], [data-baseweb="popover"]')) &&
    !node.closest('[data-testid="stExpander"]')?.querySelector('[data-testid="stFileUploader"]');

  function closeMenu() {
    const menu = document.querySelector('[data-testid="stSidebar"]');
    if (!chosen || window.innerWidth > PHONE_PX || !menu) return;
    if (performance.now() - chosen > PATIENCE_MS || menu.getBoundingClientRect().right < 10) return;
    chosen = null;
    press(menu.querySelector('[data-testid="stSidebarCollapseButton"] button'));
  }

  document.addEventListener("pointerdown", ({ target }) => (chosen = isChoice(target) ? performance.now() : null), true);
  // Keys move through choices one by one: the menu waits until its reader leaves it.
  document.addEventListener("keydown", () => (chosen = null), true);
  // A choice runs the page again, and mostly changes its address. A quick run may be over before it
  // is shown, and another may be on its way already: either sign will do.
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => /** @type {HTMLElement} */ (target).dataset.testScriptState === "running")) closeMenu();
  }).observe(document.body, { subtree: true, attributeFilter: ["data-test-script-state"] });
}
