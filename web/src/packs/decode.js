// Takes packs apart (see geo/packs/binary.py and geo/packs/codec.py).
import { MORE, NO_VALUE, NO_VALUE_WIDE } from "../constants.js";

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** @param {Uint8Array} bytes */
export function integers(bytes) {
  let count = 0;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] < 128) count++;
  const values = new Int32Array(count);
  for (let i = 0, at = 0; at < count; at++) {
    let byte = bytes[i++];
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[i++];
      value |= (byte & 127) << shift;
    }
    values[at] = value;
  }
  return values;
}

export const unfold = (value) => (value >>> 1) ^ -(value & 1);

// Undo folding and differences, in place.
export function sums(values) {
  let last = 0;
  for (let i = 0; i < values.length; i++) values[i] = last += unfold(values[i]);
  return values;
}

function starts(counts) {
  const out = new Int32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) out[i + 1] = out[i] + counts[i];
  return out;
}

// What lines are made from, when somebody asks for them (see packs.js).
export function lines(parts, name) {
  const [back, kept] = [parts[name + ".back"], parts[name + ".kept"]].map(integers);
  return { back, kept, tails: parts[name + ".tails"].slice() };
}

// One coordinate of all vertices; `boxes` gets each arc's least and greatest.
function axis(parts, name, from, boxes, least) {
  const begin = integers(parts["begin_" + name]);
  const first = parts[name];
  const low = parts[name + "_low"];
  const high = integers(parts[name + "_high"]);
  const out = new Int32Array(from[begin.length]);
  let last = 0;
  for (let arc = 0, at = 0, more = 0; arc < begin.length; arc++) {
    last += unfold(begin[arc]);
    let i = from[arc];
    out[i++] = last;
    let min = last;
    let max = last;
    for (const end = from[arc + 1]; i < end; i++) {
      let value = first[at++];
      if (value === MORE) value += low[more] + (high[more++] << 8);
      out[i] = last += unfold(value);
      if (last < min) min = last;
      else if (last > max) max = last;
    }
    boxes[arc * 4 + least] = min;
    boxes[arc * 4 + least + 2] = max;
  }
  return out;
}

/** @returns {Arcs} */
export function readArcs({ header, parts }) {
  const from = starts(integers(parts.counts));
  const boxes = new Int32Array(header.arcs * 4);
  const x = axis(parts, "x", from, boxes, 0);
  const y = axis(parts, "y", from, boxes, 1);
  const own = integers(parts.arcs_of_member);
  const across = integers(parts.across);
  const left = new Int32Array(header.arcs);
  const right = new Int32Array(header.arcs);
  for (let member = 0, arc = 0; member < own.length; member++) {
    for (let i = 0; i < own[member]; i++, arc++) {
      left[arc] = member;
      right[arc] = across[arc] ? member + across[arc] : -1;
    }
  }
  return { cell: header.cell_m, starts: from, x, y, boxes, left, right };
}

// The box around each area.
function boxesOf(areas, { left, right, used }, arcBoxes) {
  const boxes = new Int32Array(areas * 4);
  for (let i = 0; i < boxes.length; i++) boxes[i] = i & 2 ? -2147483648 : 2147483647;
  function grow(area, arc) {
    if (area < 0) return;
    const to = area * 4;
    const from = arc * 4;
    if (arcBoxes[from] < boxes[to]) boxes[to] = arcBoxes[from];
    if (arcBoxes[from + 1] < boxes[to + 1]) boxes[to + 1] = arcBoxes[from + 1];
    if (arcBoxes[from + 2] > boxes[to + 2]) boxes[to + 2] = arcBoxes[from + 2];
    if (arcBoxes[from + 3] > boxes[to + 3]) boxes[to + 3] = arcBoxes[from + 3];
  }
  for (let i = 0; i < used.length; i++) {
    grow(left[used[i]], used[i]);
    grow(right[used[i]], used[i]);
  }
  return boxes;
}

// What lies left and right of each arc, and which arcs are borders at this level.
export function readLevel({ header, parts }, arcs) {
  const groups = sums(integers(parts.groups));
  const count = arcs.left.length;
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const used = new Int32Array(count);
  let borders = 0;
  for (let arc = 0; arc < count; arc++) {
    left[arc] = groups[arcs.left[arc]];
    right[arc] = arcs.right[arc] < 0 ? -1 : groups[arcs.right[arc]];
    if (left[arc] !== right[arc]) used[borders++] = arc;
  }
  const sides = { left, right, used: used.slice(0, borders) };
  return {
    geography: header.geography,
    count: header.areas,
    contexts: header.contexts,
    context: integers(parts.context),
    ...sides,
    ...extra({ header, parts }),
    boxes: boxesOf(header.areas, sides, arcs.boxes),
    lines: {
      codes: lines(parts, "codes"),
      names: lines(parts, "names"),
      localNames: lines(parts, "local_names"),
    },
  };
}

// Further runs of whole numbers, by name.
export const extra = ({ header, parts }) =>
  Object.fromEntries((header.extra || []).map((name) => [name, integers(parts[name])]));

export function readColumn({ header, parts }) {
  const wide = header.bytes === 4;
  const bytes = parts.values.slice().buffer;
  return {
    ...header,
    classes: parts.classes.slice(),
    values: wide ? new Uint32Array(bytes) : new Uint16Array(bytes),
    none: wide ? NO_VALUE_WIDE : NO_VALUE,
    ...extra({ header, parts }),
  };
}

export function readSites({ header, parts }) {
  return {
    ...header,
    x: sums(integers(parts.x)),
    y: sums(integers(parts.y)),
    kind: integers(parts.kinds),
    partTime: integers(parts.part_time),
    lines: { names: lines(parts, "names"), providers: lines(parts, "providers") },
  };
}

export function readPlaces({ header, parts }) {
  return {
    ...header,
    x: sums(integers(parts.x)),
    y: sums(integers(parts.y)),
    from: integers(parts.from_zoom),
    kind: integers(parts.kinds),
    to: integers(parts.to_zoom),
    lines: { names: lines(parts, "names") },
  };
}

/** @returns {Lines} */
export function readLines({ header, parts }) {
  return { ...header, starts: starts(integers(parts.counts)), x: sums(integers(parts.x)), y: sums(integers(parts.y)) };
}

export function split(bytes) {
  const end = bytes.indexOf(10);
  const header = JSON.parse(decoder.decode(bytes.subarray(0, end)));
  const parts = {};
  let at = end + 1;
  for (const [name, size] of Object.entries(header.parts)) {
    parts[name] = bytes.subarray(at, at + size);
    at += size;
  }
  return { header, parts };
}
