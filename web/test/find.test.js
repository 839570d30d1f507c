// What the find box finds in a page alone, in which order, and where its keys go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, RESULTS } from "../src/constants.js";
import { findLocally, ranked } from "../src/find/find_local.js";
import { markAfter } from "../src/find/marks.js";

const levelOf = (names, more = {}) => ({
  geography: "lad24", codes: names.map((_, at) => `X${at}`), names, localNames: names.map(() => ""),
  contexts: ["Here"], context: names.map(() => 0), ...more,
});
const sitesOf = (names, providers = names.map(() => "")) => ({ names, providers });

function order(text, level, sites = sitesOf([])) {
  return ranked(level, sites, text).found.map((one) => ("site" in one ? sites.names[one.site] : level.names[one.area]));
}

test("a code comes before names that hold it", () => {
  const level = levelOf(["E01 and more", "E01", "Elsewhere"], { codes: ["A", "B", "E01"] });
  assert.deepEqual(order("e01", level), ["Elsewhere", "E01", "E01 and more"]);
});

test("names are ranked by how they fit, then areas first, then the shorter", () => {
  const level = levelOf(["Xley Hill", "West Leyton", "Leyland", "Ley", "Leyton", "Rale Yard"]);
  assert.deepEqual(order("Ley", level, sitesOf(["Leys"])), [
    "Ley", "Leyton", "Leyland", "Leys", "West Leyton", "Xley Hill", "Rale Yard",
  ]);
});

test("eight places are listed of nine, and eight of eight", () => {
  const names = Array.from({ length: 9 }, (_, at) => `Ash ${at}`);
  assert.equal(RESULTS, 8);
  assert.deepEqual(order("ash", levelOf(names)), names.slice(0, 8));
  assert.deepEqual(order("ash", levelOf(names.slice(0, 8))), names.slice(0, 8));
});

test("case, accents, apostrophes and signs do not matter, nor blanks from three letters on", () => {
  const level = levelOf(["Ynys Môn", "King's Lynn", "Tyne & Wear", "Rale Yard"]);
  assert.deepEqual(order("ynys mon", level), ["Ynys Môn"]);
  assert.deepEqual(order("KINGS LYNN", level), ["King's Lynn"]);
  assert.deepEqual(order("tyne and wear", level), ["Tyne & Wear"]);
  assert.deepEqual(order("ey", level), []);
  assert.deepEqual(order("eya", level), ["Rale Yard"]);
});

test("a site is found by its provider", () => {
  assert.deepEqual(order("manchester", levelOf(["Leeds"]), sitesOf(["Oxford Road"], ["University of Manchester"])), ["Oxford Road"]);
});

test("a local name leads, with the other beside it", () => {
  const level = levelOf(["Blackpool 010E"], { localNames: ["Central Blackpool"] });
  const { results, sentence } = findLocally({ what: { level, points: sitesOf([]) } }, "central");
  assert.deepEqual([results[0].name, results[0].where, sentence], ["Central Blackpool", "Blackpool 010E, Here", ""]);
});

test("what is not found is named, and nothing asked is told what to type", () => {
  const said = (text) => findLocally({ what: { level: levelOf(["A"]), points: sitesOf([]) } }, text).sentence;
  assert.match(said("<b>"), /^Nothing on this map is called “<b>”\. Type the name/);
  assert.match(said(" ! "), /^Type the name/);
});

test("down and up go round the list, and from no mark to its ends", () => {
  assert.deepEqual([-1, 0, 1, 2].map((at) => markAfter("ArrowDown", at, 2)), [0, 1, 2, 0]);
  assert.deepEqual([-1, 0, 1, 2].map((at) => markAfter("ArrowUp", at, 2)), [2, 2, 0, 1]);
});

test("home and end move the cursor until a place is marked", () => {
  assert.deepEqual([markAfter("Home", -1, 2), markAfter("End", -1, 2)], [null, null]);
  assert.deepEqual([markAfter("Home", 1, 2), markAfter("End", 1, 2)], [0, 2]);
  assert.equal(markAfter("ArrowDown", -1, -1), undefined);
  assert.equal(markAfter("x", 1, 2), undefined);
});

test("a result has what the box shows and what the map needs", () => {
  globalThis.L = { CRS: { EPSG3857: { unproject: ({ x, y }) => ({ lat: y, lng: x }) } }, point: (x, y) => ({ x, y }) };
  const level = levelOf(["Leeds 001A", "Leeds"], { localNames: ["Otley", ""], contexts: ["", "Yorkshire"], context: [0, 1] });
  const points = { ...sitesOf(["Leeds Campus"], ["Leeds Arts"]), x: [4], y: [3], cell_m: 2 };
  const { results } = findLocally({ what: { level, points } }, "leeds");
  assert.deepEqual(results, [
    { kind: "area", geography: "lad24", code: "X1", key: "X1", name: "Leeds", where: "Yorkshire", lat: null, lng: null },
    { kind: "area", geography: "lad24", code: "X0", key: "X0", name: "Otley", where: "Leeds 001A", lat: null, lng: null },
    { kind: "site", geography: "", code: "", key: "", name: "Leeds Campus", where: "Teaching site of Leeds Arts", lat: -6, lng: 8 },
  ]);
});

test("the sentence for nothing found repeats forty letters of what was typed", () => {
  const said = (text) => findLocally({ what: { level: levelOf(["A"]), points: sitesOf([]) } }, text).sentence;
  assert.equal(said(` ${"x".repeat(41)} `), `Nothing on this map is called “${"x".repeat(40)}”. Type the name or code of an area that is shown, or a teaching site.`);
});

test("no more of a text is looked for than the box takes", () => {
  const name = "x".repeat(LONGEST);
  assert.deepEqual(order(name, levelOf([name])), [name]);
  assert.deepEqual(order(`${name}y`, levelOf([name])), [name]);
  assert.deepEqual(order(`${name.slice(1)}y`, levelOf([name])), []);
});

test("the better of a local name and a name counts, and a code without blanks", () => {
  const level = levelOf(["Ash", "Bury"], { codes: ["E01000001", "E01000002"], localNames: ["Near Bury", "Far Ash"] });
  assert.deepEqual(order("ash", level), ["Ash", "Bury"]);
  assert.deepEqual(order("e01 000 002", level), ["Bury"]);
  assert.deepEqual(order("", level), []);
});
