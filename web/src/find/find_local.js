// Finds places in a page that stands alone, among the names that its packs carry.
import { LONGEST, RESULTS } from "../constants.js";
import { toLatLng } from "../painting/geometry.js";

const bare = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'\u2019]/g, "")
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
const known = new WeakMap();

function bareNames(owner, lists) {
  if (!known.has(owner)) known.set(owner, lists.map((list) => list.map(bare)));
  return known.get(owner);
}

// How well a name fits, 0 best; 9 not at all.
/** @param {string} name @param {string} asked @param {string} tight */
function fit(name, asked, tight) {
  if (!name) return 9;
  if (name === asked) return 1;
  if (name.startsWith(asked)) return 2;
  const at = name.indexOf(asked);
  if (at > 0) return name[at - 1] === " " ? 3 : 4;
  return tight.length > 2 && name.replaceAll(" ", "").includes(tight) ? 5 : 9;
}

// The areas of a level and the teaching sites whose names fit a text, the best first, as many as
// are listed; and whether anything was asked at all.
/** @param {Level} level @param {Sites} points @param {string} text */
export function ranked(level, points, text) {
  const asked = bare(text.slice(0, LONGEST));
  const tight = asked.replaceAll(" ", "");
  const found = [];
  if (asked) {
    const [names, localNames] = bareNames(level, [level.names, level.localNames]);
    for (let i = 0; i < level.codes.length; i++) {
      const isCode = level.codes[i].toLowerCase() === tight;
      const tier = isCode ? 0 : Math.min(fit(localNames[i], asked, tight), fit(names[i], asked, tight));
      if (tier < 9) found.push({ tier, size: names[i].length, area: i });
    }
    const [sites, providers] = bareNames(points, [points.names, points.providers]);
    for (let i = 0; i < sites.length; i++) {
      const tier = Math.min(fit(sites[i], asked, tight), fit(providers[i], asked, tight));
      if (tier < 9) found.push({ tier: tier + 0.5, size: sites[i].length, site: i });
    }
  }
  found.sort((a, b) => a.tier - b.tier || a.size - b.size);
  return { asked: asked !== "", found: found.slice(0, RESULTS) };
}

// Find a text among the names of the level that is shown and of the teaching sites.
/** @param {{ what: What }} view @param {string} text */
export function findLocally(view, text) {
  const { level, points } = view.what;
  const { asked, found } = ranked(level, points, text);
  const results = found.map((one) => ("site" in one ? siteResult(points, one.site) : areaResult(level, one.area)));
  const shown = text.trim().slice(0, 40);
  const nothing = asked ? "Nothing on this map is called \u201c" + shown + "\u201d. " : "";
  const sentence = nothing + "Type the name or code of an area that is shown, or a teaching site.";
  return { results, sentence: results.length ? "" : sentence };
}

function areaResult(level, i) {
  const local = level.localNames[i];
  const context = level.contexts[level.context[i]];
  return {
    kind: "area",
    geography: level.geography,
    code: level.codes[i],
    key: level.codes[i],
    name: local || level.names[i],
    where: [local ? level.names[i] : "", context].filter(Boolean).join(", "),
    lat: null,
    lng: null,
  };
}

function siteResult(points, i) {
  const at = toLatLng(points.x[i], points.y[i], points.cell_m);
  return {
    kind: "site",
    geography: "",
    code: "",
    key: "",
    name: points.names[i],
    where: "Teaching site of " + points.providers[i],
    lat: at.lat,
    lng: at.lng,
  };
}
