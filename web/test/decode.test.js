// Packs come apart into what was packed (geo/packs/codec.py has the same examples).
import assert from "node:assert/strict";
import { test } from "node:test";
import { extra, integers, readArcs, readColumn, readLevel, readLines, readPlaces, readSites, split, sums, unfold } from "../src/packs/decode.js";
import { fromBase64 } from "../src/packs/base64.js";
import { readerOf } from "../src/packs/reader.js";
import { textsOf } from "../src/packs/texts.js";
import { gzipSync } from "node:zlib";

const bytes = (...values) => new Uint8Array(values);
const utf8 = (text) => new TextEncoder().encode(text);

test("whole numbers take seven bits a byte, the least first", () => {
  assert.deepEqual([...integers(bytes(0, 127, 128, 1, 172, 2, 255, 255, 127))], [0, 127, 128, 300, 2097151]);
});

test("folded numbers alternate in sign, and differences are added up", () => {
  assert.deepEqual([0, 1, 2, 3, 4].map(unfold), [0, -1, 1, -2, 2]);
  assert.deepEqual([...sums(Int32Array.of(10, 2, 3))], [5, 6, 4]);
});

test("texts share their beginnings, and a text that came before is named by how long ago", () => {
  const tails = utf8("Leeds\nicester\nÅre\n");
  assert.deepEqual(textsOf({ back: [0, 0, 2, 0], kept: [0, 2, 0], tails }), ["Leeds", "Leicester", "Leeds", "Åre"]);
});

// Two squares side by side, 10 by 10 cells: the border between them is an arc of its own.
const SQUARES = {
  header: { arcs: 3, cell_m: 2 },
  parts: {
    counts: bytes(2, 4, 4),
    // Each arc begins so far from where the one before ended.
    begin_x: bytes(20, 0, 0), begin_y: bytes(0, 19, 19),
    // From (10, 0) down to (10, 10); round the west from (10, 0); round the east from (10, 0).
    x: bytes(0, 19, 0, 20, 20, 0, 19), x_low: bytes(), x_high: bytes(),
    y: bytes(20, 0, 20, 0, 0, 20, 0), y_low: bytes(), y_high: bytes(),
    arcs_of_member: bytes(2, 1), across: bytes(1, 0, 0),
  },
};

test("vertices are differences, and each arc knows its box and its sides", () => {
  const arcs = readArcs(SQUARES);
  assert.deepEqual([...arcs.starts], [0, 2, 6, 10]);
  assert.deepEqual([...arcs.x], [10, 10, 10, 0, 0, 10, 10, 20, 20, 10]);
  assert.deepEqual([...arcs.y], [0, 10, 0, 0, 10, 10, 0, 0, 10, 10]);
  assert.deepEqual([...arcs.boxes.subarray(0, 8)], [10, 0, 10, 10, 0, 0, 10, 10]);
  assert.deepEqual([[...arcs.left], [...arcs.right]], [[0, 0, 1], [1, -1, -1]]);
});

test("a difference too large for a byte goes on in two more", () => {
  const far = structuredClone(SQUARES);
  far.parts.counts = bytes(2, 0, 0);
  far.header.arcs = 1;
  Object.assign(far.parts, { begin_x: bytes(0), begin_y: bytes(0), arcs_of_member: bytes(1), across: bytes(0) });
  // 255 + 89 + 256 = 600, which is 300 unfolded.
  Object.assign(far.parts, { x: bytes(255), x_low: bytes(89), x_high: bytes(1), y: bytes(0) });
  assert.deepEqual([...readArcs(far).x], [0, 300]);
});

