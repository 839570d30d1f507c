// One box that finds a place: a combobox over whatever answers, the server or the page itself. What
// is typed and what comes back reach the page through textContent only.
import { LONGEST } from "../constants.js";
import { make } from "../panels/make.js";
import { markAfter } from "./marks.js";
import { isWriting } from "./writing.js";

const PLACEHOLDER = "Postcode, place, university or code";
const FAILED = "The search does not answer just now. Try again in a moment.";
let boxes = 0;

// Ask the app's server. `base` is the app's address as seen from the page.
export function findOnServer(base) {
  return async function (text, signal) {
    const response = await fetch(base + "app/find?q=" + encodeURIComponent(text), { signal });
    if (!response.ok) throw new Error("the search answered " + response.status);
    return response.json();
  };
}

/**
 * @typedef {object} Options
 * @property {(text: string, signal: AbortSignal) => any} ask answers, or promises, { results, sentence }
 * @property {(found: Found) => void} choose goes there
 * @property {string} shortcut the key that opens the box; empty for none
 * @property {number} delay milliseconds after the last key before anything is asked
 * @property {number} slow milliseconds before an answer is said to be waited for
 */

export class Find extends L.Control {
  /** @type {HTMLInputElement} */ _input;
  /** @type {HTMLElement} */ _key;
  /** @type {HTMLButtonElement} */ _clear;
  /** @type {HTMLElement} */ _list;
  /** @type {HTMLElement} */ _said;
  /** @type {(event: KeyboardEvent) => void} */ _shortcut;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ _later;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ _patience;
  /** @type {AbortController | null} */ _request = null;
  /** @type {Found[]} */ _results = [];
  /** @type {Found | undefined} */ _chosen;
  _asked = 0;
  _at = -1;

  // Leaflet's own field, which holds more here.
  get _asks() {
    return /** @type {Options} */ (/** @type {unknown} */ (this.options));
  }

  /** @param {Partial<Options>} options */
  constructor(options) {
    super({ position: "topleft" });
    Object.assign(this.options, { shortcut: "/", delay: 60, slow: 300 }, options);
  }

  onAdd() {
    const id = "cs-find-" + ++boxes;
    const box = make("div", "cs-find leaflet-bar");
    box.setAttribute("role", "search");
    const label = make("label", "cs-find-label", "Find a place", box);
    label.htmlFor = id;
    const row = make("div", "cs-find-row", undefined, box);
    this._input = input(id, row, this._asks.shortcut);
    this._key = make("span", "cs-find-key", this._asks.shortcut || "", row);
    this._key.setAttribute("aria-hidden", "true");
    this._clear = make("button", "cs-find-clear", "\u00d7", row);
    this._clear.type = "button";
    this._clear.setAttribute("aria-label", "Clear what is typed");
    this._list = make("ul", "cs-find-list", undefined, box);
    this._list.id = id + "-list";
    this._list.setAttribute("role", "listbox");
    this._list.setAttribute("aria-label", "Places found");
    this._said = make("p", "cs-find-said", undefined, box);
    this._said.setAttribute("role", "status");
    this._said.setAttribute("aria-live", "polite");
    this._listen(box);
    this._close();
    this._look();
    return box;
  }

  onRemove() {
    document.removeEventListener("keydown", this._shortcut);
    this._stop();
  }

