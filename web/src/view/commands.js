// Takes commands from Python: what to show, as compressed JSON in base64, and shows it on the map.
import { codesOf, maskOf } from "../classing/classing.js";
import { fromBase64 } from "../packs/base64.js";
import * as packs from "../packs/packs.js";
import { isOld } from "./address.js";
import { View } from "./view.js";

export function attach(map) {
  if (map.coldspots) return map.coldspots;
  const view = (map.coldspots = new View(map));
  return view;
}

export async function apply(map, command) {
  const view = attach(map);
  const asked = ++view.asked;
  const state = JSON.parse(await inflated(fromBase64(command)));
  if (asked !== view.asked || isOld(state.heard)) return;
  map.getContainer().dataset.theme = state.theme;
  if (!view.bounds) view.first((view.bounds = state.bounds));
  try {
    view.progress.begin(state.loading, state.bytes);
    const what = await opened(view, state);
    if (asked !== view.asked) return;
    view.progress.end();
    view.show(state, what);
  } catch (error) {
    if (asked !== view.asked) return;
    console.warn(error);
    view.progress.failed(state.failed);
  }
}

function inflated(bytes) {
  const whole = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(whole).text();
}

async function opened(view, state) {
  const report = (bytes) => view.progress.more(bytes);
  const get = (name, more) => packs.open(state.base, name, report, more);
  const level = (entry) => (entry ? get(entry.file, get(entry.arcs)) : null);
  const [shown, land, frame, points, places, uncertain, sure, model, zones, place, select, ...columns] = await Promise.all([
    level(state.level),
    level(state.land),
    level(state.frame),
    get(state.sites.file),
    get(state.places),
    state.uncertain ? get(state.uncertain) : null,
    state.sure ? get(state.sure) : null,
    state.model ? get(state.model) : null,
    level(state.zones),
    level(state.place && state.place.level),
    level(state.select && state.select.level),
    ...state.paint.columns.map((name) => get(name)),
  ]);
  return {
    level: shown, land, frame, points, places, columns, place, select, sure, model, zones,
    codes: codesOf(state.paint, columns),
    uncertain: uncertain && uncertain.classes,
    mask: maskOf(state.mask, shown.count),
  };
}