test("a border inside a coarser area is none of its borders", () => {
  const none = bytes();
  const parts = { groups: bytes(0, 0), context: bytes(0) };
  for (const name of ["codes", "names", "local_names"]) {
    for (const part of ["back", "kept", "tails"]) parts[`${name}.${part}`] = none;
  }
  const header = { geography: "region", areas: 1, contexts: ["Here"] };
  const arcs = readArcs(SQUARES);
  const whole = readLevel({ header, parts }, arcs);
  assert.deepEqual([...whole.used], [1, 2]);
  assert.deepEqual([...whole.boxes], [0, 0, 20, 10]);
  const apart = readLevel({ header: { ...header, areas: 2 }, parts: { ...parts, groups: bytes(0, 2) } }, arcs);
  assert.deepEqual([...apart.used], [0, 1, 2]);
  assert.deepEqual([...apart.boxes], [0, 0, 10, 10, 10, 0, 20, 10]);
});

test("a column is of two bytes or of four, each with its sign for no figure", () => {
  const classes = bytes(0, 255);
  const short = readColumn({ header: { bytes: 2 }, parts: { classes, values: bytes(1, 2, 255, 255) } });
  assert.deepEqual([[...short.values], short.none], [[513, 65535], 65535]);
  const wide = readColumn({ header: { bytes: 4 }, parts: { classes, values: bytes(1, 0, 1, 0, 255, 255, 255, 255) } });
  assert.deepEqual([[...wide.values], wide.none], [[65537, 4294967295], 4294967295]);
});

test("a pack is a line of JSON and its parts, one after another", () => {
  const { header, parts } = split(utf8('{"kind":"x","parts":{"a":2,"b":1}}\nabc'));
  assert.equal(header.kind, "x");
  assert.deepEqual([parts.a, parts.b].map((part) => new TextDecoder().decode(part)), ["ab", "c"]);
});

const heard = (pieces) =>
  new Promise((done) => {
    const hear = readerOf(done);
    pieces.forEach((piece, at) => hear({ name: "one", piece, last: at === pieces.length - 1 }));
  });

test("a pack is read from pieces, as bytes or as base64", async () => {
  const header = JSON.stringify({ kind: "column", bytes: 2, parts: { classes: 1, values: 2 } });
  const zipped = gzipSync(Buffer.concat([utf8(header + "\n"), bytes(3, 1, 1)]));
  const pieces = [zipped.subarray(0, 9), zipped.subarray(9)];
  for (const sent of [pieces, pieces.map((piece) => piece.toString("base64"))]) {
    const { name, pack } = await heard(sent);
    assert.deepEqual([name, [...pack.classes], [...pack.values]], ["one", [3], [257]]);
  }
});

test("what is no pack is said to be none", async () => {
  assert.match((await heard([utf8("no pack")])).error, /Error/);
});

test("base64 is bytes", () => assert.deepEqual([...fromBase64("AP8Q")], [0, 255, 16]));

const linesOf = (name, text) => ({ [`${name}.back`]: bytes(0), [`${name}.kept`]: bytes(0), [`${name}.tails`]: utf8(`${text}\n`) });
const decodedLines = ({ back, kept, tails }) => textsOf({ back, kept, tails });

test("teaching sites have places, kinds and names", () => {
  const parts = { x: bytes(20, 2), y: bytes(3, 4), kinds: bytes(1, 0), part_time: bytes(7, 8), ...linesOf("names", "Main"), ...linesOf("providers", "Leeds") };
  const { lines, ...sites } = readSites({ header: { kind: "sites", cell_m: 2 }, parts });
  assert.deepEqual(Object.fromEntries(Object.entries(sites).map(([key, held]) => [key, held.length ? [...held] : held])), {
    kind: [1, 0], cell_m: 2, x: [10, 11], y: [-2, 0], partTime: [7, 8],
  });
  assert.deepEqual([decodedLines(lines.names), decodedLines(lines.providers)], [["Main"], ["Leeds"]]);
});

test("names of towns have the zooms at which they stand", () => {
  const parts = { x: bytes(20), y: bytes(3), from_zoom: bytes(6), to_zoom: bytes(9), kinds: bytes(2), ...linesOf("names", "York") };
  const places = readPlaces({ header: { kind: "places" }, parts });
  assert.deepEqual([places.x, places.y, places.from, places.to, places.kind].map(([one]) => one), [10, -2, 6, 9, 2]);
  assert.deepEqual(decodedLines(places.lines.names), ["York"]);
});