  _listen(box) {
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    const on = (node, kind, act) => node.addEventListener(kind, (event) => act.call(this, event));
    on(this._input, "input", this._typed);
    on(this._input, "keydown", this._pressed);
    on(this._clear, "click", () => {
      this._empty();
      this._input.focus();
    });
    // The list must not take the focus from the box, or a touch would close it first.
    on(this._list, "mousedown", (event) => event.preventDefault());
    on(this._list, "click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this._choose(Number(option.dataset.at));
    });
    on(box, "focusout", (event) => {
      if (!box.contains(event.relatedTarget)) this._close();
    });
    on(box, "keydown", (event) => event.stopPropagation());
    this._shortcut = (event) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      if (!plain || event.key !== this._asks.shortcut || isWriting(event.target)) return;
      event.preventDefault();
      this._input.focus();
      this._input.select();
    };
    if (this._asks.shortcut) document.addEventListener("keydown", this._shortcut);
  }

  _typed() {
    this._stop();
    this._look();
    const text = this._input.value.trim();
    if (!text) return this._empty();
    this._later = setTimeout(() => this._ask(text), this._asks.delay);
  }

  // Forget the request under way: whatever it brings comes too late.
  _stop() {
    clearTimeout(this._later);
    clearTimeout(this._patience);
    this._later = undefined;
    this._asked++;
    this._wanted = false;
    if (this._request) this._request.abort();
    this._request = null;
  }

  async _ask(text) {
    const asked = this._asked;
    this._later = undefined;
    this._request = new AbortController();
    this._patience = setTimeout(() => this._say("Searching", "cs-find-busy"), this._asks.slow);
    let answer = null;
    try {
      answer = await this._asks.ask(text, this._request.signal);
    } catch (error) {
      if (asked === this._asked) console.warn(error);
    }
    if (asked !== this._asked) return;
    clearTimeout(this._patience);
    this._request = null;
    if (!answer) {
      this._close();
      return this._say(FAILED);
    }
    this._show(answer, text);
    if (this._wanted && this._results.length) this._choose(0);
  }

  _show({ results, sentence }, text) {
    this._results = results;
    // What the list answers: while somebody types on, that is not yet what stands in the box.
    this._list.dataset.answers = text;
    this._list.replaceChildren(
      ...results.map((result, at) => {
        const option = make("li", "cs-find-option");
        option.id = this._list.id + "-" + at;
        option.dataset.at = String(at);
        option.setAttribute("role", "option");
        make("span", "cs-find-name", result.name, option);
        make("span", "cs-find-where", result.where, option);
        return option;
      })
    );
    this._open(results.length > 0);
    const count = results.length === 1 ? "1 place found" : results.length + " places found";
    if (sentence) this._say(sentence);
    // None is marked yet, but Enter takes the first: whoever does not see the list must know.
    else this._say(count + "; Enter takes " + results[0].name, "cs-find-quiet");
  }

  _say(text, look) {
    this._said.className = "cs-find-said" + (look ? " " + look : "");
    this._said.textContent = text;
  }

  _open(open) {
    this._list.hidden = !open;
    this._input.setAttribute("aria-expanded", String(open));
    this._mark(-1);
  }

  _close() {
    this._results = [];
    this._list.replaceChildren();
    this._open(false);
  }

  _empty() {
    this._stop();
    this._input.value = "";
    this._close();
    this._say("");
    this._look();
  }

  // The sign at the right: the key that opens the box, or, once there is text, what clears it.
  _look() {
    const filled = this._input.value !== "";
    this._clear.hidden = !filled;
    this._key.hidden = filled || !this._asks.shortcut;
  }

  _mark(at) {
    this._at = at;
    for (const option of /** @type {HTMLCollectionOf<HTMLElement>} */ (this._list.children)) {
      const on = Number(option.dataset.at) === at;
      option.setAttribute("aria-selected", String(on));
      if (on) option.scrollIntoView({ block: "nearest" });
    }
    if (at < 0) this._input.removeAttribute("aria-activedescendant");
    else this._input.setAttribute("aria-activedescendant", this._list.id + "-" + at);
  }

  _pressed(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = this._results.length - 1;
    const to = event.shiftKey ? undefined : markAfter(event.key, this._at, last);
    if (to === null) return;
    if (to !== undefined) {
      event.preventDefault();
      this._mark(to);
    } else if (event.key === "ArrowDown" && this._input.value.trim()) {
      event.preventDefault();
      this._typed();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this._enter();
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (this._input.value) this._empty();
      else this._input.blur();
    }
  }

  // Take the marked place, else the first; if the answer is on its way, as soon as it is here.
  _enter() {
    const text = this._input.value.trim();
    const waiting = Boolean(this._request || this._later);
    if (!text) return;
    if (this._at >= 0) return this._choose(this._at);
    if (!waiting && this._results.length) return this._choose(0);
    if (!waiting && this._chosen && this._chosen.name === text) {
      return this._asks.choose(this._chosen);
    }
    if (!this._request) {
      this._stop();
      this._ask(text);
    }
    this._wanted = true;
  }

  _choose(at) {
    const result = (this._chosen = this._results[at]);
    this._stop();
    this._input.value = result.name ?? "";
    this._look();
    this._close();
    this._say("Chosen: " + result.name + ", " + result.where, "cs-find-quiet");
    this._input.select();
    this._asks.choose(result);
  }
}

function input(id, row, shortcut) {
  const node = make("input", "cs-find-input", undefined, row);
  const traits = {
    id,
    type: "text",
    role: "combobox",
    placeholder: PLACEHOLDER,
    maxlength: LONGEST,
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-expanded": "false",
    "aria-controls": id + "-list",
    "aria-description": "Arrows go through the list, Enter chooses",
  };
  if (shortcut) traits["aria-keyshortcuts"] = shortcut;
  for (const [name, value] of Object.entries(traits)) node.setAttribute(name, value);
  return node;
}
