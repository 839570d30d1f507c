// Tells Python what was done on the map, and keeps where the map is in the address of the page.
import { holdsPacks } from "../packs/packs.js";

const QUIET_MS = 250;
// How long an answer to the last event is waited for before any other command counts again.
const PATIENCE_MS = 3000;
let told = 0;
const last = { n: "", at: 0 };

// Whether a command was made before Python heard of the last event: its answer is on the way.
export const isOld = (heard) => last.n !== "" && heard !== last.n && performance.now() - last.at < PATIENCE_MS;

// A page that holds its own packs stands alone, in an article too: it has nobody to tell.
export const alone = window.parent === window || holdsPacks();

// Hand an event to Python, through the protocol of Streamlit's components.
export function tell(event) {
  if (alone) return false;
  const value = { event, n: `${Date.now()}.${++told}` };
  Object.assign(last, { n: value.n, at: performance.now() });
  const message = { isStreamlitMessage: true, type: "streamlit:setComponentValue", dataType: "json" };
  window.parent.postMessage({ ...message, value }, "*");
  return true;
}

// The page around this frame; another page in the same tab keeps its own address.
function pageAround() {
  try {
    return window.parent.document;
  } catch {
    return null;
  }
}
const home = pageAround();

function write(map) {
  const page = window.parent;
  if (page.document !== home) return;
  const { lat, lng } = map.getCenter();
  const at = `at=${lat.toFixed(4)},${lng.toFixed(4)},${+map.getZoom().toFixed(2)}`;
  const kept = page.location.search.slice(1).split("&").filter((pair) => pair && !pair.startsWith("at="));
  const search = `?${[...kept, at].join("&")}`;
  if (search === page.location.search) return;
  page.history.replaceState(page.history.state, "", page.location.pathname + search + page.location.hash);
}

// Write where the map is, once it has come to rest; nothing is run again for it.
export function keepAddress(view) {
  if (alone || view.untouched) return;
  clearTimeout(view.writing);
  view.writing = setTimeout(() => {
    try {
      write(view.map);
    } catch (error) {
      console.warn("The address cannot be written from inside this frame", error);
    }
  }, QUIET_MS);
}
