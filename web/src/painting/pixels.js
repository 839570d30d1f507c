// Mixes the rows of a raster into the pixels of a tile, span by span: between two changes of a row
// every pixel has the same shares.
// A share too small to show.
export const LEAST = 1 / 512;

// Where the span ends that begins at a pixel of a row; `from` is the first pixel of the row.
function spanEnd(marks, from, x, side) {
  let end = x + 1;
  while (end < side && marks[from + end] === 0) end++;
  return end;
}

// Of each area, 1 if its code has any shares.
function metOf(codes, shares) {
  const counts = new Uint8Array(shares.length / 4);
  for (let at = 0; at < shares.length; at++) if (shares[at]) counts[at >> 2] = 1;
  const met = new Uint8Array(codes.length);
  for (let area = 0; area < met.length; area++) met[area] = counts[codes[area]];
  return met;
}

export function Pixels(side) {
  const image = new ImageData(side, side);
  const { data } = image;
  const words = new Uint32Array(data.buffer);
  let empty = true;

  this.clear = function () {
    words.fill(0);
    empty = true;
  };

  // The pixels, or null where nothing was put into them.
  this.image = () => (empty ? null : image);

  // What the areas of a span sum up to: colours times cover and cover, or four covers.
  const sums = new Float64Array(4);

  // Walk the spans of a row: `take(first, end)`, pixels of the tile, with their sums.
  function spans(row, changes, marks, from, take) {
    const start = row * side;
    sums.fill(0);
    for (let x = 0, end; x < side; x = end) {
      const at = (from + x) * 4;
      sums[0] += changes[at];
      sums[1] += changes[at + 1];
      sums[2] += changes[at + 2];
      sums[3] += changes[at + 3];
      end = spanEnd(marks, from, x, side);
      take(start + x, start + end);
    }
  }

  // The same of a tile that was cut in full (see shares.js), where areas have any shares.
  function spansOf(pass, { runs, groups, pixels, areas, parts }, take) {
    const { codes, shares } = pass;
    // Patterns are on few areas: the others are passed over.
    const met = pass.patterns && (pass.met = pass.met || metOf(codes, shares));
    for (let n = 0; n < runs.length; n += 3) {
      const from = 4 * codes[runs[n + 2]];
      for (let c = 0; c < 4; c++) sums[c] = shares[from + c];
      take(runs[n], runs[n + 1]);
    }
    let pixel = 0;
    let first = 0;
    for (let size = 0; size < groups.length; size++) {
      for (let n = 0; n < groups[size]; n++, pixel++) {
        const end = first + size;
        if (met) {
          let some = 0;
          for (let at = first; at < end; at++) some |= met[areas[at]];
          if (!some) {
            first = end;
            continue;
          }
        }
        let red = 0;
        let green = 0;
        let blue = 0;
        let cover = 0;
        for (; first < end; first++) {
          const from = 4 * codes[areas[first]];
          const part = parts[first];
          red += part * shares[from];
          green += part * shares[from + 1];
          blue += part * shares[from + 2];
          cover += part * shares[from + 3];
        }
        sums[0] = red;
        sums[1] = green;
        sums[2] = blue;
        sums[3] = cover;
        take(pixels[pixel], pixels[pixel] + 1);
      }
    }
  }

  // Put colours, given as sums of colour times cover and of cover, where nothing is yet.
  function put(first, end) {
    const cover = sums[3];
    if (cover < LEAST) return;
    const i = first * 4;
    data[i] = sums[0] / cover;
    data[i + 1] = sums[1] / cover;
    data[i + 2] = sums[2] / cover;
    data[i + 3] = 255 * cover;
    const word = words[first];
    for (let at = first + 1; at < end; at++) words[at] = word;
  }

  // Put colours under what is there: they show as far as their cover exceeds its cover, so that land
  // under areas does not shine through along their coasts.
  function under(first, end) {
    const cover = sums[3];
    if (cover < LEAST) return;
    // What is put under one colour is the same all along.
    let before = -1;
    let after = 0;
    for (let at = first; at < end; at++) {
      const word = words[at];
      if (word === before) {
        words[at] = after;
        continue;
      }
      const i = at * 4;
      const above = data[i + 3] / 255;
      const below = cover - above;
      if (below < LEAST) continue;
      data[i] = (above * data[i] + (below * sums[0]) / cover) / cover;
      data[i + 1] = (above * data[i + 1] + (below * sums[1]) / cover) / cover;
      data[i + 2] = (above * data[i + 2] + (below * sums[2]) / cover) / cover;
      data[i + 3] = 255 * cover;
      before = word;
      after = words[at];
    }
  }

  // Lay a pattern that one sees through over what is there, as far as it covers a pixel.
  function lay(first, end, tile) {
    if (sums[0] < LEAST) return;
    const { width, height, data: ink } = tile;
    const row = Math.floor(first / side);
    const start = (row % height) * width;
    const most = Math.min(1, sums[0]) / 255;
    for (let at = first, column = (first - row * side) % width; at < end; at++) {
      const dot = (start + column) * 4;
      column = column + 1 < width ? column + 1 : 0;
      // Most of a pattern is clear.
      if (ink[dot + 3] === 0) continue;
      const part = most * ink[dot + 3];
      const i = at * 4;
      data[i] += part * (ink[dot] - data[i]);
      data[i + 1] += part * (ink[dot + 1] - data[i + 1]);
      data[i + 2] += part * (ink[dot + 2] - data[i + 2]);
    }
  }

  // Replace colours by patterns, as far as each covers a pixel: [{ fill, tile }, ...], at most four.
  function weave(first, end, patterns) {
    for (let n = 0; n < patterns.length; n++) {
      if (sums[n] < LEAST) continue;
      const { fill, tile } = patterns[n];
      const row = Math.floor(first / side);
      const start = (row % tile.height) * tile.width;
      for (let at = first; at < end; at++) {
        const i = at * 4;
        const dot = (start + ((at - row * side) % tile.width)) * 4;
        const part = Math.min(1, (sums[n] * 255) / data[i + 3]);
        for (let c = 0; c < 3; c++) data[i + c] += part * (tile.data[dot + c] - fill[c]);
      }
    }
  }

  // By rows of a raster.
  const rowsOf = (way) => (row, changes, marks, from) => {
    empty = false;
    spans(row, changes, marks, from, way);
  };
  const patternOf = (way) => (patterns, ...row) => rowsOf((first, end) => way(first, end, patterns))(...row);
  const ways = { put, under, lay, weave };
  this.put = rowsOf(put);
  this.under = rowsOf(under);
  this.lay = patternOf(lay);
  this.weave = patternOf(weave);

  // By the shares of a tile that was cut in full: { how, codes, shares, patterns }.
  this.addCut = function (pass, cut) {
    const { how, patterns } = pass;
    const way = ways[how];
    empty = empty && !cut.runs.length && !cut.pixels.length;
    spansOf(pass, cut, patterns ? (first, end) => way(first, end, patterns) : way);
  };
}
