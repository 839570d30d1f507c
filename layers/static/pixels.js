// Mixes the rows of a raster into the pixels of a tile.
"use strict";
(function () {
  const cs = (window.coldspots = window.coldspots || {});
  // A share too small to show.
  const LEAST = 1 / 512;

  cs.Pixels = function (side) {
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

    // Put colours on top, as sums of colour times cover and of cover. What was there shows as far as
    // its cover exceeds theirs, so that land under areas does not shine through along their coasts.
    this.over = function (row, changes) {
      empty = false;
      let red = 0;
      let green = 0;
      let blue = 0;
      let cover = 0;
      let plain = 0;
      for (let x = 0, at = 0, i = row * side * 4; x < side; x++, at += 4, i += 4) {
        if (changes[at] !== 0 || changes[at + 1] !== 0 || changes[at + 2] !== 0 || changes[at + 3] !== 0) {
          red += changes[at];
          green += changes[at + 1];
          blue += changes[at + 2];
          cover += changes[at + 3];
          plain = 0;
        }
        if (cover < LEAST) continue;
        if (plain !== 0) {
          words[i >> 2] = plain;
          continue;
        }
        const below = Math.max(0, data[i + 3] / 255 - cover);
        const all = cover + below;
        data[i] = (red + below * data[i]) / all;
        data[i + 1] = (green + below * data[i + 1]) / all;
        data[i + 2] = (blue + below * data[i + 2]) / all;
        data[i + 3] = 255 * all;
        if (cover > 1 - LEAST) plain = words[i >> 2];
      }
    };

    // Lay a pattern that one sees through over what is there, as far as it covers a pixel.
    this.lay = function (tile, row, changes) {
      let share = 0;
      for (let x = 0, at = 0, i = row * side * 4; x < side; x++, at += 4, i += 4) {
        share += changes[at];
        if (share < LEAST) continue;
        const from = ((row % tile.height) * tile.width + (x % tile.width)) * 4;
        const part = Math.min(1, share) * (tile.data[from + 3] / 255);
        for (let c = 0; c < 3; c++) data[i + c] += part * (tile.data[from + c] - data[i + c]);
      }
    };

    // Replace colours by patterns, as far as each covers a pixel: [{ fill, tile }, ...], at most four.
    this.weave = function (patterns, row, changes) {
      patterns.forEach(({ fill, tile }, n) => {
        let share = 0;
        for (let x = 0, at = n, i = row * side * 4; x < side; x++, at += 4, i += 4) {
          share += changes[at];
          if (share < LEAST) continue;
          const from = ((row % tile.height) * tile.width + (x % tile.width)) * 4;
          const part = Math.min(1, (share * 255) / data[i + 3]);
          for (let c = 0; c < 3; c++) data[i + c] += part * (tile.data[from + c] - fill[c]);
        }
      });
    };
  };
})();
