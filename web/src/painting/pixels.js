// Mixes the rows of a raster into the pixels of a tile, span by span: between two changes of a row
// every pixel has the same shares.
// A share too small to show.
const LEAST = 1 / 512;

// Where the span ends that begins at a pixel of a row; `from` is the first pixel of the row.
function spanEnd(marks, from, x, side) {
  let end = x + 1;
  while (end < side && marks[from + end] === 0) end++;
  return end;
}

// Of each row of a pattern, the columns in which one does not see through it whole.
function inkedColumns({ width, height, data }) {
  const seen = (row) => (column) => data[(row * width + column) * 4 + 3] !== 0;
  const columns = Array.from({ length: width }, (_, column) => column);
  return Array.from({ length: height }, (_, row) => columns.filter(seen(row)));
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

  // Walk the spans of a row in which there is colour: `take(first, end, red, green, blue, cover)`,
  // pixels of the tile, colours times cover, and cover.
  function spans(row, changes, marks, from, take) {
    empty = false;
    const start = row * side;
    let red = 0;
    let green = 0;
    let blue = 0;
    let cover = 0;
    for (let x = 0, end; x < side; x = end) {
      const at = (from + x) * 4;
      red += changes[at];
      green += changes[at + 1];
      blue += changes[at + 2];
      cover += changes[at + 3];
      end = spanEnd(marks, from, x, side);
      if (cover >= LEAST) take(start + x, start + end, red, green, blue, cover);
    }
  }

  function fill(first, end, red, green, blue, cover) {
    const i = first * 4;
    data[i] = red / cover;
    data[i + 1] = green / cover;
    data[i + 2] = blue / cover;
    data[i + 3] = 255 * cover;
    if (first + 1 < end) words.fill(words[first], first + 1, end);
  }

  function fillBelow(first, end, red, green, blue, cover) {
    for (let i = first * 4; i < end * 4; i += 4) {
      const above = data[i + 3] / 255;
      const below = cover - above;
      if (below < LEAST) continue;
      data[i] = (above * data[i] + (below * red) / cover) / cover;
      data[i + 1] = (above * data[i + 1] + (below * green) / cover) / cover;
      data[i + 2] = (above * data[i + 2] + (below * blue) / cover) / cover;
      data[i + 3] = 255 * cover;
    }
  }

  // Put colours, given as sums of colour times cover and of cover, where nothing is yet.
  this.put = (row, changes, marks, from) => spans(row, changes, marks, from, fill);

  // Put colours under what is there: they show as far as their cover exceeds its cover, so that land
  // under areas does not shine through along their coasts.
  this.under = (row, changes, marks, from) => spans(row, changes, marks, from, fillBelow);

  // Lay a pattern that one sees through over what is there, as far as it covers a pixel.
  this.lay = function (tile, row, changes, marks, from) {
    const { width, height, data: ink } = tile;
    const inked = (tile.inked = tile.inked || inkedColumns(tile))[row % height];
    const first = (row % height) * width;
    const start = row * side;
    let share = 0;
    for (let x = 0, end; x < side; x = end) {
      share += changes[(from + x) * 4];
      end = spanEnd(marks, from, x, side);
      if (share < LEAST) continue;
      const most = (share < 1 ? share : 1) / 255;
      const whole = x - (x % width);
      for (let n = 0; n < inked.length; n++) {
        const dot = (first + inked[n]) * 4;
        const part = most * ink[dot + 3];
        let at = whole + inked[n];
        if (at < x) at += width;
        for (; at < end; at += width) {
          const i = (start + at) * 4;
          data[i] += part * (ink[dot] - data[i]);
          data[i + 1] += part * (ink[dot + 1] - data[i + 1]);
          data[i + 2] += part * (ink[dot + 2] - data[i + 2]);
        }
      }
    }
  };

  // Replace colours by patterns, as far as each covers a pixel: [{ fill, tile }, ...], at most four.
  this.weave = function (patterns, row, changes, marks, from) {
    const start = row * side;
    patterns.forEach(({ fill, tile }, n) => {
      const first = (row % tile.height) * tile.width;
      let share = 0;
      for (let x = 0, end; x < side; x = end) {
        share += changes[(from + x) * 4 + n];
        end = spanEnd(marks, from, x, side);
        if (share < LEAST) continue;
        for (let at = x; at < end; at++) {
          const i = (start + at) * 4;
          const dot = (first + (at % tile.width)) * 4;
          const part = Math.min(1, (share * 255) / data[i + 3]);
          for (let c = 0; c < 3; c++) data[i + c] += part * (tile.data[dot + c] - fill[c]);
        }
      }
    });
  };
}
