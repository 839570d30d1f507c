// Reads packs (see geo/pack.py): gzip, one line of JSON, then runs of variable-length integers.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  const decoder = new TextDecoder();
  const opened = new Map();

  // Files that an exported page carries inside itself, by name, as base64.
  cs.inline = cs.inline || {};

  function fromBase64(content) {
    const letters = atob(content);
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
    return bytes;
  }

  async function fetchBytes(url, report) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(url + " answered " + response.status);
    const counted = response.body.pipeThrough(
      new TransformStream({
        transform(chunk, out) {
          report(chunk.length);
          out.enqueue(chunk);
        },
      })
    );
    return inflate(counted);
  }

  async function inflate(stream) {
    const whole = stream.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(whole).arrayBuffer());
  }

  function split(bytes) {
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

  function integers(bytes) {
    let count = 0;
    for (let i = 0; i < bytes.length; i++) if (bytes[i] < 128) count++;
    const values = new Int32Array(count);
    for (let i = 0, at = 0; at < count; at++) {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[i++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      values[at] = value;
    }
    return values;
  }

  // Undo folding and differences, in place.
  function sums(values) {
    let last = 0;
    for (let i = 0; i < values.length; i++) {
      last += (values[i] >>> 1) ^ -(values[i] & 1);
      values[i] = last;
    }
    return values;
  }

  function starts(counts) {
    const out = new Int32Array(counts.length + 1);
    for (let i = 0; i < counts.length; i++) out[i + 1] = out[i] + counts[i];
    return out;
  }

  const lines = (bytes) => decoder.decode(bytes).split("\n");

  function readArcs({ header, parts }) {
    const arcs = {
      cell: header.cell_m,
      starts: starts(integers(parts.counts)),
      x: sums(integers(parts.x)),
      y: sums(integers(parts.y)),
    };
    arcs.boxes = new Int32Array(header.arcs * 4);
    for (let arc = 0; arc < header.arcs; arc++) {
      let west = 2147483647, north = 2147483647, east = -2147483648, south = -2147483648;
      for (let i = arcs.starts[arc]; i < arcs.starts[arc + 1]; i++) {
        if (arcs.x[i] < west) west = arcs.x[i];
        if (arcs.x[i] > east) east = arcs.x[i];
        if (arcs.y[i] < north) north = arcs.y[i];
        if (arcs.y[i] > south) south = arcs.y[i];
      }
      arcs.boxes.set([west, north, east, south], arc * 4);
    }
    arcs.thinned = new Map();
    return arcs;
  }

  function readLevel({ header, parts }, arcs) {
    const level = {
      geography: header.geography,
      count: header.areas,
      codes: lines(parts.codes),
      names: lines(parts.names),
      localNames: lines(parts.local_names),
      contexts: header.contexts,
      context: integers(parts.context),
      areaRings: starts(integers(parts.rings)),
      ringRefs: starts(integers(parts.refs_in_ring)),
      refs: sums(integers(parts.refs)),
      arcs,
    };
    level.used = new Uint8Array(arcs.starts.length - 1);
    level.boxes = new Int32Array(level.count * 4);
    for (let area = 0; area < level.count; area++) {
      let west = 2147483647, north = 2147483647, east = -2147483648, south = -2147483648;
      const from = level.ringRefs[level.areaRings[area]];
      const to = level.ringRefs[level.areaRings[area + 1]];
      for (let r = from; r < to; r++) {
        const arc = level.refs[r] < 0 ? ~level.refs[r] : level.refs[r];
        level.used[arc] = 1;
        west = Math.min(west, arcs.boxes[arc * 4]);
        north = Math.min(north, arcs.boxes[arc * 4 + 1]);
        east = Math.max(east, arcs.boxes[arc * 4 + 2]);
        south = Math.max(south, arcs.boxes[arc * 4 + 3]);
      }
      level.boxes.set([west, north, east, south], area * 4);
    }
    return level;
  }

  function readColumn({ header, parts }) {
    const wide = header.bytes === 4;
    const bytes = parts.values.slice().buffer;
    return {
      ...header,
      classes: parts.classes,
      values: wide ? new Uint32Array(bytes) : new Uint16Array(bytes),
      none: wide ? 0xffffffff : 0xffff,
    };
  }

  function readSites({ header, parts }) {
    return {
      ...header,
      x: sums(integers(parts.x)),
      y: sums(integers(parts.y)),
      kind: integers(parts.kinds),
      partTime: integers(parts.part_time),
      names: lines(parts.names),
      providers: lines(parts.providers),
    };
  }

  function readPlaces({ header, parts }) {
    return {
      ...header,
      x: sums(integers(parts.x)),
      y: sums(integers(parts.y)),
      from: integers(parts.from_zoom),
      to: integers(parts.to_zoom),
      names: lines(parts.names),
    };
  }

  const readers = {
    arcs: readArcs,
    level: readLevel,
    column: readColumn,
    sites: readSites,
    places: readPlaces,
  };

  // Open a pack once; `more` goes to its reader. A failure is forgotten, so that it can be retried.
  cs.open = function (base, name, report, more) {
    if (!opened.has(name)) {
      const bytes = cs.inline[name]
        ? inflate(new Blob([fromBase64(cs.inline[name])]).stream())
        : fetchBytes(base + name, report);
      const read = bytes.then(split).then(async (pack) => {
        return readers[pack.header.kind](pack, await more);
      });
      read.catch(() => opened.delete(name));
      opened.set(name, read);
    }
    return opened.get(name);
  };

  cs.valueText = function (column, area) {
    const stored = column.values[area];
    if (stored === column.none) return null;
    const value = (stored + column.least) / 10 ** column.decimals;
    const shown = value.toLocaleString("en-GB", {
      minimumFractionDigits: column.decimals,
      maximumFractionDigits: column.decimals,
    });
    return column.prefix + shown + column.suffix;
  };

  Object.assign(cs, { fromBase64, integers });
})();