test("a pack names the further runs that it has", () => {
  const header = { bytes: 2, extra: ["low", "high"] };
  const parts = { classes: bytes(0), values: bytes(1, 0), low: bytes(21), high: bytes(172, 2) };
  const column = readColumn({ header, parts });
  assert.deepEqual([[...column.low], [...column.high]], [[21], [300]]);
  assert.deepEqual(extra({ header: {}, parts }), {});
});

const packed = (header, parts) => {
  const sizes = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.length]));
  return gzipSync(Buffer.concat([utf8(JSON.stringify({ ...header, parts: sizes }) + "\n"), ...Object.values(parts)]));
};

test("a level waits for its arcs, which may come after it", async () => {
  const texts = ["codes", "names", "local_names"].map((name) => linesOf(name, name));
  const level = packed(
    { kind: "level", geography: "region", areas: 1, contexts: ["Here"], arcs: "the arcs" },
    Object.assign({ groups: bytes(0, 0), context: bytes(0) }, ...texts)
  );
  const found = [];
  await new Promise((done) => {
    const hear = readerOf((message, handed) => found.push([message, handed]) === 2 && done());
    hear({ name: "a level", piece: level, last: true });
    hear({ name: "the arcs", piece: packed({ kind: "arcs", ...SQUARES.header }, SQUARES.parts), last: true });
  });
  const [[first, given], [second, rest]] = found;
  assert.deepEqual([first.name, [...first.pack.x]], ["the arcs", [10, 10, 10, 0, 0, 10, 10, 20, 20, 10]]);
  // The sides of arcs are needed for the next level, and are not handed over.
  assert.deepEqual(given, [first.pack.x.buffer, first.pack.y.buffer, first.pack.starts.buffer]);
  assert.deepEqual([second.name, [...second.pack.used]], ["a level", [1, 2]]);
  assert.deepEqual(decodedLines(second.pack.lines.localNames), ["local_names"]);
  assert.ok(rest.includes(second.pack.used.buffer) && rest.includes(second.pack.lines.names.tails.buffer));
  assert.ok(rest.every((one) => one instanceof ArrayBuffer));
});

test("two packs may come at once, and one name twice in turn", async () => {
  const column = (value) => packed({ kind: "column", bytes: 2 }, { classes: bytes(0), values: bytes(value, 0) });
  const found = [];
  await new Promise((done) => {
    const hear = readerOf(({ name, pack }) => found.push([name, pack.values[0]]) === 3 && done());
    const [one, other] = [column(1), column(2)];
    hear({ name: "one", piece: one.subarray(0, 5) });
    hear({ name: "other", piece: other.subarray(0, 5) });
    hear({ name: "one", piece: one.subarray(5) });
    hear({ name: "one", last: true });
    hear({ name: "other", piece: other.subarray(5), last: true });
    hear({ name: "one", piece: column(3), last: true });
  });
  assert.deepEqual(found.sort(([a, b], [c, d]) => (a === c ? b - d : a < c ? -1 : 1)), [["one", 1], ["one", 3], ["other", 2]]);
});

test("a number may take five bytes", () => {
  assert.deepEqual([...integers(bytes(128, 128, 128, 128, 1, 5))], [268435456, 5]);
});

test("lines are so many vertices each, every one so far from the one before", () => {
  const parts = { counts: bytes(2, 3), x: bytes(20, 2, 1, 2, 2), y: bytes(0, 0, 4, 4, 3) };
  const read = readLines({ header: { kind: "lines", lines: 2, cell_m: 2 }, parts });
  assert.deepEqual([...read.starts], [0, 2, 5]);
  assert.deepEqual([...read.x], [10, 11, 10, 11, 12]);
  assert.deepEqual([...read.y], [0, 0, 2, 4, 2]);
  assert.equal(read.lines, 2);
});
