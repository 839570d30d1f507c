// Opens packs, each once: from the app, or from the page that holds them, through the reader.
import { readerOf } from "./reader.js";
import { textsOf } from "./texts.js";
import workerScript from "worker:./worker.js";

/**
 * A piece of a pack, or the last of it.
 * @typedef {{ name: string, piece?: string | Uint8Array, last?: boolean }} Heard
 */

/** @type {Map<string, Promise<any>>} */
const opened = new Map();
const awaited = new Map();
/** @type {((message: Heard, handed?: Transferable[]) => void) | null} */
let tell = null;
let held = false;

// Whether the page holds packs itself: it stands alone then, and has no server to ask.
export const holdsPacks = () => held;

// The reader works beside the page where the browser lets it, else within it.
/** @returns {(message: Heard, handed?: Transferable[]) => void} */
function reader() {
  if (tell) return tell;
  try {
    const worker = new Worker(URL.createObjectURL(new Blob([workerScript], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => arrived(data);
    worker.onerror = () => [...awaited.keys()].forEach((name) => arrived({ name, error: "no reader" }));
    tell = (message, handed = []) => worker.postMessage(message, handed);
  } catch {
    tell = readerOf(arrived);
  }
  return /** @type {NonNullable<typeof tell>} */ (tell);
}

/** @param {{ name: string, pack?: any, error?: string }} answer */
function arrived({ name, pack, error }) {
  if (!awaited.has(name)) return;
  const { resolve, reject } = awaited.get(name);
  if (error) reject(new Error(name + ": " + error));
  else resolve(withTexts(pack));
}

// Texts become strings when somebody asks for them: most are never shown.
function withTexts(pack) {
  for (const [name, runs] of Object.entries(pack.lines || {})) {
    /** @type {string[] | null} */
    let texts = null;
    Object.defineProperty(pack, name, { enumerable: true, get: () => (texts = texts || textsOf(runs)) });
  }
  return pack;
}

function expect(name) {
  if (!awaited.has(name)) {
    const one = {};
    one.pack = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
    one.pack.catch(() => awaited.delete(name));
    awaited.set(name, one);
  }
  return awaited.get(name);
}

// Hand the reader a piece of a pack that stands in the page, in the element before this script.
export function take() {
  held = true;
  const node = /** @type {HTMLElement} */ (document.currentScript?.previousElementSibling);
  const { pack = "", last } = node.dataset;
  expect(pack).held = true;
  reader()({ name: pack, piece: node.textContent ?? "", last: last !== undefined });
  node.remove();
}

async function fetched(name, url, report) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(url + " answered " + response.status);
  const body = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
  for (;;) {
    const { value, done } = await body.read();
    if (done) break;
    report(value.length);
    reader()({ name, piece: value }, [value.buffer]);
  }
  reader()({ name, last: true });
}

// Open a pack once; a level gets `arcs`. A failure is forgotten, so that it can be retried.
export function open(base, name, report, arcs) {
  if (!opened.has(name)) {
    const one = expect(name);
    // A pack of a visitor's own files stands in its name.
    if (!one.held) fetched(name, name.startsWith("data:") ? name : base + name, report).catch(one.reject);
    const whole = Promise.all([one.pack, arcs]).then(([pack, whose]) => {
      if (whose) pack.arcs = whose;
      return pack;
    });
    whole.catch(() => opened.delete(name));
    opened.set(name, whole);
  }
  return opened.get(name);
}
