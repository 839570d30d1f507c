// Buttons that copy the address of what a page shows, or the code that embeds it.

const LEAST_SHOWN_MS = 4000;

// The address that a button stands for: that of the page with the button's query, and where the map
// is, which the page's own address alone knows.
/** @param {string} query @param {string} here the address of the page */
export function addressOf(query, here) {
  const url = new URL(here);
  const at = new URLSearchParams(url.search).get("at");
  url.hash = "";
  if (query) url.search = at && !/(^|&)at=/.test(query) ? `${query}&at=${at}` : query;
  return url.href;
}

// The text in base64, as it stands in a page that leaves no markup in attributes.
/** @param {string} held */
export const decoded = (held) => new TextDecoder().decode(Uint8Array.from(atob(held), (one) => one.charCodeAt(0)));

// Copy a text: by the clipboard, or where a browser keeps that to secure pages, by a selection.
/** @param {string} text */
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

// Listen for presses of such buttons on a page that is drawn anew now and then.
export function listenForCopies() {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  document.addEventListener("click", async ({ target }) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.("button[data-copy]"));
    if (!button) return;
    const { copy: what, query = "", text = "" } = button.dataset;
    const done = await copy(what === "link" ? addressOf(query, location.href) : decoded(text));
    const focused = document.activeElement;
    if (focused === document.body) button.focus();
    const status = button.parentElement?.querySelector('[role="status"]');
    if (!status) return;
    // What is said twice is heard twice only if it was gone in between.
    status.textContent = "";
    clearTimeout(waiting);
    requestAnimationFrame(() => (status.textContent = done ? "Copied" : "This browser does not let pages copy."));
    waiting = setTimeout(() => (status.textContent = ""), LEAST_SHOWN_MS);
  });
}
